"""What a buyer does: a Checkout session is opened, paid, refused, paid later, given up or expires.

Owns the course of a payment and the events it tells. Knows no HTTP. The caller holds the store's lock.
"""

from __future__ import annotations

from billing.fake_stripe import invoice_shapes
from billing.fake_stripe import payment_shapes as shapes
from billing.fake_stripe.customers import make_customer
from billing.fake_stripe.faults import Fault, Json
from billing.fake_stripe.store import NOBODY, Store

DECLINED = {"code": "card_declined", "decline_code": "generic_decline", "message": "Your card was declined."}
DEBIT_FAILED = {"code": "payment_intent_payment_attempt_failed", "message": "The payment failed."}
CARD, CARD_3DS, CARD_REFUSED, ACCOUNT = ("card", "4242"), ("card", "3220"), ("card", "0002"), ("sepa_debit", "1332")


def play(store: Store, session: Json, action: str) -> str | None:
    """Let the buyer do something. Returns where Stripe would send the browser, None when it stays."""
    if action == "abandon":
        return back(session)
    actions = {
        "pay": pay,
        "decline": decline,
        "authenticate": authenticate,
        "delay": delay,
        "delayed_ok": delayed_ok,
        "delayed_fail": delayed_fail,
        "expire": expire,
    }
    if action not in actions:
        raise Fault(f"Unknown action {action!r}: one of {', '.join([*actions, 'abandon'])}", param="action")
    actions[action](store, session)
    return forward(session) if session["status"] == "complete" else None


def forward(session: Json) -> str:
    return str(session["success_url"]).replace("{CHECKOUT_SESSION_ID}", session["id"])


def back(session: Json) -> str | None:
    url = session["cancel_url"]
    return url.replace("{CHECKOUT_SESSION_ID}", session["id"]) if url else None


def pay(store: Store, session: Json) -> None:
    _only_open(session)
    intent = _intent(store, session)
    method = CARD_3DS if intent["status"] == "requires_action" else CARD
    charge = _charge(store, session, intent, method, "succeeded")
    _complete(store, session, intent, "paid")
    _succeed(store, session, intent, charge, "checkout.session.completed")


def decline(store: Store, session: Json) -> None:
    """The session stays open: another card may be tried."""
    _only_open(session)
    intent = _intent(store, session)
    charge = _charge(store, session, intent, CARD_REFUSED, "failed")
    _fail(store, intent, charge, DECLINED)


def authenticate(store: Store, session: Json) -> None:
    """The bank asks the buyer (3-D Secure); `pay` or `decline` says what came of it."""
    _only_open(session)
    intent = _intent(store, session)
    intent["status"] = "requires_action"
    intent["next_action"] = {"type": "use_stripe_sdk", "use_stripe_sdk": {"type": "three_d_secure_redirect"}}
    store.emit("payment_intent.requires_action", intent)


def delay(store: Store, session: Json) -> None:
    """A method that takes days: the session is complete, the money is not there."""
    _only_open(session)
    intent = _intent(store, session)
    charge = _charge(store, session, intent, ACCOUNT, "pending")
    intent["status"], intent["next_action"] = "processing", None
    _complete(store, session, intent, "unpaid")
    store.emit("checkout.session.completed", session)
    store.emit("payment_intent.processing", intent)
    store.emit("charge.pending", charge)


def delayed_ok(store: Store, session: Json) -> None:
    intent, charge = _under_way(store, session)
    charge.update(status="succeeded", paid=True, outcome=shapes.outcome("succeeded"))
    session["payment_status"] = "paid"
    _succeed(store, session, intent, charge, "checkout.session.async_payment_succeeded")


def delayed_fail(store: Store, session: Json) -> None:
    intent, charge = _under_way(store, session)
    charge.update(status="failed", captured=False, amount_captured=0, outcome=shapes.outcome("failed"))
    store.emit("checkout.session.async_payment_failed", session)
    _fail(store, intent, charge, DEBIT_FAILED)


def expire(store: Store, session: Json) -> None:
    if session["status"] != "open":
        raise Fault(
            'Only Checkout Sessions with a status in ["open"] can be expired. '
            f"This Checkout Session has a status of {session['status']}."
        )
    session.update(status="expired", url=None)
    if intent := store.find(session["payment_intent"], "payment_intent"):
        intent.update(status="canceled", canceled_at=store.now(), cancellation_reason="expired", next_action=None)
        store.emit("payment_intent.canceled", intent)
    store.emit("checkout.session.expired", session)


def expire_due(store: Store) -> None:
    store.cause = NOBODY
    for session in store.all_of("checkout.session"):
        if session["status"] == "open" and session["expires_at"] <= store.now():
            expire(store, session)


def _only_open(session: Json) -> None:
    if session["status"] != "open":
        raise Fault(f"This Checkout Session is {session['status']}: it can no longer be paid.")


def _under_way(store: Store, session: Json) -> tuple[Json, Json]:
    intent = store.find(session["payment_intent"], "payment_intent")
    if not intent or intent["status"] != "processing":
        raise Fault("No delayed payment is under way for this Checkout Session.")
    return intent, store.get(intent["latest_charge"], "charge")


def _intent(store: Store, session: Json) -> Json:
    """The session's payment, made with the first try."""
    if intent := store.find(session["payment_intent"], "payment_intent"):
        return intent
    given = session["_include"]["payment_intent_data"]
    intent = store.add(shapes.payment_intent(store.new_id("pi_"), store.now(), session, given))
    session["payment_intent"] = intent["id"]
    return intent


def _charge(store: Store, session: Json, intent: Json, method: tuple[str, str], status: str) -> Json:
    customer = store.find(session["customer"], "customer") or {}
    email, name = customer.get("email") or session["customer_email"], customer.get("name")
    way = store.add(shapes.payment_method(store.new_id("pm_"), store.now(), *method, email, name))
    charge = store.add(shapes.charge(store.new_id("ch_"), store.now(), intent, way, status))
    intent.update(latest_charge=charge["id"], payment_method=way["id"])
    return charge


def _complete(store: Store, session: Json, intent: Json, payment_status: str) -> None:
    customer = store.find(session["customer"], "customer")
    if customer is None and (session["customer_creation"] == "always" or session["invoice_creation"]["enabled"]):
        customer = make_customer(store, {"email": session["customer_email"]})
        session["customer"] = intent["customer"] = customer["id"]
        charge = store.get(intent["latest_charge"], "charge")
        charge["customer"] = customer["id"]
    person = customer or {}
    session.update(status="complete", payment_status=payment_status, url=None)
    session["customer_details"] = {
        "address": {"city": None, "country": "ES", "line1": None, "line2": None, "postal_code": None, "state": None},
        "business_name": None,
        "email": person.get("email") or session["customer_email"],
        "individual_name": None,
        "name": person.get("name"),
        "phone": None,
        "tax_exempt": "none",
        "tax_ids": [],
    }


def _succeed(store: Store, session: Json, intent: Json, charge: Json, told_as: str) -> None:
    intent.update(status="succeeded", amount_received=intent["amount"], next_action=None, last_payment_error=None)
    fee = intent["amount"] * 15 // 1000 + 25
    movement = shapes.balance_transaction(store.new_id("txn_"), store.now(), charge, charge["amount"], fee, "charge")
    charge["balance_transaction"] = store.add(movement)["id"]
    invoice = _invoice(store, session, intent) if session["invoice_creation"]["enabled"] else None
    store.emit(told_as, session)
    store.emit("payment_intent.succeeded", intent)
    store.emit("charge.succeeded", charge)
    if invoice:
        store.emit("invoice.paid", invoice)


def _invoice(store: Store, session: Json, intent: Json) -> Json:
    store.invoice_number += 1
    customer = store.get(session["customer"], "customer")
    invoice = invoice_shapes.invoice(store.new_id("in_"), store.now(), session, customer, store.invoice_number)
    payment = store.add(
        {
            "id": store.new_id("inpay_"),
            "object": "invoice_payment",
            "amount_paid": intent["amount"],
            "amount_requested": intent["amount"],
            "created": store.now(),
            "currency": intent["currency"],
            "invoice": invoice["id"],
            "is_default": True,
            "livemode": False,
            "payment": {"payment_intent": intent["id"], "type": "payment_intent"},
            "status": "paid",
            "status_transitions": {"canceled_at": None, "paid_at": store.now()},
        }
    )
    invoice["_include"]["payments"]["ids"].append(payment["id"])
    session["invoice"] = invoice["id"]
    return store.add(invoice)


def _fail(store: Store, intent: Json, charge: Json, reason: Json) -> None:
    charge.update(failure_code=reason["code"], failure_message=reason["message"])
    error = {**reason, "type": "card_error", "charge": charge["id"]}
    intent.update(status="requires_payment_method", payment_method=None, next_action=None, last_payment_error=error)
    store.emit("payment_intent.payment_failed", intent)
    store.emit("charge.failed", charge)
