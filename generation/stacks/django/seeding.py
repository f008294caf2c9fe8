"""Example rows and demo people of the generated app, cleaned so that every row can be stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generation.blueprint.schema import Blueprint, Scalar, Who
from generation.blueprint.schema import FieldType as T

from .entities import EntityView
from .fields import TEXT_LENGTH, FieldView

DAY = "2026-03-{:02d}"
ACCOUNTS = {"member": "member@example.com", "other": "other@example.com", "staff": "staff@example.com"}


@dataclass(frozen=True)
class Person:
    key: str
    email: str
    name: str
    staff: bool
    group: str


def people(blueprint: Blueprint, words: Mapping[str, str]) -> list[Person]:
    """The three people the checks sign in with, and one for each further role."""
    by_level = {
        level: next((role for role in blueprint.roles if role.level is level), None)
        for level in (Who.MEMBER, Who.STAFF)
    }
    member, staff = by_level[Who.MEMBER], by_level[Who.STAFF]
    found = [
        Person("member", ACCOUNTS["member"], words["person_member"], False, member.label if member else ""),
        Person("other", ACCOUNTS["other"], words["person_other"], False, member.label if member else ""),
        Person("staff", ACCOUNTS["staff"], words["person_staff"], True, staff.label if staff else ""),
    ]
    for role in blueprint.roles:
        if role not in (member, staff):
            address = f"{role.name.replace('_', '-')}.role@example.com"
            found.append(Person(role.name, address, role.label[:150], role.level is Who.STAFF, role.label))
    return [Person(p.key, p.email, p.name, p.staff, p.group[:150]) for p in found]


def rows(blueprint: Blueprint, views: list[EntityView]) -> dict[str, list[dict[str, Any]]]:
    """Rows by class name, in the attribute names of the models."""
    return {
        view.name: [_row(view, values, number) for number, values in enumerate(blueprint.seed.get(view.name, ()), 1)]
        for view in views
    }


def _row(view: EntityView, values: Mapping[str, Any], number: int) -> dict[str, Any]:
    row = {}
    for field in view.fields:
        value = _clean(field, values.get(field.field.name))
        if value is None and (field.field.required or field.initial) and not field.is_relation:
            value = sample(field, number)
        if value is not None:
            row[field.name] = value
    return row


def _clean(field: FieldView, value: Scalar | tuple[int, ...]) -> Any:
    if value is None or value == "":
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


def sample(field: FieldView, number: int) -> Any:
    """A plain value that the field accepts, for rows that leave a required field out."""
    match field.type:
        case T.INTEGER:
            return number
        case T.DECIMAL | T.MONEY:
            return f"{number * 10}.50"
        case T.RATING:
            return 1 + number % 5
        case T.BOOLEAN:
            return False
        case T.DATE:
            return DAY.format(1 + number % 28)
        case T.TIME:
            return f"{8 + number % 10:02d}:00"
        case T.DATETIME:
            return f"{DAY.format(1 + number % 28)}T{8 + number % 10:02d}:00"
        case T.EMAIL:
            return f"person{number}@example.com"
        case T.PHONE:
            return f"+34 600 000 {number:03d}"
        case T.URL | T.IMAGE:
            return f"https://example.com/{number}"
        case T.CHOICE:
            return field.initial or field.field.choices[0].value
    return f"{field.label} {number}"[:TEXT_LENGTH]
