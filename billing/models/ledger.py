"""The tables of the token ledger: one account per person, its holds, and the entries that are never changed.

Owns what a balance is made of. Never moves a token: only `ledger.py` does, through one SQL function, and the database
itself (CHECKs and triggers made in the migrations) refuses every other way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    GRANT = "grant", _("Gift")
    PURCHASE = "purchase", _("Purchase")
    TOPUP = "topup", _("Added by the team")
    HOLD = "hold", _("Reserved")
    CAPTURE = "capture", _("Spent")
    RELEASE = "release", _("Given back")
    CLAWBACK = "clawback", _("Refunded purchase")
    ADJUST = "adjust", _("Correction")


@dataclass(frozen=True)
class Effect:
    """What one token of a movement does to `available - debt` and to `held`."""

    net: int
    held: int


# The SQL function has the same table; billing/tests/test_histories.py plays both against each other.
EFFECTS: dict[str, Effect] = {
    Kind.GRANT: Effect(+1, 0),
    Kind.PURCHASE: Effect(+1, 0),
    Kind.TOPUP: Effect(+1, 0),
    Kind.HOLD: Effect(-1, +1),
    Kind.CAPTURE: Effect(0, -1),
    Kind.RELEASE: Effect(+1, -1),
    Kind.CLAWBACK: Effect(-1, 0),
    Kind.ADJUST: Effect(-1, 0),
}
BY_STAFF = [Kind.TOPUP, Kind.ADJUST]
OF_A_HOLD = [Kind.HOLD, Kind.CAPTURE, Kind.RELEASE]


class TokenAccount(models.Model):
    """A person's balance: a copy of what the last entry says, kept where it is fast to read and to lock."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="token_account", verbose_name=_("person")
    )
    available = models.BigIntegerField(_("available"), db_default=0)
    held = models.BigIntegerField(_("reserved"), db_default=0)
    debt = models.BigIntegerField(_("debt"), db_default=0)
    last_entry = models.ForeignKey(
        "LedgerEntry", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("last entry")
    )
    created_at = models.DateTimeField(_("opened"), db_default=Now())

    class Meta:
        verbose_name = _("token account")
        verbose_name_plural = _("token accounts")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(available__gte=0), name="account_available_not_negative"),
            models.CheckConstraint(condition=Q(held__gte=0), name="account_held_not_negative"),
            models.CheckConstraint(condition=Q(debt__gte=0), name="account_debt_not_negative"),
            # so every credit repays first, and a debt alone refuses every hold
            models.CheckConstraint(condition=Q(available=0) | Q(debt=0), name="account_owes_or_has"),
        ]

    def __str__(self) -> str:
        return f"{self.user}"


class TokenHold(models.Model):
    """Tokens set aside for one run. Open while some of them are neither captured nor released."""

    account = models.ForeignKey(TokenAccount, on_delete=models.PROTECT, related_name="holds", verbose_name=_("account"))
    key = models.CharField(_("key"), max_length=120, unique=True)
    amount = models.BigIntegerField(_("amount"))
    captured = models.BigIntegerField(_("captured"), db_default=0)
    released = models.BigIntegerField(_("released"), db_default=0)
    # Here and not on an entry: a person's words must stay erasable, entries are not.
    purpose = models.CharField(_("what for"), max_length=120, blank=True, db_default="")
    created_at = models.DateTimeField(_("made"), db_default=Now())
    closed_at = models.DateTimeField(_("closed"), null=True)

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="hold_amount_positive"),
            models.CheckConstraint(condition=Q(captured__gte=0, released__gte=0), name="hold_parts_not_negative"),
            models.CheckConstraint(
                condition=Q(amount__gt=F("captured") + F("released"), closed_at__isnull=True)
                | Q(amount=F("captured") + F("released"), closed_at__isnull=False),
                name="hold_closed_when_used_up",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class LedgerEntry(models.Model):
    """One movement and the balance after it. Written once; a wrong one is corrected by another."""

    account = models.ForeignKey(
        TokenAccount, on_delete=models.PROTECT, related_name="entries", db_index=False, verbose_name=_("account")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    amount = models.BigIntegerField(_("amount"))
    key = models.CharField(_("key"), max_length=120, unique=True)
    available_after = models.BigIntegerField(_("available after"))
    held_after = models.BigIntegerField(_("reserved after"))
    debt_after = models.BigIntegerField(_("debt after"))
    hold = models.ForeignKey(
        TokenHold, on_delete=models.PROTECT, null=True, related_name="entries", verbose_name=_("hold")
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True, db_default="")
    created_at = models.DateTimeField(_("when"), db_default=Now())

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["account", "-id"], name="entry_by_account")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="entry_amount_positive"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="entry_kind_known"),
            models.CheckConstraint(
                condition=Q(kind__in=OF_A_HOLD, hold__isnull=False) | Q(hold__isnull=True) & ~Q(kind__in=OF_A_HOLD),
                name="entry_names_its_hold",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=BY_STAFF) | Q(actor__isnull=False) & ~Q(reason=""),
                name="entry_by_staff_is_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount} ({self.key})"

    @property
    def effect(self) -> int:
        """What this entry did to the tokens the person may use: captured ones were already set aside."""
        return EFFECTS[self.kind].net * self.amount


class TopUps(models.Manager["TopUp"]):
    def get_queryset(self) -> models.QuerySet[TopUp]:
        return super().get_queryset().filter(kind=Kind.TOPUP)


class TopUp(LedgerEntry):
    """The same entries, those by staff alone: a room of its own in the admin, with its own permissions."""

    sent_again = False  # the form was used already, and nothing was added

    objects = TopUps()  # type: ignore[misc] # of the narrower kind

    class Meta:
        proxy = True
        verbose_name = _("top-up")
        verbose_name_plural = _("top-ups")
        default_permissions = ("add", "view")
