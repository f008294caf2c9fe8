"""More than one kind of staff: which roles may do what with an entity, and what must hold of such limits.

Part of the validation; names problems in English, repairs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from generation.blueprint.schema import Blueprint, Entity, FieldType, Role, Who

Action = Literal["read", "create", "edit", "delete"]
ACTIONS: tuple[Action, ...] = ("read", "create", "edit", "delete")


def staff(roles: Iterable[Role]) -> list[Role]:
    return [role for role in roles if role.level is Who.STAFF]


def named(entity: Entity, action: Action) -> tuple[str, ...]:
    """The staff roles that the plan names for it; none: every one."""
    found: tuple[str, ...] = getattr(entity.access.staff, action)
    return found


def doers(entity: Entity, action: Action, roles: Iterable[Role]) -> list[Role]:
    """The staff roles that may do it."""
    only = named(entity, action)
    return [role for role in staff(roles) if role.full or not only or role.name in only]


def refused(entity: Entity, action: Action, roles: Iterable[Role]) -> list[Role]:
    """The staff roles that may not."""
    listed = list(roles)
    may = doers(entity, action, listed)
    return [role for role in staff(listed) if role not in may]


def is_limited(blueprint: Blueprint) -> bool:
    """Whether the staff differ in what they may do."""
    return any(refused(entity, action, blueprint.roles) for entity in blueprint.entities for action in ACTIONS)


def problems(blueprint: Blueprint) -> Iterator[str]:
    names = {role.name for role in staff(blueprint.roles)}
    yield from (
        f"role {role.name}: only a role of the staff is full"
        for role in blueprint.roles
        if role.full and role.level is not Who.STAFF
    )
    for entity in blueprint.entities:
        for action in ACTIONS:
            where, only = f"entity {entity.name}: {action}", named(entity, action)
            yield from (f"{where} is kept to {name}, which is no staff role" for name in only if name not in names)
            if only and getattr(entity.access, action) is Who.VISITOR:
                yield f"{where} is open to anybody and cannot be kept to some of the staff"
        yield from _blind(blueprint, entity)


def _blind(blueprint: Blueprint, entity: Entity) -> Iterator[str]:
    """Who changes a row reads it, and who makes one reads what it must point to."""
    readers = doers(entity, "read", blueprint.roles)
    actions: tuple[Action, ...] = ("edit", "delete")
    for action in actions:
        yield from (
            f"entity {entity.name}: {role.name} may {action} rows without reading them"
            for role in doers(entity, action, blueprint.roles)
            if role not in readers
        )
    targets = {field.target for field in entity.fields if field.type is FieldType.RELATION and field.required}
    for target in (each for each in blueprint.entities if each.name in targets):
        kept_from = refused(target, "read", blueprint.roles)
        yield from (
            f"entity {entity.name}: {role.name} may create rows without reading the {target.name} they need"
            for role in doers(entity, "create", blueprint.roles)
            if role in kept_from
        )
