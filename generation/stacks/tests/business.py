"""Blueprints written by hand whose numbers follow from others: invoices with lines, and hours at a rate."""

from __future__ import annotations

from generation.blueprint.behaviour.orders import with_orders
from generation.blueprint.reader import read
from generation.blueprint.schema import (
    Blueprint,
    CheckKind,
    Choice,
    CriterionCheck,
    Entity,
    Feature,
    Field,
    Kit,
    Move,
    Page,
    PageKind,
    Theme,
    Who,
    Workflow,
)
from generation.blueprint.schema import FieldType as T
from generation.stacks.tests import samples
from generation.stacks.tests.pieces import PRIVATE, criteria


def invoices() -> Blueprint:
    """Lines make the subtotal, the subtotal makes tax and total, and a client knows what all invoices come to."""
    client = Entity(
        name="Cliente", label="Cliente", label_plural="Clientes", slug="clientes", display="nombre",
        search=("nombre",), access=PRIVATE, owned=True,
        fields=(
            Field(name="nombre", label="Nombre", type=T.TEXT),
            Field(name="facturado", label="Facturado", type=T.MONEY, formula="sum(Factura.total)"),
            Field(name="media", label="Media por factura", type=T.MONEY, formula="facturado / count(Factura)"),
        ),
    )  # fmt: skip
    invoice = Entity(
        name="Factura", label="Factura", label_plural="Facturas", slug="facturas", display="numero",
        search=("numero",), filters=("estado",), access=PRIVATE, owned=True,
        fields=(
            Field(name="numero", label="Número", type=T.TEXT, unique=True),
            Field(name="cliente", label="Cliente", type=T.RELATION, target="Cliente"),
            Field(name="fecha", label="Fecha", type=T.DATE),
            Field(name="iva", label="IVA %", type=T.DECIMAL),
            Field(name="total", label="Total", type=T.MONEY, formula="subtotal + cuota - descuento"),
            Field(name="descuento", label="Descuento", type=T.MONEY, required=False),
            Field(name="cuota", label="Cuota de IVA", type=T.MONEY, formula="subtotal * iva / 100"),
            Field(name="subtotal", label="Subtotal", type=T.MONEY, formula="sum(Linea.importe)"),
            Field(
                name="estado", label="Estado", type=T.CHOICE,
                choices=(Choice(value="borrador", label="Borrador"), Choice(value="cobrada", label="Cobrada")),
            ),
        ),
        workflow=Workflow(field="estado", initial="borrador", moves=(Move(source="borrador", target="cobrada"),)),
    )  # fmt: skip
    line = Entity(
        name="Linea", label="Línea", label_plural="Líneas", slug="lineas", display="concepto",
        search=("concepto",), access=PRIVATE, owned=True,
        fields=(
            Field(name="factura", label="Factura", type=T.RELATION, target="Factura"),
            Field(name="concepto", label="Concepto", type=T.TEXT),
            Field(name="cantidad", label="Cantidad", type=T.DECIMAL),
            Field(name="precio", label="Precio", type=T.MONEY),
            Field(name="importe", label="Importe", type=T.MONEY, formula="cantidad * precio"),
        ),
    )  # fmt: skip
    return Blueprint(
        name="Facturas claras", slug="facturas-claras", language="es", domain="invoicing",
        purpose="Facturas con sus líneas, el IVA y el total siempre al día.",
        entities=(invoice, line, client),
        pages=(Page(kind=PageKind.LANDING, slug="", title="Facturas que cuadran solas"),),
        features=(Feature.ACCOUNTS, Feature.ADMIN, Feature.SEARCH, Feature.FILTERS, Feature.EXPORT_CSV),
        theme=Theme(kit=Kit.DESK, primary="#0f766e", accent="#ca8a04", type_pair="technical", radius="sharp"),
        seed={
            "Cliente": ({"nombre": "Estudio Nueve"}, {"nombre": "Grupo Olmo"}),
            "Factura": (
                {"numero": "2026-001", "cliente": 1, "fecha": "2026-06-02", "iva": "21", "estado": "cobrada"},
                {"numero": "2026-002", "cliente": 2, "fecha": "2026-06-30", "iva": "10", "descuento": "20.00",
                 "estado": "borrador"},
            ),
            "Linea": (
                {"factura": 1, "concepto": "Logotipo", "cantidad": "1", "precio": "1200.00"},
                {"factura": 1, "concepto": "Manual de uso", "cantidad": "2.5", "precio": "260.00"},
                {"factura": 2, "concepto": "Mantenimiento", "cantidad": "1", "precio": "320.00"},
            ),
        },
        criteria=criteria(
            ("Se crea una factura", CriterionCheck(kind=CheckKind.CREATES, entity="Factura")),
            ("Las facturas son privadas", CriterionCheck(kind=CheckKind.ISOLATES, entity="Factura")),
            ("Se crea una línea", CriterionCheck(kind=CheckKind.CREATES, entity="Linea")),
            ("El importe sale solo", CriterionCheck(kind=CheckKind.COMPUTES, entity="Linea", field="importe")),
            ("El subtotal suma", CriterionCheck(kind=CheckKind.COMPUTES, entity="Factura", field="subtotal")),
            ("El total sale solo", CriterionCheck(kind=CheckKind.COMPUTES, entity="Factura", field="total")),
            ("Se crea un cliente", CriterionCheck(kind=CheckKind.CREATES, entity="Cliente")),
            ("Lo facturado se suma", CriterionCheck(kind=CheckKind.COMPUTES, entity="Cliente", field="facturado")),
        ),
    )  # fmt: skip


def shop() -> Blueprint:
    """The shop of the samples with its orders, their states and what must hold of them."""
    plain = with_orders(samples.shop())
    states = {"role": Who.STAFF, "entity": "Order"}
    checks = criteria(
        ("A category is created", CriterionCheck(kind=CheckKind.CREATES, entity="Category", role=Who.STAFF)),
        ("A review is created", CriterionCheck(kind=CheckKind.CREATES, entity="Review")),
        ("A product is created", CriterionCheck(kind=CheckKind.CREATES, entity="Product", role=Who.STAFF)),
        ("A product is paid for", CriterionCheck(kind=CheckKind.PAYS, entity="Product")),
        ("No more is sold than there is", CriterionCheck(kind=CheckKind.STOCKS, entity="Product")),
        ("Orders stay with their buyer", CriterionCheck(kind=CheckKind.ISOLATES, entity="Order")),
        ("The staff carries orders on", CriterionCheck(kind=CheckKind.MOVES, field="status", **states)),
        ("The staff corrects an order", CriterionCheck(kind=CheckKind.EDITS, **states)),
        ("The total adds up the lines", CriterionCheck(kind=CheckKind.COMPUTES, entity="Order", field="total")),
        ("Nobody writes lines", CriterionCheck(kind=CheckKind.FORBIDS, entity="OrderLine", action="create")),
    )
    return plain.model_copy(update={"criteria": checks})


def warehouse() -> Blueprint:
    """A stock that follows from what came in and went out, as the reader makes it of a line of text."""
    return read("Almacén con productos (nombre, existencias, mínimo), entradas y salidas con cantidad y fecha.")


def movements() -> Blueprint:
    """The same with one table of movements of two kinds."""
    return read("Warehouse stock control: products with name, SKU and stock; movements in and out")
