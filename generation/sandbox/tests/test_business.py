"""Numbers that follow from others, executed: the sound project is verified, each spoiled one is red for its reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from generation.blueprint.schema import Blueprint
from generation.sandbox.report import Report
from generation.sandbox.verify import verify
from generation.stacks.django import DjangoStack
from generation.stacks.tests import business

pytestmark = pytest.mark.sandbox
Spoil = tuple[str, str, str]  # path, what stands there, what stands there instead


def examine(make: Callable[[], Blueprint], *spoils: Spoil) -> Report:
    """The report on the project, spoiled; without its own tests, which would find much of it too."""
    blueprint, stack = make(), DjangoStack()
    files = stack.render(blueprint)
    for path, old, new in spoils:
        assert old in files[path], (path, old)
        files[path] = files[path].replace(old, new)
    return verify(files, blueprint, replace(stack.check_plan(blueprint), test_command=None))


def test_invoices_with_lines_are_verified() -> None:
    report = examine(business.invoices)
    assert report.verified, report.failed
    assert {result.status for result in report.criteria} == {"passed"}


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (("core/models/computed.py", "        update_rows(self.counting_rows() | ", "        set(self.counting_rows() | "),
         "Factura.subtotal (with 2 rows of Linea)"),
        (("core/models/computed.py", "    if isinstance(instance, Computed):", "    if instance is None:"),
         "after a row of Linea was deleted"),
        (("core/models/factura.py", "+ number(self.cuota) -", "-"), "Factura.total (with 2 rows of Linea)"),
        (("core/models/linea.py", "        self.importe = ", "        self.importe = self.importe or "),
         "Linea.importe (after a change of"),
    ],
    ids=["the sum is not passed on", "a deleted row is still counted", "the tax is left out", "worked out only once"],
)  # fmt: skip
def test_a_total_that_is_not_kept_up_is_found(spoil: Spoil, said: str) -> None:
    report = examine(business.invoices, spoil)
    assert not report.verified
    assert said in report.check("criteria").detail
