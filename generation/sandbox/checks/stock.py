"""What is sold is taken from the stock, more than there is is not sold, and what is cancelled is for sale again."""

from __future__ import annotations

from contextlib import suppress

from generation.blueprint.schema import CriterionCheck
from generation.sandbox import buying
from generation.sandbox.acting import at
from generation.sandbox.checks.security import forged
from generation.sandbox.inspection import MEMBER, STAFF, VISITOR, CheckFailure, Inspection, told
from generation.sandbox.rows import Row
from generation.stacks.protocol import ShopProbe

MOST = 99  # pieces of one product that a cart holds


def stocks(look: Inspection, check: CriterionCheck) -> None:
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
