"""The tables of the shop: packs of tokens, and orders with what Stripe told us of each.

Owns what was agreed (price and tokens are copied into the order) and what is known of its payment. Never moves a token
and never talks to Stripe: `orders.py` settles with the ledger, `checkout.py` asks Stripe.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


def so_many(tokens: int) -> str:
    return ngettext("%(n)s token", "%(n)s tokens", tokens) % {"n": tokens}


class TokenPack(models.Model):
    """So many tokens for so much. A pack that is no longer sold stays: orders point to it."""

    slug = models.SlugField(_("short name"), max_length=40, unique=True)
    tokens = models.PositiveIntegerField(_("tokens"))
    amount = models.PositiveIntegerField(_("price"), help_text=_("in the currency's smallest unit: 500 is 5.00"))
    currency = models.CharField(_("currency"), max_length=3, default="eur")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    featured = models.BooleanField(_("recommended"), default=False)
    active = models.BooleanField(_("on sale"), default=True)

    class Meta:
        verbose_name = _("token pack")
        verbose_name_plural = _("token packs")
        ordering: ClassVar = ["position", "tokens"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(tokens__gt=0, amount__gt=0), name="pack_is_worth_something"),
            models.CheckConstraint(condition=Q(currency__regex=r"^[a-z]{3}$"), name="pack_currency_is_a_code"),
        ]

    def __str__(self) -> str:
        return so_many(self.tokens)


class OrderStatus(models.TextChoices):
    OPEN = "open", _("Not paid yet")
    PENDING = "pending", _("Payment under way")
    PAID = "paid", _("Paid")
    FAILED = "failed", _("Payment failed")
    EXPIRED = "expired", _("Expired")
    REVIEW = "review", _("Under review")  # Stripe took another amount than was agreed: nothing is credited


class Order(models.Model):
    """One purchase of one pack by one person, from before the redirect to Stripe on."""

    public_id = models.UUIDField(_("number"), unique=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="orders", verbose_name=_("person")
    )
    pack = models.ForeignKey(TokenPack, on_delete=models.PROTECT, related_name="+", verbose_name=_("pack"))
    key = models.UUIDField(_("form"), help_text=_("a form sent twice is one order"))
    tokens = models.PositiveIntegerField(_("tokens"))
    amount = models.PositiveIntegerField(_("price"))
    currency = models.CharField(_("currency"), max_length=3)
    livemode = models.BooleanField(_("real money"), default=False)
    status = models.CharField(_("status"), max_length=8, choices=OrderStatus, default=OrderStatus.OPEN)

    session_id = models.CharField(_("Checkout session"), max_length=255, unique=True, null=True)  # noqa: DJ001 - unique once known
    payment_intent = models.CharField(_("payment"), max_length=255, unique=True, null=True)  # noqa: DJ001
    checkout_url = models.TextField(_("address of the payment page"), blank=True, default="")
    receipt_url = models.TextField(_("receipt"), blank=True, default="")

    credited_at = models.DateTimeField(_("credited"), null=True)
    amount_refunded = models.PositiveIntegerField(_("refunded"), default=0)
    disputed = models.JSONField(_("disputed"), default=dict)  # of each dispute, what it took from us
    tokens_taken = models.PositiveIntegerField(_("tokens taken back"), default=0)
    settlements = models.PositiveIntegerField(default=0, editable=False)  # numbers the movements after the credit
    told = models.JSONField(
        default=dict, editable=False
    )  # of each charge and dispute, when its newest message was made
    asked_at = models.DateTimeField(null=True, editable=False)  # when the clock last asked Stripe
    created_at = models.DateTimeField(_("made"), db_default=Now())

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["user", "-id"], name="order_by_user")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "key"], name="order_once_per_form"),
            models.CheckConstraint(condition=Q(tokens__gt=0, amount__gt=0), name="order_is_worth_something"),
            models.CheckConstraint(condition=Q(status__in=OrderStatus.values), name="order_status_known"),
            models.CheckConstraint(condition=Q(tokens_taken__lte=F("tokens")), name="order_takes_back_what_it_gave"),
            models.CheckConstraint(
                condition=Q(credited_at__isnull=False) | Q(tokens_taken=0), name="order_takes_back_after_credit"
            ),
            models.CheckConstraint(
                condition=Q(credited_at__isnull=True) | Q(status="paid"), name="order_credited_is_paid"
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def money_lost(self) -> int:
        """What went back to the buyer, by refunds and disputes together."""
        disputed: int = sum(self.disputed.values())
        return min(self.amount, self.amount_refunded + disputed)


class StripeCustomer(models.Model):
    """Who a person is at Stripe; test and live mode know different ones."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("person")
    )
    livemode = models.BooleanField(_("real money"))
    customer_id = models.CharField(_("customer"), max_length=255, unique=True)

    class Meta:
        verbose_name = _("Stripe customer")
        verbose_name_plural = _("Stripe customers")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "livemode"], name="customer_once_per_mode"),
        ]

    def __str__(self) -> str:
        return self.customer_id
