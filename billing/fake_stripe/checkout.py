"""Opening a Checkout session: what Stripe checks, and refuses, before there is anything to pay."""

from __future__ import annotations

import re

from billing.fake_stripe import parameters, shapes
from billing.fake_stripe.faults import Fault, Json, needed
from billing.fake_stripe.store import Store

MIN_AMOUNT = 50
HALF_HOUR, DAY = 1800, 24 * 3600
LOCALES = [
    "auto",
    "bg",
    "cs",
    "da",
    "de",
    "el",
    "en",
    "en-GB",
    "es",
    "es-419",
    "et",
    "fi",
    "fil",
    "fr",
    "fr-CA",
    "hr",
    "hu",
    "id",
    "it",
    "ja",
    "ko",
    "lt",
    "lv",
    "ms",
    "mt",
    "nb",
    "nl",
    "pl",
    "pt",
    "pt-BR",
    "ro",
    "ru",
    "sk",
    "sl",
    "sv",
    "th",
    "tr",
    "vi",
    "zh",
    "zh-HK",
    "zh-TW",
]
SIMULATED = (
    "cancel_url",
    "client_reference_id",
    "customer",
    "customer_creation",
    "customer_email",
    "expires_at",
    "invoice_creation",
    "line_items",
    "locale",
    "metadata",
    "mode",
    "payment_intent_data",
    "submit_type",
    "success_url",
)
TAKEN = (  # Stripe knows them; here they change nothing
    "adaptive_pricing",
    "automatic_tax",
    "billing_address_collection",
    "consent_collection",
    "custom_text",
    "customer_update",
    "payment_method_options",
    "payment_method_types",
    "phone_number_collection",
    "tax_id_collection",
    "ui_mode",
)


def create(store: Store, params: Json) -> Json:
    parameters.refuse_unknown(params, (*SIMULATED, *TAKEN))
    mode = parameters.choice(params, "mode", ("payment", "setup", "subscription"))
    if mode is None:
        raise needed("mode")
    if mode != "payment":
        raise Fault(f"This pretended Stripe knows one-time payments only, not mode={mode}.", param="mode")
    given = _read(store, params)
    items = _line_items(store, params)
    if sum(item["amount_total"] for item in items) < MIN_AMOUNT:
        raise Fault("The Checkout Session's total amount must be at least 0.50.", code="amount_too_small")
    return store.add(shapes.session(store.new_id("cs_test_", 58), store.now(), items, given))


def _read(store: Store, params: Json) -> Json:
    given: Json = {
        "success_url": parameters.address(params, "success_url", required=True),
        "cancel_url": parameters.address(params, "cancel_url"),
        "client_reference_id": parameters.text(params, "client_reference_id", 200),
        "customer_email": parameters.text(params, "customer_email", 512),
        "customer_creation": parameters.choice(params, "customer_creation", ("always", "if_required")) or "if_required",
        "submit_type": parameters.choice(params, "submit_type", ("auto", "book", "donate", "pay")),
        "locale": parameters.choice(params, "locale", LOCALES),
        "metadata": parameters.metadata(params),
        "payment_intent_data": {
            "metadata": parameters.metadata(params, "payment_intent_data[metadata]"),
            "description": parameters.text(params, "payment_intent_data[description]"),
            "receipt_email": parameters.text(params, "payment_intent_data[receipt_email]"),
        },
        "invoice_creation": _invoice_creation(params),
        "expires_at": _expires_at(store, params),
        "customer": parameters.text(params, "customer"),
    }
    if given["customer"]:
        _check_customer(store, given)
    return given


def _check_customer(store: Store, given: Json) -> None:
    if given["customer_email"]:
        raise Fault("You may only specify one of these parameters: customer, customer_email.", param="customer")
    if store.get(given["customer"], "customer", "customer").get("deleted"):
        raise Fault(f"No such customer: '{given['customer']}'", code="resource_missing", param="customer")


def _invoice_creation(params: Json) -> Json:
    at = "invoice_creation[invoice_data]"
    return {
        "enabled": parameters.boolean(params, "invoice_creation[enabled]"),
        "invoice_data": {
            "account_tax_ids": None,
            "custom_fields": None,
            "description": parameters.text(params, f"{at}[description]"),
            "footer": parameters.text(params, f"{at}[footer]"),
            "issuer": None,
            "metadata": parameters.metadata(params, f"{at}[metadata]"),
            "rendering_options": None,
        },
    }


def _expires_at(store: Store, params: Json) -> int:
    wanted = parameters.integer(params, "expires_at")
    if wanted is None:
        return store.now() + DAY
    if not HALF_HOUR - 60 <= wanted - store.now() <= DAY + 60:
        raise Fault(
            "The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.",
            param="expires_at",
        )
    return wanted


def _line_items(store: Store, params: Json) -> list[Json]:
    asked = params.get("line_items")
    if not asked or not isinstance(asked, list):
        raise needed("line_items")
    items = [_line_item(store, params, f"line_items[{place}]") for place in range(len(asked))]
    if len({item["currency"] for item in items}) > 1:
        raise Fault("All prices on a Checkout Session must use the same currency.", param="line_items")
    return items


def _line_item(store: Store, params: Json, at: str) -> Json:
    quantity = parameters.integer(params, f"{at}[quantity]")
    if quantity is None or quantity < 1:
        raise Fault("Quantity is required, and at least 1.", code="parameter_missing", param=f"{at}[quantity]")
    price_id = parameters.text(params, f"{at}[price]")
    if price_id:
        price = store.get(price_id, "price", f"{at}[price]")
        name = store.get(price["product"], "product")["name"]
    else:
        price, name = _inline_price(store, params, f"{at}[price_data]")
    return shapes.line_item(store.new_id("li_"), price, name, quantity)


def _inline_price(store: Store, params: Json, at: str) -> tuple[Json, str]:
    currency = (parameters.text(params, f"{at}[currency]", required=True) or "").lower()
    if not re.fullmatch("[a-z]{3}", currency):
        raise Fault(f"Invalid currency: {currency}.", param=f"{at}[currency]")
    unit_amount = parameters.integer(params, f"{at}[unit_amount]", required=True) or 0
    if unit_amount < 0:
        raise Fault("Invalid non-negative integer", code="parameter_invalid_integer", param=f"{at}[unit_amount]")
    name = parameters.text(params, f"{at}[product_data][name]", required=True) or ""
    description = parameters.text(params, f"{at}[product_data][description]")
    about = parameters.metadata(params, f"{at}[product_data][metadata]")
    product = store.add(shapes.product(store.new_id("prod_", 14), store.now(), name, description, about))
    price = store.add(shapes.price(store.new_id("price_"), store.now(), product["id"], unit_amount, currency))
    return price, name
