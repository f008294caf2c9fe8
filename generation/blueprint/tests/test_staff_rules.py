"""Staff of different rights in a plan: who is named may, who is not is refused, and no plan contradicts itself."""

from __future__ import annotations

from typing import Any

import pytest

from generation.blueprint import staff_rules
from generation.blueprint.reader import read
from generation.blueprint.schema import Blueprint
from generation.blueprint.validation import validate

SALON = read("Sistema de reservas para una peluquería con servicios, clientes y citas")
ROLES = [
    {"name": "cliente", "label": "Cliente"},
    {"name": "jefe", "label": "Jefe", "level": "staff", "full": True},
    {"name": "recepcion", "label": "Recepción", "level": "staff"},
    {"name": "contador", "label": "Contador", "level": "staff"},
]
STAFF = {"read": "staff", "create": "staff", "edit": "staff", "delete": "staff"}


def planned(name: str, access: dict[str, Any], roles: list[dict[str, Any]] = ROLES) -> Blueprint:
    """The salon's plan with those rules for one entity, and one role more for each kind of staff."""
    data = SALON.model_dump()
    for entity in data["entities"]:
        if entity["name"] == name:
            entity |= {"access": access, "owned": access["read"] == "owner"}
    return Blueprint.model_validate({**data, "roles": roles})


def test_who_is_named_may_and_who_is_full_always_may() -> None:
    plan = planned("Cita", {**STAFF, "staff": {"create": ("recepcion",)}})
    entity = plan.entity("Cita")
    assert validate(plan) == []
    assert staff_rules.is_limited(plan)
    assert [role.name for role in staff_rules.doers(entity, "create", plan.roles)] == ["jefe", "recepcion"]
    assert [role.name for role in staff_rules.refused(entity, "create", plan.roles)] == ["contador"]
    assert staff_rules.refused(entity, "read", plan.roles) == []


def test_without_names_every_role_of_the_staff_may() -> None:
    assert not staff_rules.is_limited(planned("Cita", STAFF))
    assert not staff_rules.is_limited(SALON)


@pytest.mark.parametrize(
    ("access", "roles", "words"),
    [
        ({**STAFF, "staff": {"read": ("nadie",)}}, ROLES, "kept to nadie, which is no staff role"),
        ({**STAFF, "staff": {"read": ("cliente",)}}, ROLES, "kept to cliente, which is no staff role"),
        ({**STAFF, "read": "visitor", "staff": {"read": ("recepcion",)}}, ROLES, "open to anybody"),
        ({**STAFF, "staff": {"read": ("recepcion",)}}, ROLES, "contador may edit rows without reading them"),
        (STAFF, [{**ROLES[0], "full": True}], "only a role of the staff is full"),
    ],
)
def test_a_plan_that_contradicts_itself_is_refused(
    access: dict[str, Any], roles: list[dict[str, Any]], words: str
) -> None:
    assert any(words in problem for problem in validate(planned("Cita", access, roles)))


def test_who_makes_a_row_reads_what_it_must_point_to() -> None:
    only = dict.fromkeys(staff_rules.ACTIONS, ("recepcion",))
    target = next(f.target for f in SALON.entity("Cita").fields if f.target and f.required)
    plan = planned(str(target), {**STAFF, "staff": only})
    rows = plan.model_dump()
    for entity in rows["entities"]:
        if entity["name"] == "Cita":
            entity |= {"access": STAFF, "owned": False}
    problems = validate(Blueprint.model_validate(rows))
    assert any(f"contador may create rows without reading the {target}" in problem for problem in problems)
