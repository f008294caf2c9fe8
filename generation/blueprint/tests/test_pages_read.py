"""One page about somebody, an API alone, and texts that ask for no app at all."""

from __future__ import annotations

import pytest

from generation.blueprint.reader import read
from generation.blueprint.schema import Fit, Kit, Landing, Who
from generation.blueprint.validation import validate

BAKERY = (
    "Página web sencilla para mi panadería: qué hacemos, horario (de lunes a viernes de 7:30 a 14, sábados de 8 a 14), "
    "precios (barra 1,20 €, hogaza 3 €), dirección Calle Mayor 12, Segovia, teléfono 921 44 55 66 "
    "y enlace a mi instagram @trigoysal"
)


def landing_of(text: str) -> Landing:
    plan = read(text)
    assert validate(plan) == []
    assert (plan.fit, plan.entities, plan.theme.kit) == (Fit.FULL, (), Kit.ONE_PAGE)
    assert plan.landing is not None
    return plan.landing


def test_a_page_has_the_sections_and_contacts_of_its_text_word_for_word() -> None:
    landing = landing_of(BAKERY)
    items = {each.kind: [(item.label, item.value) for item in each.items] for each in landing.sections}
    assert items["timetable"] == [("De lunes a viernes", "7:30 a 14"), ("Sábados", "8 a 14")]
    assert items["prices"] == [("Barra", "1,20 €"), ("Hogaza", "3 €")]
    contacts = {each.kind: each.value for each in landing.contacts}
    assert contacts == {"address": "Calle Mayor 12, Segovia", "phone": "921 44 55 66", "link": "@trigoysal"}


def test_what_the_text_asks_for_without_its_words_has_its_place_and_is_told() -> None:
    plan = read(
        'Launch page for my e-book "Night Trains": three reasons to read it, a sample, a button to my Gumroad page'
    )
    assert plan.landing is not None
    assert plan.landing.headline == plan.name == "Night Trains"
    assert [(each.placeholder, len(each.items)) for each in plan.landing.sections] == [(True, 3), (True, 0)]
    assert plan.landing.button is not None
    assert (plan.landing.button.kind, plan.landing.button.value) == ("link", "")
    assert "Gumroad" in " ".join(plan.assumptions)


def test_refused_wishes_do_not_make_an_app_of_a_page() -> None:
    landing = landing_of(
        "Una sola página para mi estudio de tatuajes con precios y teléfono. Nada de registrarse, sin blog."
    )
    assert {each.kind for each in landing.contacts} == {"phone"}


def test_a_page_with_a_form_keeps_what_people_send_for_the_staff_alone() -> None:
    plan = read("Landing page para mi estudio de arquitectura con formulario de contacto")
    (entity,) = plan.entities
    assert (entity.access.create, entity.access.read) == (Who.VISITOR, Who.STAFF)
    assert plan.landing is not None


@pytest.mark.parametrize(
    "text",
    [
        "Landing page y tienda online con productos y carrito",
        "Web para mi restaurante con la carta, reservas y pedidos de los clientes",
        "A nice landing page and a form where people reserve tickets; only the committee sees the reservations",
    ],
)
def test_who_asks_for_more_than_a_page_gets_an_app(text: str) -> None:
    plan = read(text)
    assert plan.landing is None
    assert plan.entities


@pytest.mark.parametrize(
    ("text", "kit"),
    [
        ("Only a JSON API, no web pages: bikes with serial number and brand", Kit.API),
        ("Quiero una API REST para gestionar libros con título y autor", Kit.API),
        ("Biblioteca con libros y una API", None),
        ("React frontend and FastAPI backend for tasks with title", None),
    ],
)
def test_an_api_alone_has_no_pages_and_an_app_with_one_has(text: str, kit: Kit | None) -> None:
    plan = read(text)
    assert (plan.theme.kit is Kit.API) == (kit is Kit.API)
    assert plan.entities


def test_every_request_with_a_key_means_nothing_for_visitors() -> None:
    plan = read("Just an API for bikes with brand and model. Every request needs an API key.")
    assert all(Who.VISITOR not in (each.access.read, each.access.create) for each in plan.entities)


@pytest.mark.parametrize(
    "text",
    [
        "write me a poem for my gran",
        "Tengo que entregar mañana 800 palabras sobre la guerra civil, házmelo",
        "hack my ex's instagram so I can read her messages",
        "App para espiar el WhatsApp de mi pareja sin que se entere",
        "a website that tells me the winning lottery numbers",
        "Build me Windows 12",
        "¿Cuál es la capital de Francia?",
        "What time is it?",
        "Resérvame un vuelo a Lisboa para el viernes",
        "Diseña un logo para mi panadería",
        "asdf asdf jajaja",
    ],
)
def test_what_is_no_app_is_refused_and_nothing_is_built(text: str) -> None:
    plan = read(text)
    assert (plan.fit, plan.entities, plan.tools, plan.widgets) == (Fit.OUTSIDE, (), (), ())
    assert plan.unmet
    assert plan.unmet[0].why


@pytest.mark.parametrize(
    "text",
    [
        "App para guardar mis poemas con título y fecha",
        "Un blog de cuentos infantiles con posts",
        "Essay tracker for students with essays, deadline and mark",
        "Catálogo de logos con nombre y cliente",
        "Web de letras de canciones con artista y álbum",
    ],
)
def test_apps_about_texts_and_pictures_are_apps(text: str) -> None:
    plan = read(text)
    assert plan.fit is not Fit.OUTSIDE
    assert plan.entities
