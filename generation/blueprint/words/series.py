"""Example rows that go on: numbers of later days, for apps whose charts need more than a handful.

A domain gives the first rows of each thing that is measured; the rest follows from them, always the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from generation.blueprint.schema import FieldType

# How far a number is from the one it began with, in hundredths: quiet ups and downs, and the last above the first.
_COURSE = (0, 3, 1, -4, -2, 2, 6, 5, 8, 4, 7, 11, 9, 13, 10, 15)
_NUMBERS = (FieldType.DECIMAL, FieldType.MONEY, FieldType.INTEGER)
_DAYS = (FieldType.DATE, FieldType.DATETIME)
Row = tuple[Any, ...]


def prolonged(rows: Sequence[Row], types: Sequence[FieldType], rule: Mapping[str, int] | None) -> tuple[Row, ...]:
    """The rows and, by `{rows: how many of each thing, every: days}`, those of the days after them."""
    if not rule:
        return tuple(rows)
    day = next(place for place, kind in enumerate(types) if kind in _DAYS)
    thing = next((place for place, kind in enumerate(types) if kind is FieldType.RELATION), None)
    by_thing: dict[Any, list[Row]] = {}
    for row in rows:
        by_thing.setdefault(row[thing] if thing is not None else None, []).append(row)
    longest = max(rule["rows"] - len(given) for given in by_thing.values())
    found = list(rows)
    for step in range(1, longest + 1):
        for number, given in enumerate(by_thing.values()):
            if len(given) + step <= rule["rows"]:
                found.append(_later(given, types, day, step, rule["every"], number))
    return tuple(found)


def _later(given: list[Row], types: Sequence[FieldType], day: int, step: int, every: int, number: int) -> Row:
    """A copy of one of the rows given, so many steps after the last, its numbers moved along their course."""
    base, last = given[step % len(given)], given[-1]
    hundredths = _COURSE[(step + 5 * number) % len(_COURSE)]
    row = list(base)
    for place, kind in enumerate(types):
        if place == day:
            row[place] = _moved(last[place], step * every)
        elif kind in _NUMBERS and base[place] is not None:
            row[place] = _scaled(base[place], hundredths)
        elif kind is FieldType.TEXT and len(given) > 1:
            row[place] = given[step % len(given)][place]
    return tuple(row)


def _moved(moment: Any, days: int) -> str:
    text = str(moment)
    return (date.fromisoformat(text[:10]) + timedelta(days=days)).isoformat() + text[10:]


def _scaled(value: Any, hundredths: int) -> Any:
    """The same kind of number with as many places."""
    if isinstance(value, int):
        return value + value * hundredths // 100
    number = Decimal(str(value))
    return str((number * (100 + hundredths) / 100).quantize(number))
