"""Example rows and demo people of the generated app, cleaned so that every row can be stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generation.blueprint import staff_rules
from generation.blueprint.schema import Blueprint, Role, Scalar, Who
from generation.blueprint.schema import FieldType as T

from .entities import EntityView, by_dependency
from .fields import TEXT_LENGTH, FieldView
from .schedules import timings
from .spacing import spread

DAY = "2026-03-{:02d}"
ACCOUNTS = {"member": "member@example.com", "other": "other@example.com", "staff": "staff@example.com"}


@dataclass(frozen=True)
class Person:
    key: str
    email: str
    name: str
    staff: bool
    full: bool  # whether nothing is kept from them
    group: str


def account(role: Role) -> str:
    """The key of the role's demo person."""
    return f"role_{role.name}"


def address(role: Role) -> str:
    return f"{role.name.replace('_', '-')}.role@example.com"


def group(role: Role | None) -> str:
    return role.label[:150] if role else ""


def people(blueprint: Blueprint, words: Mapping[str, str]) -> list[Person]:
    """The three people the checks sign in with, and one for each further role.

    Where the staff differ in what they may do, "staff" is the one who may everything.
    """
    is_team = staff_rules.is_limited(blueprint)
    levels = (Who.MEMBER, Who.STAFF)
    first = {level: next((role for role in blueprint.roles if role.level is level), None) for level in levels}
    member, staff = first[Who.MEMBER], first[Who.STAFF]
    if is_team:
        staff = next((role for role in blueprint.roles if role.full), None)
    found = [
        Person("member", ACCOUNTS["member"], words["person_member"], False, False, group(member)),
        Person("other", ACCOUNTS["other"], words["person_other"], False, False, group(member)),
        Person("staff", ACCOUNTS["staff"], words["person_staff"], True, True, group(staff)),
    ]
    for role in blueprint.roles:
        if role not in (member, staff):
            is_staff = role.level is Who.STAFF
            full = is_staff and (role.full or not is_team)
            found.append(Person(account(role), address(role), role.label[:150], is_staff, full, group(role)))
    return found


def rows(blueprint: Blueprint, views: list[EntityView]) -> dict[str, list[dict[str, Any]]]:
    """Rows by class name, in the attribute names of the models, each owned row with the key of its person."""
    found = {view.name: _rows_of(view, blueprint.seed.get(view.name, ())) for view in views}
    for name, timing in timings(views).items():
        spread(timing, found[name], found)
    for view in by_dependency(views):
        if view.owned:
            _share_out(view, found)
        if view.once:
            found[view.name] = list(_one_each(view.once.name, found[view.name]))
        if view.entity.moderated:
            _moderate(found[view.name])
    return found


def _one_each(relation: str, rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Nobody says two things about the same row: the second is somebody else's, the fourth nobody's."""
    said: set[tuple[Any, str]] = set()
    for row in rows:
        for person in (row["owner"], *ACCOUNTS):
            if (row.get(relation), person) not in said:
                said.add((row.get(relation), person))
                yield {**row, "owner": person}
                break


def _moderate(rows: list[dict[str, Any]]) -> None:
    """Of three rows or more the last one that is the other member's waits for the staff."""
    for row in rows:
        row["moderation"] = "approved"
    waiting = [row for row in rows if row.get("owner") == "other"]
    if len(rows) > 2 and waiting:
        waiting[-1]["moderation"] = "pending"


def _rows_of(view: EntityView, given: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows given, or two plain ones: a page about a row can only be looked at when there is a row."""
    return [_row(view, values, number) for number, values in enumerate(given or ({}, {}), 1)]


def _share_out(view: EntityView, found: dict[str, list[dict[str, Any]]]) -> None:
    """A row belongs to whoever owns the row it hangs on; otherwise every third one is the other member's."""
    rows = found[view.name]
    for number, row in enumerate(rows):
        parents = (_parent_owner(field, row, found) for field in view.fields if field.type is T.RELATION)
        row["owner"] = next((owner for owner in parents if owner), "other" if number % 3 == 2 else "member")
    if rows and all(row["owner"] != "member" for row in rows):
        rows[0]["owner"] = "member"


def _parent_owner(field: FieldView, row: Mapping[str, Any], found: dict[str, list[dict[str, Any]]]) -> str | None:
    targets, number = found.get(field.field.target or "", []), row.get(field.name)
    if not number or number > len(targets):
        return None
    owner: str | None = targets[number - 1].get("owner")
    return owner


def _row(view: EntityView, values: Mapping[str, Any], number: int) -> dict[str, Any]:
    row = {}
    for field in (each for each in view.fields if not each.computed and not each.uploaded):
        value = _clean(field, values.get(field.field.name))
        if field.type is T.IMAGE and value is None:
            continue  # the pages draw a cover for a row without a picture
        if value is None and (field.field.required or field.initial):
            value = None if field.is_many else 1 if field.is_relation else sample(field, number)
        if value is not None:
            row[field.name] = value
    return row


def _clean(field: FieldView, value: Scalar | tuple[int, ...]) -> Any:
    if value is None or value == "" or _is_nowhere(field, value):
        return None
    if field.is_many:
        return [value] if isinstance(value, int) else list(value) if isinstance(value, tuple) else []
    if field.type is T.RELATION:
        return value if isinstance(value, int) else None
    if field.type is T.TEXT:
        return str(value)[:TEXT_LENGTH]
    if field.type is T.CHOICE and value not in {choice.value for choice in field.field.choices}:
        return None
    if field.type in {T.MONEY, T.DECIMAL}:
        return str(value)
    return value


def _is_nowhere(field: FieldView, value: Any) -> bool:
    """Whether a picture's address is only an example: nothing is served there."""
    host = str(value).partition("//")[2].partition("/")[0]
    return field.type is T.IMAGE and host.removeprefix("www.") in {"example.com", "example.org", "ejemplo.com"}


def sample(field: FieldView, number: int) -> Any:
    """A plain value that the field accepts, for rows that leave a required field out."""
    make = _SAMPLES.get(field.type)
    if field.type is T.CHOICE:
        return field.initial or field.field.choices[0].value
    return make(number) if make else f"{field.label} {number}"[:TEXT_LENGTH]


_SAMPLES: dict[T, Callable[[int], Any]] = {
    T.INTEGER: lambda number: number,
    T.DECIMAL: lambda number: f"{number * 10}.50",
    T.MONEY: lambda number: f"{number * 10}.50",
    T.RATING: lambda number: 1 + number % 5,
    T.BOOLEAN: lambda number: False,
    T.DATE: lambda number: DAY.format(1 + number % 28),
    T.TIME: lambda number: f"{8 + number % 10:02d}:00",
    T.DATETIME: lambda number: f"{DAY.format(1 + number % 28)}T{8 + number % 10:02d}:00",
    T.EMAIL: lambda number: f"person{number}@example.com",
    T.PHONE: lambda number: f"+34 600 000 {number:03d}",
    T.URL: lambda number: f"https://example.com/{number}",
    T.IMAGE: lambda number: f"https://example.com/{number}",
}
