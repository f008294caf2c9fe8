"""Money that people give is no price but is paid, and what is sold can be seen by those who buy."""

from __future__ import annotations

from typing import Any

import pytest

from generation.blueprint.reader import read
from generation.blueprint.schema import Blueprint, CheckKind, Feature, Fit, Who
from generation.blueprint.validation import validate
from generation.stacks.tests.giving import charity


@pytest.mark.parametrize(
    ("text", "cause", "gift", "told"),
    [
        (
            "A website for a goat rescue charity. Appeals with a title, a description, a goal and an end date. "
            "Anyone can donate to an appeal by card, leaving their name, email, the amount and maybe a message. "
            "Only the treasurer sees the donations and manages the appeals.",
            "Appeal",
            "Donation",
            {"name", "email", "amount", "message"},
        ),
        (
            "Web de una protectora. Campañas con título, descripción y meta. "
            "Cualquiera puede donar a una campaña con tarjeta dejando su nombre, correo e importe.",
            "Campana",
            "Donacion",
            {"nombre", "correo", "importe"},
        ),
    ],
)
def test_a_donation_by_card_is_paid_for_and_no_shop(text: str, cause: str, gift: str, told: set[str]) -> None:
    blueprint = read(text)
    entities = {entity.name: entity for entity in blueprint.entities}
    assert blueprint.shop is None
    assert blueprint.has(Feature.PAYMENTS)
    assert blueprint.fit is Fit.FULL
    charge, flow, access = entities[gift].charge, entities[gift].workflow, entities[gift].access
    assert charge is not None
    assert flow is not None
    assert (charge.amount in {"amount", "importe"}, charge.email in {"email", "correo"}) == (True, True)
    assert (flow.initial, charge.paid) in {(move.source, move.target) for move in flow.moves}
    assert (access.create, access.edit, access.delete) == (Who.VISITOR, Who.STAFF, Who.STAFF)
    assert [each.check.entity for each in blueprint.criteria if each.check.kind is CheckKind.CHARGES] == [gift]
    assert told <= {field.name for field in entities[gift].fields}
    assert not told & {field.name for field in entities[cause].fields}
    assert entities[cause].access.read is Who.VISITOR


def test_what_only_the_staff_sees_is_not_what_is_sold() -> None:
    blueprint = read("Shop of a farm: honeys with name and price. Only the staff can see the honeys. Pay by card")
    read_by = {entity.name: entity.access.read for entity in blueprint.entities}
    assert read_by["Honey"] is Who.STAFF
    assert blueprint.shop is not None
    assert read_by[blueprint.shop.product] is Who.VISITOR


def test_states_of_the_text_are_kept_where_one_says_that_the_money_came() -> None:
    blueprint = read(
        "Web para publicar campañas y recibir donaciones con tarjeta. Donaciones con nombre, importe y estado "
        "(pendiente, confirmada, fallida). Cualquiera puede donar."
    )
    (gift,) = (entity for entity in blueprint.entities if entity.charge)
    assert gift.charge is not None
    assert gift.charge.paid == "confirmada"
    assert validate(blueprint) == []


def test_members_pay_what_is_theirs_and_cannot_say_that_it_is_paid() -> None:
    blueprint = read("Los socios hacen aportaciones con importe y las pagan con tarjeta. Cada socio ve solo las suyas.")
    (gift,) = (entity for entity in blueprint.entities if entity.charge)
    assert (gift.access.read, gift.access.edit) == (Who.OWNER, Who.STAFF)
    assert blueprint.fit is Fit.FULL


@pytest.mark.parametrize(
    "text",
    [
        "Registro de donaciones con nombre, importe y fecha. Solo el personal entra.",
        "Web de una protectora. Cualquiera puede donar dejando su nombre e importe. Sin pagos online.",
    ],
)
def test_without_a_word_about_paying_gifts_are_written_down(text: str) -> None:
    assert not any(entity.charge for entity in read(text).entities)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"charge": {"amount": "correo", "paid": "pagada"}}, "is no amount"),
        ({"charge": {"amount": "importe", "paid": "fallida_ya"}}, "no move leads"),
        ({"charge": {"amount": "importe", "paid": "pagada", "email": "nombre"}}, "is no address"),
        ({"access": {"read": "owner", "create": "member", "edit": "owner", "delete": "owner"}}, "by the staff alone"),
        ({"name": "Payment"}, "stands for something else"),
    ],
)
def test_a_charge_that_cannot_be_is_named(changes: dict[str, Any], words: str) -> None:
    plan = charity()
    entities = [{**each.model_dump(), **(changes if each.charge else {})} for each in plan.entities]
    problems = validate(Blueprint.model_validate({**plan.model_dump(), "entities": entities}))
    assert any(words in problem for problem in problems), problems
