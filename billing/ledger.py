"""The only writer of the token ledger.

Owns every movement of tokens; each goes through one SQL function that locks the account and posts once per key.
Never decides what something costs, and never edits an entry: a wrong one is corrected by another.

Every function may be called alone or inside a transaction of the caller, and then commits or rolls back with it.
A refusal (`LedgerError`) leaves that transaction unusable, as any database error does: let it pass through.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from billing import live
from billing.errors import domain_errors
from billing.models import Kind, LedgerEntry, TokenAccount, TokenHold
from billing.verification import Mismatch, verify

__all__ = [
    "Balance",
    "Mismatch",
    "Posting",
    "adjust",
    "balance",
    "capture",
    "clawback",
    "entries",
    "grant",
    "hold",
    "open_account",
    "purchase",
    "release",
    "topup",
    "verify",
]


@dataclass(frozen=True)
class Balance:
    available: int = 0
    held: int = 0
    debt: int = 0


@dataclass(frozen=True)
class Posting:
    """What a call did: `posted` is False when its key stood already, or when there was nothing to move."""

    posted: bool
    amount: int
    balance: Balance


def open_account(user_id: int) -> TokenAccount:
    """The person's account, made empty when there is none. Movements open it by themselves."""
    TokenAccount.objects.bulk_create([TokenAccount(user_id=user_id)], ignore_conflicts=True)
    return TokenAccount.objects.get(user_id=user_id)


def grant(user_id: int, *, amount: int, key: str, reason: str = "") -> Posting:
    """Give tokens away."""
    return _post(Kind.GRANT, key, user_id=user_id, amount=amount, reason=reason)


def purchase(user_id: int, *, amount: int, key: str, reason: str = "") -> Posting:
    """Credit tokens that were paid for; the key names the payment."""
    return _post(Kind.PURCHASE, key, user_id=user_id, amount=amount, reason=reason)


def topup(user_id: int, *, amount: int, key: str, actor_id: int, reason: str) -> Posting:
    """Credit tokens in a staff member's name. Raises InvalidMovement without a reason."""
    return _post(Kind.TOPUP, key, user_id=user_id, amount=amount, actor_id=actor_id, reason=reason.strip())


def clawback(user_id: int, *, amount: int, key: str, reason: str = "") -> Posting:
    """Take back a purchase that was refunded or disputed; what is no longer there becomes debt."""
    return _post(Kind.CLAWBACK, key, user_id=user_id, amount=amount, reason=reason)


def adjust(user_id: int, *, amount: int, key: str, actor_id: int, reason: str) -> Posting:
    """Take back what was credited by mistake, in a staff member's name; what is no longer there becomes debt."""
    return _post(Kind.ADJUST, key, user_id=user_id, amount=amount, actor_id=actor_id, reason=reason.strip())


def hold(user_id: int, *, amount: int, key: str, purpose: str = "") -> Posting:
    """Set tokens aside under this key. Raises InsufficientTokens; who owes tokens has none available."""
    return _post(Kind.HOLD, key, user_id=user_id, amount=amount, purpose=purpose)


def capture(hold_key: str, *, amount: int, key: str, reason: str = "") -> Posting:
    """Spend held tokens; 0 writes nothing. Raises HoldClosed, CaptureExceedsHold or UnknownHold."""
    return _post(Kind.CAPTURE, key, hold_key=hold_key, amount=amount, reason=reason)


def release(hold_key: str, *, key: str, reason: str = "") -> Posting:
    """Give back all that is left of a hold and close it; harmless on a closed one. Raises UnknownHold."""
    return _post(Kind.RELEASE, key, hold_key=hold_key, amount=None, reason=reason)


def balance(user_id: int) -> Balance:
    """What the person has now; nothing at all without an account."""
    row = TokenAccount.objects.filter(user_id=user_id).values_list("available", "held", "debt").first()
    return Balance(*row) if row else Balance()


def entries(user_id: int) -> QuerySet[LedgerEntry]:
    """The person's movements, newest first."""
    return LedgerEntry.objects.filter(account__user_id=user_id).select_related("hold")


def _post(  # noqa: PLR0913 - one row of the ledger
    kind: Kind,
    key: str,
    *,
    amount: int | None,
    user_id: int | None = None,
    hold_key: str | None = None,
    purpose: str = "",
    actor_id: int | None = None,
    reason: str = "",
) -> Posting:
    with connection.cursor() as cursor, domain_errors():
        cursor.execute(
            "SELECT * FROM ledger_post(%s, %s, %s, %s, %s, %s, %s, %s)",
            [kind.value, user_id, amount, key, hold_key, purpose[:120], actor_id, reason[:200]],
        )
        posted, moved, *after = cursor.fetchone()
    if posted:
        live.announce(lambda: user_id or _owner(hold_key))
    return Posting(posted, moved, Balance(*after))


def _owner(hold_key: str | None) -> int:
    return TokenHold.objects.values_list("account__user_id", flat=True).get(key=hold_key)
