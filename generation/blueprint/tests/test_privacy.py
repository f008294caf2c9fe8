"""Nobody's data is open by default: only what the text or the kind of app opens, and never a person's life."""

from __future__ import annotations

import re

import pytest

from generation.blueprint.reader import read
from generation.blueprint.schema import Access, Blueprint, Entity, FieldType, Who
from generation.blueprint.words.domains import all_domains
from generation.blueprint.words.inflection import fold

PERSONAL = re.compile(
    r"(birth|nacimiento|cumplea|address|direccion|domicilio|salar|sueldo|wage|nomina|diagnos|alerg|allerg|sintoma"
    r"|symptom|medica|blood|sangu|dni|passport|pasaporte)"
)
OPEN = (Who.VISITOR, Who.MEMBER)


def leaks(entity: Entity) -> list[str]:
    """The fields about a person's life that visitors or any member can read."""
    if entity.access.read not in OPEN:
        return []
    contact = (FieldType.EMAIL, FieldType.PHONE)
    return [f.name for f in entity.fields if f.type in contact or PERSONAL.search(fold(f.label))]


def levels(blueprint: Blueprint, entity: str) -> str:
    access = blueprint.entity(entity).access
    return " ".join((access.read, access.create, access.edit, access.delete))


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("domain", all_domains(), ids=lambda domain: domain.ident)
def test_no_domain_shows_a_persons_data(domain, language) -> None:
    phrase = " ".join(max(domain.strong, key=lambda words: (len(words), words)))
    blueprint = read(
        f"{phrase}: {', '.join(entity.labels[language][1] for entity in domain.entities.values())}", language=language
    )
    published = {e.labels[language][0] for d in all_domains() for e in d.entities.values() if e.public_contact}
    assert {e.name: leaks(e) for e in blueprint.entities if leaks(e) and e.label not in published} == {}


UNKNOWN = [
    "App para registrar drones con modelo y peso",
    "Registro de apicultores con nombre, teléfono y dirección",
    "Control de donantes de sangre con nombre, grupo sanguíneo y fecha de nacimiento",
    "Gestión de una cuadra: caballos con microchip; jinetes con email y salario",
    "Track kayak rentals with customer name, phone and date",
    "An app to keep violin students with name, birthday and parent email",
    "Falconry app with falcons, handlers and flights",
    "Directory of neighbours with name, phone and address",
    "Catálogo de vecinos con teléfono",
    "Website for a choir with singers (name, email, birth date) and concerts",
    "Sistema de turnos de portería con porteros, dni y turnos",
]


@pytest.mark.parametrize("text", UNKNOWN)
def test_an_app_of_an_unknown_kind_shows_no_persons_data(text: str) -> None:
    blueprint = read(text)
    assert blueprint.entities
    assert {entity.name: leaks(entity) for entity in blueprint.entities if leaks(entity)} == {}


@pytest.mark.parametrize("text", UNKNOWN[:7])
def test_rows_of_an_unknown_kind_of_app_are_their_makers(text: str) -> None:
    blueprint = read(text)
    assert blueprint.domain == ""
    private = Access(read=Who.OWNER, create=Who.MEMBER, edit=Who.OWNER, delete=Who.OWNER)
    assert {entity.name: entity.access for entity in blueprint.entities if entity.access != private} == {}
    assert all(entity.owned for entity in blueprint.entities)


@pytest.mark.parametrize(
    ("text", "entity", "expected"),
    [
        ("Catálogo de setas con nombre y foto", "Seta", "visitor staff staff staff"),
        ("Lighthouse directory with name, height and country", "Lighthouse", "visitor staff staff staff"),
        ("Directorio de restaurantes con teléfono, dirección y web", "Restaurante", "visitor staff staff staff"),
        ("Website for a brass band with concerts and songs", "Song", "visitor staff staff staff"),
        ("Registro público de árboles con especie y altura", "Arbol", "visitor staff staff staff"),
        ("Guía de miradores con reseñas", "Resena", "visitor member owner owner"),
        ("Registro privado de árboles", "Arbol", "owner member owner owner"),
        ("Registro de paradas de transporte público", "ParadaTransporte", "owner member owner owner"),
        ("Rental website for kayaks with kayaks and bookings", "Booking", "owner member owner owner"),
        ("Kayak app. Anyone can view kayaks. Kayaks have a colour.", "Kayak", "visitor staff staff staff"),
    ],
)
def test_what_the_app_calls_itself_opens_it(text: str, entity: str, expected: str) -> None:
    assert levels(read(text), entity) == expected


def test_what_members_book_can_be_chosen_by_them() -> None:
    courts = read("Reservas de canchas de squash; los socios reservan canchas y solo ven sus reservas")
    assert levels(courts, "Cancha") == "member staff staff staff"
    assert levels(courts, "Reserva") == "owner member owner owner"


def test_a_public_row_shows_the_name_of_a_person_and_not_their_data() -> None:
    blog = read("Blog con posts y autores (nombre, email y fecha de nacimiento)")
    assert levels(blog, "Autor") == "staff staff staff staff"
    assert blog.entity("Post").access.read is Who.VISITOR
    assert all(field.target != "Autor" for field in blog.entity("Post").fields)


@pytest.mark.parametrize(
    ("text", "entity", "role"),
    [
        ("Gestor de tortugas donde cada dueño ve solo sus tortugas", "Tortuga", "Dueño"),
        ("Los pescadores solo ven sus capturas. Las capturas tienen peso.", "Captura", "Pescador"),
        ("Diving log. Each diver sees only their dives.", "Dive", "Diver"),
        ("Mushroom app where foragers can only see their own finds", "Find", "Forager"),
        ("Clínica veterinaria con mascotas; cada dueño ve solo sus mascotas", "Mascota", "Dueño"),
        ("Comunidad: los vecinos acceden únicamente a sus recibos", "Recibo", "Vecino"),
    ],
)
def test_clauses_about_ones_own_are_kept_and_name_a_member(text: str, entity: str, role: str) -> None:
    blueprint = read(text)
    assert levels(blueprint, entity) == "owner member owner owner"
    assert blueprint.entity(entity).owned
    assert {each.label: each.level for each in blueprint.roles}[role] is Who.MEMBER


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("Registro de sueños, visible solo para su autor", "Sueno"),
        ("Poem app with poems. People cannot see other people's poems.", "Poem"),
        ("Clínica con pacientes y citas. Un paciente no puede ver las citas de otros pacientes.", "Cita"),
    ],
)
def test_other_ways_to_say_that_a_row_is_ones_own(text: str, entity: str) -> None:
    assert read(text).entity(entity).access.read is Who.OWNER


def test_what_editors_may_write_is_not_hidden() -> None:
    article = read("Blog con artículos. Solo los editores pueden publicar sus artículos.").entity("Articulo")
    assert article.access.read is Who.VISITOR
