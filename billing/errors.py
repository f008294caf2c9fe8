"""What the ledger refuses, each with a sentence, and how the database says so.

Owns the translation of the SQL function's codes. Never catches anything else: other database errors pass on.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import Error


class LedgerError(Exception):
    """A movement was refused and nothing moved."""


class InsufficientTokens(LedgerError):
    def __init__(self, required: int, available: int, debt: int = 0) -> None:
        super().__init__(f"Insufficient tokens. Required: {required}, Available: {available}")
        self.required = required
        self.available = available
        self.debt = debt


class KeyReused(LedgerError):
    """The key stands with another person, kind, amount or hold: the caller has a bug."""


class UnknownHold(LedgerError):
    """There is no hold with that key."""


class HoldClosed(LedgerError):
    """The hold was used up or released: nothing more can be captured from it."""


class CaptureExceedsHold(LedgerError):
    """More was asked than the hold still has."""


class InvalidMovement(LedgerError):
    """An amount that is not above zero, or a movement by staff without actor or reason."""


REFUSALS: dict[str, type[LedgerError]] = {
    "LG002": KeyReused,
    "LG003": HoldClosed,
    "LG004": CaptureExceedsHold,
    "LG005": UnknownHold,
    "LG006": InvalidMovement,
}
# Two people cannot meet in one account's lock: the loser of their race meets the unique key instead.
CONSTRAINTS: dict[str, type[LedgerError]] = {
    "billing_ledgerentry_key_key": KeyReused,
    "billing_tokenhold_key_key": KeyReused,
    "entry_by_staff_is_signed": InvalidMovement,
}


@contextmanager
def domain_errors() -> Iterator[None]:
    """Turn the SQL function's refusals into the exceptions above."""
    try:
        yield
    except Error as error:
        if refusal := _refusal(error):
            raise refusal from error
        raise


def _refusal(error: Error) -> LedgerError | None:
    cause = error.__cause__
    diagnosis = getattr(cause, "diag", None)
    state = getattr(cause, "sqlstate", None)
    if diagnosis is None or state is None:
        return None
    if state == "LG001":
        return InsufficientTokens(*json.loads(diagnosis.message_detail))
    refusal = REFUSALS.get(state) or CONSTRAINTS.get(diagnosis.constraint_name)
    return refusal(f"{diagnosis.message_primary}") if refusal else None
