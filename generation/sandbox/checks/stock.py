"""What is sold is taken from the stock, more than there is is not sold, and what is cancelled is for sale again."""

from __future__ import annotations

from contextlib import suppress

from generation.blueprint.formula import parse
from generation.blueprint.schema import CriterionCheck
from generation.sandbox import acting, buying
from generation.sandbox.acting import at
from generation.sandbox.checks import computes, crud
from generation.sandbox.checks.security import forged
from generation.sandbox.inspection import MEMBER, STAFF, VISITOR, CheckFailure, Inspection, told
from generation.sandbox.pages import Page
from generation.sandbox.rows import Row
from generation.sandbox.values import Value
from generation.stacks.protocol import EntityProbe, ShopProbe

MOST = 99  # pieces of one product that a cart holds


def stocks(look: Inspection, check: CriterionCheck) -> None:
    """Of a shop's product by its sales, of any other thing by the rows that move it."""
    probe = look.probe(check.entity)
    if any(each.least is not None for each in probe.computed):
        moved(look, probe)
    else:
        sold(look, check)


def moved(look: Inspection, probe: EntityProbe) -> None:
    """More than there is is taken neither by page nor by API, and what is refused is not stored."""
    made = acting.create(look, probe, look.role_for(probe.create))
    for computed in (each for each in probe.computed if each.least is not None):
        for rows in dict.fromkeys(parse(computed.formula).rows):
            child, link = computes.linked(look, probe, rows)
            role = computes.least(made.role, look.role_for(child.create))
            for given in takings(child, {link.name: Value(str(made.pk), made.pk)}):
                take(look, child, role, given)
                there = (look.rows().get(probe.table, made.pk) or {}).get(computed.column)
                take_in_admin(look, child, given, int(there or 0))
                computes.hold(look, probe, [computed], made.pk, f"after a row of {child.entity} that takes too much")
                found = (look.rows().get(probe.table, made.pk) or {}).get(computed.column)
                if found is None or int(found) < int(computed.least or 0):
                    raise CheckFailure(f"{probe.entity}.{computed.name} fell to {found} by a row of {child.entity}")


def takings(child: EntityProbe, given: dict[str, Value]) -> list[dict[str, Value]]:
    """Ways of taking much: by each choice that takes, or by the row itself."""
    many = {field.name: Value("77777", 77777) for field in child.fields if field.kind == "integer"}
    kinds = [(f.name, value) for f in child.fields for value, weight in f.weights.items() if weight < 0]
    return [{**given, **many, name: Value(value, value)} for name, value in kinds] or [{**given, **many}]


def take(look: Inspection, child: EntityProbe, role: str, given: dict[str, Value]) -> None:
    """The form and the API, filled in; whether they take it is seen in the database."""
    form = acting.create_form(look, child, role)
    filled = {**acting.fill(look, child, form), **given}
    answers = (
        look.person(role).submit(form, child.create_path, acting.sent(filled)),
        look.person(role).api("POST", child.api_path, crud.payload(child, filled)),
    )
    for answer in answers:
        if answer.status >= 500:
            raise CheckFailure(f"POST {child.create_path} that takes too much: {told(answer)}")


def take_in_admin(look: Inspection, child: EntityProbe, given: dict[str, Value], there: int) -> None:
    """One more than there is: the form comes again, with no error page."""
    path, staff = f"{child.admin_path}add/", look.person(STAFF)
    made = {**acting.fill(look, child, acting.create_form(look, child, STAFF)), **given}
    more = {field.name: str(there + 1) for field in child.fields if field.kind == "integer"}
    form = Page(staff.get(path).text).form_with(set(made))
    if form is None:
        raise CheckFailure(f"GET {path} as staff: no form for {child.entity}")
    answer = staff.submit(form, path, {**acting.sent(made), **more})
    if answer.status >= 500:
        raise CheckFailure(f"POST {path} that takes too much: {told(answer)}")


def sold(look: Inspection, check: CriterionCheck) -> None:
    shop = buying.shop_of(look)
    if shop.stock_column is None:
        raise CheckFailure("the check plan knows no stock")
    buyer = MEMBER if look.plan.login else VISITOR
    product = buying.on_sale(look.rows(), shop)
    there = left(look, shop, product)
    bought = buying.buy(look, buyer, product=product)
    if left(look, shop, product) != there - bought.quantity:
        now = left(look, shop, product)
        raise CheckFailure(f"{bought.quantity} pieces were ordered: the stock was {there} and is {now}")
    oversell(look, shop, buyer, product)
    cancel(look, shop, bought.pk)
    if left(look, shop, product) != there:
        raise CheckFailure(f"the order was cancelled: the stock was {there} and is {left(look, shop, product)}")


def left(look: Inspection, shop: ShopProbe, product: Row) -> int:
    rows = look.rows()
    return buying.stock(rows.get(shop.product_table, product[rows.key(shop.product_table)]) or {}, shop)


def oversell(look: Inspection, shop: ShopProbe, buyer: str, product: Row) -> None:
    """One piece more than there is: no order, and the stock stays."""
    there, browser = left(look, shop, product), look.person(buyer)
    if there >= MOST:
        product, there = scarce(look, shop)
    buying.add(look, browser, shop, product)
    path = at(shop.quantity_path, product[look.rows().key(shop.product_table)])
    forged(browser, path, {"quantity": str(there + 1)})
    before = look.rows().count(shop.order_table)
    with suppress(CheckFailure):  # refused with a page: what counts is what is stored
        buying.check_out(browser, shop, buying.asked(shop))
    if look.rows().count(shop.order_table) != before or left(look, shop, product) != there:
        raise CheckFailure(f"{there + 1} pieces were sold of a product of which there were {there}")
    forged(browser, path, {"quantity": "0"})


def scarce(look: Inspection, shop: ShopProbe) -> tuple[Row, int]:
    """A product of which fewer are left than a cart can ask for."""
    found = [row for row in look.rows().all(shop.product_table) if float(row[shop.price_column] or 0) > 0]
    product = min(found, key=lambda row: buying.stock(row, shop))
    if buying.stock(product, shop) >= MOST:
        raise CheckFailure(f"every product is there more than {MOST} times, so none can be sold out")
    return product, buying.stock(product, shop)


def cancel(look: Inspection, shop: ShopProbe, pk: object) -> None:
    """By the staff, as any move of a workflow."""
    probe = next((each for each in look.plan.entities if each.table == shop.order_table), None)
    if probe is None or probe.workflow is None:
        raise CheckFailure("the check plan knows no moves of an order")
    path = at(probe.workflow.path, pk)
    answer = forged(look.person(STAFF), path, {probe.workflow.param: shop.cancelled_value})
    if str((look.rows().get(shop.order_table, pk) or {}).get(shop.status_column)) != shop.cancelled_value:
        raise CheckFailure(f"POST {path} as staff: the order was not cancelled ({told(answer)})")
