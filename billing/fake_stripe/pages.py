"""Which page answers which address. Pages need no JavaScript: every button is a form, every answer a redirect."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from billing.fake_stripe import control, dashboard, layout, pay_page, purchases
from billing.fake_stripe.courier import Courier
from billing.fake_stripe.faults import Fault, Json
from billing.fake_stripe.money import smallest
from billing.fake_stripe.store import NOBODY, Store
from billing.fake_stripe.words import language_of, say


@dataclass(frozen=True)
class Page:
    """What the browser gets. With `location` it is sent there."""

    body: bytes = b""
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    location: str = ""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Visit:
    path: str
    language: str  # what the browser prefers
    fields: dict[str, str]


def get(store: Store, courier: Courier, visit: Visit) -> Page:
    with store.lock:
        purchases.expire_due(store)
        if visit.path == "/":
            return _html(dashboard.show(store, courier.switches, language_of(None, visit.language)))
        if found := re.fullmatch(r"/c/pay/(cs_test_\w+)", visit.path):
            session = store.get(found[1], "checkout.session")
            return _html(pay_page.show(store, session, language_of(session["locale"], visit.language)))
        if found := re.fullmatch(r"/receipts/(ch_\w+)", visit.path):
            return _html(pay_page.receipt(store.get(found[1], "charge"), language_of(None, visit.language)))
        if found := re.fullmatch(r"/invoices/(in_\w+)(/pdf)?", visit.path):
            return _invoice(store.get(found[1], "invoice"), language_of(None, visit.language), pdf=bool(found[2]))
    raise Fault(say(language_of(None, visit.language), "not_found"), status=404)


def post(store: Store, courier: Courier, visit: Visit) -> Page:
    if found := re.fullmatch(r"/c/pay/(cs_test_\w+)", visit.path):
        with store.lock:
            store.cause = NOBODY
            session = store.get(found[1], "checkout.session")
            onward = pay_page.press(store, session, visit.fields.get("action", ""))
        return _to(onward or visit.path)
    desk = {"/dashboard/play": _play, "/dashboard/send": _send, "/dashboard/turn": _turn}
    if visit.path not in desk:
        raise Fault(say(language_of(None, visit.language), "not_found"), status=404)
    try:
        desk[visit.path](store, courier, visit.fields)
    except Fault as fault:
        with store.lock:
            language = language_of(None, visit.language)
            return _html(dashboard.show(store, courier.switches, language, fault.message), fault.status)
    return _to("/")


def sorry(fault: Fault, language: str) -> Page:
    language = language_of(None, language)
    return _html(layout.page(language, say(language, "sorry"), layout.paragraph(fault.message)), fault.status)


def fields_of(body: str) -> dict[str, str]:
    return dict(parse_qsl(body, keep_blank_values=True))


def _play(store: Store, courier: Courier, fields: dict[str, str]) -> None:
    asked: Json = dict(fields)
    if fields.get("amount"):
        with store.lock:
            currency = store.get(fields.get("charge", ""), "charge")["currency"]
        try:
            asked["amount"] = smallest(fields["amount"], currency)
        except ValueError:
            raise Fault(f"{fields['amount']!r}?", param="amount") from None
    control.play(store, asked, courier.origin)


def _send(store: Store, courier: Courier, fields: dict[str, str]) -> None:
    courier.release([fields["event"]] if fields.get("event") else courier.held([]))


def _turn(store: Store, courier: Courier, fields: dict[str, str]) -> None:
    asked: Json = {"outage": "outage" in fields}
    asked |= {name: fields[name] for name in ("deliver", "latency_ms") if name in fields}
    control.turn(store, courier.switches, asked)


def _invoice(thing: Json, language: str, *, pdf: bool) -> Page:
    if not pdf:
        return _html(pay_page.invoice(thing, language))
    name = f'attachment; filename="{thing["number"]}.pdf"'
    return Page(pay_page.invoice_pdf(thing, language), kind="application/pdf", headers={"Content-Disposition": name})


def _html(text: str, status: int = 200) -> Page:
    return Page(text.encode(), status)


def _to(location: str) -> Page:
    return Page(status=303, location=location)
