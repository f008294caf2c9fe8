"""Accounts, customers and Checkout sessions as Stripe's API shows them. Pure: values in, a dict out."""

from __future__ import annotations

from typing import Any

from billing.fake_stripe.faults import Json
from billing.fake_stripe.presenting import ids
from billing.fake_stripe.store import OWN

ACCOUNT_ID = "acct_1FakeStripeDevelop"
SESSION_EMPTY = (
    "after_expiration",
    "allow_promotion_codes",
    "billing_address_collection",
    "client_secret",
    "collected_information",
    "consent",
    "consent_collection",
    "currency_conversion",
    "customer_account",
    "customer_details",
    "invoice",
    "origin_context",
    "payment_link",
    "payment_method_configuration_details",
    "permissions",
    "recovered_from",
    "saved_payment_method_options",
    "setup_intent",
    "shipping_address_collection",
    "shipping_cost",
    "subscription",
    "wallet_options",
)
SESSION_GIVEN = (
    "cancel_url",
    "client_reference_id",
    "customer",
    "customer_email",
    "expires_at",
    "invoice_creation",
    "locale",
    "metadata",
    "submit_type",
    "success_url",
)


def account() -> Json:
    name = "AUTOCREA (pretended Stripe)"
    return {
        "id": ACCOUNT_ID,
        "object": "account",
        "business_profile": {"mcc": None, "name": name, "support_email": None, "url": None},
        "business_type": "company",
        "capabilities": {"card_payments": "active", "transfers": "active"},
        "charges_enabled": True,
        "controller": {"type": "account"},
        "country": "ES",
        "created": 1767225600,
        "default_currency": "eur",
        "details_submitted": True,
        "email": "payments@example.com",
        "external_accounts": {"object": "list", "data": [], "has_more": False, "url": "/v1/accounts/external_accounts"},
        "metadata": {},
        "payouts_enabled": True,
        "requirements": {"currently_due": [], "disabled_reason": None, "errors": [], "past_due": []},
        "settings": {
            "branding": {"icon": None, "logo": None, "primary_color": None, "secondary_color": None},
            "dashboard": {"display_name": name, "timezone": "Etc/UTC"},
            "payments": {"statement_descriptor": "AUTOCREA"},
        },
        "tos_acceptance": {"date": 1767225600},
        "type": "standard",
    }


def customer(id_: str, now: int, **given: Any) -> Json:
    return {
        "id": id_,
        "object": "customer",
        "address": None,
        "balance": 0,
        "created": now,
        "currency": None,
        "customer_account": None,
        "default_source": None,
        "delinquent": False,
        "description": given.get("description"),
        "discount": None,
        "email": given.get("email"),
        "invoice_prefix": id_[-8:].upper(),
        "invoice_settings": {
            "custom_fields": None,
            "default_payment_method": None,
            "footer": None,
            "rendering_options": None,
        },
        "livemode": False,
        "metadata": given.get("metadata", {}),
        "name": given.get("name"),
        "next_invoice_sequence": 1,
        "phone": given.get("phone"),
        "preferred_locales": given.get("preferred_locales", []),
        "shipping": None,
        "tax_exempt": "none",
        "test_clock": None,
        "_include": {
            "sources": ids(f"/v1/customers/{id_}/sources"),
            "subscriptions": ids(f"/v1/customers/{id_}/subscriptions"),
            "tax_ids": ids(f"/v1/customers/{id_}/tax_ids"),
        },
    }


def product(id_: str, now: int, name: str, description: str | None, metadata: Json) -> Json:
    return {
        "id": id_,
        "object": "product",
        "active": False,  # as those that Checkout makes of an inline price
        "created": now,
        "default_price": None,
        "description": description,
        "images": [],
        "livemode": False,
        "marketing_features": [],
        "metadata": metadata,
        "name": name,
        "package_dimensions": None,
        "shippable": None,
        "statement_descriptor": None,
        "tax_code": None,
        "type": "service",
        "unit_label": None,
        "updated": now,
        "url": None,
    }


def price(id_: str, now: int, product_id: str, unit_amount: int, currency: str) -> Json:
    return {
        "id": id_,
        "object": "price",
        "active": False,
        "billing_scheme": "per_unit",
        "created": now,
        "currency": currency,
        "custom_unit_amount": None,
        "livemode": False,
        "lookup_key": None,
        "metadata": {},
        "nickname": None,
        "product": product_id,
        "recurring": None,
        "tax_behavior": "unspecified",
        "tiers_mode": None,
        "transform_quantity": None,
        "type": "one_time",
        "unit_amount": unit_amount,
        "unit_amount_decimal": str(unit_amount),
        "_include": {"currency_options": {}, "tiers": []},
    }


def line_item(id_: str, of: Json, name: str, quantity: int) -> Json:
    amount = of["unit_amount"] * quantity
    return {
        "id": id_,
        "object": "item",
        "amount_discount": 0,
        "amount_subtotal": amount,
        "amount_tax": 0,
        "amount_total": amount,
        "currency": of["currency"],
        "description": name,
        "price": of,
        "quantity": quantity,
        "_include": {"discounts": [], "taxes": []},
    }


def session(id_: str, now: int, items: list[Json], given: Json) -> Json:
    """`given`: what was asked for, already checked."""
    total = sum(item["amount_total"] for item in items)
    return {
        "id": id_,
        "object": "checkout.session",
        **dict.fromkeys(SESSION_EMPTY),
        **{name: given[name] for name in SESSION_GIVEN},
        "adaptive_pricing": {"enabled": False},
        "amount_subtotal": total,
        "amount_total": total,
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "created": now,
        "currency": items[0]["currency"],
        "custom_fields": [],
        "custom_text": {"after_submit": None, "shipping_address": None, "submit": None},
        "customer_creation": None if given["customer"] else given["customer_creation"],
        "discounts": [],
        "livemode": False,
        "mode": "payment",
        "payment_intent": None,  # made when somebody pays
        "payment_method_collection": "if_required",
        "payment_method_options": {},
        "payment_method_types": ["card", "sepa_debit"],
        "payment_status": "unpaid",
        "phone_number_collection": {"enabled": False},
        "shipping_options": [],
        "status": "open",
        "total_details": _totals(),
        "ui_mode": "hosted_page",
        "url": f"{OWN}/c/pay/{id_}",
        "_include": {"line_items": _listed(id_, items), "payment_intent_data": given["payment_intent_data"]},
    }


def _totals() -> Json:
    nothing: Json = dict.fromkeys(("amount_discount", "amount_shipping", "amount_tax"), 0)
    return {**nothing, "_include": {"breakdown": {"discounts": [], "taxes": []}}}


def _listed(session_id: str, items: list[Json]) -> Json:
    return {"object": "list", "data": items, "has_more": False, "url": f"/v1/checkout/sessions/{session_id}/line_items"}
