"""States written in every way people write them become a workflow of the right thing, with moves that make sense."""

from __future__ import annotations

import pytest

from generation.blueprint.reader import read
from generation.blueprint.schema import Entity


def stated(text: str, entity: str) -> tuple[list[str], set[tuple[str, str]]]:
    found: Entity = read(text).entity(entity)
    assert found.workflow is not None
    field = next(each for each in found.fields if each.name == found.workflow.field)
    return [choice.label for choice in field.choices], {(m.source, m.target) for m in found.workflow.moves}


@pytest.mark.parametrize(
    ("text", "entity", "labels"),
    [
        ("Envíos con peso. Un envío pasa de preparado a en ruta y visto.", "Envio", ["Preparado", "En ruta", "Visto"]),
        ("Encargos con fecha: recibido → cosido → entregado", "Encargo", ["Recibido", "Cosido", "Entregado"]),
        ("Track kites with a title. A kite is drawn, glued or sold.", "Kite", ["Drawn", "Glued", "Sold"]),
        ("Bugs with a title and a status (open, in progress, closed)", "Bug", ["Open", "In progress", "Closed"]),
        ("Tareas con título. Están pendientes, en curso o hechas.", "Tarea", ["Pendiente", "En curso", "Hecha"]),
    ],
)  # fmt: skip
def test_lists_of_states_become_a_workflow(text: str, entity: str, labels: list[str]) -> None:
    assert stated(text, entity)[0] == labels


@pytest.mark.parametrize(
    ("text", "entity", "label", "kinds"),
    [
        (
            "App de cometas con nombre. Las cometas pueden ser de tres tipos: madera, delta y trineo.",
            "Cometa",
            "Tipo",
            ["Madera", "Delta", "Trineo"],
        ),
        (
            "Track kites with a name. The size can be small, middling or huge.",
            "Kite",
            "Size",
            ["Small", "Middling", "Huge"],
        ),
        (
            "Track kites with a name. For each kite we note its kind: box, delta or sled.",
            "Kite",
            "Kind",
            ["Box", "Delta", "Sled"],
        ),
    ],
)
def test_kinds_told_in_prose_are_choices_and_no_states(text: str, entity: str, label: str, kinds: list[str]) -> None:
    found: Entity = read(text).entity(entity)
    field = next(each for each in found.fields if each.label == label)
    assert [choice.label for choice in field.choices] == kinds
    assert found.workflow is None or found.workflow.field != field.name


@pytest.mark.parametrize(
    ("text", "entity", "labels"),
    [
        (
            "Cometas con nombre. Una cometa nace nueva, luego pasa a en taller y acaba vendida.",
            "Cometa",
            ["Nueva", "En taller", "Vendida"],
        ),
        (
            "Pipeline for kites: planned, drawn, glued, sold. Name and price.",
            "Kite",
            ["Planned", "Drawn", "Glued", "Sold"],
        ),
        (
            "Cometas con nombre y arreglos con fecha. Los arreglos están esperando tela, en taller o terminados.",
            "Arreglo",
            ["Esperando tela", "En taller", "Terminado"],
        ),
    ],
)
def test_states_one_after_the_other_are_of_the_thing_they_are_said_of(
    text: str, entity: str, labels: list[str]
) -> None:
    assert stated(text, entity)[0] == labels


def test_what_people_decide_makes_states_with_one_before_them() -> None:
    labels, moves = stated("Los vecinos piden citas con fecha. La secretaria las confirma o las rechaza.", "Cita")
    assert labels == ["Pendiente", "Confirmada", "Rechazada"]
    assert moves == {("pendiente", "confirmada"), ("pendiente", "rechazada")}


def test_a_way_out_leads_from_every_open_state_and_from_no_closed_one() -> None:
    _, moves = stated("Orders with a date and a status: placed, packed, shipped, delivered, cancelled", "Order")
    assert ("placed", "packed") in moves
    assert ("shipped", "cancelled") in moves
    assert ("delivered", "cancelled") not in moves
    assert ("packed", "placed") not in moves


def test_rows_of_a_board_go_back_as_well() -> None:
    _, moves = stated("Tablero con tarjetas (título) que se mueven entre por hacer, en curso y hecho", "Tarjeta")
    assert {("hacer", "curso"), ("curso", "hacer")} <= moves


def test_a_yes_or_no_is_no_workflow() -> None:
    assert read("Registrar cuotas con importe y si está pagada o no").entity("Cuota").workflow is None
