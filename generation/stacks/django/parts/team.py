"""The team: a staff whose roles differ in what they may do. Only apps whose plan says so have one.

Owns the groups of such an app and which of their accounts the checks expect to be refused; the question itself is
asked in the app's `core/access.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from generation.blueprint import staff_rules
from generation.blueprint.schema import Role
from generation.stacks.django.entities import EntityView
from generation.stacks.django.literals import python
from generation.stacks.django.parts.part import Outline, Part
from generation.stacks.django.seeding import account, address, group
from generation.stacks.protocol import CheckPlan, EntityProbe, StaffProbe


@dataclass(frozen=True)
class TableRights:
    """What a role may do with one table."""

    model: str
    label: str
    actions: tuple[str, ...]

    def said(self, words: Mapping[str, Any]) -> str:
        """For the README: "see, add"."""
        return ", ".join(words[f"may_{action}"] for action in self.actions)

    @property
    def source(self) -> str:
        return f"{self.model}: {python(self.actions)}"


@dataclass(frozen=True)
class TeamRole:
    group: str
    tables: list[TableRights]


@dataclass(frozen=True)
class TeamView:
    roles: list[TeamRole]

    @property
    def models(self) -> list[str]:
        return sorted({table.model for role in self.roles for table in role.tables})


class TeamPart(Part):
    name = "team"
    is_app = False
    locked = ("core/roles.py", "core/admin.py")

    def view(self, outline: Outline) -> TeamView | None:
        if not staff_rules.is_limited(outline.blueprint):
            return None
        roles = [role for role in staff_rules.staff(outline.blueprint.roles) if not role.full]
        return TeamView([TeamRole(group(role), _rights(outline, role)) for role in roles])

    def probes(self, plan: CheckPlan, outline: Outline) -> CheckPlan:
        roles = outline.blueprint.roles
        people = {account(role): address(role) for role in staff_rules.staff(roles) if not role.full}
        assert plan.login is not None
        found = {view.name: _probe(view, roles) for view in outline.views}
        return replace(
            plan,
            login=replace(plan.login, accounts={**plan.login.accounts, **people}),
            entities=tuple(_with_staff(probe, found) for probe in plan.entities),
        )


def _rights(outline: Outline, role: Role) -> list[TableRights]:
    found = []
    for view in outline.views:
        allowed = [
            action
            for action in staff_rules.ACTIONS
            if getattr(view.rules, action) is not None
            and role in staff_rules.doers(view.entity, action, outline.blueprint.roles)
        ]
        if allowed:
            found.append(TableRights(view.name, view.plural, tuple(allowed)))
    return found


def _probe(view: EntityView, roles: tuple[Role, ...]) -> StaffProbe | None:
    may: dict[str, tuple[str, ...]] = {}
    refused: dict[str, tuple[str, ...]] = {}
    for action in staff_rules.ACTIONS:
        kept = staff_rules.refused(view.entity, action, roles)
        if kept and getattr(view.rules, action) is not None:
            refused[action] = tuple(account(role) for role in kept)
            doers = staff_rules.doers(view.entity, action, roles)
            may[action] = tuple(account(role) for role in doers if not role.full)
    return StaffProbe(may, refused) if refused else None


def _with_staff(probe: EntityProbe, found: dict[str, StaffProbe | None]) -> EntityProbe:
    return replace(probe, staff=found[probe.entity])
