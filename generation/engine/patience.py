"""How long to wait before the same question is asked again: full jitter, but never less than the server asked for."""

from __future__ import annotations

import random

BASE = 0.5  # seconds
LONGEST = 15.0
SPREAD = 0.25  # of what the server asked for, so that those it sent away do not all come back at once


def pause(failures: int, hint: float | None, dice: random.Random) -> float:
    """Seconds to wait after this many failures in a row; `hint` is what the server asked for."""
    jitter = dice.uniform(0, min(LONGEST, BASE * 2 ** min(failures, 16)))
    if hint is None:
        return jitter
    return hint + min(jitter, hint * SPREAD + BASE)
