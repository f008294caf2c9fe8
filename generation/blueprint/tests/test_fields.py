"""Where a list of fields ends, which words two fields share, and which words only say what sorts there are."""

from __future__ import annotations

import pytest

from generation.blueprint.reader import read


def fields_of(text: str, entity: str) -> dict[str, str]:
    return {field.name: str(field.type) for field in read(text).entity(entity).fields}


@pytest.mark.parametrize(
    ("text", "entity", "last"),
    [
        ("mascotas con nombre, raza y fecha de vacunación para una clínica veterinaria", "Mascota", "fecha_vacunacion"),
        ("kayaks with name, length and purchase date for a rental company", "Kayak", "purchase_date"),
        ("Registrar sellos con país y año de emisión para mi colección", "Sello", "ano_emision"),
        ("Registrar orquídeas con especie y fecha de riego en mi invernadero", "Orquidea", "fecha_riego"),
        ("kites with colour and wing span for my club", "Kite", "wing_span"),
        ("Colmenas con edad y origen para apicultores", "Colmena", "origen"),
    ],
)
def test_whom_the_app_is_for_is_no_part_of_the_last_field(text: str, entity: str, last: str) -> None:
    assert last in fields_of(text, entity)


def test_whom_a_field_is_for_stays_in_its_name() -> None:
    assert "precio_socios" in fields_of("Drones con nombre, precio para socios y peso", "Dron")


@pytest.mark.parametrize(
    ("text", "entity", "expected"),
    [
        ("Turnos con puesto, hora de inicio y fin", "Turno", {"hora_inicio": "time", "hora_fin": "time"}),
        ("Guardias con lugar y fecha de inicio y fin", "Guardia", {"fecha_inicio": "date", "fecha_fin": "date"}),
        ("Yates con nombre, precio de compra y venta", "Yate", {"precio_compra": "money", "precio_venta": "money"}),
        ("Trayectos con fecha y hora de salida y llegada", "Trayecto", {"fecha_hora_llegada": "datetime"}),
        ("Muestras con peso inicial y final", "Muestra", {"peso_inicial": "decimal", "peso_final": "decimal"}),
        ("Cabins with start and end date and price", "Cabin", {"start_date": "date", "end_date": "date"}),
        ("Sensors with minimum and maximum temperature", "Sensor", {"minimum_temperature": "decimal"}),
        ("Cabins with check-in and check-out date", "Cabin", {"check_in_date": "date", "check_out_date": "date"}),
        ("Tractores con fecha de compra y matrícula", "Tractor", {"fecha_compra": "date", "matricula": "text"}),
        ("Tuercas con código de barras y peso", "Tuerca", {"codigo_barras": "text", "peso": "decimal"}),
    ],
)
def test_a_word_that_two_fields_share_is_in_both(text: str, entity: str, expected: dict[str, str]) -> None:
    found = fields_of(text, entity)
    assert {name: found.get(name) for name in expected} == expected


@pytest.mark.parametrize(
    ("text", "entity", "field"),
    [
        ("Catálogo de setas con foto, nombre y comestible sí/no", "Seta", "comestible"),
        ("Register boats with name, insured yes/no and length", "Boat", "insured"),
        ("Encuestas con pregunta y anónima (sí/no)", "Encuesta", "anonima"),
        ("Lamps with model, dimmable (yes/no)", "Lamp", "dimmable"),
    ],
)
def test_yes_or_no_makes_a_field_boolean(text: str, entity: str, field: str) -> None:
    assert fields_of(text, entity)[field] == "boolean"


@pytest.mark.parametrize(
    ("text", "entity", "kinds"),
    [
        ("Gestión de tickets de alta y baja", "Ticket", ["alta", "baja"]),
        ("Registro de vuelos de ida y vuelta con fecha", "Vuelo", ["ida", "vuelta"]),
        ("Registro de entrada y salida de camiones", "Registro", ["entrada", "salida"]),
        ("Call log with incoming and outgoing calls", "Call", ["incoming", "outgoing"]),
    ],
)
def test_two_sorts_of_a_thing_are_a_choice_and_no_things(text: str, entity: str, kinds: list[str]) -> None:
    blueprint = read(text)
    choices = [[choice.value for choice in field.choices] for field in blueprint.entity(entity).fields]
    assert kinds in choices
    assert not {kind.capitalize() for kind in kinds} & {each.name for each in blueprint.entities}


def test_sorts_that_the_domain_knows_are_not_asked_for_twice() -> None:
    blueprint = read("Inventario con productos y movimientos de entrada y salida")
    assert {entity.name for entity in blueprint.entities if entity.named_in_text} == {"Producto", "Movimiento"}
    assert [f.name for f in blueprint.entity("Movimiento").fields if f.choices] == ["tipo"]


def test_nouns_that_look_like_participles_are_text() -> None:
    found = fields_of("Registrar uniformes con empleado, calzado y lavado", "Uniforme")
    assert (found["empleado"], found["calzado"], found["lavado"]) == ("text", "text", "boolean")
