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
    assert read("Car rental website with cars and customers").entity("Customer").access.read == "owner"
    assert read("Car rental website with cars and customers").entity("Car").access.read == "visitor"
    assert read("Directorio de clientes con nombre y ciudad").entity("Cliente").access.read == "visitor"


def test_moments_of_one_row_are_one_each() -> None:
    labels = [each.label for each in read("Fairs with start and end dates").entity("Fair").fields]
    assert {"Start date", "End date"} <= set(labels)


def test_nobody_but_the_staff_changes_what_only_the_staff_makes() -> None:
    access = read("Web de un museo con salas. Los vigilantes cambian las salas.").entity("Sala").access
    assert [access.create, access.edit] == ["staff", "staff"]
