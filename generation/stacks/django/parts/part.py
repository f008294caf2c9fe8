"""What a part is: something an app may have beside its tables, with files, pages and checks of its own.

A part is one module here, one folder of templates of the same name, and its texts. It is asked for its view of the
blueprint; without one the app has none of its files.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from generation.blueprint.schema import Blueprint, Entity, Feature, Who
from generation.stacks.django.entities import EntityView
from generation.stacks.django.literals import python
from generation.stacks.protocol import CheckPlan, PageProbe


def has_accounts(blueprint: Blueprint) -> bool:
    """Whether people sign in: where rows are kept, things are sold, or it was asked for."""
    return bool(blueprint.entities) or blueprint.has(Feature.ACCOUNTS) or blueprint.shop is not None


@dataclass(frozen=True)
class Outline:
    """The blueprint as the stack sees it."""

    blueprint: Blueprint
    views: list[EntityView]
    t: Mapping[str, Any]

    @cached_property
    def by_name(self) -> dict[str, EntityView]:
        return {view.name: view for view in self.views}

    @property
    def accounts(self) -> bool:
        return has_accounts(self.blueprint)

    @property
    def is_single(self) -> bool:
        """Whether the app is one tool or one game and nothing else: its home page is that."""
        things = len(self.blueprint.tools) + len(self.blueprint.widgets)
        return not self.views and things == 1 and self.blueprint.landing is None

    def view_of(self, entity: Entity) -> EntityView:
        return self.by_name[entity.name]


@dataclass(frozen=True)
class NavLink:
    """An entry of the generated app's navigation."""

    label: str
    route: str  # as `reverse` takes it: "agenda:month"
    icon: str
    who: Who = Who.VISITOR
    anchor: str = ""  # a place on that page
    opens: tuple[tuple[str, str], ...] = ()  # where the staff differ: actions and tables, of which one opens it
    superuser: bool = False  # where the staff differ: only for those who may everything

    def guard_source(self, is_team: bool) -> str:
        """Whether the person at hand may open it, as the project's code asks."""
        asked = f"may(user, Who.{self.who.name})"
        if is_team and self.superuser:
            return "user.is_superuser"
        if not is_team or not self.opens or self.who is Who.VISITOR:
            return asked
        return " or ".join(f"can(user, {python(action)}, {table})" for action, table in self.opens)

    @property
    def url_source(self) -> str:
        """Its address as the project's code works it out."""
        found = f"reverse({python(self.route)})"
        return f"{found} + {python('#' + self.anchor)}" if self.anchor else found


class Part(ABC):
    """Base of all parts: what a part does not say, it does not have."""

    name: str  # folder of its templates, and what they call its view
    is_app: bool = True  # a Django app with urls of its own
    htmx: bool = False  # its pages carry htmx
    processors: tuple[str, ...] = ()  # context processors
    locked: tuple[str, ...] = ()  # its files that no agent may change

    @abstractmethod
    def view(self, outline: Outline) -> Any | None:
        """What the templates see under the part's name; None when this app has no such part."""

    def links(self, outline: Outline) -> list[NavLink]:
        return []

    def pages(self, outline: Outline) -> list[PageProbe]:
        return []

    def api(self, outline: Outline) -> Mapping[str, Mapping[str, Any]]:
        """What it adds to the description of the JSON API: its `paths` and its `schemas`."""
        return {}

    def probes(self, plan: CheckPlan, outline: Outline) -> CheckPlan:
        """The check plan with what this part is checked by."""
        return plan
