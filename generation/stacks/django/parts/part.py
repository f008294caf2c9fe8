"""What a part is: something an app may have beside its tables, with files, pages and checks of its own.

A part is one module here, one folder of templates of the same name, and its texts. It is asked for its view of the
blueprint; without one the app has none of its files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from generation.blueprint.schema import Blueprint, Entity, Who
from generation.stacks.django.entities import EntityView
from generation.stacks.protocol import CheckPlan, PageProbe


@dataclass(frozen=True)
class Outline:
    """The blueprint as the stack sees it."""

    blueprint: Blueprint
    views: list[EntityView]
    t: Mapping[str, Any]

    @cached_property
    def by_name(self) -> dict[str, EntityView]:
        return {view.name: view for view in self.views}

    def view_of(self, entity: Entity) -> EntityView:
        return self.by_name[entity.name]


@dataclass(frozen=True)
class NavLink:
    """An entry of the generated app's navigation."""

    label: str
    route: str  # as `reverse` takes it: "agenda:month"
    icon: str
    who: Who = Who.VISITOR


class Part:
    """Base of all parts: what a part does not say, it does not have."""

    name: str  # folder of its templates, and what they call its view
    is_app: bool = True  # a Django app with urls of its own
    htmx: bool = False  # its pages carry htmx
    processors: tuple[str, ...] = ()  # context processors
    locked: tuple[str, ...] = ()  # its files that no agent may change

    def view(self, outline: Outline) -> Any | None:
        """What the templates see under the part's name; None when this app has no such part."""
        raise NotImplementedError

    def links(self, outline: Outline) -> list[NavLink]:
        return []

    def pages(self, outline: Outline) -> list[PageProbe]:
        return []

    def probes(self, plan: CheckPlan, outline: Outline) -> CheckPlan:
        """The check plan with what this part is checked by."""
        return plan
