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
    at: int = 0  # the second in which Stripe made the message


@dataclass(frozen=True, kw_only=True)
class Payment(About):
    """A Checkout session, or the payment behind it. Amounts are in the smallest unit, before taxes."""

    state: str  # open, pending, paid, failed, expired
    amount: int | None
    currency: str


@dataclass(frozen=True, kw_only=True)
class Refund(About):
    """How much of a charge went back to the buyer, in all. Nothing was charged when it failed."""

    id: str = ""
    charged: int
    refunded: int
    receipt_url: str


@dataclass(frozen=True, kw_only=True)
class Dispute(About):
    """What a dispute has taken from us: its amount, 0 once it was won, None when this message does not tell."""

    id: str
    withdrawn: int | None
    currency: str = ""


def session(data: Payload, event: str = "") -> Payment:
    state = {"complete": "pending", "expired": "expired"}.get(str(data.get("status")), "open")
    if data.get("payment_status") in ("paid", "no_payment_required"):
        state = "paid"
    elif event.endswith("async_payment_failed"):
        state = "failed"
    # before taxes, which come on top; and after discounts, which only the total knows
    amounts = [
        amount for amount in map(_number, (data.get("amount_subtotal"), data.get("amount_total"))) if amount is not None
    ]
    return Payment(
        order=_uuid(data.get("client_reference_id")) or _order(data),
        session_id=data.get("id"),
        payment_intent=_id(data.get("payment_intent")),
        state=state,
        amount=min(amounts, default=None),
        currency=str(data.get("currency") or ""),
        livemode=bool(data.get("livemode")),
    )


def payment_intent(data: Payload) -> Payment:
    paid = data.get("status") == "succeeded"
    return Payment(
        order=_order(data),
        payment_intent=data.get("id"),
        state="paid" if paid else "pending",
        amount=_number(data.get("amount_received" if paid else "amount")),
        currency=str(data.get("currency") or ""),
        livemode=bool(data.get("livemode")),
    )


def invoice(data: Payload) -> Payment:
    paid = data.get("status") == "paid"
    return Payment(
        order=_order(data),
        state="paid" if paid else "pending",
        amount=_number(data.get("amount_paid")),
        currency=str(data.get("currency") or ""),
        livemode=bool(data.get("livemode")),
    )


def charge(data: Payload) -> Refund:
    failed = data.get("status") == "failed"  # an attempt before the one that went through
    return Refund(
        id=str(data.get("id") or ""),
        order=_order(data),
        payment_intent=_id(data.get("payment_intent")),
        charged=0 if failed else _number(data.get("amount")) or 0,
        refunded=_number(data.get("amount_refunded")) or 0,
        receipt_url=str(data.get("receipt_url") or ""),
        livemode=bool(data.get("livemode")),
    )


def dispute(data: Payload, event: str = "") -> Dispute:
    lost = _lost(data, event)
    return Dispute(
        id=str(data.get("id") or ""),
        payment_intent=_id(data.get("payment_intent")),
        withdrawn=None if lost is None else (_number(data.get("amount")) or 0) * lost,
        currency=str(data.get("currency") or ""),
        livemode=bool(data.get("livemode")),
    )


def _lost(data: Payload, event: str) -> bool | None:
    """Whether a dispute holds the money now; None when neither the object nor the event says so."""
    if data.get("status") == "won":  # what comes back may be less than what went, at another rate of exchange
        return False
    if moves := data.get("balance_transactions"):  # in the account's own currency: only the sign is of use
        return sum(_number(move.get("amount")) or 0 for move in moves) < 0
    if data.get("status") == "lost":
        return True
    return {"funds_withdrawn": True, "funds_reinstated": False}.get(event.rpartition(".")[2])


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) else None


def _id(value: Any) -> str | None:
    """An object's id, whether it was expanded or not."""
    return value.get("id") if isinstance(value, Mapping) else value or None


def _order(data: Payload) -> uuid.UUID | None:
    metadata = data.get("metadata")
    return _uuid(metadata.get(ORDER)) if isinstance(metadata, Mapping) else None


def _uuid(value: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(value))
    except ValueError:
        return None
