"""From a product to a paid order, through the cart and the built-in fake payment."""

from __future__ import annotations

from typing import Any

from generation.blueprint.schema import CriterionCheck
from generation.sandbox import values
from generation.sandbox.acting import at, confirmation
from generation.sandbox.browser import Browser, local_target
from generation.sandbox.inspection import MEMBER, CheckFailure, Inspection, told
from generation.sandbox.pages import Page
from generation.sandbox.rows import Row
from generation.sandbox.session import Response
from generation.stacks.protocol import ShopProbe

MOST_STEPS = 6


def pays(look: Inspection, check: CriterionCheck) -> None:
    """One order more, paid, whose total is the price in the database; paying never happens by looking."""
    shop = look.plan.shop
    if shop is None:
        raise CheckFailure("the check plan has no shop")
    browser = look.person(MEMBER if look.plan.login else "visitor")
    product = affordable(look, shop)
    before = set(look.rows().keys(shop.order_table))
    add(look, browser, shop, product)
    response = check_out(browser, shop)
    pay(look, browser, response, before)
    rows = look.rows()
    new = set(rows.keys(shop.order_table)) - before
    if len(new) != 1:
        raise CheckFailure(f"{len(new)} orders were made, expected one")
    order = rows.get(shop.order_table, new.pop()) or {}
    if str(order.get(shop.status_column)) != shop.paid_value:
        raise CheckFailure(f"the order is {order.get(shop.status_column)!r} after the payment, not {shop.paid_value!r}")
    if abs(float(order[shop.total_column]) - float(product[shop.price_column])) > 0.004:
        raise CheckFailure(
            f"the order's total is {order[shop.total_column]}, the price is {product[shop.price_column]}"
        )


def affordable(look: Inspection, shop: ShopProbe) -> Row:
    """A product with a price. Seed rows come first, and these are in stock."""
    priced = [row for row in look.rows().all(shop.product_table) if float(row[shop.price_column] or 0) > 0]
    if not priced:
        raise CheckFailure(f"{shop.product_table} has no product with a price")
    return priced[0]


def add(look: Inspection, browser: Browser, shop: ShopProbe, product: Row) -> None:
    pk = product[look.rows().key(shop.product_table)]
    path = at(shop.add_path, pk)
    token = browser.cookies.get("csrftoken", "")
    response = browser.post(path, {"csrfmiddlewaretoken": token, "quantity": "1"})
    if response.status not in (302, 303):
        raise CheckFailure(f"POST {path}: {told(response)}")


def check_out(browser: Browser, shop: ShopProbe) -> Response:
    """Through the form of the checkout page, or of the cart when the checkout has none of its own."""
    names = set(shop.checkout_fields) or {"csrfmiddlewaretoken"}
    for path in (shop.checkout_path, shop.cart_path):
        response = browser.get(path)
        form = Page(response.text).form_with(names) if response.status == 200 else None
        if form is not None and (shop.checkout_fields or form.action.endswith(shop.checkout_path)):
            filled = {name: value or values.word() for name, value in shop.checkout_fields.items()}
            answer = browser.submit(form, path, filled)
            if answer.status not in (302, 303):
                raise CheckFailure(f"POST {shop.checkout_path}: {told(answer)}")
            return answer
    raise CheckFailure(f"GET {shop.checkout_path}: no form to check out with")


def pay(look: Inspection, browser: Browser, response: Response, before: set[Any]) -> None:
    """Follow to the payment page, which alone pays nothing, and press its first button."""
    shop = look.plan.shop
    assert shop is not None
    where = shop.checkout_path
    for _ in range(MOST_STEPS):
        target = local_target(response, where)
        if target is None:
            break
        response, where = browser.request("GET", target), target
    form = confirmation(Page(response.text), where)
    if response.status != 200 or form is None:
        raise CheckFailure(f"GET {where}: no payment page ({told(response)})")
    rows = look.rows()
    for order in rows.all(shop.order_table):
        if order[rows.key(shop.order_table)] not in before and str(order.get(shop.status_column)) == shop.paid_value:
            raise CheckFailure("the order is paid before anybody has paid")
    answer = browser.submit(form, where, {}, form.buttons[0] if form.buttons else None)
    if answer.status not in (302, 303):
        raise CheckFailure(f"POST {where}: {told(answer)}")
