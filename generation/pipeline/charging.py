"""The only door from runs to the token ledger: what a run holds, spends and gives back, each once under its own key.

Every function belongs into the transaction that makes the fact it pays for.
"""

from __future__ import annotations

from billing import ledger
from billing.errors import InsufficientTokens
from generation.models import Run, Step

__all__ = ["InsufficientTokens", "capture", "hold", "release"]


def _hold_key(run: Run) -> str:
    return f"run:{run.pk}:hold"


def hold(run: Run) -> None:
    """Set the cap aside. Raises InsufficientTokens; the transaction must then be rolled back."""
    ledger.hold(run.owner_id, amount=run.cap, key=_hold_key(run), purpose=run.project.name)


def capture(run: Run, step: Step) -> int:
    """Spend a step's price; the amount."""
    ledger.capture(_hold_key(run), amount=step.price, key=f"run:{run.pk}:capture:{step.key}", reason=step.key)
    return step.price


def release(run: Run) -> None:
    """Give back what was not spent."""
    ledger.release(_hold_key(run), key=f"run:{run.pk}:release")
