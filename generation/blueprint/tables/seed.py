"""Example rows that read like the app: the domain's where it knows the field, otherwise made from the field's words.

Always the same rows for the same entities.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Any

from generation.blueprint.drafts.draft import EntityDraft, FieldDraft
from generation.blueprint.schema import FieldType
from generation.blueprint.tables.goods import Goods, goods_of, goods_value
from generation.blueprint.tables.sample_values import Place, sample
from generation.blueprint.words.domains import EntityTemplate
from generation.blueprint.words.inflection import Language

GENERIC_ROWS = 5
MOST_ROWS = 8
_AS_IS = (FieldType.INTEGER, FieldType.RATING, FieldType.BOOLEAN)
Row = dict[str, Any]


def seed(drafts: list[EntityDraft], language: Language, words: Set[str] = frozenset()) -> dict[str, tuple[Row, ...]]:
    """Rows for every entity, by class name; `words` are those of the text."""
    goods = goods_of(words, language)
    borrowed = {draft.domain for draft in drafts if draft.borrowed}
    for draft in drafts:
        draft.borrowed = draft.borrowed or (draft.domain in borrowed and not draft.named)
    counts = {draft.class_name: len(_template_rows(draft.template, language)) or GENERIC_ROWS for draft in drafts}
    return {draft.class_name: _rows(draft, counts, language, goods) for draft in drafts}


def _template_rows(template: EntityTemplate | None, language: Language) -> Sequence[Sequence[Any]]:
    if template is None:
        return ()
    rows = template.seed.get(language, ())
    return rows if template.is_series else rows[:MOST_ROWS]


def _rows(draft: EntityDraft, counts: dict[str, int], language: Language, goods: Goods | None) -> tuple[Row, ...]:
    rows: list[Row] = []
    for number in range(counts[draft.class_name]):
        row: Row = {}
        for position, field in enumerate(draft.fields):
            if field.formula or field.taken_from:
                continue  # the app works it out
            targets = counts.get(field.target or "", 0)
            value = goods_value(draft, field, number, goods, language) or _known(
                draft, field, number, targets, language
            )
            from_domain = draft.template is not None and field.template is not None
            if value is None and (field.required or not from_domain):
                value = sample(Place(draft, field, number, number + position, targets, language))
            row[field.name] = value
        rows.append(row)
    _make_unique(draft, rows)
    return tuple(rows)


def _known(draft: EntityDraft, field: FieldDraft, number: int, targets: int, language: Language) -> Any:
    """The domain's own value for this row, in the form the schema wants; None when it has none."""
    if draft.template is None or field.template is None:
        return None
    if draft.borrowed and field.type in (FieldType.TEXT, FieldType.LONG_TEXT):
        return None
    idents = [each.ident for each in draft.template.fields]
    if field.template not in idents:
        return None
    position = idents.index(field.template)
    value = _template_rows(draft.template, language)[number][position]
    if value is None or field.type in _AS_IS:
        return value
    if field.type is FieldType.CHOICE:
        idents = [ident for ident, _ in draft.template.fields[position].options]
        return field.options[idents.index(value)][0]
    if field.type is FieldType.RELATION:
        return (value - 1) % targets + 1
    return str(value)


def _make_unique(draft: EntityDraft, rows: list[Row]) -> None:
    for field in draft.fields:
        seen: set[str] = set()
        for number, row in enumerate(rows, 1):
            value = row.get(field.name)
            if field.unique and value is not None and str(value) in seen:
                row[field.name] = value + 100 * number if isinstance(value, int) else _numbered(str(value), number)
            seen.add(str(row.get(field.name)))


def _numbered(value: str, number: int) -> str:
    name, at, host = value.partition("@")
    return f"{name}{number}{at}{host}" if at else f"{value} {number}"
