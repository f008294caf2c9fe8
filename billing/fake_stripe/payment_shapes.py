"""Payments and what reverses them as Stripe's API shows them. Pure: values in, a dict out."""

from __future__ import annotations

from typing import Any

from billing.fake_stripe.faults import Json
from billing.fake_stripe.presenting import ids
from billing.fake_stripe.store import OWN

DAY = 24 * 3600


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
        "amount": session["amount_total"],
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "application": None,
        "application_fee_amount": None,
        "automatic_payment_methods": None,
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": "automatic_async",
        "client_secret": f"{id_}_secret_pretended",
        "confirmation_method": "automatic",
        "created": now,
        "currency": session["currency"],
        "customer": session["customer"],
        "customer_account": None,
        "description": given.get("description"),
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "metadata": dict(given.get("metadata") or {}),
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": None,
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_method_types": list(session["payment_method_types"]),
        "processing": None,
        "receipt_email": given.get("receipt_email"),
        "review": None,
        "setup_future_usage": None,
        "shipping": None,
        "source": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": None,
        "status": "requires_payment_method",
        "transfer_data": None,
        "transfer_group": None,
    }


def charge(id_: str, now: int, intent: Json, method: Json, status: str) -> Json:
    """`status`: succeeded, pending or failed."""
    paid = status == "succeeded"
    return {
        "id": id_,
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": 0 if status == "failed" else intent["amount"],
        "amount_refunded": 0,
        "application": None,
        "application_fee": None,
        "application_fee_amount": None,
        "balance_transaction": None,
        "billing_details": dict(method["billing_details"]),
        "calculated_statement_descriptor": "AUTOCREA",
        "captured": status != "failed",
        "created": now,
        "currency": intent["currency"],
        "customer": intent["customer"],
        "description": intent["description"],
        "disputed": False,
        "failure_balance_transaction": None,
        "failure_code": None,
        "failure_message": None,
        "fraud_details": {},
        "livemode": False,
        "metadata": dict(intent["metadata"]),
        "on_behalf_of": None,
        "outcome": outcome(status),
        "paid": paid,
        "payment_intent": intent["id"],
        "payment_method": method["id"],
        "payment_method_details": {"type": method["type"], method["type"]: dict(method[method["type"]])},
        "receipt_email": intent["receipt_email"],
        "receipt_number": None,
        "receipt_url": None if status == "failed" else f"{OWN}/receipts/{id_}",
        "refunded": False,
        "review": None,
        "shipping": None,
        "source": None,
        "source_transfer": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": None,
        "status": status,
        "transfer_data": None,
        "transfer_group": None,
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


def invoice(id_: str, now: int, session: Json, customer: Json, number: int) -> Json:
    """A paid one, as Checkout makes it after a payment."""
    total, data = session["amount_total"], session["invoice_creation"]["invoice_data"]
    path = f"{OWN}/invoices/{id_}"
    lines = [_invoice_line(id_, now, item) for item in session["_include"]["line_items"]["data"]]
    paid: Json = dict.fromkeys(("amount_due", "amount_paid", "subtotal", "subtotal_excluding_tax", "total"), total)
    nothing: Json = dict.fromkeys(("amount_overpaid", "amount_remaining", "amount_shipping", "starting_balance"), 0)
    return {
        "id": id_,
        "object": "invoice",
        "account_country": "ES",
        "account_name": "AUTOCREA (pretended Stripe)",
        **paid,
        **nothing,
        "attempt_count": 1,
        "attempted": True,
        "auto_advance": False,
        "billing_reason": "manual",
        "collection_method": "charge_automatically",
        "created": now,
        "currency": session["currency"],
        "customer": customer["id"],
        "customer_email": customer["email"],
        "customer_name": customer["name"],
        "default_payment_method": None,
        "default_source": None,
        "default_tax_rates": [],
        "description": data["description"],
        "discounts": [],
        "due_date": None,
        "ending_balance": 0,
        "footer": data["footer"],
        "hosted_invoice_url": path,
        "invoice_pdf": f"{path}/pdf",
        "lines": {"object": "list", "data": lines, "has_more": False, "url": f"/v1/invoices/{id_}/lines"},
        "livemode": False,
        "metadata": data["metadata"],
        "next_payment_attempt": None,
        "number": f"{customer['invoice_prefix']}-{number:04d}",
        "parent": None,
        "period_end": now,
        "period_start": now,
        "post_payment_credit_notes_amount": 0,
        "pre_payment_credit_notes_amount": 0,
        "receipt_number": None,
        "statement_descriptor": None,
        "status": "paid",
        "status_transitions": {
            "finalized_at": now,
            "marked_uncollectible_at": None,
            "paid_at": now,
            "voided_at": None,
        },
        "total_discount_amounts": [],
        "total_excluding_tax": total,
        "total_taxes": [],
        "webhooks_delivered_at": None,
        "_include": {"payments": ids(f"/v1/invoice_payments?invoice={id_}")},
    }


def _invoice_line(invoice_id: str, now: int, item: Json) -> Json:
    price: Any = item["price"]
    return {
        "id": f"il_{item['id'].removeprefix('li_')}",
        "object": "line_item",
        "amount": item["amount_total"],
        "currency": item["currency"],
        "description": item["description"],
        "discount_amounts": [],
        "discountable": False,
        "discounts": [],
        "invoice": invoice_id,
        "livemode": False,
        "metadata": {},
        "parent": None,
        "period": {"end": now, "start": now},
        "pricing": {
            "price_details": {"price": price["id"], "product": price["product"]},
            "type": "price_details",
            "unit_amount_decimal": price["unit_amount_decimal"],
        },
        "quantity": item["quantity"],
        "subtotal": item["amount_total"],
        "taxes": [],
    }
