"""Invoices as Stripe's API shows them: those that Checkout makes of a payment. Pure: values in, a dict out."""

from __future__ import annotations

from typing import Any

from billing.fake_stripe.faults import Json
from billing.fake_stripe.presenting import ids
from billing.fake_stripe.store import OWN

EMPTY = (
    "default_payment_method",
    "default_source",
    "due_date",
    "next_payment_attempt",
    "parent",
    "receipt_number",
    "statement_descriptor",
    "webhooks_delivered_at",
)
NOTHING = (
    "amount_overpaid",
    "amount_remaining",
    "amount_shipping",
    "ending_balance",
    "post_payment_credit_notes_amount",
    "pre_payment_credit_notes_amount",
    "starting_balance",
)
WHOLE = ("amount_due", "amount_paid", "subtotal", "subtotal_excluding_tax", "total", "total_excluding_tax")


def invoice(id_: str, now: int, session: Json, customer: Json, number: int) -> Json:
    """A paid one, as Checkout makes it after a payment."""
    total, data = session["amount_total"], session["invoice_creation"]["invoice_data"]
    path = f"{OWN}/invoices/{id_}"
    return {
        "id": id_,
        "object": "invoice",
        **dict.fromkeys(EMPTY),
        "account_country": "ES",
        "account_name": "AUTOCREA (pretended Stripe)",
        **dict.fromkeys(WHOLE, total),
        **dict.fromkeys(NOTHING, 0),
        "attempt_count": 1,
        "attempted": True,
        "auto_advance": False,
        "billing_reason": "manual",
        "collection_method": "charge_automatically",
        **dict.fromkeys(("created", "period_end", "period_start"), now),
        "currency": session["currency"],
        "customer": customer["id"],
        "customer_email": customer["email"],
        "customer_name": customer["name"],
        "default_tax_rates": [],
        "description": data["description"],
        "discounts": [],
        "footer": data["footer"],
        "hosted_invoice_url": path,
        "invoice_pdf": f"{path}/pdf",
        "lines": _lines(id_, now, session["_include"]["line_items"]["data"]),
        "livemode": False,
        "metadata": data["metadata"],
        "number": f"{customer['invoice_prefix']}-{number:04d}",
        "status": "paid",
        "status_transitions": {"finalized_at": now, "marked_uncollectible_at": None, "paid_at": now, "voided_at": None},
        "total_discount_amounts": [],
        "total_taxes": [],
        "_include": {"payments": ids(f"/v1/invoice_payments?invoice={id_}")},
    }


def _lines(id_: str, now: int, items: list[Json]) -> Json:
    lines = [_invoice_line(id_, now, item) for item in items]
    return {"object": "list", "data": lines, "has_more": False, "url": f"/v1/invoices/{id_}/lines"}


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
