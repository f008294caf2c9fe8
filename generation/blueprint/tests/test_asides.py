"""What is said beside a list of things: states, kinds, examples, shouting, whom an app is for, and guesses."""

from __future__ import annotations

import pytest

from generation.blueprint.reader import read
from generation.blueprint.schema import Field


def field(text: str, entity: str, name: str) -> Field:
    return next(each for each in read(text).entity(entity).fields if each.name == name)


@pytest.mark.parametrize(
    ("text", "entity", "name", "options"),
    [
        ("Reparaciones con fecha. Estados: nueva, en taller y lista.", "Reparacion", "estado", 3),
        ("Parcels with weight. Status: sent, lost or found.", "Parcel", "status", 3),
        ("Quejas con título; prioridad: alta, baja", "Queja", "prioridad", 2),
        ("Users submit bug reports with date and triagers change their state: new, fixed", "BugReport", "state", 2),
    ],
)
def test_states_behind_a_colon_are_of_the_thing_before(text: str, entity: str, name: str, options: int) -> None:
    assert len(field(text, entity, name).choices) == options


def test_kinds_between_brackets_are_no_things() -> None:
    text = "Propuestas con título y texto, votos (a favor, en contra, nulo) y asambleas"
    assert {entity.name for entity in read(text).entities} == {"Propuesta", "Voto", "Asamblea"}
    assert [choice.label for choice in field(text, "Voto", "tipo").choices] == ["A favor", "En contra", "Nulo"]


def test_another_app_is_an_example_and_no_name() -> None:
    blueprint = read("Una app como Uber para gestionar servicios y avisos")
    assert "Uber" not in blueprint.name
    assert blueprint.not_understood == ("Uber",)


def test_a_text_in_capitals_is_read_like_any_other() -> None:
    blueprint = read("CREAR UNA APP PARA GESTIONAR MIS BARCOS CON ESLORA Y PUERTO BASE")
    assert (blueprint.name, blueprint.entities[0].name) == ("Barcos", "Barco")
    assert read("Registrar DVD con título").entities[0].label == "DVD"


def test_people_an_app_is_for_are_not_kept_when_the_text_says_what_is() -> None:
    for text in ("Red para guitarristas con rutas y acordes", "App para montañeros con rutas y acordes"):
        assert {entity.name for entity in read(text).entities} == {"Ruta", "Acorde"}


def test_a_guessed_relation_forces_nobody() -> None:
    guessed = read("Llevar salas, socios e ingresos").entity("Ingreso")
    assert [each.required for each in guessed.fields if each.target] == [False, False]


def test_whom_a_business_serves_is_published_only_in_a_directory() -> None:
    assert read("Car rental website with cars and customers").entity("Customer").access.read == "staff"
    assert read("Car rental website with cars and customers").entity("Car").access.read == "visitor"
    assert read("Directorio de clientes con nombre y ciudad").entity("Cliente").access.read == "visitor"


def test_moments_of_one_row_are_one_each() -> None:
    labels = [each.label for each in read("Fairs with start and end dates").entity("Fair").fields]
    assert {"Start date", "End date"} <= set(labels)


def test_nobody_but_the_staff_changes_what_only_the_staff_makes() -> None:
    access = read("Web de un museo con salas. Los vigilantes cambian las salas.").entity("Sala").access
    assert [access.create, access.edit] == ["staff", "staff"]


def targets(text: str, entity: str) -> set[str]:
    return {each.target for each in read(text).entity(entity).fields if each.target}


def test_a_thing_belongs_to_several() -> None:
    kiln = "Taller con hornadas, piezas y alumnos; cada pieza pertenece a un alumno y a una hornada"
    assert targets(kiln, "Pieza") == {"Alumno", "Hornada"}
    harvest = "Socios, campañas y cosechas; cada cosecha es de un socio y de una campaña"
    assert targets(harvest, "Cosecha") == {"Socio", "Campana"}
    housing = "Housing: buildings, floors and rooms. A room belongs to a floor and a floor belongs to a building."
    assert (targets(housing, "Room"), targets(housing, "Floor")) == ({"Floor"}, {"Building"})


def test_two_things_share_the_fields_behind_them() -> None:
    blueprint = read("Refugio: perros y gatos con nombre, edad y foto; casas")
    names = [{each.name for each in blueprint.entity(name).fields} for name in ("Perro", "Gato")]
    assert names[0] == names[1] == {"nombre", "edad", "foto"}


def test_people_are_kept_where_the_text_says_what_of_them() -> None:
    family = read("Genealogía: personas con nombre, fecha de nacimiento y lugar; matrimonios")
    assert {each.name for each in family.entity("Persona").fields} == {"nombre", "fecha_nacimiento", "lugar"}
    assert "persona" not in {role.name for role in family.roles}


def test_states_end_a_list_of_fields() -> None:
    text = "Registro de averías con fecha, prioridad y estado: abierta, asignada, cerrada"
    labels = [choice.label for choice in field(text, "Averia", "estado").choices]
    assert labels == ["Abierta", "Asignada", "Cerrada"]


def test_what_was_paid_is_an_amount() -> None:
    assert field("Records with title and price paid", "RecordRecord", "price_paid").type == "money"
    assert field("Fees with title and paid", "Fee", "paid").type == "boolean"


def test_a_delivery_is_a_thing_though_its_word_may_be_a_date() -> None:
    assert "EntregaCosecha" in {e.name for e in read("Cooperativa con parcelas y entregas de cosecha").entities}


def test_what_one_person_does_is_no_adjective() -> None:
    staff = read("Controlar turnos: cada empleado ficha al entrar y al salir. Registrar empleados con nombre.")
    assert {"Entrar", "Salir"}.isdisjoint({entity.name for entity in staff.entities})
    assert staff.entity("Empleado").label_plural == "Empleados"


def test_events_in_another_app_open_nothing() -> None:
    trial = read("Ensayos clínicos con centros, investigadores, visitas y eventos adversos con gravedad")
    assert {entity.access.read for entity in trial.entities} == {"owner"}


def test_two_words_for_one_thing_of_the_domain_are_one_thing() -> None:
    plants = read("Tienda online de plantas con productos y reseñas")
    assert {entity.name for entity in plants.entities} == {"Producto", "Categoria", "Resena", "Pedido", "LineaPedido"}
    assert {entity.name for entity in read("Tienda online de plantas con reseñas").entities} == {
        "Planta",
        "Categoria",
        "Resena",
        "Pedido",
        "LineaPedido",
    }
    menu = read("Restaurant with menu items with price, tables and orders")
    assert {"Item", "Dish"} & {entity.name for entity in menu.entities} == set()
    assert "MenuItem" in {entity.name for entity in menu.entities}


def test_what_belongs_to_another_keeps_its_own_fields() -> None:
    text = "Stock with crates and repairs. A repair belongs to a crate and has a quantity and a date."
    assert {each.name for each in read(text).entity("Repair").fields} >= {"crate", "quantity", "date"}
    assert "quantity" not in {each.name for each in read(text).entity("Crate").fields}


def test_a_little_word_with_options_is_a_choice() -> None:
    text = "Almacén con salidas. Una salida tiene tipo (venta, merma), cantidad y fecha."
    assert [choice.label for choice in field(text, "Salida", "tipo").choices] == ["Venta", "Merma"]
