"""What takes up time gets it once, what is somewhere gets a map, what is written for others gets a feed."""

from __future__ import annotations

import pytest

from generation.blueprint.reader import read
from generation.blueprint.schema import Blueprint, CheckKind, Entity, FieldType, PageKind, Schedule


def page(plan: Blueprint, kind: PageKind) -> str | None:
    return next((page.entity for page in plan.pages if page.kind is kind), None)


def timed(plan: Blueprint) -> dict[str, Schedule]:
    return {entity.name: entity.schedule for entity in plan.entities if entity.schedule}


def target_of(entity: Entity, name: str | None) -> str | None:
    return next((field.target for field in entity.fields if field.name == name), None)


ROOMS = "Reservas de salas de ensayo: cada reserva con sala, inicio, fin y motivo. Las salas tienen nombre y aforo."
BOATS = (
    "App to manage boat rentals. Each boat has a name and a length. Each rental has a boat, a start date, an end date "
    "and the customer's name."
)
DOCTOR = (
    "Clínica con médicos (nombre, especialidad) y citas. Cada cita tiene médico, fecha y hora y motivo, y su estado "
    "puede ser pendiente, confirmada o cancelada. Las citas duran 20 minutos."
)


def test_a_booking_takes_up_its_room() -> None:
    plan = read(ROOMS)
    schedule = timed(plan)["Reserva"]
    assert schedule.exclusive
    assert (schedule.start, schedule.end) == ("inicio", "fin")
    assert target_of(plan.entity("Reserva"), schedule.resource) == "Sala"
    assert page(plan, PageKind.CALENDAR) == "Reserva"
    kinds = {criterion.check.kind for criterion in plan.criteria if criterion.check.entity == "Reserva"}
    assert {CheckKind.BOOKS, CheckKind.DATES} <= kinds


def test_a_rental_by_days_takes_up_what_is_rented() -> None:
    plan = read(BOATS)
    (name, schedule), *_ = timed(plan).items()
    assert schedule.exclusive
    assert not schedule.inclusive
    assert (schedule.start, schedule.end) == ("start_date", "end_date")
    assert target_of(plan.entity(name), schedule.resource) == "Boat"


def test_a_cancelled_appointment_takes_no_time_and_its_length_is_read() -> None:
    schedule = timed(read(DOCTOR))["Cita"]
    assert schedule.resource is not None
    assert schedule.free == ("cancelada",)
    assert schedule.minutes == 20


def test_events_stand_side_by_side_and_only_where_a_calendar_is_asked_for() -> None:
    events = "Web de un club: eventos con título, fecha y hora y lugar."
    assert timed(read(events)) == {}
    plan = read(f"{events} Quiero verlos en un calendario.")
    schedule = next(iter(timed(plan).values()))
    assert not schedule.exclusive
    assert page(plan, PageKind.CALENDAR) == next(iter(timed(plan)))
    assert plan.unmet == ()


@pytest.mark.parametrize(
    "text",
    [
        "App de clases particulares: cada clase con título, fecha y hora. Que no se pisen dos clases.",
        "App for private lessons: each lesson has a title, a date and a time. No double bookings.",
    ],
)
def test_a_text_that_says_so_needs_no_resource(text: str) -> None:
    (schedule,) = timed(read(text)).values()
    assert schedule.exclusive
    assert schedule.resource is None


@pytest.mark.parametrize(
    "text",
    [
        "App para registrar mascotas con nombre, raza y fecha de nacimiento.",
        "Lista de tareas con título y fecha límite.",
        "App to track books with title, author and purchase date.",
        "Alquiler de bicis por modelo: cada bici con nombre y stock; cada alquiler con bici, inicio y fin.",
    ],
)
def test_a_date_alone_takes_up_nothing(text: str) -> None:
    assert all(not schedule.exclusive for schedule in timed(read(text)).values())


def test_a_calendar_without_dates_is_named_as_not_met() -> None:
    plan = read("App para guardar recetas con título y pasos, y un calendario.")
    if not timed(plan):
        assert any("calendario" in unmet.asked for unmet in plan.unmet)


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("Mapa con las tiendas de nuestra cadena: cada tienda con nombre, dirección y teléfono.", "Tienda"),
        ("App with a map of our trees. Each tree has a species, a street and a height.", "Tree"),
        ("Registro de árboles con especie, altura y ubicación en el mapa.", "Arbol"),
    ],
)
def test_what_is_on_a_map_has_coordinates(text: str, entity: str) -> None:
    plan = read(text)
    shown = plan.entity(entity)
    assert page(plan, PageKind.MAP) == entity
    assert shown.place is not None
    types = {field.name: field.type for field in shown.fields}
    assert types[shown.place.latitude] is types[shown.place.longitude] is FieldType.DECIMAL
    rows = plan.seed[entity]
    assert rows
    assert all(-90 <= float(str(row[shown.place.latitude])) <= 90 for row in rows)
    assert any(criterion.check.kind is CheckKind.MAPS for criterion in plan.criteria)


def test_examples_lie_in_the_town_that_is_named() -> None:
    plan = read("Mapa de fuentes de Bilbao: cada fuente con nombre y calle.")
    shown = next(entity for entity in plan.entities if entity.place)
    assert shown.place is not None
    row = plan.seed[shown.name][0]
    assert abs(float(str(row[shown.place.latitude])) - 43.26) < 0.2


def test_a_link_to_a_map_and_a_map_of_the_site_are_no_map() -> None:
    for text in ("Tiendas con nombre y enlace al mapa.", "Artículos con título y texto, y un mapa del sitio."):
        assert page(read(text), PageKind.MAP) is None


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("Chat para un equipo: salas con nombre y mensajes con texto. Solo escribe quien tiene cuenta.", "Mensaje"),
        ("Chat app with rooms and messages.", "Message"),
        ("Red de vecinos con un muro donde los vecinos escriben publicaciones con texto.", "Publicacion"),
    ],
)
def test_what_people_write_for_each_other_has_a_feed(text: str, entity: str) -> None:
    plan = read(text)
    assert page(plan, PageKind.FEED) == entity
    assert any(criterion.check.kind is CheckKind.FEEDS for criterion in plan.criteria)
