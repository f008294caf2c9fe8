"""From a product to a paid order, through the cart and the built-in fake payment, and what must not pay on the way."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from typing import Any

from generation.blueprint.schema import CriterionCheck
from generation.sandbox import buying, values
from generation.sandbox.acting import at, confirmation
from generation.sandbox.browser import Browser, local_target
from generation.sandbox.buying import Bought
from generation.sandbox.inspection import MEMBER, STAFF, VISITOR, CheckFailure, Inspection, told
from generation.sandbox.pages import Page
from generation.sandbox.rows import Row
from generation.stacks.protocol import PaidProbe, ShopProbe

MOST_STEPS = 6
DAY = 86_400
WITHOUT_CENTS = {"CLP", "JPY", "KRW", "PYG", "VND"}


def pays(look: Inspection, check: CriterionCheck) -> None:
    """One order more, paid, whose total is the price in the database; paying never happens by looking."""
    shop = buying.shop_of(look)
    buyer = MEMBER if look.plan.login else VISITOR
    bought = buying.buy(look, buyer)
    total(look, shop, bought)
    pay(look, look.person(buyer), shop, bought)
    expect(look, shop, bought.pk, shop.paid_value, "after the payment")
    keeps_its_price(look, shop, bought)
    if shop.webhook_path:
        webhook(look, shop, buying.buy(look, buyer).pk)


def order(look: Inspection, shop: PaidProbe, pk: Any) -> Row:
    return look.rows().get(shop.order_table, pk) or {}


def expect(look: Inspection, shop: PaidProbe, pk: Any, state: str, when: str) -> None:
    found = str(order(look, shop, pk).get(shop.status_column))
    if found != state:
        raise CheckFailure(f"{shop.order_table} {pk} is {found!r} {when}, not {state!r}")


def total(look: Inspection, shop: ShopProbe, bought: Bought) -> None:
    found, price = order(look, shop, bought.pk)[shop.total_column], bought.product[shop.price_column]
    if abs(float(found) - bought.quantity * float(price)) > 0.004:
        raise CheckFailure(f"the order's total is {found}, the price is {price} and there are {bought.quantity} of it")


def pay(look: Inspection, browser: Browser, shop: ShopProbe, bought: Bought) -> None:
    """Follow to the payment page, which alone pays nothing, and press its first button."""
    response, where = bought.answer, shop.checkout_path
    for _ in range(MOST_STEPS):
        target = local_target(response, where)
        if target is None:
            break
        response, where = browser.request("GET", target), target
    form = confirmation(Page(response.text), where)
    if response.status != 200 or form is None:
        raise CheckFailure(f"GET {where}: no payment page ({told(response)})")
    if str(order(look, shop, bought.pk).get(shop.status_column)) == shop.paid_value:
        raise CheckFailure("the order is paid before anybody has paid")
    answer = browser.submit(form, where, {}, form.buttons[0] if form.buttons else None)
    if answer.status not in (302, 303):
        raise CheckFailure(f"POST {where}: {told(answer)}")


def keeps_its_price(look: Inspection, shop: ShopProbe, bought: Bought) -> None:
    """A product that becomes dearer changes no order."""
    probe = next((each for each in look.plan.entities if each.table == shop.product_table), None)
    price = next((f for f in probe.fields if f.column == shop.price_column), None) if probe else None
    if probe is None or price is None or look.plan.login is None:
        return
    path = at(probe.edit_path, bought.product[look.rows().key(shop.product_table)])
    form = Page(look.person(STAFF).get(path).text).form_with({price.name})
    dearer = values.make(price)
    if form is None or dearer is None:
        raise CheckFailure(f"GET {path}: no form to change the price with")
    look.person(STAFF).submit(form, path, {price.name: dearer.sent})
    total(look, shop, bought)


def webhook(look: Inspection, shop: PaidProbe, pk: Any) -> None:
    """Only what is signed with the secret, is fresh and names the whole sum pays; twice is once."""
    amount = float(order(look, shop, pk)[shop.total_column])
    cents = round(amount * (1 if shop.currency in WITHOUT_CENTS else 100))
    event = completed(pk, cents, shop.currency)
    secret, now = look.webhook_secret, int(time.time())
    for what, body, key, stamp in (
        ("with a forged signature", event, values.word(), now),
        ("that is a day old", event, secret, now - DAY),
        ("that names another sum", completed(pk, cents - 1, shop.currency), secret, now),
    ):
        status = call(look, shop, body, key, stamp)
        if status >= 500:
            raise CheckFailure(f"POST {shop.webhook_path} {what}: {status}")
        if str(order(look, shop, pk).get(shop.status_column)) == shop.paid_value:
            raise CheckFailure(f"a webhook {what} made it paid")
    call(look, shop, event, secret, now)
    expect(look, shop, pk, shop.paid_value, "after the signed webhook")
    rows = look.rows()
    payments, before = rows.count(shop.payment_table), rows.get(shop.order_table, pk)
    call(look, shop, event, secret, now)
    rows = look.rows()
    if rows.count(shop.payment_table) != payments or rows.get(shop.order_table, pk) != before:
        raise CheckFailure("a webhook that came twice was taken twice")


def completed(pk: Any, cents: int, currency: str) -> bytes:
    session = {
        "id": f"cs_{values.word()}", "client_reference_id": str(pk), "payment_status": "paid",
        "amount_total": cents, "currency": currency.lower(),
    }  # fmt: skip
    return json.dumps({"type": "checkout.session.completed", "data": {"object": session}}).encode()


def call(look: Inspection, shop: PaidProbe, body: bytes, secret: str, stamp: int) -> int:
    """What Stripe would send, signed by hand."""
    signature = hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    header = f"t={stamp},v1={signature}"
    browser = Browser(look.session)
    return browser.request(
        "POST", shop.webhook_path, body, Content_Type="application/json", Stripe_Signature=header
    ).status
