"""What a step costs, given who did it and what of it is in a verified version. Pure; the amounts are moved elsewhere.

With the built-in engine, as quoted, rendering is the steps' result and every step has its price. With a model a step
has its price when the engine that was quoted did it and something of its work is in the app; otherwise it is free.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from generation.engine.names import BUILTIN

REVERTED, UNCHANGED, OTHER_ENGINE = "reverted", "unchanged", "other_engine"


class Charge(NamedTuple):
    amount: int
    note: str = ""  # why it is free


def charge(price: int, quoted: str, by: Mapping[str, Any] | None) -> Charge:
    """`by` is who did the step and what is left of it, as the step's summary has it; None without a model."""
    if not price:
        return Charge(0)
    if by is None:
        return Charge(price) if quoted == BUILTIN else Charge(0, OTHER_ENGINE)
    if set(by["engines"]) != {quoted}:
        return Charge(0, OTHER_ENGINE)  # nobody answered, or the fallback model had a hand in it
    if by["kept"]:
        return Charge(price)
    return Charge(0, REVERTED if by["reverted"] else UNCHANGED)
