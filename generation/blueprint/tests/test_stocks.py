"""How much there is follows from what came in and went out, where the text has rows for it."""

from __future__ import annotations

import pytest

from generation.blueprint.reader import read
from generation.blueprint.schema import Blueprint, CheckKind, Field

WAREHOUSE = "Almacén con productos (nombre, existencias, mínimo), entradas y salidas con cantidad y fecha."
MOVEMENTS = "Warehouse stock control: products with name, SKU and stock; movements in and out"


def stock_of(blueprint: Blueprint) -> Field:
    return next(field for entity in blueprint.entities for field in entity.fields if field.least is not None)


def test_entries_and_exits_make_the_stock() -> None:
    blueprint = read(WAREHOUSE)
    stock = stock_of(blueprint)
    assert stock.formula == "sum(Entrada.cantidad) - sum(Salida.cantidad)"
    assert stock.alert == "minimo"
    assert {CheckKind.STOCKS, CheckKind.COMPUTES} <= {criterion.check.kind for criterion in blueprint.criteria}


def test_movements_of_two_kinds_make_the_stock() -> None:
    blueprint = read(MOVEMENTS)
    assert stock_of(blueprint).formula == "sum(Movement.change)"
    change = next(field for field in blueprint.entity("Movement").fields if field.formula)
    assert change.formula == "quantity * type"
    kind = next(field for field in blueprint.entity("Movement").fields if field.choices)
    assert {choice.value: choice.weight for choice in kind.choices} == {"in": 1, "out": -1}


@pytest.mark.parametrize("text", [WAREHOUSE, MOVEMENTS])
def test_the_examples_never_take_more_than_came_in(text: str) -> None:
    blueprint = read(text)
    left: dict[int, int] = {}
    for entity in blueprint.entities:
        link = next((field.name for field in entity.fields if field.target in ("Producto", "Product")), None)
        amount = next((field.name for field in entity.fields if field.name in ("cantidad", "quantity")), None)
        for row in blueprint.seed[entity.name] if link and amount else ():
            out = entity.name == "Salida" or row.get("type") == "out"
            left[row[link]] = left.get(row[link], 0) + (-row[amount] if out else row[amount])
    assert left
    assert min(left.values()) >= 0


@pytest.mark.parametrize(
    "text",
    [
        "Despensa con alimentos (nombre, existencias y mínimo)",
        "Tienda de velas con carrito: productos con nombre, precio y existencias",
        "Productos con existencias y salidas con cantidad",
    ],
)
def test_a_stock_that_nothing_fills_is_entered_by_people(text: str) -> None:
    blueprint = read(text)
    assert all(field.least is None for entity in blueprint.entities for field in entity.fields)
