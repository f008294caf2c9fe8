"""The ledger in plain words: what a person reads on /billing and downloads as CSV.

Owns the sentences. Never reads another person's entries and never writes anything.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.models import EFFECTS, Kind, LedgerEntry, Order, OrderStatus
from billing.packs import money

# What a capture was for: its reason is a key of settings.TOKEN_PRICES.
PRICED = {
    "architecture": gettext_lazy("Architecture"),
    "backend": gettext_lazy("Backend"),
    "frontend": gettext_lazy("Frontend"),
    "devops": gettext_lazy("Deployment"),
    "security": gettext_lazy("Security"),
    "edit": gettext_lazy("Change"),
    "file": gettext_lazy("One file"),
}

ORDER = "order:"  # how a reason names a purchase (orders.py)
MINUS = "\u2212"


@dataclass(frozen=True)
class Line:
    """One movement: its change to what can be used (a debt counts below zero) and to what is set aside."""

    when: datetime
    kind: Kind
    title: str
    detail: str
    change: int
    reserved_change: int
    balance: int
    reserved: int
    key: str

    @property
    def change_text(self) -> str:
        return signed(self.change)

    @property
    def reserved_change_text(self) -> str:
        return signed(self.reserved_change)

    @property
    def balance_text(self) -> str:
        return grouped(self.balance)


@dataclass(frozen=True)
class Purchase:
    """One order as its buyer reads it."""

    number: str
    short: str
    when: datetime
    tokens: int
    price: str
    status: str
    status_text: str
    tone: str
    taken: int
    refunded: str
    receipt_url: str
    pay_url: str
    pack: str
    key: str


TONES = {OrderStatus.PAID: "verified", OrderStatus.FAILED: "failed", OrderStatus.REVIEW: "cost"}


def purchase(order: Order) -> Purchase:
    number = str(order.public_id)
    return Purchase(
        number=number,
        short=number[:8],
        when=order.created_at,
        tokens=order.tokens,
        price=money(order.amount, order.currency),
        status=order.status,
        status_text=_status(order),
        tone="neutral" if order.tokens_taken else TONES.get(OrderStatus(order.status), "neutral"),
        taken=order.tokens_taken,
        refunded=money(order.money_lost, order.currency) if order.money_lost else "",
        receipt_url=order.receipt_url,
        pay_url=order.checkout_url if order.status == OrderStatus.OPEN else "",
        pack=order.pack.slug,
        key=str(order.key),
    )


def _status(order: Order) -> str:
    if not order.tokens_taken:
        return str(order.get_status_display())
    return _("Refunded") if order.tokens_taken == order.tokens else _("Partly refunded")


def signed(number: int) -> str:
    """With its sign, and a dash for no change. (A true minus: as wide as a digit's column asks, and read aloud.)"""
    return f"{'+' if number > 0 else ''}{grouped(number)}" if number else "–"


def grouped(number: int) -> str:
    """With the separator of thousands that the reader's language writes."""
    return number_format(number, force_grouping=True).replace("-", MINUS)


def lines(entries: Iterable[LedgerEntry]) -> list[Line]:
    return [_line(entry) for entry in entries]


def _line(entry: LedgerEntry) -> Line:
    effect = EFFECTS[entry.kind]
    return Line(
        when=entry.created_at,
        kind=Kind(entry.kind),
        title=_title(entry),
        detail=_detail(entry),
        change=effect.net * entry.amount,
        reserved_change=effect.held * entry.amount,
        balance=entry.available_after - entry.debt_after,
        reserved=entry.held_after,
        key=entry.key,
    )


def _title(entry: LedgerEntry) -> str:
    if entry.kind == Kind.GRANT and entry.key.startswith("signup:"):
        return _("Welcome gift")
    if entry.kind == Kind.PURCHASE and entry.key.startswith("order:"):
        return _("Purchase restored")
    if entry.kind == Kind.CAPTURE and entry.reason in PRICED:
        return _("Spent: %(what)s") % {"what": PRICED[entry.reason]}
    return str(entry.get_kind_display())


def _detail(entry: LedgerEntry) -> str:
    """What it was for, as far as we know it: the project of the hold, or the words given with the entry."""
    purpose = entry.hold.purpose if entry.hold else ""
    if entry.reason.startswith(ORDER):
        return _("Order %(number)s") % {"number": entry.reason.removeprefix(ORDER)}
    return purpose or ("" if entry.reason in PRICED else entry.reason)


def as_csv(entries: Iterable[LedgerEntry]) -> str:
    """The same lines for a spreadsheet; the first line names the columns."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(
        [
            _("When"),
            _("Movement"),
            _("What for"),
            _("Available"),
            _("Reserved"),
            _("Balance"),
            _("Still reserved"),
            _("Key"),
        ]
    )
    for line in lines(entries):
        numbers = [line.change, line.reserved_change, line.balance, line.reserved]
        writer.writerow([line.when.isoformat(timespec="seconds"), line.title, _inert(line.detail), *numbers, line.key])
    return file.getvalue()


def _inert(text: str) -> str:
    """A spreadsheet runs a cell that begins like this; people name their projects as they like."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
