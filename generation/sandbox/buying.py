"""A person who buys: into the cart, through the checkout's form, as far as the order that waits for its payment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generation.sandbox import values
from generation.sandbox.browser import Browser
from generation.sandbox.inspection import CheckFailure, Inspection, told
from generation.sandbox.pages import Page
from generation.sandbox.rows import Row, Rows
from generation.sandbox.session import Response
from generation.sandbox.values import Value
from generation.stacks.protocol import FieldProbe, ShopProbe

MOST = 3  # pieces of one product


@dataclass
class Bought:
    """An order as it came of the checkout, and where its buyer is led."""

    pk: Any
    row: Row
    product: Row
    quantity: int
    values: dict[str, Value]
    answer: Response


def shop_of(look: Inspection) -> ShopProbe:
    if look.plan.shop is None:
        raise CheckFailure("the check plan has no shop")
    return look.plan.shop


def buy(look: Inspection, role: str, given: Mapping[str, Value] | None = None, product: Row | None = None) -> Bought:
    """One order more, of a few pieces of a product."""
    shop, browser = shop_of(look), look.person(role)
    product = product or on_sale(look.rows(), shop)
    before = set(look.rows().keys(shop.order_table))
    add(look, browser, shop, product)
    quantity = several(look, browser, shop, product)
    sent = {**asked(shop), **(given or {})}
    answer = check_out(browser, shop, sent)
    rows = look.rows()
    new = set(rows.keys(shop.order_table)) - before
    if len(new) != 1:
        raise CheckFailure(f"POST {shop.checkout_path} as {role}: {len(new)} orders were made, expected one")
    pk = new.pop()
    return Bought(pk, rows.get(shop.order_table, pk) or {}, product, quantity, sent, answer)


def on_sale(rows: Rows, shop: ShopProbe) -> Row:
    """A product with a price; of those that are counted, the one there are most of."""
    priced = [row for row in rows.all(shop.product_table) if float(row[shop.price_column] or 0) > 0]
    if not priced:
        raise CheckFailure(f"{shop.product_table} has no product with a price")
    return max(priced, key=lambda row: stock(row, shop)) if shop.stock_column else priced[0]


def stock(product: Row, shop: ShopProbe) -> int:
    return int(product.get(shop.stock_column or "") or 0)


def asked(shop: ShopProbe) -> dict[str, Value]:
    """What the checkout wants to know, unforeseeable."""
    made = {name: values.make(FieldProbe(name, name, kind, True)) for name, kind in shop.checkout_fields.items()}
    return {name: value for name, value in made.items() if value is not None}


def add(look: Inspection, browser: Browser, shop: ShopProbe, product: Row) -> None:
    pk = product[look.rows().key(shop.product_table)]
    path = shop.add_path.replace("{pk}", str(pk))
    token = browser.cookies.get("csrftoken", "") or browser_token(browser, shop)
    response = browser.post(path, {"csrfmiddlewaretoken": token, "quantity": "1"})
    if response.status not in (302, 303):
        raise CheckFailure(f"POST {path}: {told(response)}")


def several(look: Inspection, browser: Browser, shop: ShopProbe, product: Row) -> int:
    """Two or three of it where there are enough; what is left in a cart from before is none of it."""
    enough = shop.stock_column is None or stock(product, shop) > MOST
    if not shop.quantity_path or not enough:
        return 1
    quantity = values.number(2, MOST)
    path = shop.quantity_path.replace("{pk}", str(product[look.rows().key(shop.product_table)]))
    token = browser.cookies.get("csrftoken", "")
    browser.post(path, {"csrfmiddlewaretoken": token, "quantity": str(quantity)})
    return quantity


def browser_token(browser: Browser, shop: ShopProbe) -> str:
    """A visitor's first token, from a page with a form."""
    browser.get(shop.add_path.partition("{pk}")[0])
    return browser.cookies.get("csrftoken", "")


def check_out(browser: Browser, shop: ShopProbe, sent: Mapping[str, Value]) -> Response:
    """Through the form of the checkout page, or of the cart when the checkout has none of its own."""
    names = set(sent) or {"csrfmiddlewaretoken"}
    for path in (shop.checkout_path, shop.cart_path):
        response = browser.get(path)
        form = Page(response.text).form_with(names) if response.status == 200 else None
        if form is not None and (sent or form.action.endswith(shop.checkout_path)):
            answer = browser.submit(form, path, {name: value.sent for name, value in sent.items()})
            if answer.status not in (302, 303):
                raise CheckFailure(f"POST {shop.checkout_path}: {told(answer)}")
            return answer
    raise CheckFailure(f"GET {shop.checkout_path}: no form to check out with")
