"""Projects whose numbers or sales are spoiled, and what the report must say of each.

Those that are `often` are in every test run, the others in the proofs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from generation.blueprint.schema import Blueprint
from generation.sandbox.report import Report
from generation.sandbox.tests.one_check import report_of
from generation.stacks.django import DjangoStack
from generation.stacks.tests import business

MODEL, ORDERS, STOCK, PAYMENTS = "core/models/computed.py", "shop/orders.py", "shop/stock.py", "shop/payments.py"


@dataclass(frozen=True)
class Spoiled:
    """One text of a rendered project, replaced by another; `check` must fail and say `said`."""

    name: str
    make: Callable[[], Blueprint]
    path: str
    old: str
    new: str
    said: str
    check: str = "criteria"
    often: bool = False  # in every test run

    def report(self) -> Report:
        blueprint, stack = self.make(), DjangoStack()
        files = stack.render(blueprint)
        assert self.old in files[self.path], self
        files[self.path] = files[self.path].replace(self.old, self.new)
        return report_of(self.check, files, blueprint, stack.check_plan(blueprint))


SPOILED = (
    Spoiled("the sum is not passed on", business.invoices, MODEL, " update_rows(self.counting_rows() | ",
            " set(self.counting_rows() | ", "Factura.subtotal (with 2 rows of Linea)", often=True),
    Spoiled("a deleted row is still counted", business.invoices, MODEL, "    if isinstance(instance, Computed):",
            "    if instance is None:", "after a row of Linea was deleted"),
    Spoiled("the tax is left out", business.invoices, "core/models/factura.py", "+ number(self.cuota) -", "-",
            "Factura.total (with 2 rows of Linea)"),
    Spoiled("an amount is worked out only once", business.invoices, "core/models/linea.py", "        self.importe = ",
            "        self.importe = self.importe or ", "Linea.importe (after a change of"),
    Spoiled("more goes out than there is", business.warehouse, MODEL,
            "self._meta.get_field(name).run_validators(getattr(self, name))", "pass", "fell to -"),
    Spoiled("the admin breaks on what takes too much", business.warehouse, "core/admin.py",
            "except ValidationError as error:\n            request.refusal",
            "except KeyError as error:\n            request.refusal",
            "/admin/core/salida/add/ that takes too much"),
    Spoiled("a movement counts the wrong way", business.movements, "core/models/movement.py", '"out": -1', '"out": 1',
            "Movement.change"),
    Spoiled("the stock is not lowered", business.shop, STOCK, '=F("stock") - quantity)', '=F("stock"))',
            "pieces were ordered: the stock was", often=True),
    Spoiled("more is sold than there is", business.shop, ORDERS, "take(line.product, line.quantity)",
            "take(line.product, line.quantity if line.quantity <= line.product.stock else 0)",
            "pieces were sold of a product"),
    Spoiled("what is cancelled does not come back", business.shop, STOCK, "    if target == CANCELLED and",
            "    if not target and", "was cancelled"),
    Spoiled("a webhook's signature is ignored", business.shop, PAYMENTS, "    if not any(hmac",
            "    if not parts and any(hmac", "forged signature", often=True),
    Spoiled("an old webhook is taken", business.shop, PAYMENTS, "TOLERANCE = 300", "TOLERANCE = 300_000", "a day old"),
    Spoiled("a webhook may name any sum", business.shop, "shop/views.py",
            "if order and payments.is_settled(session, order)", "if order", "another sum"),
    Spoiled("a webhook is taken twice", business.shop, ORDERS, "reference=reference[:200],",
            "reference=reference + str(Payment.objects.count()),", "came twice"),
    Spoiled("orders of others are readable", business.shop, "core/access.py",
            "        return rows.filter(owner=user)", "        return rows", "Order", check="isolation"),
    Spoiled("lines are written by hand", business.shop, "core/access.py", "    if needed is Who.NOBODY:",
            "    if user is None:", "expected a refusal", check="crud"),
    Spoiled("an order costs another price", business.shop, ORDERS, "line.product.price", "line.product.price * 2",
            "the order's total"),
)  # fmt: skip
