"""Stripe's API under /v1: who may ask, what is answered, and repeated requests by their idempotency key.

Owns routing, keys and idempotency. What happens to objects is decided in the modules it calls.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from billing.fake_stripe import checkout, customers, parameters, presenting, purchases, reversals, shapes
from billing.fake_stripe.faults import Fault, Json, needed
from billing.fake_stripe.store import Store

KEY = re.compile(r"(?:sk|rk)_test_[A-Za-z0-9]{24,}")
REASONS = ("duplicate", "fraudulent", "requested_by_customer")
# path: (kind, what a list can be filtered by)
COLLECTIONS: dict[str, tuple[str, tuple[str, ...]]] = {
    "balance_transactions": ("balance_transaction", ("currency", "source", "type")),
    "charges": ("charge", ("customer", "payment_intent")),
    "checkout/sessions": ("checkout.session", ("customer", "payment_intent", "status")),
    "customers": ("customer", ("email",)),
    "disputes": ("dispute", ("charge", "payment_intent")),
    "events": ("event", ("type",)),
    "invoice_payments": ("invoice_payment", ("invoice", "status")),
    "invoices": ("invoice", ("customer", "status")),
    "payment_intents": ("payment_intent", ("customer",)),
    "payment_methods": ("payment_method", ("customer", "type")),
    "prices": ("price", ("currency", "product")),
    "products": ("product", ()),
    "refunds": ("refund", ("charge", "payment_intent")),
}
Action = Callable[[Store, str, Json], Json]


@dataclass(frozen=True, kw_only=True)
class Call:
    """One request to the API. `params` are decoded; header names are in lower case."""

    method: str
    path: str
    params: Json
    headers: Mapping[str, str]
    origin: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    status: int
    body: Json
    replayed: bool = False


def answer(store: Store, call: Call, request_id: str) -> Answer:
    """Holds the store's lock for the whole request, so two with one idempotency key are one after the other."""
    with store.lock:
        try:
            _authorise(call.headers)
            return _once(store, call, request_id)
        except Fault as fault:
            return Answer(status=fault.status, body=fault.body())


def _authorise(headers: Mapping[str, str]) -> None:
    """A key of the right format is enough, a live one is refused. Answers never repeat a key."""
    scheme, _, given = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            given = base64.b64decode(given).decode().partition(":")[0]
        except (binascii.Error, UnicodeDecodeError):
            given = ""
    if not given:
        raise Fault("You did not provide an API key.", status=401)
    if "_live_" in given[:8]:
        raise Fault("This pretended Stripe takes test keys only: a live key goes to Stripe.", status=401)
    if not KEY.fullmatch(given):
        raise Fault("Invalid API Key provided.", status=401)


def _once(store: Store, call: Call, request_id: str) -> Answer:
    """Only successes are kept: a request that was refused may be mended and sent again under the same key."""
    key = call.headers.get("idempotency-key", "") if call.method == "POST" else ""
    fingerprint = json.dumps([call.path, call.params], sort_keys=True)
    kept = store.idempotent.get(key) if key else None
    if kept and kept["fingerprint"] != fingerprint:
        raise Fault(
            "Keys for idempotent requests can only be used with the same parameters they were first used with. "
            f"Try using a key other than '{key}' if you meant to execute a different request.",
            kind="idempotency_error",
        )
    if kept:
        return Answer(status=200, body=kept["body"], replayed=True)
    purchases.expire_due(store)
    store.cause = {"id": request_id, "idempotency_key": key or None}
    expand = call.params.get("expand") or []
    if not isinstance(expand, list):
        raise Fault("Invalid array", param="expand")
    body = presenting.present(store, _perform(store, call), call.origin, expand)
    if key:
        store.idempotent[key] = {"fingerprint": fingerprint, "body": body, "at": store.now()}
    return Answer(status=200, body=body)


def _perform(store: Store, call: Call) -> Json:
    path = call.path.removeprefix("/v1/").rstrip("/")
    if call.method == "GET" and path in COLLECTIONS:
        kind, filters = COLLECTIONS[path]
        return presenting.page(store.all_of(kind), call.params, f"/v1/{path}", filters)
    for method, pattern, action in ROUTES:
        found = re.fullmatch(pattern, path)
        if found and method == call.method:
            return action(store, found[1] if found.groups() else "", call.params)
    raise Fault(f"Unrecognized request URL ({call.method}: {call.path}).", status=404)


def _account(store: Store, id_: str, params: Json) -> Json:
    if id_ not in ("", shapes.ACCOUNT_ID):
        raise Fault("The provided key does not have access to this account.", status=403, code="account_invalid")
    return shapes.account()


def _of(kind: str) -> Action:
    return lambda store, id_, params: store.get(id_, kind)


def _empty_list(store: Store, path: str, params: Json) -> Json:
    return presenting.listing([], f"/v1/{path}")


def _line_items(store: Store, id_: str, params: Json) -> Json:
    items: list[Json] = store.get(id_, "checkout.session")["_include"]["line_items"]["data"]
    return presenting.page(items, params, f"/v1/checkout/sessions/{id_}/line_items", ())


def _invoice_lines(store: Store, id_: str, params: Json) -> Json:
    return presenting.page(store.get(id_, "invoice")["lines"]["data"], params, f"/v1/invoices/{id_}/lines", ())


def _charge_refunds(store: Store, id_: str, params: Json) -> Json:
    made = [refund for refund in store.all_of("refund") if refund["charge"] == store.get(id_, "charge")["id"]]
    return presenting.page(made, params, f"/v1/charges/{id_}/refunds", ())


def _expire(store: Store, id_: str, params: Json) -> Json:
    session = store.get(id_, "checkout.session")
    purchases.expire(store, session)
    return session


def _refund(store: Store, id_: str, params: Json) -> Json:
    parameters.refuse_unknown(params, ("amount", "charge", "metadata", "payment_intent", "reason"))
    charge_id = parameters.text(params, "charge")
    if intent_id := parameters.text(params, "payment_intent"):
        charge_id = charge_id or store.get(intent_id, "payment_intent", "payment_intent")["latest_charge"]
    if not charge_id:
        raise needed("payment_intent")
    given = {"metadata": parameters.metadata(params), "reason": parameters.choice(params, "reason", REASONS)}
    charge = store.get(charge_id, "charge", "charge")
    return reversals.refund(store, charge, parameters.integer(params, "amount"), given)


ROUTES: list[tuple[str, str, Action]] = [
    ("GET", "account", _account),
    ("GET", "accounts/([^/]+)", _account),
    ("POST", "customers", lambda store, _, params: customers.create(store, params)),
    (
        "POST",
        "customers/([^/]+)",
        lambda store, id_, params: customers.update(store, store.get(id_, "customer"), params),
    ),
    ("DELETE", "customers/([^/]+)", lambda store, id_, _: customers.delete(store, store.get(id_, "customer"))),
    ("POST", "checkout/sessions", lambda store, _, params: checkout.create(store, params)),
    ("POST", "checkout/sessions/([^/]+)/expire", _expire),
    ("GET", "checkout/sessions/([^/]+)/line_items", _line_items),
    ("POST", "refunds", _refund),
    ("GET", "charges/([^/]+)/refunds", _charge_refunds),
    ("GET", "invoices/([^/]+)/lines", _invoice_lines),
    ("GET", "(products/[^/]+/features)", _empty_list),
    ("GET", "(customers/[^/]+/(?:sources|subscriptions|tax_ids|payment_methods))", _empty_list),
    *[("GET", f"{path}/([^/]+)", _of(kind)) for path, (kind, _) in COLLECTIONS.items()],
]
