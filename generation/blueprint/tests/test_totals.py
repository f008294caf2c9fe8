"""Numbers that follow from others are read as formulas; what nothing explains stays a number that people enter."""

from __future__ import annotations

import pytest

from generation.blueprint.reader import read
from generation.blueprint.schema import Blueprint, CheckKind


def formulas(blueprint: Blueprint, entity: str) -> dict[str, str]:
    return {field.name: field.formula for field in blueprint.entity(entity).fields if field.formula}


@pytest.mark.parametrize(
    ("text", "entity", "expected"),
    [
        (
            "Partes de horas: proyecto, fecha, horas, tarifa e importe. El importe es horas por tarifa.",
            "Parte",
            {"importe": "horas * tarifa"},
        ),
        (
            "Pedidos de proveedores con fecha, unidades, precio unitario y total",
            "Pedido",
            {"total": "unidades * precio_unitario"},
        ),
        (
            "Facturas con número, fecha, subtotal, IVA 21 % y total. "
            "Cada factura tiene líneas con concepto, cantidad y precio.",
            "Factura",
            {"subtotal": "sum(Linea.importe)", "iva_21": "subtotal * 21 / 100", "total": "subtotal + iva_21"},
        ),
        (
            "Facturas con número, fecha y total. Cada factura tiene líneas con concepto, cantidad y precio.",
            "Linea",
            {"importe": "cantidad * precio"},
        ),
        (
            "Client invoicing: an invoice has a number and several lines with description, number of words and rate "
            "per word; the total adds 21% VAT.",
            "Invoice",
            {"subtotal": "sum(Line.amount)", "vat": "subtotal * 21 / 100", "total": "subtotal + vat"},
        ),
        ("Viajes con destino y presupuesto total; cada viaje tiene paradas con lugar y coste", "Viaje", {}),
        ("Gastos con fecha, concepto e importe", "Gasto", {}),
    ],
)
def test_a_number_that_follows_from_others_is_a_formula(text: str, entity: str, expected: dict[str, str]) -> None:
    blueprint = read(text)
    assert formulas(blueprint, entity) == expected
    checked = {c.check.field for c in blueprint.criteria if c.check.kind is CheckKind.COMPUTES}
    assert expected.keys() <= checked


def test_an_order_of_several_priced_things_has_lines_with_the_price_of_the_thing() -> None:
    blueprint = read(
        "Comandas de un bar: cada comanda tiene mesa, fecha y varios platos. Los platos tienen nombre y precio."
    )
    line = next(entity for entity in blueprint.entities if entity.name.startswith("Linea"))
    assert [field.target for field in line.fields if field.target] == ["Plato", "Comanda"]
    assert next(field.taken_from for field in line.fields if field.taken_from) == "plato.precio"
    assert formulas(blueprint, "Comanda") == {"total": f"sum({line.name}.importe)"}
    assert all(field.target != "Comanda" for field in blueprint.entity("Plato").fields)
    assert line.access == blueprint.entity("Comanda").access


@pytest.mark.parametrize(
    ("text", "sells"),
    [
        ("Tienda de velas con carrito y pago con tarjeta", True),
        ("Inmobiliaria con casas y su precio. Pagos online no, se firma en la oficina.", False),
        ("A list of apartments with a monthly rent. No online payments.", False),
        ("Campañas con título y objetivo en euros; se dona a una campaña con tarjeta.", False),
    ],
)
def test_nothing_is_sold_where_payments_are_refused(text: str, sells: bool) -> None:
    assert (read(text).shop is not None) is sells


def test_states_and_fields_that_the_text_gives_an_order_are_the_order_s() -> None:
    blueprint = read(
        "Tienda de velas con precio y existencias. Pedidos: pendiente, pagado, preparado, enviado y entregado."
    )
    assert blueprint.shop is not None
    order = blueprint.entity(str(blueprint.shop.order))
    assert order.workflow is not None
    states = next(field.choices for field in order.fields if field.name == order.workflow.field)
    assert [state.value for state in states] == [
        "pendiente",
        "pagado",
        "preparado",
        "enviado",
        "entregado",
        "cancelado",
    ]
    assert blueprint.shop.paid == "pagado"
