"""Example rows that read like the app: the domain's where it knows the field, otherwise made from the field's words.

Always the same rows for the same entities: nothing here is drawn by chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from generation.blueprint.domains import EntityTemplate
from generation.blueprint.draft import EntityDraft, FieldDraft
from generation.blueprint.inflection import Language, fold
from generation.blueprint.lexicon import tables
from generation.blueprint.names import slug, words_of
from generation.blueprint.schema import FieldType
from generation.blueprint.vocabulary import vocabulary

GENERIC_ROWS = 5
MOST_ROWS = 8
FIRST_DAY = date(2026, 9, 1)  # fixed: the same description gives the same files
Row = dict[str, Any]


def seed(drafts: list[EntityDraft], language: Language) -> dict[str, tuple[Row, ...]]:
    borrowed = {draft.domain for draft in drafts if draft.borrowed}
    for draft in drafts:
        draft.borrowed = draft.borrowed or (draft.domain in borrowed and not draft.named)
    counts = {draft.class_name: _count(draft, language) for draft in drafts}
    return {draft.class_name: _rows(draft, counts, language) for draft in drafts}


def _template_rows(template: EntityTemplate | None, language: Language) -> Sequence[Sequence[Any]]:
    return template.seed.get(language, ())[:MOST_ROWS] if template else ()


def _count(draft: EntityDraft, language: Language) -> int:
    return len(_template_rows(draft.template, language)) or GENERIC_ROWS


def _rows(draft: EntityDraft, counts: dict[str, int], language: Language) -> tuple[Row, ...]:
    rows: list[Row] = []
    for number in range(counts[draft.class_name]):
        row: Row = {}
        for position, field in enumerate(draft.fields):
            value = _known(draft, field, number, counts, language)
            if value is None and (field.required or not _from_domain(draft, field)):
                value = generic(draft, field, number + position, number, counts, language)
            row[field.name] = value
        rows.append(row)
    _make_unique(draft, rows)
    return tuple(rows)


def _from_domain(draft: EntityDraft, field: FieldDraft) -> bool:
    return draft.template is not None and field.template is not None


def _known(draft: EntityDraft, field: FieldDraft, number: int, counts: dict[str, int], language: Language) -> Any:
    """The domain's own value for this row, in the form the schema wants; None when it has none."""
    if draft.template is None or field.template is None:
        return None
    if draft.borrowed and field.type in (FieldType.TEXT, FieldType.LONG_TEXT):
        return None
    position = next(n for n, f in enumerate(draft.template.fields) if f.ident == field.template)
    row = _template_rows(draft.template, language)[number]
    value = row[position] if position < len(row) else None
    if value is None:
        return None
    if field.type is FieldType.CHOICE:
        idents = [ident for ident, _ in draft.template.fields[position].options]
        return field.options[idents.index(value)][0]
    if field.type is FieldType.RELATION:
        return (value - 1) % counts[field.target or ""] + 1
    if field.type is FieldType.RELATIONS:
        return tuple(sorted({(each - 1) % counts[field.target or ""] + 1 for each in value}))
    return value if field.type in (FieldType.INTEGER, FieldType.RATING, FieldType.BOOLEAN) else str(value)


def _make_unique(draft: EntityDraft, rows: list[Row]) -> None:
    for field in draft.fields:
        seen: set[str] = set()
        for number, row in enumerate(rows, 1):
            value = row[field.name]
            if field.unique and value is not None and str(value) in seen:
                row[field.name] = value + number if isinstance(value, int) else _numbered(str(value), number)
            seen.add(str(row[field.name]))


def _numbered(value: str, number: int) -> str:
    name, at, host = value.partition("@")
    return f"{name}{number}{at}{host}" if at else f"{value} {number}"


# --- values made from the words of a field ------------------------------------------------------------------------------


def generic(
    draft: EntityDraft, field: FieldDraft, turn: int, row: int, counts: dict[str, int], language: Language
) -> Any:
    """A plausible value; `turn` moves through the lists, `row` is the number of the row."""
    makers = {
        FieldType.RELATION: lambda: row % counts[field.target or ""] + 1,
        FieldType.RELATIONS: lambda: tuple(
            sorted({row % counts[field.target or ""] + 1, (row + 1) % counts[field.target or ""] + 1})
        ),  # fmt: skip
        FieldType.CHOICE: lambda: field.options[row % len(field.options)][0],
        FieldType.TEXT: lambda: _text(draft, field, row, language),
        FieldType.LONG_TEXT: lambda: _long_text(field, turn, language),
        FieldType.INTEGER: lambda: _integer(field, row),
        FieldType.DECIMAL: lambda: f"{2 + row * 1.75:.2f}",
        FieldType.MONEY: lambda: f"{12.5 + row * 17.4:.2f}",
        FieldType.BOOLEAN: lambda: row % 3 != 1,
        FieldType.DATE: lambda: (FIRST_DAY + timedelta(days=6 * row + 3 * (turn - row))).isoformat(),
        FieldType.TIME: lambda: f"{9 + (row * 2 + turn) % 10:02d}:{'30' if row % 2 else '00'}",
        FieldType.DATETIME: lambda: datetime(2026, 9, 1 + row * 3, 9 + row, 30 * (row % 2)).isoformat(
            timespec="minutes"
        ),
        FieldType.EMAIL: lambda: (
            f"{slug(_listed('people', row, language)).replace('-', '.')}@{'ejemplo.com' if language == 'es' else 'example.com'}"
        ),  # fmt: skip
        FieldType.PHONE: lambda: (
            f"600 40{row % 10} {110 + 13 * row}" if language == "es" else f"555 04{row % 10} {110 + 13 * row}"
        ),
        FieldType.URL: lambda: f"https://example.com/{slug(draft.many) or 'x'}/{row + 1}",
        FieldType.IMAGE: lambda: None,
        FieldType.RATING: lambda: 5 - row % 3,
    }
    value = makers[field.type]()
    if value is None and field.required:
        return f"https://example.com/{slug(draft.many) or 'x'}/{row + 1}.jpg"
    return value


def _listed(name: str, number: int, language: Language) -> str:
    values = tables("seed")[name][language]
    return str(values[number % len(values)])


def _text(draft: EntityDraft, field: FieldDraft, row: int, language: Language) -> str:
    words = words_of(field.label)
    by_field = tables("seed")["fields"]
    ordered = words if language == "es" else list(reversed(words))
    for word in ordered:
        if word in by_field:
            values = by_field[word][language]
            return str(values[row % len(values)])
    if field is draft.fields[0] or (ordered and ordered[0] in ("nombre", "name", "titulo", "title")):
        return _display_text(draft, ordered, row, language)
    if field.unique or any(word in ("codigo", "code", "referencia", "reference", "numero", "number") for word in words):
        return f"{(words[0] if words else 'x')[:3].upper()}-{1041 + 7 * row}"
    return _listed("words", row, language)


def _display_text(draft: EntityDraft, words: list[str], row: int, language: Language) -> str:
    """What a row is called: a person's name for people, a title for events, the noun with a name of its own else."""
    classes = vocabulary(language).noun_class
    key = fold(draft.one)
    kind = classes.get(key) or classes.get(key.split(" ")[0 if language == "es" else -1], "thing")
    if kind == "person" or "nombre" in words[1:] or (words and words[0] in ("surname",)):
        return _listed("people", row, language)
    if kind in ("event", "text", "money") or (words and words[0] in ("titulo", "title")):
        return _listed("titles", row, language)
    if key in tables("seed")["fields"]:
        values = tables("seed")["fields"][key][language]
        return str(values[row % len(values)])
    mark = _listed("marks", row, language)
    return f"{draft.one} {mark}" if language == "es" else f"{mark} {draft.one.lower()}"


def _long_text(field: FieldDraft, turn: int, language: Language) -> str:
    by_field = tables("seed")["fields"]
    for word in words_of(field.label):
        if word in by_field:
            values = by_field[word][language]
            return str(values[turn % len(values)])
    return _listed("sentences", turn, language)


def _integer(field: FieldDraft, row: int) -> int:
    numbers = tables("seed")["numbers"]
    for word in words_of(field.label):
        if word in numbers:
            start, step = numbers[word]
            return int(start) + int(step) * row
    return 3 + 4 * row
