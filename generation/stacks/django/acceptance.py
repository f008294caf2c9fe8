"""Acceptance criteria as the calls of the generated test class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from generation.blueprint.schema import Blueprint, CheckKind, Criterion, Who

from .entities import EntityView
from .layout import call, lay
from .literals import python

_ROLE = {Who.VISITOR: "visitor", Who.MEMBER: "member", Who.OWNER: "member", Who.STAFF: "staff"}
_WITH_FORM = {
    CheckKind.CREATES,
    CheckKind.EDITS,
    CheckKind.FORBIDS,
    CheckKind.ISOLATES,
    CheckKind.REQUIRES,
    CheckKind.BOOKS,
}
_ELSEWHERE = frozenset(CheckKind) - {  # executed by tests of their own
    CheckKind.CREATES, CheckKind.LISTS, CheckKind.FILTERS, CheckKind.FORBIDS, CheckKind.ISOLATES, CheckKind.EDITS,
    CheckKind.DELETES, CheckKind.REQUIRES, CheckKind.MOVES, CheckKind.BOOKS, CheckKind.DATES,
}  # fmt: skip
_WITH_MODEL = {CheckKind.LISTS, CheckKind.DELETES, CheckKind.FILTERS, CheckKind.MOVES, CheckKind.DATES}


@dataclass(frozen=True)
class Acceptance:
    id: str
    text: str
    call: str


def acceptance(blueprint: Blueprint, views: list[EntityView], routes: dict[str, str]) -> dict[str, Any]:
    """Template names of test_acceptance.py; what other tests of the project execute is not repeated here."""
    by_name = {view.name: view for view in views}
    items, forms, models, pages = [], set(), set(), False
    for criterion in blueprint.criteria:
        source = _source(criterion, by_name, routes)
        if source is None:
            continue
        kind = criterion.check.kind
        view = by_name.get(criterion.check.entity or "")
        if view and kind in _WITH_FORM:
            forms.add(view.module)
        elif view and kind in _WITH_MODEL:
            models.add(view.name)
        pages = pages or kind is CheckKind.SHOWS
        items.append(Acceptance(criterion.id, criterion.text.rstrip(". "), source))
    return {
        "acceptance": items,
        "criteria_forms": sorted(forms),
        "criteria_models": sorted(models),
        "page_criteria": pages,
    }


def _source(criterion: Criterion, views: dict[str, EntityView], routes: dict[str, str]) -> str | None:
    check = criterion.check
    role = python(_ROLE[check.role])
    if check.kind is CheckKind.SHOWS:
        route = routes.get((check.page or "").strip("/"))
        return (
            f"self.assertEqual(self.browser({role}).get(reverse({python(route)})).status_code, 200)" if route else None
        )
    view = views.get(check.entity or "")
    if view is None or check.kind in _ELSEWHERE:
        return None
    arguments = [f"{view.module}.{view.name}Form" if check.kind in _WITH_FORM else view.name]
    if check.kind is not CheckKind.ISOLATES:
        arguments.append(role)
    if check.kind is CheckKind.FORBIDS:
        arguments.append(python(check.action or "read"))
    if check.kind is CheckKind.REQUIRES:
        field = view.by_blueprint_name.get(check.field or "")
        if field is None or not field.required or not field.in_form:
            return None
        arguments.append(python(field.name))
    return lay(call(f"self.check_{check.kind.value}", arguments), 8)
