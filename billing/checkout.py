"""The one file that calls Stripe: customers, Checkout sessions, and looking at objects.

Owns the calls, their keys of idempotency and their time limits. Never credits anything and never believes a browser.
Stripe answers slowly at times: call these outside any transaction.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import stripe
from django.conf import settings

from billing import orders, stripe_facts
from billing.models import Order, StripeCustomer
from billing.models.orders import so_many

logger = logging.getLogger(__name__)
SECONDS = 15
stripe.max_network_retries = 2
stripe.default_http_client = stripe.RequestsClient(timeout=SECONDS)


class PaymentsOff(Exception):
    """This server has no Stripe key: nothing can be bought."""


class StripeUnavailable(Exception):
    """Stripe could not be reached, or refused us for a reason that is not the buyer's."""


class UnknownToStripe(StripeUnavailable):
    """What we asked for is not there: it was deleted, or belongs to another account."""


def is_on() -> bool:
    return bool(settings.STRIPE_SECRET_KEY)


def is_pretended() -> bool:
    """Whether no real money moves."""
    return is_on() and not settings.STRIPE_LIVE_MODE


def open_session(order: Order, *, success_url: str, cancel_url: str, language: str) -> str:
    """The address of the order's payment page; the same one while it is open. Raises PaymentsOff, StripeUnavailable."""
    if order.checkout_url:
        return order.checkout_url
    known = StripeCustomer.objects.filter(user=order.user, livemode=order.livemode).first()
    pages = {"success_url": success_url, "cancel_url": cancel_url, "locale": language}
    try:
        session = _new_session(order, known.customer_id if known else _new_customer(order), pages)
    except UnknownToStripe:
        session = _new_session(order, _new_customer(order, instead_of=known), pages)
    orders.at_checkout(order, session["id"], session["url"])
    return str(session["url"])


def _new_session(order: Order, customer: str, pages: dict[str, str]) -> Mapping[str, Any]:
    """With a customer always: else Stripe would take every buyer for a guest, and forget them."""
    return _call(
        stripe.checkout.Session.create,
        idempotency_key=f"order:{order.public_id}:{customer}",
        mode="payment",
        customer=customer,
        client_reference_id=str(order.public_id),
        line_items=[_line(order)],
        metadata={stripe_facts.ORDER: str(order.public_id)},
        payment_intent_data={"metadata": {stripe_facts.ORDER: str(order.public_id)}},
        invoice_creation={"enabled": True, "invoice_data": {"metadata": {stripe_facts.ORDER: str(order.public_id)}}},
        **pages,
    )


def look_again(order: Order) -> Order:
    """Ask Stripe how the order stands and settle it, as a webhook would. Raises PaymentsOff, StripeUnavailable."""
    if not order.session_id:
        return order
    session = _call(stripe.checkout.Session.retrieve, id=order.session_id)
    return orders.payment_seen(stripe_facts.session(session)) or order


def payment_intent(payment_id: str) -> Mapping[str, Any]:
    """Raises PaymentsOff, StripeUnavailable."""
    return _call(stripe.PaymentIntent.retrieve, id=payment_id)


def _line(order: Order) -> dict[str, Any]:
    product = {"name": f"AUTOCREA · {so_many(order.tokens)}"}  # as agreed: the pack may have changed since
    price = {"currency": order.currency, "unit_amount": order.amount, "product_data": product}
    return {"quantity": 1, "price_data": price}


def _new_customer(order: Order, instead_of: StripeCustomer | None = None) -> str:
    made = _call(
        stripe.Customer.create,
        idempotency_key=f"customer:{order.user.public_id}:{instead_of or 'first'}",
        email=order.user.email,
        metadata={"user": str(order.user.public_id)},
    )
    kept, _ = StripeCustomer.objects.update_or_create(
        user=order.user, livemode=order.livemode, defaults={"customer_id": made["id"]}
    )
    return kept.customer_id


def _call(method: Any, **arguments: Any) -> Mapping[str, Any]:
    if not is_on():
        raise PaymentsOff
    try:
        answer = method(api_key=settings.STRIPE_SECRET_KEY, stripe_version=settings.STRIPE_API_VERSION, **arguments)
    except stripe.StripeError as error:
        logger.warning("Stripe: %s %s (request %s)", type(error).__name__, error.code, error.request_id)
        raise (UnknownToStripe if error.code == "resource_missing" else StripeUnavailable) from error
    return answer.to_dict()  # type: ignore[no-any-return]
