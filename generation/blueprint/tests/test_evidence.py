"""What is kept needs a reason in the text: fields, a list, "each", or somebody who does something to it."""

from __future__ import annotations

import time

import pytest

from generation.blueprint.reader import read
from generation.blueprint.schema import FieldType

Shape = dict[str, dict[str, FieldType]]


def shape(text: str) -> Shape:
    return {e.label: {f.label.lower(): f.type for f in e.fields} for e in read(text).entities if e.named_in_text}


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("Llevo doce años con una libreta y cuatro cajones. Quiero registrar esquejes y macetas.", {"Año", "Cajón"}),
        ("My uncle already lost two notebooks last August. Build an app to track kayaks and paddles.", {"Notebook"}),
        (
            "App para cometas con hilo y peso. Nadie toca nada desde el celular en verano.",
            {"Nada", "Celular", "Verano"},
        ),
        ("An app for kites with colour and size, whether new or old, obviously.", {"Whether", "Obviously", "Old"}),
        ("Directorio de faros de Galicia: nombre, altura y año.", {"Galicia"}),
    ],
)
def test_words_of_the_story_around_it_are_no_things(text: str, never: set[str]) -> None:
    assert not never & set(shape(text))


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("Los vecinos reservan la pista de bolos.", "Reserva"),
        ("Anyone can donate to a shelter.", "Donation"),
        ("Prestamos telescopios a los colegios y queremos apuntarlo.", "Préstamo"),
        ("Divers borrow tanks.", "Loan"),
    ],
)
def test_what_people_do_leaves_something_to_keep(text: str, thing: str) -> None:
    assert thing in shape(text)


def test_fields_behind_what_only_tells_which_are_of_the_thing_before_it() -> None:
    boats = shape("Boats for sale or rent with price, length and a photo.")
    assert {"price", "length", "photo"} <= set(boats["Boat"])
    calls = shape("Log every call with a keeper (date, summary) and every letter to a keeper (date, text).")
    assert {"date", "summary"} <= set(calls["Call"])
    assert {"date", "text"} <= set(calls["Letter"])


def test_questions_in_a_list_are_fields_of_their_type() -> None:
    found = shape("Registrar averías: qué pasa, cuándo ocurrió, cuántos faroles, si es urgente y foto.")["Avería"]
    assert found["qué pasa"] is FieldType.LONG_TEXT
    assert found["cuándo ocurrió"] is FieldType.DATE
    assert found["número de faroles"] is FieldType.INTEGER
    assert found["urgente"] is FieldType.BOOLEAN
    wines = shape("wine shelf: bottle, vintage, where I bought it, how many bottles and when to drink it")["Wine shelf"]
    assert wines["when to drink it"] is FieldType.DATE
    assert wines["number of bottles"] is FieldType.INTEGER


def test_a_heading_gives_its_fields_to_the_thing_it_names() -> None:
    found = shape("A tool for our lab.\n\nMicroscopes\n  * name, room, serial number\n  * shared by all groups")
    assert {"name", "room", "serial number"} <= set(found["Microscope"])


def test_choices_and_alternatives_are_choices() -> None:
    cantantes = read("Registrar coristas (nombre, cuerda: soprano, tenor o bajo, teléfono).").entities[0]
    choices = {f.label: [c.label for c in f.choices] for f in cantantes.fields if f.choices}
    assert choices == {"Cuerda": ["Soprano", "Tenor", "Bajo"]}
    moves = read("Registrar apuntes: si es ingreso o gasto, importe y fecha.").entities[0]
    assert [c.label for f in moves.fields for c in f.choices] == ["Ingreso", "Gasto"]


def test_what_stands_between_brackets_is_of_the_thing_before_them() -> None:
    found = shape("Every pair writes down its meetings (date, topics, next steps).")
    assert set(found) == {"Meeting"}


def test_what_counts_each_is_said_of_what_is_counted() -> None:
    assert "periodo" in shape("Los tutores registran las faltas por periodo.")["Falta"]


def effort(text: str) -> float:
    """Seconds of the processor that reading takes: whoever else works on this machine does not count."""
    started = time.thread_time()
    read(text)
    return time.thread_time() - started


@pytest.mark.parametrize("piece", ["(", "con x, ", "Cada vez que ", "a, ", "which "])
def test_a_hostile_text_takes_hardly_longer_than_an_ordinary_one_of_its_length(piece: str) -> None:
    begin = "Registrar cometas con nombre. "
    read(begin)
    hostile, ordinary = effort(begin + (piece * 10_000)[:9_900]), effort((begin * 400)[:9_930])
    assert hostile < 12 * ordinary  # what backtracks takes hundreds of times as long
