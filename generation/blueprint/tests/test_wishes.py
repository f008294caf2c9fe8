"""What is asked for and not built: named where it is wished, and not where it is refused or only told."""

from __future__ import annotations

import pytest

from generation.blueprint.lexicon import tables
from generation.blueprint.reader import read
from generation.blueprint.schema import Fit
from generation.blueprint.words.hearing import hear


def asked(text: str) -> list[str]:
    return [wish.asked for wish in read(text).unmet]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Peluquería con citas y recordatorio por WhatsApp al cliente", "WhatsApp"),
        ("Restaurant with reservations; the guest gets the answer by WhatsApp", "WhatsApp"),
        ("Coro con ensayos; si pudiera mandar un SMS la víspera", "SMS"),
        ("Coworking con salas y reservas, y que la puerta se abra sola con el móvil", "puerta"),
        ("Envíos con dirección y ver en un mapa en tiempo real por dónde va la moto", "tiempo real"),
        ("Viajes con lugar y fecha, y un Google Maps con la ruta dibujada", "Google Maps"),
        ("Gastos con importe y fecha, y que se conecte solo con el banco", "banco"),
        ("Facturas con cliente e importe, generar PDF", "PDF"),
        ("Nevera con productos y que reconozca los productos por una foto", "reconozca"),
        ("Trips with place and date, works offline", "offline"),
        ("Habits with name, and an Apple Watch widget", "Apple Watch"),
        ("Clínica con pacientes y videollamadas", "videollamadas"),
        ("Notes with title in Flutter", "Flutter"),
    ],
)
def test_a_wish_that_cannot_be_met_is_named_in_the_words_of_the_person(text: str, named: str) -> None:
    assert any(named in each for each in asked(text))


@pytest.mark.parametrize(
    "text",
    [
        "Obras con nombre y presupuesto. Hasta ahora todo se maneja por grupos de WhatsApp y hojas de Excel.",
        "Panadería: una página con horario, precios y un botón que abra mi WhatsApp",
        "Recetario con recetas, sin videollamadas ni app móvil",
        "Periódico con noticias. Tenemos un WordPress que se cae cada dos por tres.",
        "Coro con obras y la partitura en pdf que la subo yo",
        "Tienda con envío express y productos con precio",
        "Taller con piezas con código de barras y precio",
        "Huerto que se mire bien desde cualquier celular con navegador, con bancales y riegos",
    ],
)
def test_what_is_refused_told_or_something_else_is_no_wish(text: str) -> None:
    wishes = [wish.asked for wish in read(text).unmet]
    for word in ("WhatsApp", "Excel", "videollamadas", "móvil", "WordPress", "pdf", "Express", "código", "celular"):
        assert not any(word in each for each in wishes), wishes


def test_a_wish_that_the_plan_could_meet_is_named_where_it_does_not() -> None:
    plan = read("Calculadora de IMC con gráficas")
    assert plan.fit is Fit.PARTIAL
    assert [wish.asked for wish in plan.unmet] == ["gráficas"]


@pytest.mark.parametrize("entry", tables("wishes"), ids=[str(entry["words"][0]) for entry in tables("wishes")])
def test_every_class_of_wish_says_why_in_both_languages(entry) -> None:
    for language in ("es", "en"):
        why, instead = entry[language]
        assert why.endswith(".")
        assert instead == "" or instead.endswith((".", "»."))


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("Nada de registrarse ni de reservas online", {"registrarse", "reservas"}),
        ("No log-in, no blog, just the menu", {"log-in", "blog"}),
        ("Pagos online no, acá se firma en la oficina", {"pagos", "online"}),
        ("sin usuarios pero con fotos", {"usuarios"}),
        ("no solo recetas, también menús", set()),
    ],
)
def test_a_refusal_reaches_as_far_as_its_clause(text: str, refused: set[str]) -> None:
    hearing = hear(text, "es")
    words = {hearing.sentences[s].tokens[n].folded for s, n in hearing.refused}
    assert refused <= words
    assert words.isdisjoint({"menu", "fotos", "oficina", "recetas"})


def test_the_plan_says_what_was_supplied_and_what_contradicts_itself() -> None:
    said = " ".join(read("Un tablón público pero solo para registrados, con anuncios").assumptions)
    assert "público" in said
    assert "«Anuncio»" in said


def test_what_there_is_instead_is_true_of_the_plan() -> None:
    (wish,) = [each for each in read("Blog con posts en tiempo real").unmet if "tiempo real" in each.asked]
    assert wish.instead == "Los datos nuevos se ven al volver a cargar la página."
    (wish,) = [each for each in read("Chat en tiempo real con salas y mensajes").unmet if "tiempo real" in each.asked]
    assert "2 segundos" in wish.instead


def test_a_wish_of_two_classes_is_named_once() -> None:
    plan = read("Un sistema de citas. Enviar recordatorio por WhatsApp a los pacientes.")
    (wish,) = plan.unmet
    assert "WhatsApp" in wish.asked
    assert "WhatsApp" in wish.why
    assert "avisos a una hora fijada" in wish.why


def test_wishes_of_their_own_are_named_each() -> None:
    asked = [
        wish.asked for wish in read("Un sistema de citas. Avisar por WhatsApp. Leer códigos QR en la puerta.").unmet
    ]
    assert len(asked) == 2
