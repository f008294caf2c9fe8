"""Who must be more than whom: the levels in order, and rows that point to what some of their readers may not read."""

from __future__ import annotations

from collections.abc import Iterable

from generation.blueprint import staff_rules
from generation.blueprint.schema import Entity, Role, Who

LEVELS = [Who.VISITOR, Who.MEMBER, Who.OWNER, Who.STAFF]


def kept_above(reader: Entity, target: Entity, roles: Iterable[Role]) -> bool:
    """Whether one must be more to read `target` than to read `reader`: by level, or by role of the staff."""
    if LEVELS.index(target.access.read) > LEVELS.index(reader.access.read):
        return True
    listed = list(roles)
    kept_from = staff_rules.refused(target, "read", listed)
    return any(role in kept_from for role in staff_rules.doers(reader, "read", listed))
