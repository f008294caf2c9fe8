"""Figures: who looks at the dashboard, and what must hold of it, of the reports and of the files of rows.

Takes a plan whose entities stand and completes it. What is counted is the stack's to say.
"""

from __future__ import annotations

from collections.abc import Iterator

from generation.blueprint.drafts.completed import Said, completed, has_pages
from generation.blueprint.drafts.draft import Findings
from generation.blueprint.schema import (
    Blueprint,
    CheckKind,
    CriterionCheck,
    Entity,
    Feature,
    FieldType,
    Kit,
    Page,
    PageKind,
    Who,
)

_ORDER = (Who.OWNER, Who.STAFF, Who.MEMBER, Who.VISITOR)  # whose rows must be kept apart most
_TIMES = (FieldType.DATE, FieldType.DATETIME)
_NUMBERS = (FieldType.MONEY, FieldType.DECIMAL, FieldType.INTEGER, FieldType.RATING)
_WORDS = (FieldType.TEXT, FieldType.LONG_TEXT)


def with_figures(blueprint: Blueprint, found: Findings) -> Blueprint:
    """The plan with its dashboard opened to those it is for, and with the criteria of its figures."""
    if not has_pages(blueprint):
        return blueprint
    opened = blueprint.model_copy(update={"pages": tuple(_opened(blueprint, page, found) for page in blueprint.pages)})
    return completed(opened, opened.entities, (), list(_criteria(opened)))


def _opened(blueprint: Blueprint, page: Page, found: Findings) -> Page:
    """A dashboard is the staff's, unless the app is one or people keep figures of their own and ask for charts."""
    if page.kind is not PageKind.DASHBOARD:
        return page
    shown = [entity for entity in blueprint.entities if _happens(entity)]
    is_all = blueprint.theme.kit is Kit.DASHBOARD
    if is_all and any(entity.access.read is Who.VISITOR for entity in shown):
        return page.model_copy(update={"access": Who.VISITOR})
    own = Feature.CHARTS.value in found.features and any(entity.access.read is Who.OWNER for entity in shown)
    if blueprint.shop is None and (own or is_all) and any(entity.access.read is not Who.STAFF for entity in shown):
        return page.model_copy(update={"access": Who.MEMBER})
    return page


def _happens(entity: Entity) -> bool:
    """Rows with a day and a number: what a chart over time is drawn of."""
    types = {field.type for field in entity.fields}
    return bool(types & set(_TIMES)) and bool(types & set(_NUMBERS))


def _criteria(blueprint: Blueprint) -> Iterator[Said]:
    by_hand = _made_by_hand(blueprint)
    counted = _most_private([entity for entity in by_hand if len(entity.fields) > 1])
    for page in blueprint.pages:
        words = {"title": page.title}
        if page.kind is PageKind.DASHBOARD and counted is not None:
            yield "counts", words, CriterionCheck(kind=CheckKind.COUNTS, entity=counted.name, role=page.access)
        if page.kind is PageKind.REPORT:
            check = CriterionCheck(kind=CheckKind.COUNTS, entity=page.entity, role=page.access, page=page.slug)
            yield "reports", words, check
    exported = _most_private([entity for entity in by_hand if any(field.type in _WORDS for field in entity.fields)])
    if exported is not None:
        check = CriterionCheck(kind=CheckKind.EXPORTS, entity=exported.name, role=exported.access.read)
        yield "exports", {"many": exported.label_plural}, check


def _made_by_hand(blueprint: Blueprint) -> list[Entity]:
    """Without a shop's orders, and without the lines that a total of another table adds up."""
    shop, formulas = blueprint.shop, " ".join(f.formula for e in blueprint.entities for f in e.fields)
    sold = {shop.order, shop.line} if shop else set()
    return [each for each in blueprint.entities if each.name not in sold and f"({each.name}." not in formulas]


def _most_private(entities: list[Entity]) -> Entity | None:
    return min(entities, key=lambda each: (_ORDER.index(each.access.read), not _happens(each)), default=None)
