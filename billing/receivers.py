"""What happens outside → the ledger. Each signal may come twice; the key of the credit makes that harmless.

dj-stripe calls the receivers of Stripe's events in the transaction that stores the event: both are there, or neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed, user_signed_up
from django.conf import settings
from django.dispatch import receiver
from djstripe import models as mirror
from djstripe.event_handlers import djstripe_receiver

from accounts.models import User
from billing import checkout, ledger, orders, stripe_facts
from billing.models import Order
from billing.stripe_facts import About

# What `manage.py stripe_webhook` asks Stripe to send
SESSION = [f"checkout.session.{what}" for what in
           ("completed", "async_payment_succeeded", "async_payment_failed", "expired")]  # fmt: skip
PAYMENT = ["payment_intent.succeeded"]
INVOICE = ["invoice.paid"]
CHARGE = ["charge.succeeded", "charge.refunded", "charge.updated"]
DISPUTE = [f"charge.dispute.{what}" for what in ("created", "funds_withdrawn", "funds_reinstated", "closed")]
EVENTS = [*SESSION, *PAYMENT, *INVOICE, *CHARGE, *DISPUTE]


@receiver(user_signed_up)
def grant_at_sign_up(sender: Any, user: User, **kwargs: Any) -> None:
    if not settings.EMAIL_VERIFICATION:
        _grant(user.pk)


@receiver(email_confirmed)
def grant_at_first_verified_address(sender: Any, email_address: EmailAddress, **kwargs: Any) -> None:
    """With verification on, an address nobody reads earns nothing. The person's second address meets the same key."""
    if settings.EMAIL_VERIFICATION:
        _grant(email_address.user_id)


@djstripe_receiver(SESSION)
def take_session(sender: Any, event: mirror.Event, **kwargs: Any) -> None:
    orders.payment_seen(stripe_facts.session(_newest(event, mirror.Session), event.type))


@djstripe_receiver(PAYMENT)
def take_payment(sender: Any, event: mirror.Event, **kwargs: Any) -> None:
    orders.payment_seen(stripe_facts.payment_intent(_newest(event, mirror.PaymentIntent)))


@djstripe_receiver(INVOICE)
def take_invoice(sender: Any, event: mirror.Event, **kwargs: Any) -> None:
    orders.payment_seen(stripe_facts.invoice(_newest(event, mirror.Invoice)))


@djstripe_receiver(CHARGE)
def take_charge(sender: Any, event: mirror.Event, **kwargs: Any) -> None:
    refund = stripe_facts.charge(_newest(event, mirror.Charge))
    orders.refund_seen(replace(refund, order=_order_of(refund), at=_second(event)))


@djstripe_receiver(DISPUTE)
def take_dispute(sender: Any, event: mirror.Event, **kwargs: Any) -> None:
    dispute = stripe_facts.dispute(_newest(event, mirror.Dispute), event.type)
    orders.dispute_seen(replace(dispute, order=_order_of(dispute), at=_second(event)))


def _newest(event: mirror.Event, model: Any) -> Mapping[str, Any]:
    """The object as dj-stripe fetched it for this very event, or as the event carries it: that may be an old state."""
    told: Mapping[str, Any] = event.data["object"]
    row = model.objects.filter(id=told.get("id"), djstripe_updated__gte=event.djstripe_created).first()
    return row.stripe_data if row and row.stripe_data else told


def _second(event: mirror.Event) -> int:
    return int(event.created.timestamp())


def _order_of(about: About) -> Any:
    """The order's number; asked for at Stripe when the payment's own message has not come yet."""
    if about.order or not about.payment_intent or about.livemode != settings.STRIPE_LIVE_MODE:
        return about.order  # (our key cannot ask for the other mode's payments)
    if Order.objects.filter(payment_intent=about.payment_intent).exists():
        return None  # it is found by the payment
    return stripe_facts.payment_intent(checkout.payment_intent(about.payment_intent)).order


def _grant(user_id: int) -> None:
    ledger.grant(user_id, amount=settings.SIGNUP_TOKENS, key=f"signup:{user_id}")
