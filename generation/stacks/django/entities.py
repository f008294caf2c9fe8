"""Entities as the templates see them: names, columns, relations both ways, permissions and how rows are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from generation.blueprint.schema import Blueprint, Entity, Field, Kit, Role, Who
from generation.blueprint.schema import FieldType as T

from . import naming
from .agreement import bare
from .fields import TEXTUAL, FieldView
from .levels import kept_above

Presentation = Literal["stories", "cards", "table", "board", "chips", "agenda", "menu", "tiles", "thread", "topics"]
TABLE_COLUMNS = 5
TALKING = frozenset({"forum", "wiki", "social"})  # domains of texts without pictures
LABEL_LENGTH = 120  # Django makes names of permissions from it, which have 255 characters
READER_KITS = frozenset({Kit.EDITORIAL, Kit.CATALOGUE, Kit.ONE_PAGE, Kit.CALENDAR})  # looked at, not worked at
TEASERS = frozenset({"summary", "excerpt", "subtitle", "resumen", "extracto", "subtitulo", "entradilla", "bajada"})


@dataclass(frozen=True)
class Rules:
    """The entity's permissions, made consistent: nobody can own a row before it exists."""

    read: Who
    create: Who | None  # None: nobody, by hand
    edit: Who | None
    delete: Who | None

    @property
    def source(self) -> str:
        levels = {name: getattr(self, name) for name in ("read", "create", "edit", "delete")}
        parts = (f"{name}=Who.{level.name if level else 'NOBODY'}" for name, level in levels.items())
        return f"Access({', '.join(parts)})"


@dataclass(frozen=True)
class Incoming:
    """Rows of another entity that belong to this one, listed on its page."""

    source: EntityView
    field: FieldView

    @property
    def accessor(self) -> str:
        return self.field.related_name


@dataclass(frozen=True)
class EntityView:
    entity: Entity
    fields: tuple[FieldView, ...]
    kit: Kit
    words: Mapping[str, Any]
    targets: dict[str, Entity]
    domain: str = ""
    sold: bool = False  # rows that the checkout alone makes
    frozen: bool = False  # and that nobody changes afterwards
    roles: tuple[Role, ...] = ()

    @property
    def name(self) -> str:
        return self.entity.name

    @property
    def label(self) -> str:
        return self.entity.label[:LABEL_LENGTH]

    @property
    def plural(self) -> str:
        return self.entity.label_plural[:LABEL_LENGTH]

    @property
    def module(self) -> str:
        return naming.module(self.name)

    @property
    def table(self) -> str:
        return f"core_{self.name.lower()}"

    @property
    def path(self) -> str:
        return naming.address(self.entity.slug)

    @property
    def owned(self) -> bool:
        access = self.entity.access
        return self.entity.owned or Who.OWNER in {access.read, access.edit, access.delete}

    @property
    def owner_optional(self) -> bool:
        return self.rules.create is Who.VISITOR or self.sold

    @property
    def private(self) -> bool:
        return self.rules.read is Who.OWNER

    @property
    def assigned(self) -> bool:
        """Rows that the staff make for a person, who reads them: marks, receipts, results."""
        access = self.entity.access
        return access.read is Who.OWNER and access.create is Who.STAFF and not self.sold and not self.frozen

    @property
    def rules(self) -> Rules:
        access = self.entity.access
        create = Who.MEMBER if access.create is Who.OWNER else access.create
        if self.frozen:
            return Rules(access.read, None, None, None)
        return Rules(access.read, None if self.sold else create, access.edit, access.delete)

    @cached_property
    def by_blueprint_name(self) -> dict[str, FieldView]:
        return {view.field.name: view for view in self.fields}

    @property
    def form_fields(self) -> list[FieldView]:
        return [view for view in self.fields if view.in_form]

    @property
    def display(self) -> FieldView:
        return self.by_blueprint_name[self.entity.display]

    @property
    def workflow_field(self) -> FieldView | None:
        flow = self.entity.workflow
        return self.by_blueprint_name[flow.field] if flow else None

    @property
    def once(self) -> FieldView | None:
        """The relation of which a person may have one row each; what nobody owns cannot be limited so."""
        name = self.entity.once
        return self.by_blueprint_name[name] if name and self.owned else None

    @property
    def once_name(self) -> str:
        """Of the constraint; databases cut longer names."""
        return f"{self.table[:50]}_once"

    @property
    def moves(self) -> dict[str, list[str]]:
        flow = self.entity.workflow
        found: dict[str, list[str]] = {}
        for move in flow.moves if flow else ():
            found.setdefault(move.source, []).append(move.target)
        return found

    @property
    def filters(self) -> list[FieldView]:
        """Fields a list is narrowed by; long texts and pictures make no useful filter."""
        views = [self.by_blueprint_name[name] for name in self.entity.filters if name in self.by_blueprint_name]
        return [view for view in views if view.type not in {T.LONG_TEXT, T.IMAGE, T.FILE, T.URL, T.TIME}]

    @property
    def search_lookups(self) -> list[str]:
        """Django lookups of the searched fields; a relation is searched by what it is shown by."""
        found = []
        for name in self.entity.search:
            view = self.by_blueprint_name.get(name)
            if view is None or (view.type not in TEXTUAL | {T.CHOICE} and not view.is_relation):
                continue
            if self.guards(view):
                continue  # a search that finds a row by a name the page keeps back gives the name away
            found.append(f"{view.name}__{self._target_display(view)}" if view.is_relation else view.name)
        return [lookup for lookup in found if not lookup.endswith("__")]

    def _target_display(self, view: FieldView) -> str:
        target = self.targets[view.field.target or ""]
        shown = next(field for field in target.fields if field.name == target.display)
        return naming.attribute(shown.name) if shown.type in TEXTUAL else ""

    @property
    def related(self) -> list[str]:
        """Single relations, fetched with the rows that show them."""
        return [view.name for view in self.fields if view.type is T.RELATION]

    @property
    def leading_relation(self) -> FieldView | None:
        """Whom or what a row shown by its date is about.

        Never a row that is kept from some who may read this one: a name is written without asking who looks.
        """
        named = (view for view in self.fields if view.type is T.RELATION and view.required)
        return next((view for view in named if not self._is_kept_from_some(view)), None)

    def _is_kept_from_some(self, view: FieldView) -> bool:
        target = self.targets[view.field.target or ""]
        return target.moderated or kept_above(self.entity, target, self.roles)

    @property
    def image(self) -> FieldView | None:
        return self._first(T.IMAGE)

    @property
    def price(self) -> FieldView | None:
        return self._first(T.MONEY)

    @property
    def story(self) -> FieldView | None:
        return self._first(T.LONG_TEXT)

    def _first(self, kind: T) -> FieldView | None:
        return next((view for view in self.fields if view.type is kind), None)

    @property
    def presentation(self) -> Presentation:
        """How the list looks, by the layout kit and by what a row holds."""
        if self.kit is Kit.BOARD and self.workflow_field:
            return "board"
        if self.kit is Kit.CALENDAR and self.day:
            return "agenda"
        if len(self.fields) == 1 and self.display.type is T.TEXT:
            return "chips"
        if self.kit in READER_KITS and self.rules.read in {Who.VISITOR, Who.MEMBER}:
            return self._for_readers()
        return "table"

    def _for_readers(self) -> Presentation:
        if self.is_reply:
            return "thread" if self.story else "table"
        if self.display.type not in TEXTUAL:
            return "table"
        if self.price and not self.image and self.kit is not Kit.CATALOGUE and not self.day:
            return "menu"
        if self.domain in TALKING and not self.image:
            return "topics"
        told = self.story and (len(self.fields) > 2 or self.day) and self.kit in {Kit.EDITORIAL, Kit.ONE_PAGE}
        if told and self.rules.read is Who.VISITOR:
            return "stories"
        if told or self.image or (self.kit is Kit.CATALOGUE and self.price):
            return "cards"
        return "table" if self.owned or self.workflow_field or self.day else "tiles"

    @property
    def is_reply(self) -> bool:
        """A row that mostly says something about another row, such as a comment."""
        return self.display.type is T.LONG_TEXT or (bool(self.related) and len(self.fields) <= 3)

    @property
    def columns(self) -> list[FieldView]:
        """What a table shows beside the row's name."""
        silent = {T.LONG_TEXT, T.IMAGE, T.RELATIONS}
        useful = [view for view in self.fields if view is not self.display and view.type not in silent]
        return useful[: TABLE_COLUMNS - 1]

    @property
    def meta(self) -> list[FieldView]:
        """Short facts on a card or under a story's title."""
        silent = {T.MONEY, T.BOOLEAN}
        told = {self.teaser, self.section}
        return [view for view in self.columns if view.type not in silent and not view.counted and view not in told][:3]

    @property
    def teaser(self) -> FieldView | None:
        """The sentence that makes one want to read on: a summary, or the beginning of the text."""
        lead = (view for view in self.fields if view.type is T.TEXT and TEASERS & set(bare(view.label).split()))
        return next(lead, self.story if self.story is not self.display else None)

    @property
    def section(self) -> FieldView | None:
        """The choice a menu is divided by, such as the courses of a meal."""
        return self._first(T.CHOICE) if self.presentation == "menu" else None

    @property
    def facts(self) -> list[FieldView]:
        """Fields of the detail page's list of facts."""
        told = {T.LONG_TEXT, T.IMAGE}
        return [
            view for view in self.fields if view.type not in told and not (view is self.display and view.type is T.TEXT)
        ]

    def guards(self, view: FieldView) -> bool:
        """Whether somebody who may read this row may be refused the row that `view` points to."""
        if not view.is_relation:
            return False
        target = self.targets[view.field.target or ""]
        is_hidden = target.moderated  # until it is approved
        return is_hidden or target.access.read is Who.OWNER or kept_above(self.entity, target, self.roles)

    @property
    def day(self) -> FieldView | None:
        """The day a row belongs to."""
        return next((view for view in self.fields if view.type in {T.DATE, T.DATETIME} and view.required), None)

    @property
    def ordering(self) -> list[str]:
        """Dated rows by date, a catalogue by name, everything else newest first."""
        if self.day:
            return [f"-{self.day.name}", "-pk"]
        if not self.owned and self.display.type is T.TEXT:
            return [self.display.name, "pk"]
        return ["-created_at", "-pk"]

    @property
    def totals(self) -> list[str]:
        """Money worth adding up: amounts of what happened, not the prices of what is offered."""
        happened = self.owned or any(view.type in {T.DATE, T.DATETIME} for view in self.fields)
        if not happened or self.frozen:
            return []
        money = [view for view in self.fields if view.type is T.MONEY]
        return [view.name for view in [each for each in money if each.computed] or money]

    @property
    def prose(self) -> list[FieldView]:
        return [view for view in self.fields if view.type is T.LONG_TEXT]


def build(blueprint: Blueprint, words: Mapping[str, Any]) -> list[EntityView]:
    """Views of all entities, in the blueprint's order."""
    targets = {entity.name: entity for entity in blueprint.entities}
    taken: dict[str, set[str]] = {
        entity.name: {naming.attribute(field.name) for field in entity.fields} for entity in blueprint.entities
    }
    return [
        EntityView(
            entity=entity,
            fields=tuple(_field_view(blueprint, entity, field, words, taken) for field in entity.fields),
            kit=blueprint.theme.kit,
            words=words,
            domain=blueprint.domain,
            targets=targets,
            sold=blueprint.shop is not None and entity.name in (blueprint.shop.order, blueprint.shop.line),
            frozen=blueprint.shop is not None and entity.name == blueprint.shop.line,
            roles=blueprint.roles,
        )
        for entity in blueprint.entities
    ]


def _field_view(
    blueprint: Blueprint, entity: Entity, field: Field, words: Mapping[str, Any], taken: dict[str, set[str]]
) -> FieldView:
    flow = entity.workflow
    shop = blueprint.shop
    return FieldView(
        field=field,
        name=naming.attribute(field.name),
        phone_message=words["phone_invalid"],
        copied_help=words["copied_help"],
        related_name=_related_name(entity, field, taken) if field.target else "",
        initial=flow.initial if flow and flow.field == field.name else None,
        counted=bool(shop and shop.product == entity.name and shop.stock == field.name and field.type is T.INTEGER),
        degrees=_degrees(entity, field),
    )


def _degrees(entity: Entity, field: Field) -> int:
    """How far a coordinate goes; 0 for every other field."""
    if entity.place is None or field.name not in (entity.place.latitude, entity.place.longitude):
        return 0
    return 90 if field.name == entity.place.latitude else 180


def _related_name(entity: Entity, field: Field, taken: dict[str, set[str]]) -> str:
    """How the target reaches these rows: `comentarios`, or `comentarios_autor` when that name is taken."""
    base = naming.attribute(entity.slug.replace("-", "_"))
    base = base if base[0].isalpha() else f"rows_{base}"
    names = taken[field.target or ""]
    candidate = base if base not in names else f"{base}_{naming.attribute(field.name)}"
    while candidate in names:
        candidate = f"{candidate}_rows"
    names.add(candidate)
    return candidate


def incoming(views: list[EntityView], target: EntityView) -> list[Incoming]:
    """Relations that point at `target`, in reading order."""
    return [Incoming(view, field) for view in views for field in view.fields if field.field.target == target.name]


def by_dependency(views: list[EntityView]) -> list[EntityView]:
    """Entities after the ones their single relations need; a cycle keeps the blueprint's order."""
    ordered: list[EntityView] = []
    waiting = list(views)
    while waiting:
        placed = {view.name for view in ordered}
        ready = [view for view in waiting if _needs(view) <= placed]
        chosen = ready[0] if ready else waiting[0]
        ordered.append(chosen)
        waiting.remove(chosen)
    return ordered


def _needs(view: EntityView) -> set[str]:
    return {field.field.target for field in view.fields if field.is_relation and field.field.target} - {view.name}
