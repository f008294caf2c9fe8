"""Money that people give is no price, and what is sold can be seen by those who buy."""

from __future__ import annotations

import pytest

from generation.blueprint.reader import read
from generation.blueprint.schema import Feature, Fit, Who


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
def test_a_donation_by_card_is_a_wish_and_no_shop(text: str, cause: str, gift: str, told: set[str]) -> None:
    blueprint = read(text)
    entities = {entity.name: entity for entity in blueprint.entities}
    assert blueprint.shop is None
    assert not blueprint.has(Feature.PAYMENTS)
    assert blueprint.fit is Fit.PARTIAL
    assert len(blueprint.unmet) == 1
    assert told <= {field.name for field in entities[gift].fields}
    assert not told & {field.name for field in entities[cause].fields}
    assert entities[cause].access.read is Who.VISITOR


def test_what_only_the_staff_sees_is_not_what_is_sold() -> None:
    blueprint = read("Shop of a farm: honeys with name and price. Only the staff can see the honeys. Pay by card")
    read_by = {entity.name: entity.access.read for entity in blueprint.entities}
    assert read_by["Honey"] is Who.STAFF
    assert blueprint.shop is not None
    assert read_by[blueprint.shop.product] is Who.VISITOR
