"""Features and reports are those the text asks for, and none that it refuses."""

from __future__ import annotations

import pytest

from generation.blueprint.reader import read
from generation.blueprint.words.language import detect
from generation.blueprint.words.tokens import sentences
from generation.blueprint.words.wanted import refused, wanted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Registrar árboles y verlos en una gráfica", {"charts"}),
        ("Blog de cine donde los lectores comentan y puntúan con estrellas", {"comments", "ratings"}),
        ("Track plants; I upload a photo of each plant", {"uploads"}),
        ("Que le llegue un correo al dueño cuando cambie el estado", {"notifications"}),
        ("People sign up for the newsletter and export the list as CSV", {"newsletter", "export_csv"}),
        ("Registrar dolores con escala del 1 al 5", set()),
        ("Tienda sin comentarios ni favoritos", set()),
        ("Recordatorio por WhatsApp", set()),
    ],
)
def test_features_are_heard_in_the_words_people_use(text: str, expected: set[str]) -> None:
    listed = sentences(text, detect(text))
    assert wanted(listed).keys() - {"search"} == expected


def test_what_is_refused_is_said_apart() -> None:
    assert {"comments", "favourites"} <= refused(sentences("Tienda sin comentarios ni favoritos", "es"))
    assert "payments" in refused(sentences("No hace falta pagar online", "es"))


def test_a_report_is_a_page_of_the_thing_it_sums_up() -> None:
    farm = read("Granja con ordeños (fecha, litros) y vacas con nombre. Un informe mensual de ordeños.")
    reports = [page for page in farm.pages if page.kind == "report"]
    assert [page.entity for page in reports] == ["Ordeno"]
    bugs = read("Bug reports with a title and a date. Users report damage.")
    assert not [page for page in bugs.pages if page.kind == "report"]
