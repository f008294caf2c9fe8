"""What we read in Stripe's objects, in one place: the shapes differ between API versions and between event and object.

Owns the reading of payloads. Never asks Stripe and never decides anything. A payload without what we need is not ours.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ORDER = "order"  # the name of our order's number in Stripe's metadata
Payload = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class About:
    """What an object belongs to: our order by the number we gave it, or the payment that Stripe names."""

    order: uuid.UUID | None = None
    session_id: str | None = None
    payment_intent: str | None = None
    livemode: bool = False


@dataclass(frozen=True, kw_only=True)
class Payment(About):
    """A Checkout session, or the payment behind it. Amounts are in the smallest unit, before taxes."""

    state: str  # open, pending, paid, failed, expired
    amount: int | None
    currency: str


@dataclass(frozen=True, kw_only=True)
class Refund(About):
    """How much of a charge went back to the buyer, in all."""

    charged: int
    refunded: int
    receipt_url: str


@dataclass(frozen=True, kw_only=True)
class Dispute(About):
    """What a dispute has taken from us: its amount, or 0 once it was won."""

    id: str
    withdrawn: int


def session(data: Payload, event: str = "") -> Payment:
    state = {"complete": "pending", "expired": "expired"}.get(str(data.get("status")), "open")
    if data.get("payment_status") in ("paid", "no_payment_required"):
        state = "paid"
    elif event.endswith("async_payment_failed"):
        state = "failed"
    subtotal = data.get("amount_subtotal")
    return Payment(
        order=_uuid(data.get("client_reference_id")) or _order(data),
        session_id=data.get("id"),
        payment_intent=_id(data.get("payment_intent")),
        state=state,
        amount=data.get("amount_total") if subtotal is None else subtotal,
        currency=str(data.get("currency") or ""),
        livemode=bool(data.get("livemode")),
    )


def payment_intent(data: Payload) -> Payment:
    paid = data.get("status") == "succeeded"
    return Payment(
        order=_order(data),
        payment_intent=data.get("id"),
        state="paid" if paid else "pending",
        amount=data.get("amount_received") if paid else data.get("amount"),
        currency=str(data.get("currency") or ""),
        livemode=bool(data.get("livemode")),
    )


def invoice(data: Payload) -> Payment:
    paid = data.get("status") == "paid"
    return Payment(
        order=_order(data),
        state="paid" if paid else "pending",
        amount=data.get("amount_paid"),
        currency=str(data.get("currency") or ""),
        livemode=bool(data.get("livemode")),
    )


def charge(data: Payload) -> Refund:
    return Refund(
        order=_order(data),
        payment_intent=_id(data.get("payment_intent")),
        charged=int(data.get("amount") or 0),
        refunded=int(data.get("amount_refunded") or 0),
        receipt_url=str(data.get("receipt_url") or ""),
        livemode=bool(data.get("livemode")),
    )


def dispute(data: Payload, event: str = "") -> Dispute:
    moves = data.get("balance_transactions")
    lost = event.endswith("funds_withdrawn")
    if moves:  # amounts there are in the account's own currency: only the sign is of use
        lost = sum(int(move.get("amount") or 0) for move in moves) < 0
    return Dispute(
        id=str(data.get("id") or ""),
        payment_intent=_id(data.get("payment_intent")),
        withdrawn=int(data.get("amount") or 0) if lost else 0,
        livemode=bool(data.get("livemode")),
    )


def _id(value: Any) -> str | None:
    """An object's id, whether it was expanded or not."""
    return value.get("id") if isinstance(value, Mapping) else value or None


def _order(data: Payload) -> uuid.UUID | None:
    return _uuid((data.get("metadata") or {}).get(ORDER))


def _uuid(value: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(value))
    except ValueError:
        return None
