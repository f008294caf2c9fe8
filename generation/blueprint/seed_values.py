"""Whether one example value fits its field; used where seed rows are checked."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from generation.blueprint.schema import Field, FieldType

TEXT_LIMIT = 200  # characters a one-line text may hold


def problem_of(field: Field, value: Any, target_rows: int) -> str:
    """Why the value does not fit, or ""; `target_rows` is how many rows a relation may point to."""
    if value is None or value in ("", ()):
        return "a required value is missing" if field.required else ""
    if field.type is FieldType.RELATION:
        return "" if _is_row(value, target_rows) else f"row {value} of {field.target} does not exist"
    if field.type is FieldType.RELATIONS:
        fine = isinstance(value, tuple) and all(_is_row(row, target_rows) for row in value)
        return "" if fine else f"rows {value} of {field.target} do not exist"
    if field.type is FieldType.CHOICE:
        return "" if value in {c.value for c in field.choices} else f"{value} is not among the choices"
    return "" if _FITS[field.type](value) else f"{value!r} is no {field.type}"


def _is_row(value: Any, rows: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= rows


def _parses(parse: Callable[[str], object]) -> Callable[[Any], bool]:
    def fits(value: Any) -> bool:
        try:
            parse(value)
        except (ValueError, TypeError, InvalidOperation):
            return False
        return True

    return fits


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _matches(pattern: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None


_FITS: dict[FieldType, Callable[[Any], bool]] = {
    FieldType.TEXT: lambda value: isinstance(value, str) and len(value) <= TEXT_LIMIT,
    FieldType.LONG_TEXT: lambda value: isinstance(value, str),
    FieldType.INTEGER: _whole,
    FieldType.DECIMAL: _parses(lambda value: Decimal(str(value))),
    FieldType.MONEY: _parses(lambda value: Decimal(str(value))),
    FieldType.BOOLEAN: lambda value: isinstance(value, bool),
    FieldType.DATE: _parses(date.fromisoformat),
    FieldType.TIME: _parses(time.fromisoformat),
    FieldType.DATETIME: _parses(datetime.fromisoformat),
    FieldType.EMAIL: _matches(r"[^@\s]+@[^@\s]+\.[a-z]+"),
    FieldType.PHONE: _matches(r"[+0-9][0-9 ()-]{5,20}"),
    FieldType.URL: _matches(r"https?://\S+"),
    FieldType.IMAGE: _matches(r"(https?://|/)\S+"),
    FieldType.FILE: lambda value: False,  # an example row brings no file
    FieldType.RATING: lambda value: _whole(value) and 1 <= value <= 5,
}
