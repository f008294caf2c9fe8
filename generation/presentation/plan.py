"""The plan as the workspace shows it: entities as cards, rights as a table, pages, criteria, what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from generation.blueprint.schema import Blueprint, Entity, Field, FieldType, PageKind, Tool, Unmet, Who, Widget
from generation.presentation.diagram import Diagram, draw

Words = str | Promise

TYPE_WORDS: dict[FieldType, Words] = {
    FieldType.TEXT: _("text"),
    FieldType.LONG_TEXT: _("long text"),
    FieldType.INTEGER: _("whole number"),
    FieldType.DECIMAL: _("number"),
    FieldType.MONEY: _("money"),
    FieldType.BOOLEAN: _("yes or no"),
    FieldType.DATE: _("date"),
    FieldType.TIME: _("time of day"),
    FieldType.DATETIME: _("date and time"),
    FieldType.EMAIL: _("e-mail"),
    FieldType.PHONE: _("telephone"),
    FieldType.URL: _("web address"),
    FieldType.IMAGE: _("image"),
    FieldType.FILE: _("file"),
    FieldType.CHOICE: _("choice"),
    FieldType.RATING: _("rating 1–5"),
    FieldType.RELATION: _("belongs to"),
    FieldType.RELATIONS: _("several of"),
}
WHO_WORDS: dict[Who, Words] = {
    Who.VISITOR: _("Everybody"),
    Who.MEMBER: _("Signed in"),
    Who.OWNER: _("Its owner and the staff"),
    Who.STAFF: _("Staff"),
}
PAGE_WORDS: dict[PageKind, Words] = {
    PageKind.LANDING: _("home"),
    PageKind.LIST: _("list"),
    PageKind.DETAIL: _("detail"),
    PageKind.FORM: _("form"),
    PageKind.DASHBOARD: _("dashboard"),
    PageKind.REPORT: _("report"),
    PageKind.CALENDAR: _("calendar"),
    PageKind.CART: _("cart"),
    PageKind.CHECKOUT: _("checkout"),
    PageKind.STATIC: _("text page"),
    PageKind.TOOL: _("tool"),
    PageKind.WIDGET: _("widget"),
    PageKind.FEED: _("live feed"),
    PageKind.MAP: _("map"),
}


@dataclass(frozen=True)
class FieldLine:
    label: str
    type: Words
    detail: str  # choices, or the entity a relation points to
    required: bool


@dataclass(frozen=True)
class EntityCard:
    name: str
    label: str
    plural: str
    fields: tuple[FieldLine, ...]
    named: bool  # False: the text did not name it, the domain brought it along
    owned: bool


@dataclass(frozen=True)
class RightsLine:
    label: str
    read: Words
    create: Words
    edit: Words
    delete: Words


@dataclass(frozen=True)
class PageLine:
    title: str
    address: str
    kind: Words
    access: Words


@dataclass(frozen=True)
class CriterionLine:
    id: str
    text: str
    status: str  # passed failed skipped, "" while it was not executed


@dataclass(frozen=True)
class ToolCard:
    title: str
    text: str
    inputs: tuple[str, ...]
    results: tuple[tuple[str, str], ...]  # label, formula


@dataclass(frozen=True)
class Plan:
    name: str
    purpose: str
    entities: tuple[EntityCard, ...]
    rights: tuple[RightsLine, ...]
    roles: tuple[str, ...]
    pages: tuple[PageLine, ...]
    criteria: tuple[CriterionLine, ...]
    unmet: tuple[Unmet, ...]
    not_understood: tuple[str, ...]
    assumptions: tuple[str, ...]
    tools: tuple[ToolCard, ...]
    games: tuple[str, ...]
    sections: tuple[str, ...]  # of a landing page
    diagram: Diagram | None

    @property
    def passed(self) -> int:
        return sum(line.status == "passed" for line in self.criteria)


def read(stored: Mapping[str, Any], report: Mapping[str, Any] | None = None) -> Plan:
    """The plan of a stored blueprint; with a report its criteria carry what became of them."""
    return present(Blueprint.model_validate(stored), report or {})


def present(blueprint: Blueprint, report: Mapping[str, Any]) -> Plan:
    results = {str(line.get("id")): str(line.get("status", "")) for line in report.get("criteria", [])}
    labels = {entity.name: entity.label for entity in blueprint.entities}
    return Plan(
        name=blueprint.name,
        purpose=blueprint.purpose,
        entities=tuple(_entity(entity, labels) for entity in blueprint.entities),
        rights=tuple(_rights(entity) for entity in blueprint.entities),
        roles=tuple(role.label for role in blueprint.roles),
        pages=tuple(
            PageLine(page.title, f"/{page.slug}", PAGE_WORDS[page.kind], WHO_WORDS[page.access])
            for page in blueprint.pages
        ),
        criteria=tuple(CriterionLine(item.id, item.text, results.get(item.id, "")) for item in blueprint.criteria),
        unmet=blueprint.unmet,
        not_understood=blueprint.not_understood,
        assumptions=blueprint.assumptions,
        tools=tuple(_tool(tool) for tool in blueprint.tools),
        games=tuple(_game(widget) for widget in blueprint.widgets),
        sections=tuple(section.title for section in blueprint.landing.sections) if blueprint.landing else (),
        diagram=draw(blueprint.entities),
    )


def _tool(tool: Tool) -> ToolCard:
    inputs = tuple(f"{each.label} ({each.unit})" if each.unit else each.label for each in tool.inputs)
    return ToolCard(tool.title, tool.text, inputs, tuple((each.label, each.formula) for each in tool.outputs))


def _game(widget: Widget) -> str:
    """Its title, and how many questions or faces it brings."""
    content = len(widget.questions) or len(widget.faces)
    return f"{widget.title} ({content})" if content else widget.title


def _entity(entity: Entity, labels: Mapping[str, str]) -> EntityCard:
    fields = tuple(_field(field, labels) for field in entity.fields)
    return EntityCard(entity.name, entity.label, entity.label_plural, fields, entity.named_in_text, entity.owned)


def _field(field: Field, labels: Mapping[str, str]) -> FieldLine:
    detail = ", ".join(choice.label for choice in field.choices) or labels.get(field.target or "", field.target or "")
    return FieldLine(field.label, TYPE_WORDS[field.type], detail, field.required)


def _rights(entity: Entity) -> RightsLine:
    access = entity.access
    words = (WHO_WORDS[who] for who in (access.read, access.create, access.edit, access.delete))
    return RightsLine(entity.label_plural, *words)
