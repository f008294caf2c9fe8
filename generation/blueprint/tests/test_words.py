"""The small parts under the reader: singular and plural, language, types of fields, identifiers."""

from __future__ import annotations

import pytest

from generation.blueprint.drafts.names import class_name, entity_slug, field_name, identifier
from generation.blueprint.reader import read
from generation.blueprint.words.field_types import field_type
from generation.blueprint.words.inflection import fold, plural, singular
from generation.blueprint.words.language import detect

SPANISH = {
    "mascotas": "mascota", "habitaciones": "habitación", "clientes": "cliente", "ciudades": "ciudad", "sedes": "sede",
    "padres": "padre", "torres": "torre", "papeles": "papel", "calles": "calle", "muebles": "mueble", "meses": "mes",
    "clases": "clase", "mensajes": "mensaje", "jardines": "jardín", "drones": "dron", "órdenes": "orden",
    "imágenes": "imagen", "lápices": "lápiz", "posts": "post", "tickets": "ticket", "lecciones": "lección",
    "análisis": "análisis", "países": "país", "autobuses": "autobús", "profesores": "profesor", "veces": "vez",
    "álbumes": "álbum", "huéspedes": "huésped", "reseñas": "reseña", "clubes": "club", "árboles": "árbol",
}  # fmt: skip
ENGLISH = {
    "categories": "category", "boxes": "box", "movies": "movie", "series": "series", "buses": "bus", "people": "person",
    "classes": "class", "expenses": "expense", "houses": "house", "dishes": "dish", "quizzes": "quiz",
    "statuses": "status", "analyses": "analysis", "addresses": "address", "leaves": "leaf", "databases": "database",
}  # fmt: skip


@pytest.mark.parametrize(("many", "one"), SPANISH.items())
def test_spanish_nouns_have_one_singular_and_one_plural(many: str, one: str) -> None:
    assert singular(many, "es") == one
    assert plural(one, "es") == many
    assert singular(one, "es") == one


@pytest.mark.parametrize(("many", "one"), ENGLISH.items())
def test_english_nouns_have_one_singular_and_one_plural(many: str, one: str) -> None:
    assert singular(many, "en") == one
    assert plural(one, "en") == many
    assert singular(one, "en") == one


def test_accents_that_were_left_out_do_not_matter() -> None:
    assert fold(singular("habitaciones", "es")) == fold("habitacion")
    assert singular("imagenes", "es") == "imagen"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Crear un blog con posts y comentarios", "es"),
        ("Create a simple todo app", "en"),
        ("CRM with leads and deals", "en"),
        ("tienda de zapatos", "es"),
        ("Help desk", "en"),
        ("Gestión de inventario", "es"),
        ("App para restaurant con menu y delivery", "es"),
        ("recipe sharing platform", "en"),
    ],
)
def test_the_language_is_told_by_its_words(text: str, language: str) -> None:
    assert detect(text) == language


@pytest.mark.parametrize(
    ("words", "language", "kind"),
    [
        ("fecha de compra", "es", "date"),
        ("fecha y hora", "es", "datetime"),
        ("hora de inicio", "es", "time"),
        ("purchase date", "en", "date"),
        ("date of purchase", "en", "date"),
        ("start time", "en", "time"),
        ("due date", "en", "date"),
        ("precio por noche", "es", "money"),
        ("número de teléfono", "es", "phone"),
        ("número de serie", "es", "text"),
        ("correo", "es", "email"),
        ("foto de portada", "es", "image"),
        ("si está pagado", "es", "boolean"),
        ("is urgent", "en", "boolean"),
        ("completada", "es", "boolean"),
        ("próxima dosis", "es", "date"),
        ("última visita", "es", "date"),
        ("estado", "es", "choice"),
        ("valoración", "es", "rating"),
        ("square meters", "en", "decimal"),
        ("zorbonio", "es", None),
    ],
)
def test_a_fields_words_say_its_type(words: str, language: str, kind: str | None) -> None:
    assert field_type([fold(word) for word in words.split()], language) == kind


def test_identifiers_are_ascii_and_never_reserved() -> None:
    assert identifier("Fecha de vacunación") == "fecha_vacunacion"
    assert identifier("Año") == "ano"
    assert identifier("2º teléfono").isidentifier()
    assert identifier("日本") == ""
    assert field_name("class", set(), "en") == "class_value"
    assert field_name("id", set(), "es") == "id_dato"
    assert field_name("Nombre", {"nombre"}, "es") == "nombre_2"
    assert class_name("orden de compra", set(), "es") == "OrdenCompra"
    assert class_name("group", set(), "en") == "GroupRecord"
    assert class_name("cart", set(), "en", shop=True) == "CartRecord"
    assert class_name("cart", set(), "en") == "Cart"
    assert entity_slug("Accounts", set(), "en") == "accounts-list"
    assert entity_slug("Posts", {"posts"}, "en") == "posts-2"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("App with tasks and task forms. Each task form belongs to a task.", {"Task", "TaskFormRecord"}),
        ("Keep drone lists and drones with weight", {"DroneList", "DroneRecord"}),
        ("Access log: accesses with date and records with title", {"AccessRecord", "RecordRecord"}),
    ],
)
def test_no_thing_bears_the_name_of_a_class_made_for_another(text: str, names: set[str]) -> None:
    assert names <= {entity.name for entity in read(text).entities}
