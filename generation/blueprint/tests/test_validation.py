"""Each rule of the validator, broken once: what a plan may not say is named."""

from __future__ import annotations

from typing import Any

import pytest

from generation.blueprint.reader import read
from generation.blueprint.schema import Blueprint
from generation.blueprint.validation import InvalidBlueprint, check, validate

SALON = read("Sistema de reservas para una peluquería con servicios, clientes y citas")
SHOP = read("Tienda con productos y carrito")


def broken(blueprint: Blueprint, **changes: Any) -> list[str]:
    """Problems of the blueprint with some of its top-level parts replaced."""
    return validate(Blueprint.model_validate({**blueprint.model_dump(), **changes}))


def with_entity(blueprint: Blueprint, index: int = 0, **changes: Any) -> list[str]:
    entities = [entity.model_dump() for entity in blueprint.entities]
    entities[index] |= changes
    return broken(blueprint, entities=entities)


def with_field(blueprint: Blueprint, entity: int, field: int, **changes: Any) -> list[str]:
    fields = [f.model_dump() for f in blueprint.entities[entity].fields]
    fields[field] |= changes
    return with_entity(blueprint, entity, fields=fields)


def has(problems: list[str], words: str) -> bool:
    return any(words in problem for problem in problems)


def test_plans_of_the_reader_have_no_problem() -> None:
    assert validate(SALON) == []
    check(SHOP)


def test_check_raises_with_all_problems() -> None:
    bad = Blueprint.model_validate(
        {**SALON.model_dump(), "pages": SALON.model_dump()["pages"][1:], "seed": {"Nadie": [{}]}}
    )
    with pytest.raises(InvalidBlueprint) as raised:
        check(bad)
    assert has(raised.value.problems, "there is no home page")
    assert has(raised.value.problems, "entity Nadie does not exist")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"display": "nada"}, "display names a missing field nada"),
        ({"search": ("nada",)}, "search names a missing field nada"),
        ({"filters": ("nada",)}, "filters names a missing field nada"),
        ({"name": "User"}, "name is reserved"),
        ({"name": "Cliente"}, "entity cliente is defined twice"),
        ({"slug": "admin"}, "address /admin/ is reserved"),
        ({"slug": "clientes"}, "slug clientes is used by two entities"),
        ({"access": {"read": "owner", "create": "member", "edit": "owner", "delete": "owner"}}, "rows are not owned"),
        (
            {"access": {"read": "visitor", "create": "owner", "edit": "staff", "delete": "staff"}, "owned": True},
            "create cannot be owner",
        ),
        ({"access": {"read": "staff", "create": "staff", "edit": "member", "delete": "staff"}}, "must be able to read"),
        (
            {"access": {"read": "visitor", "create": "visitor", "edit": "visitor", "delete": "staff"}},
            "visitor may not edit",
        ),
        ({"workflow": {"field": "nombre", "initial": "a", "moves": []}}, "is not a choice field"),
    ],
)
def test_a_wrong_entity_is_named(changes: dict[str, Any], words: str) -> None:
    assert has(with_entity(SALON, 0, **changes), words)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "class"}, "the name is reserved"),
        ({"name": "objects"}, "the name is reserved"),
        ({"name": "a__b"}, "double"),
        ({"name": "precio"}, "field precio is defined twice"),
        ({"type": "relation"}, "a relation needs a target"),
        ({"type": "relation", "target": "Nadie"}, "target Nadie does not exist"),
        ({"target": "Cliente"}, "only a relation has a target"),
        ({"type": "choice"}, "needs choices"),
        ({"type": "boolean", "unique": True}, "cannot be unique"),
        ({"type": "choice", "choices": [{"value": "a", "label": "A"}] * 2}, "choice a is listed twice"),
    ],
)
def test_a_wrong_field_is_named(changes: dict[str, Any], words: str) -> None:
    assert has(with_field(SALON, 0, 0, **changes), words)


def test_a_field_may_not_hide_the_way_back_of_a_relation() -> None:
    assert has(with_field(SALON, 0, 1, name="cita"), "clashes with the relation from Cita")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"cliente": 99}, "row 99 of Cliente does not exist"),
        ({"cliente": None}, "a required value is missing"),
        ({"estado": "perdida"}, "is not among the choices"),
        ({"fecha_hora": "mañana"}, "is no datetime"),
        ({"nada": 1}, "field nada does not exist"),
    ],
)
def test_a_wrong_example_row_is_named(row: dict[str, Any], words: str) -> None:
    rows = [dict(each) for each in SALON.seed["Cita"]]
    rows[0] |= row
    assert has(broken(SALON, seed={**SALON.seed, "Cita": rows}), words)


def test_workflow_states_stand_among_the_choices() -> None:
    flow = {"field": "estado", "initial": "perdida", "moves": [{"source": "reservada", "target": "reservada"}]}
    index = [entity.name for entity in SALON.entities].index("Cita")
    problems = with_entity(SALON, index, workflow=flow)
    assert has(problems, "workflow state perdida")
    assert has(problems, "leads to the state it starts from")


def test_a_shop_needs_a_product_with_a_price() -> None:
    assert has(broken(SHOP, shop={"product": "Nadie", "price": "precio"}), "product Nadie does not exist")
    assert has(broken(SHOP, shop={"product": "Producto", "price": "nombre"}), "is not a money field")
    assert has(
        broken(SHOP, shop={"product": "Producto", "price": "precio", "stock": "nombre"}), "is not a whole number"
    )
    assert has(broken(SHOP, shop=None), "payments and what is paid for, a shop or a table, come together")
    entities = [{**entity.model_dump(), "name": "Cart"} for entity in SHOP.entities[:1]]
    assert has(broken(SHOP, entities=entities), "entity Cart: the name is reserved")
    assert SHOP.shop is not None
    sale = SHOP.shop.model_dump()
    for field, wrong, said in (
        ("line", "Nada", "order or line does not exist"),
        ("paid", "regalado", "regalado is no state"),
        ("total", "suma", "has no field suma"),
        ("line_price", "coste", "has no field coste"),
    ):
        assert has(broken(SHOP, shop={**sale, field: wrong}), said)


@pytest.mark.parametrize(("read_by", "sold"), [("owner", False), ("staff", False), ("member", True)])
def test_what_is_sold_is_readable_by_those_who_buy(read_by: str, sold: bool) -> None:
    index = [entity.name for entity in SHOP.entities].index("Producto")
    access = {"read": read_by, "create": "staff", "edit": "staff", "delete": "staff"}
    assert has(with_entity(SHOP, index, access=access), "is sold to people who may not see it") is not sold


def test_required_relations_lead_in_no_circle() -> None:
    entities = [entity.model_dump() for entity in SALON.entities]
    one, two = entities[0], entities[1]
    for entity, target in ((one, two["name"]), (two, one["name"])):
        link = {"name": "otro", "label": "Otro", "type": "relation", "target": target, "required": True}
        entity["fields"] = [*entity["fields"], link]
    assert has(broken(SALON, entities=entities), f"entity {one['name']}: its required relations lead back to itself")
    two["fields"][-1]["required"] = False
    assert not has(broken(SALON, entities=entities), "lead back to itself")


def test_every_entity_has_criteria_and_every_criterion_an_entity() -> None:
    criteria = [c.model_dump() for c in SALON.criteria]
    assert has(
        broken(SALON, criteria=[c for c in criteria if c["check"]["entity"] != "Cita"]), "entity Cita has no criterion"
    )
    criteria[0]["check"]["entity"] = "Nadie"
    assert has(broken(SALON, criteria=criteria), "entity Nadie does not exist")
    criteria[0]["check"] |= {"entity": "Cita", "field": "nada"}
    assert has(broken(SALON, criteria=criteria), "Cita has no field nada")
    criteria[1]["id"] = criteria[0]["id"]
    assert has(broken(SALON, criteria=criteria), "is defined twice")


def test_pages_have_one_address_each_and_a_home() -> None:
    pages = [page.model_dump() for page in SALON.pages]
    assert has(broken(SALON, pages=[*pages, pages[1]]), "is used twice")
    assert has(broken(SALON, pages=pages[1:]), "there is no home page")
    assert has(broken(SALON, pages=[*pages, {"kind": "cart", "slug": "c", "title": "C"}]), "only a shop has a cart")
    assert has(broken(SALON, pages=[*pages, {"kind": "list", "slug": "x", "title": "X"}]), "needs an entity")
    first = SALON.entities[0]
    report = {"kind": "report", "slug": first.slug, "title": "R", "entity": first.name}
    assert has(broken(SALON, pages=[*pages[:1], report]), f"the address is that of {first.name}")


def test_fit_and_unmet_agree() -> None:
    unmet = [{"asked": "mapas", "why": "todavía no"}]
    assert has(broken(SALON, fit="partial"), "nothing is said to be unmet")
    assert has(broken(SALON, unmet=unmet), "fit is full, but a wish is unmet")
    assert has(broken(SALON, fit="outside", unmet=unmet), "outside what can be built has no entities")
