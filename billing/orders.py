"""Orders: what was bought, what Stripe said of it, and the tokens that follow from both.

The only writer of an order. Whatever tells of a payment (a webhook, the page after Checkout, staff) ends in `_settle`,
which looks at the whole order under its lock and moves what is still to be moved: so messages may come twice, late or
in any order. Never talks to Stripe.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from billing import ledger
from billing.models import Order, OrderStatus, TokenPack
from billing.stripe_facts import About, Dispute, Payment, Refund

logger = logging.getLogger(__name__)
# An order that is not paid goes forward only: what is told late does not open it again
UNPAID: dict[str, int] = {OrderStatus.OPEN: 0, OrderStatus.PENDING: 1, OrderStatus.FAILED: 2, OrderStatus.EXPIRED: 2}


class KeyTaken(Exception):
    """The form was sent before, for another pack."""


def place(user: User, pack: TokenPack, key: uuid.UUID) -> Order:
    """The order of this form, made once however often it is sent. Raises KeyTaken."""
    agreed = {"tokens": pack.tokens, "amount": pack.amount, "currency": pack.currency}
    try:
        with transaction.atomic():
            return Order.objects.create(user=user, key=key, pack=pack, livemode=settings.STRIPE_LIVE_MODE, **agreed)
    except IntegrityError:
        order = Order.objects.get(user=user, key=key)
    if order.pack_id != pack.pk:
        raise KeyTaken
    return order


def at_checkout(order: Order, session_id: str, url: str) -> None:
    """Stripe has made the payment page."""
    order.session_id, order.checkout_url = session_id, url
    order.save(update_fields=["session_id", "checkout_url"])


def asked(order: Order) -> None:
    """The clock asks Stripe about it: others come first next time."""
    order.asked_at = timezone.now()
    order.save(update_fields=["asked_at"])


def payment_seen(payment: Payment) -> Order | None:
    """Take in what a session or a payment says; None when it is not about an order of ours."""
    return _change(payment, partial(_take_payment, payment))


def refund_seen(refund: Refund) -> Order | None:
    """Take in how much of a charge went back in all; None when it is not about an order of ours."""

    def take(order: Order) -> None:
        order.receipt_url = refund.receipt_url or order.receipt_url
        if not refund.charged:
            return
        gone = min(order.amount, refund.refunded * order.amount // refund.charged)  # taxes went back with it
        # an older message knows less than what was taken in; of two of one second the larger is the later
        if (refund.at, gone) >= (order.told.get(refund.id, 0), order.amount_refunded):
            order.amount_refunded = gone
            order.told = {**order.told, refund.id: refund.at}

    return _change(refund, take)


def dispute_seen(dispute: Dispute) -> Order | None:
    """Take in what a dispute holds of the payment now; None when it is not about an order of ours."""

    def take(order: Order) -> None:
        if dispute.withdrawn is None or dispute.at < order.told.get(dispute.id, 0):
            return
        same = dispute.currency in ("", order.currency)  # else the sums cannot be compared
        withdrawn = dispute.withdrawn if same else order.amount * bool(dispute.withdrawn)
        order.disputed = {**order.disputed, dispute.id: withdrawn}
        order.told = {**order.told, dispute.id: dispute.at}

    return _change(dispute, take)


def _change(about: About, take: Callable[[Order], None]) -> Order | None:
    with transaction.atomic():
        order = _locked(about)
        if order is None:
            return None
        if order.livemode != about.livemode:
            logger.error("order %s: a message of the other mode (test, live) was left aside", order.public_id)
            return None
        take(order)
        _settle(order)
        order.save()
        return order


def _locked(about: About) -> Order | None:
    known = Q()
    for name, value in (
        ("public_id", about.order),
        ("session_id", about.session_id),
        ("payment_intent", about.payment_intent),
    ):
        known |= Q(**{name: value}) if value else Q()
    return Order.objects.select_for_update().filter(known).first() if known else None


def _take_payment(payment: Payment, order: Order) -> None:
    order.session_id = order.session_id or payment.session_id
    order.payment_intent = order.payment_intent or payment.payment_intent
    if order.status not in UNPAID:
        return
    if payment.state != "paid":
        told = OrderStatus(payment.state)
        order.status = told if UNPAID[told] > UNPAID[order.status] else order.status
    elif payment.amount is None:
        logger.warning("order %s: a payment without an amount was left aside", order.public_id)  # the clock asks again
    elif payment.currency == order.currency and payment.amount >= order.amount:  # taxes come on top
        order.status = OrderStatus.PAID
    else:
        order.status = OrderStatus.REVIEW
        logger.error(
            "order %s: %s %s were paid, %s %s agreed; nothing is credited until somebody has looked",
            order.public_id, payment.amount, payment.currency, order.amount, order.currency,
        )  # fmt: skip


def _settle(order: Order) -> None:
    """Move what is still to be moved: the tokens of a paid order, and their share of the money that went back."""
    reason = f"order:{str(order.public_id)[:8]}"
    if order.credited_at is None:
        if order.status != OrderStatus.PAID:
            return  # a refund that is told before its payment waits here
        key = f"checkout:{order.session_id or order.public_id}"
        ledger.purchase(order.user_id, amount=order.tokens, key=key, reason=reason)
        order.credited_at = timezone.now()
    due = order.tokens * order.money_lost // order.amount
    if due == order.tokens_taken:
        return
    order.settlements += 1
    key = f"order:{order.public_id}:{order.settlements}"
    if due > order.tokens_taken:
        ledger.clawback(order.user_id, amount=due - order.tokens_taken, key=key, reason=reason)
    else:  # a dispute was won, or a refund did not go through
        ledger.purchase(order.user_id, amount=order.tokens_taken - due, key=key, reason=reason)
    order.tokens_taken = due
