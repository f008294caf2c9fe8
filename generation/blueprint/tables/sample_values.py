"""Plausible example values made from the words of a field, where no domain has any. Nothing is drawn by chance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from generation.blueprint.drafts.draft import EntityDraft, FieldDraft
from generation.blueprint.drafts.names import slug, words_of
from generation.blueprint.lexicon import tables
from generation.blueprint.schema import FieldType
from generation.blueprint.tables.entity_fields import noun_class
from generation.blueprint.tables.goods import named_so
from generation.blueprint.words.inflection import Language, fold

FIRST_DAY = date(2026, 9, 1)  # fixed: the same description gives the same files
_LINKED = frozenset({FieldType.RELATION, FieldType.RELATIONS, FieldType.CHOICE, FieldType.BOOLEAN, FieldType.RATING})
_CODES = frozenset({"codigo", "code", "referencia", "reference", "numero", "number"})


@dataclass(frozen=True)
class Place:
    """Where a value stands: `row` from 0, `turn` moves through lists so that neighbours differ."""

    draft: EntityDraft
    field: FieldDraft
    row: int
    turn: int
    targets: int  # rows of the entity a relation points to
    language: Language

    @property
    def words(self) -> list[str]:
        """The field's words, the one that decides first."""
        words = words_of(self.field.label)
        return words if self.language == "es" else words[::-1]


def sample(place: Place) -> Any:
    """A value for that place; None only for a file, and for a picture that nobody has to give."""
    kind = place.field.type
    if kind is FieldType.FILE:
        return None
    if kind in _LINKED:
        return _linked(place)
    if kind in (FieldType.INTEGER, FieldType.DECIMAL, FieldType.MONEY):
        return _number(place)
    if kind in (FieldType.DATE, FieldType.TIME, FieldType.DATETIME):
        return _moment(place)
    if kind is FieldType.TEXT:
        return _text(place)
    if kind is FieldType.LONG_TEXT:
        return _from_field(place, place.turn) or _listed("sentences", place.turn, place.language)
    return _contact(place)


def _linked(place: Place) -> Any:
    """Values that are taken from a fixed few: rows of another entity, choices, yes or no, stars."""
    row = place.row
    match place.field.type:
        case FieldType.RELATION:
            return row % place.targets + 1
        case FieldType.RELATIONS:
            return tuple(sorted({row % place.targets + 1, (row + 1) % place.targets + 1}))
        case FieldType.CHOICE:
            return place.field.options[row % len(place.field.options)][0]
        case FieldType.BOOLEAN:
            return row % 3 != 1
    return 5 - row % 3


def _listed(name: str, number: int, language: Language) -> str:
    values = tables("seed")[name][language]
    return str(values[number % len(values)])


def _from_field(place: Place, number: int) -> str:
    """The value that the lists keep for one of the field's words, or ""."""
    lists = tables("seed")["fields"]
    word = next((word for word in place.words if word in lists), None)
    if word is None:
        return ""
    values = lists[word][place.language]
    return str(values[number % len(values)])


def _text(place: Place) -> str:
    if found := _from_field(place, place.row):
        return found
    words = place.words
    first = words[0] if words else ""
    if place.field is place.draft.fields[0] or first in ("nombre", "name", "titulo", "title"):
        return _display_text(place, words)
    if place.field.unique or _CODES & set(words):
        return f"{(first or 'x')[:3].upper()}-{1041 + 7 * place.row}"
    return _listed("words", place.row, place.language)


def _display_text(place: Place, words: list[str]) -> str:
    """What a row is called: a person's name for people, a title for events, the noun with a name of its own else."""
    kind = noun_class(fold(place.draft.one), place.language)
    if kind == "person" or "nombre" in words[1:]:
        return _listed("people", place.row, place.language)
    if kind in ("event", "text", "money") or words[:1] in (["titulo"], ["title"]):
        return _listed("titles", place.row, place.language)
    lists, key = tables("seed")["fields"], fold(place.draft.one)
    if key in lists:
        values = lists[key][place.language]
        return str(values[place.row % len(values)])
    if names := named_so(key, place.language):
        return names[place.row % len(names)]
    own = _listed("sorts", place.row, place.language)
    return f"{place.draft.one} {own}" if place.language == "es" else f"{own} {place.draft.one.lower()}"


def _number(place: Place) -> Any:
    numbers = tables("seed")["numbers"]
    start, step = next((numbers[word] for word in place.words if word in numbers), (3, 4))
    match place.field.type:
        case FieldType.INTEGER:
            return int(start) + int(step) * place.row
        case FieldType.DECIMAL:
            return f"{2 + place.row * 1.75:.2f}"
    return f"{12.5 + place.row * 17.4:.2f}"


def _moment(place: Place) -> str:
    """Dates lie around FIRST_DAY; birthdays and purchases before it."""
    shifts = tables("seed")["dates"]
    back = next((shifts[word] for word in words_of(place.field.label) if word in shifts), 0)
    day = FIRST_DAY + timedelta(
        days=6 * place.row + 3 * (place.turn - place.row) + int(back) * (1 + place.row % 4) // 2
    )
    hour, minute = 9 + (place.row * 2 + place.turn) % 10, 30 * (place.row % 2)
    match place.field.type:
        case FieldType.DATE:
            return day.isoformat()
        case FieldType.TIME:
            return f"{hour:02d}:{minute:02d}"
    moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)
    return moment.strftime("%Y-%m-%dT%H:%M")


def _contact(place: Place) -> str | None:
    """Addresses of people and pages."""
    row, spanish = place.row, place.language == "es"
    address = f"https://example.com/{slug(place.draft.many) or 'x'}/{row + 1}"
    match place.field.type:
        case FieldType.EMAIL:
            name = slug(_listed("people", row, place.language)).replace("-", ".")
            return f"{name}@{'ejemplo.com' if spanish else 'example.com'}"
        case FieldType.PHONE:
            return f"{'600 40' if spanish else '555 04'}{row % 10} {110 + 13 * row}"
        case FieldType.IMAGE:
            return f"{address}.jpg" if place.field.required else None
    return address
