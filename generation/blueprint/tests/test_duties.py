"""What a text keeps to some of the staff reaches the plan, and what it does not say limits nobody."""

from __future__ import annotations

import pytest

from generation.blueprint import staff_rules
from generation.blueprint.reader import read
from generation.blueprint.schema import Blueprint, CheckKind, Fit
from generation.blueprint.staff_rules import Action
from generation.blueprint.validation import validate

DESK = "App de una clínica con pacientes (nombre, teléfono), citas (fecha, hora), historias (texto) y pagos (importe). "
EACH = DESK + "Recepción agenda citas, el médico escribe la historia, el contador ve los pagos pero nada más."
WORKSHOP = "A workshop app: jobs with title and date, invoices with number and amount. "


def doers(plan: Blueprint, entity: str, action: Action) -> set[str]:
    """The staff roles, but those who may everything, that may do it."""
    return {role.name for role in staff_rules.doers(plan.entity(entity), action, plan.roles) if not role.full}


@pytest.mark.parametrize(
    ("text", "entity", "action", "may", "may_not"),
    [
        (DESK + "La recepcionista agenda las citas. Solo el médico ve las historias.", "Historia", "read",
         {"medico"}, {"recepcionista"}),
        (DESK + "El médico escribe las historias. El contador solo ve los pagos.", "Historia", "read",
         {"medico"}, {"contador"}),
        (DESK + "El médico escribe las historias. El contador solo ve los pagos.", "Pago", "create",
         {"medico"}, {"contador"}),
        (EACH, "Cita", "create", {"recepcion"}, {"medico", "contador"}),
        (EACH, "Pago", "read", {"contador", "medico", "recepcion"}, set()),
        ("Taller: órdenes con matrícula y fecha, facturas con número e importe. Los mecánicos cambian las órdenes pero "
         "no ven las facturas. El contable lleva las facturas.", "Factura", "read", {"contable"}, {"mecanico"}),
        (WORKSHOP + "Mechanics update the jobs, only the accountant can see the invoices.", "Invoice", "read",
         {"accountant"}, {"mechanic"}),
        (WORKSHOP + "The mechanic sees the jobs but not the invoices. The accountant writes the invoices.", "Invoice",
         "read", {"accountant"}, {"mechanic"}),
        (WORKSHOP + "The mechanic updates the jobs. The bookkeeper sees the invoices and nothing else.", "Job", "read",
         {"mechanic"}, {"bookkeeper"}),
    ],
)  # fmt: skip
def test_what_is_kept_to_some_is_refused_to_the_others(
    text: str, entity: str, action: Action, may: set[str], may_not: set[str]
) -> None:
    plan = read(text)
    assert validate(plan) == []
    found = doers(plan, entity, action)
    assert may <= found
    assert not may_not & found
    limits = [criterion for criterion in plan.criteria if criterion.check.kind is CheckKind.LIMITS]
    assert not may_not or entity in {criterion.check.entity for criterion in limits}


@pytest.mark.parametrize(
    "text",
    [
        DESK + "La recepcionista agenda las citas y el médico las ve.",
        WORKSHOP + "Mechanics update the jobs. The accountant writes the invoices.",
        "Taquería: los meseros levantan el pedido por mesa, los cocineros lo ven y lo pasan a listo.",
    ],
)
def test_who_is_told_one_thing_is_not_refused_another(text: str) -> None:
    plan = read(text)
    assert not staff_rules.is_limited(plan)
    assert all(criterion.check.kind is not CheckKind.LIMITS for criterion in plan.criteria)


def test_the_owner_may_everything() -> None:
    plan = read(WORKSHOP + "The owner sees everything. The mechanic sees the jobs but not the invoices.")
    owner = next(role for role in plan.roles if role.name == "owner")
    assert owner.full
    assert owner in staff_rules.doers(plan.entity("Invoice"), "read", plan.roles)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Repair jobs with title, date and price. The handyman sees the jobs but not the price.", "not the price"),
        ("Órdenes con cliente, descripción y precio. El operario ve las órdenes pero no el precio.", "no el precio"),
        ("Repair jobs with title and price. The handyman sees the jobs but not the money.", "not the money"),
    ],
)
def test_a_field_that_cannot_be_kept_back_is_named(text: str, quoted: str) -> None:
    plan = read(text)
    assert plan.fit is Fit.PARTIAL
    assert any(quoted in wish.asked for wish in plan.unmet), plan.unmet


def test_money_in_a_table_of_its_own_is_kept_back_there() -> None:
    text = "Jobs with title and date, and payments with amount and date. The handyman sees the jobs but not the money."
    plan = read(text)
    assert doers(plan, "Job", "read") == {"handyman"}
    assert doers(plan, "Payment", "read") == set()
