"""All attacks on all tables, then those on the whole app; everything that is open is named, not the first alone."""

from __future__ import annotations

from collections.abc import Callable

from generation.sandbox.checks import api_keys, elevation, security
from generation.sandbox.inspection import CheckFailure, Inspection
from generation.stacks.protocol import EntityProbe

ON_ROWS: tuple[Callable[[Inspection, EntityProbe], None], ...] = (
    security.strangers, security.escalation, security.given_away, elevation.borrowed, security.forgery,
    security.injection, security.schemes,
)  # fmt: skip
ON_ALL: tuple[Callable[[Inspection], None], ...] = (
    security.detours, security.redirect, elevation.registration, elevation.profile, api_keys.keys,
)  # fmt: skip


def isolation(look: Inspection) -> None:
    """Raises CheckFailure with everything that is open."""
    wrong: list[str] = []
    for probe in look.plan.entities:
        for attack in ON_ROWS:
            try:
                attack(look, probe)
            except CheckFailure as failure:
                wrong.append(f"{probe.entity}: {failure}")
    for attack_on_all in ON_ALL if look.plan.login else ():
        try:
            attack_on_all(look)
        except CheckFailure as failure:
            wrong.append(str(failure))
    if wrong:
        raise CheckFailure("\n".join(wrong))
