"""Values that nobody can know beforehand, made in the host for each run, and what they must look like afterwards."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from generation.stacks.protocol import FieldProbe

LETTERS = "abcdefghjkmnpqrstuvwxyz"


@dataclass(frozen=True)
class Value:
    """What is sent in the form, what the column must hold, and what the page must show (any one; empty: nothing)."""

    sent: str | list[str]
    stored: Any
    shown: tuple[str, ...] = ()


def word(length: int = 10) -> str:
    """A random word that stands in no dictionary and needs no escaping."""
    return "zq" + "".join(secrets.choice(LETTERS) for _ in range(length))


def number(low: int, high: int) -> int:
    return low + secrets.randbelow(high - low + 1)


def make(probe: FieldProbe) -> Value | None:
    """A value for a field that needs no row of another table; None for relations."""
    maker = MAKERS.get(probe.kind)
    return maker(probe) if maker else None


def _text(probe: FieldProbe) -> Value:
    made = word()
    return Value(made, made, (made,))


def _email(probe: FieldProbe) -> Value:
    made = f"{word()}@example.com"
    return Value(made, made, (made,))


def _phone(probe: FieldProbe) -> Value:
    made = f"+346{number(10_000_000, 99_999_999)}"
    return Value(made, made, (made,))


def _url(probe: FieldProbe) -> Value:
    made = f"https://example.com/{word()}"
    return Value(made, made, ())


def _integer(probe: FieldProbe) -> Value:
    made = number(1, probe.most) if probe.most else number(1001, 9999)
    return Value(str(made), made, shown_number(str(made)))


def _rating(probe: FieldProbe) -> Value:
    made = number(1, 5)
    return Value(str(made), made)


def _decimal(probe: FieldProbe) -> Value:
    if probe.degrees:
        made = f"{secrets.choice(('', '-'))}{number(1, probe.degrees * 2 // 3)}.{number(1001, 9899)}"
        return Value(made, float(made))
    made = f"{number(101, 989)}.{number(11, 98)}"
    return Value(made, float(made), shown_number(made))


def shown_number(plain: str) -> tuple[str, ...]:
    """A number as the languages of the apps write it."""
    whole, _, part = plain.partition(".")
    grouped = (
        [whole]
        if len(whole) < 4
        else [whole, *(f"{whole[:-3]}{mark}{whole[-3:]}" for mark in (".", ",", " ", "\u202f", "\xa0"))]
    )
    return tuple(f"{start}{mark}{part}" for start in grouped for mark in ".,") if part else tuple(grouped)


def _boolean(probe: FieldProbe) -> Value:
    return Value("on", 1)


def _choice(probe: FieldProbe) -> Value | None:
    if not probe.choices:
        return None
    made = secrets.choice(probe.choices)
    return Value(made, made)


def _date(probe: FieldProbe) -> Value:
    made = f"{number(2031, 2038)}-{number(1, 12):02}-{number(1, 28):02}"
    return Value(made, made, (made[:4],))


def _time(probe: FieldProbe) -> Value:
    made = f"{number(9, 18):02}:{number(10, 59):02}"
    return Value(made, made)


def _datetime(probe: FieldProbe) -> Value:
    made = f"{number(2031, 2038)}-{number(1, 12):02}-{number(2, 27):02}T{number(9, 18):02}:{number(10, 59):02}"
    return Value(made, made, (made[:4],))


MAKERS = {
    "text": _text, "long_text": _text, "email": _email, "phone": _phone, "url": _url, "image": _url,
    "integer": _integer, "decimal": _decimal, "money": _decimal, "rating": _rating, "boolean": _boolean,
    "choice": _choice, "date": _date, "time": _time, "datetime": _datetime,
}  # fmt: skip


def matches(kind: str, value: Value, stored: Any) -> bool:
    """Whether the column holds what was sent, in the form SQLite keeps that kind in."""
    if stored is None:
        return False
    if kind in ("decimal", "money"):
        try:
            return abs(float(stored) - float(value.stored)) < 0.005
        except (TypeError, ValueError):
            return False
    if kind == "time":
        return str(stored).startswith(str(value.stored))
    if kind == "datetime":  # kept in UTC, so the day and the hour may differ; month and minute do not
        return str(stored)[:7] == str(value.stored)[:7] and str(stored)[14:16] == str(value.stored)[14:16]
    return bool(stored == value.stored or str(stored) == str(value.stored))
