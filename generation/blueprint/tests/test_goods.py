"""Example rows are of what the app is about: a shop's goods by its kind, other things by their own name."""

from __future__ import annotations

import pytest

from generation.blueprint.lexicon import tables
from generation.blueprint.reader import read
from generation.blueprint.tables.goods import TABLES, goods_of, named_so
from generation.blueprint.validation import validate
from generation.blueprint.words.inflection import fold

KINDS = {kind: goods for kind, goods in tables("goods").items() if kind not in TABLES.values()}


@pytest.mark.parametrize(
    ("text", "product", "holds", "lacks"),
    [
        ("Tienda online de cerámica con productos, precio y stock", "Producto", "Taza de gres azul", "Cuaderno cosido"),
        ("An online shop for coffee: products, price and cart.", "Product", "Ground Chiapas coffee", "Glass jug"),
        ("Tienda online con productos, precio y stock", "Producto", "Jarra de vidrio", "Café de Huila en grano"),
    ],
)  # fmt: skip
def test_a_shop_sells_goods_of_its_kind(text: str, product: str, holds: str, lacks: str) -> None:
    called = [value for row in read(text).seed[product] for value in row.values()]
    assert holds in called
    assert lacks not in called


def test_a_thing_of_which_nothing_is_known_is_called_by_its_own_name() -> None:
    (rows,) = (rows for name, rows in read("Sourdough starters with name and last feeding date").seed.items())
    names = [str(row["name"]) for row in rows]
    assert all(name.endswith("sourdough starter") for name in names)
    assert len(set(names)) == len(names)


def test_a_thing_is_called_by_names_that_hold_its_noun_or_by_any_under_an_umbrella() -> None:
    assert "Vela de cedro" in named_so("vela", "es")
    assert "Taza de gres azul" in named_so("ceramica", "es")
    assert named_so("silla", "es") == []
    assert named_so("colmena", "es") == []


@pytest.mark.parametrize(
    "text", ["un cuaderno de campo", "código postal y agenda", "the book of records", "hilo y piso"]
)
def test_everyday_words_tell_no_goods(text: str) -> None:
    assert goods_of(frozenset(fold(text).split()), "es") is None


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_whole_in_both_languages(kind: str) -> None:
    goods = KINDS[kind]
    for language in ("es", "en"):
        assert len(set(goods[language])) == 6
        assert len(set(goods["shelves"][language])) == 3
    assert all(fold(word) == word for word in goods["words"])


def test_no_word_tells_two_kinds_of_goods() -> None:
    words = [word for goods in KINDS.values() for word in goods["words"]]
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("text", "thing", "field", "order"),
    [
        ("Online shop with a cart. Each repair belongs to an order, with a date.", "Repair", "order", "Order"),
        ("Tienda de muebles con carrito y pagos. Cada pedido tiene reparaciones.", "Reparacion", "pedido", "Pedido"),
    ],
)  # fmt: skip
def test_the_examples_of_what_belongs_to_an_order_name_one_there_is(
    text: str, thing: str, field: str, order: str
) -> None:
    plan = read(text)
    assert validate(plan) == []
    there = len(plan.seed[order])
    named = {row[field] for row in plan.seed[thing]}
    assert named == set(range(1, there + 1))
