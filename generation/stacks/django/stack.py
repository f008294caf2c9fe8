"""The Django stack: renders a blueprint into a whole project and says how that project is checked.

Owns the files of generated apps; never runs them, and reads nothing but the blueprint and its own data files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generation.blueprint.behaviour.orders import with_orders
from generation.blueprint.schema import Blueprint
from generation.stacks.briefing import Briefing
from generation.stacks.protocol import CheckPlan, Scope

from . import briefings, deployment, plan, scopes, security
from .project import context
from .rendering import render_all


class DjangoStack:
    """Django with server-rendered pages, a JSON API and SQLite or PostgreSQL."""

    name = "django"

    def render(self, blueprint: Blueprint) -> dict[str, str]:
        return render_all(context(with_orders(blueprint)))

    def scope_of(self, path: str) -> Scope | None:
        return scopes.scope_of(path)

    def check_plan(self, blueprint: Blueprint) -> CheckPlan:
        return plan.check_plan(with_orders(blueprint))

    def security_notes(self, blueprint: Blueprint, checks: Mapping[str, str]) -> str:
        return security.notes(blueprint, checks)

    def briefing(self, role: str, files: Mapping[str, str]) -> Briefing:
        return briefings.briefing(role, files)

    def deployed(
        self, files: Mapping[str, str], *, region: str, variables: Mapping[str, str], notes: Sequence[tuple[str, str]]
    ) -> dict[str, str]:
        return deployment.deployed(files, region=region, variables=variables, notes=notes)
