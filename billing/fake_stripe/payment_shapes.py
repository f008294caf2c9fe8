"""Payments and what reverses them as Stripe's API shows them. Pure: values in, a dict out."""

from __future__ import annotations

from billing.fake_stripe.faults import Json
from billing.fake_stripe.presenting import ids
from billing.fake_stripe.store import OWN

DAY = 24 * 3600
# What stays, or begins, empty
INTENT_EMPTY = (
    "application",
    "application_fee_amount",
    "automatic_payment_methods",
    "canceled_at",
    "cancellation_reason",
    "customer_account",
    "last_payment_error",
    "latest_charge",
    "next_action",
    "on_behalf_of",
    "payment_method",
    "processing",
    "review",
    "setup_future_usage",
    "shipping",
    "source",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "transfer_data",
    "transfer_group",
)
CHARGE_EMPTY = (
    "application",
    "application_fee",
    "application_fee_amount",
    "balance_transaction",
    "failure_balance_transaction",
    "failure_code",
    "failure_message",
    "on_behalf_of",
    "receipt_number",
    "review",
    "shipping",
    "source",
    "source_transfer",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "transfer_data",
    "transfer_group",
)


def payment_method(id_: str, now: int, kind: str, last4: str, email: str | None, name: str | None) -> Json:
    details: Json = {"bank_code": "2100", "country": "ES", "fingerprint": "FakeBankAccount1", "last4": last4}
    if kind == "card":
        details = {
            "brand": "visa",
            "checks": {"cvc_check": "pass"},
            "country": "ES",
            "display_brand": "visa",
            "exp_month": 12,
            "exp_year": 2034,
            "fingerprint": "FakeCardNumber1",
            "funding": "credit",
            "last4": last4,
        }
    return {
        "id": id_,
        "object": "payment_method",
        "allow_redisplay": "limited",
        "billing_details": {"address": {"country": "ES"}, "email": email, "name": name, "phone": None, "tax_id": None},
        kind: details,
        "created": now,
        "customer": None,  # Checkout keeps no card unless it is asked to
        "customer_account": None,
        "livemode": False,
        "metadata": {},
        "type": kind,
    }


def payment_intent(id_: str, now: int, session: Json, given: Json) -> Json:
    return {
        "id": id_,
        "object": "payment_intent",
        **dict.fromkeys(INTENT_EMPTY),
        "amount": session["amount_total"],
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "capture_method": "automatic_async",
        "client_secret": f"{id_}_secret_pretended",
        "confirmation_method": "automatic",
        "created": now,
        "currency": session["currency"],
        "customer": session["customer"],
        "description": given.get("description"),
        "livemode": False,
        "metadata": dict(given.get("metadata") or {}),
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_method_types": list(session["payment_method_types"]),
        "receipt_email": given.get("receipt_email"),
        "status": "requires_payment_method",
    }


def charge(id_: str, now: int, intent: Json, method: Json, status: str) -> Json:
    """`status`: succeeded, pending or failed."""
    paid = status == "succeeded"
    return {
        "id": id_,
        "object": "charge",
        **dict.fromkeys(CHARGE_EMPTY),
        "amount": intent["amount"],
        "amount_captured": 0 if status == "failed" else intent["amount"],
        "amount_refunded": 0,
        "billing_details": dict(method["billing_details"]),
        "calculated_statement_descriptor": "AUTOCREA",
        "captured": status != "failed",
        "created": now,
        "currency": intent["currency"],
        "customer": intent["customer"],
        "description": intent["description"],
        "disputed": False,
        "fraud_details": {},
        "livemode": False,
        "metadata": dict(intent["metadata"]),
        "outcome": outcome(status),
        "paid": paid,
        "payment_intent": intent["id"],
        "payment_method": method["id"],
        "payment_method_details": {"type": method["type"], method["type"]: dict(method[method["type"]])},
        "receipt_email": intent["receipt_email"],
        "receipt_url": None if status == "failed" else f"{OWN}/receipts/{id_}",
        "refunded": False,
        "status": status,
        "_include": {"refunds": ids(f"/v1/charges/{id_}/refunds")},
    }


def outcome(status: str) -> Json:
    if status == "failed":
        return {
            "network_status": "declined_by_network",
            "reason": "generic_decline",
            "risk_level": "normal",
            "seller_message": "The bank did not return any further details with this decline.",
            "type": "issuer_declined",
        }
    message = "Payment complete." if status == "succeeded" else "Payment pending."
    return {
        "network_status": "approved_by_network",
        "reason": None,
        "risk_level": "normal",
        "seller_message": message,
        "type": "authorized",
    }


def balance_transaction(id_: str, now: int, source: Json, amount: int, fee: int, category: str) -> Json:
    """`category`: charge, refund, dispute or dispute_reversal."""
    return {
        "id": id_,
        "object": "balance_transaction",
        "amount": amount,
        "available_on": now + 2 * DAY,
        "balance_type": "payments",
        "created": now,
        "currency": source["currency"],
        "description": None,
        "exchange_rate": None,
        "fee": fee,
        "fee_details": [_fee(fee, source["currency"])] if fee else [],
        "net": amount - fee,
        "reporting_category": category,
        "source": source["id"],
        "status": "pending",
        "type": category if category in ("charge", "refund") else "adjustment",
    }


def _fee(amount: int, currency: str) -> Json:
    return {"amount": amount, "application": None, "currency": currency, "description": None, "type": "stripe_fee"}


def refund(id_: str, now: int, charge: Json, amount: int, given: Json) -> Json:
    return {
        "id": id_,
        "object": "refund",
        "amount": amount,
        "balance_transaction": None,
        "charge": charge["id"],
        "created": now,
        "currency": charge["currency"],
        "destination_details": {"type": "card", "card": {"type": "refund", "reference_status": "pending"}},
        "metadata": given.get("metadata") or {},
        "payment_intent": charge["payment_intent"],
        "reason": given.get("reason"),
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": "succeeded",
        "transfer_reversal": None,
    }


def dispute(id_: str, now: int, charge: Json, amount: int) -> Json:
    return {
        "id": id_,
        "object": "dispute",
        "amount": amount,
        "balance_transactions": [],
        "charge": charge["id"],
        "created": now,
        "currency": charge["currency"],
        "enhanced_eligibility_types": [],
        "evidence": {},
        "evidence_details": {
            "due_by": now + 7 * DAY,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
        },
        "is_charge_refundable": False,
        "livemode": False,
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "payment_method_details": {"type": "card", "card": {"brand": "visa", "case_type": "chargeback"}},
        "reason": "fraudulent",
        "status": "needs_response",
    }
