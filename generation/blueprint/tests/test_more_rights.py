"""Who may do what, said in ways that name nobody, name them late, or speak of the app itself."""

from __future__ import annotations

import pytest

from generation.blueprint.reader import read
from generation.blueprint.schema import Entity, FieldType, Who


def entity(text: str, *labels: str) -> Entity:
    plan = read(text)
    return next(each for each in plan.entities if each.label in labels)


def role(text: str, name: str) -> Who | None:
    return next((Who(each.level) for each in read(text).roles if each.name == name), None)


def test_a_picture_that_opens_its_sentence_is_not_the_form_that_visitors_send() -> None:
    text = (
        "Soy pintor y quiero mi propia web: mis cuadros (título, año, imagen); una página 'sobre mí' y "
        "un formulario de contacto con nombre, email y mensaje. "
    )
    assert entity(text + "Las imágenes las quiero subir desde casa.", "Contacto").access.create is Who.VISITOR


def test_who_rates_a_thing_does_not_make_it() -> None:
    text = "Skate park. Builders put up ramps with height and surface. Skaters tick the ramps they did and rate them."
    assert entity(text, "Ramp").access.create is Who.STAFF


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Film club of nine. Somebody proposes a film, we vote, everybody leaves a review. Not for outsiders.", "Film"),
        ("Club de cine. Alguien propone una película, votamos y cada uno deja una reseña. Nada público.", "Película"),
    ],
)
def test_somebody_who_puts_something_forward_is_one_of_the_members(text: str, label: str) -> None:
    access = entity(text, label).access
    assert (access.read, access.create) == (Who.MEMBER, Who.MEMBER)


def test_in_a_closed_circle_without_offices_we_are_its_members() -> None:
    text = "Film club, nine of us. Somebody proposes a film, we vote, and everybody leaves a review. Not for outsiders."
    assert entity(text, "Vote").access.create is Who.MEMBER


def test_a_deed_that_needs_an_account_is_done_to_what_it_was_done_to_before() -> None:
    text = (
        "Una web para mi peña de cine. Vamos proponiendo películas y escribimos reseñas con nota. "
        "Que se pueda mirar sin registro, pero para proponer o reseñar sí haga falta."
    )
    access = entity(text, "Película").access
    assert (access.read, access.create) == (Who.VISITOR, Who.MEMBER)


def test_who_sees_the_queue_sees_what_stands_in_it() -> None:
    text = "Queue for the laser. Member adds a job with material and minutes. Techs run it and everybody can see the"
    assert entity(f"{text} queue.", "Job").access.read is Who.MEMBER
    assert entity(f"{text} laser.", "Job").access.read is Who.OWNER


def test_everyone_else_is_everyone() -> None:
    text = "Cheese list for our stall: maker, milk, price per kilo. Staff update it, everyone else just looks."
    assert entity(text, "Cheese").access.read is Who.VISITOR


@pytest.mark.parametrize(
    "text",
    [
        "Internal cheese list: maker, milk, price per kilo. Staff update it, everyone else just looks.",
        "Handbook for our company: pages with title and text. HR edits the pages, everyone else just looks.",
    ],
)
def test_everyone_else_of_a_house_is_nobody_from_outside(text: str) -> None:
    assert all(each.access.read is not Who.VISITOR for each in read(text).entities)


def test_the_fields_behind_a_list_for_somebody_are_those_of_its_rows() -> None:
    plan = read("Cheese list for our stall: maker, milk, price per kilo. Staff update it.")
    assert [each.label for each in plan.entities] == ["Cheese"]
    assert {"Maker", "Milk"} <= {field.label for field in plan.entities[0].fields}


def test_a_member_list_is_nothing_that_members_list() -> None:
    text = "Member list for our club: members, fees, events."
    assert entity(text, "Member").access.create is Who.STAFF


def test_what_the_customer_chooses_from_is_shown_to_everybody_where_such_goods_are() -> None:
    plan = read("Tart pre-orders. Tarts with weight and price, customer chooses tarts. I see the total of each order.")
    assert next(each for each in plan.entities if each.label == "Tart").access.read is Who.VISITOR
    assert next(each for each in plan.entities if each.label == "Order").access.read is Who.OWNER


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A marketplace for tutors: profiles with subjects and price. Students request a lesson", "tutor"),
        ("Una comunidad de profesores con materiales y foros", "profesor"),
    ],
)
def test_those_that_an_app_brings_together_are_its_members(text: str, name: str) -> None:
    assert role(text, name) is Who.MEMBER


def test_outside_of_such_an_app_a_tutor_is_of_the_house() -> None:
    assert role("An app for our school with tutors, pupils and marks", "tutor") is Who.STAFF


def test_a_courier_carries_what_others_order_and_has_to_see_it() -> None:
    assert role("Food delivery app with restaurants, dishes, orders and couriers", "courier") is Who.STAFF
    own = "Paquetería: el cliente crea el envío y cada repartidor ve solo sus envíos."
    assert role(own, "repartidor") is Who.MEMBER
    assert role(own, "cliente") is Who.MEMBER


def test_what_is_said_to_whoever_uses_the_app_is_said_of_its_members() -> None:
    plan = read(
        "Cola de corte láser para el instituto: subís el archivo DXF, elegís material (MDF o acrílico), color "
        "y ves cómo va lo tuyo. "
        "El encargado pasa el trabajo a cortando, listo o fallido."
    )
    job = next(each for each in plan.entities if each.label == "Trabajo")
    assert (job.access.read, job.access.create) == (Who.OWNER, Who.MEMBER)
    assert {"Archivo", "Material"} <= {field.label for field in job.fields}
    states = next(field for field in job.fields if job.workflow and field.name == job.workflow.field)
    assert [choice.label for choice in states.choices] == ["Cortando", "Listo", "Fallido"]


def test_your_rows_are_your_own() -> None:
    text = "Biblioteca del barrio: reservás un libro y ves tus préstamos. La bibliotecaria carga los libros."
    assert entity(text, "Préstamo").access.read is Who.OWNER


def test_a_shop_in_which_something_stands_does_not_make_a_shop() -> None:
    plan = read(
        "Kayak hire on the river, from my phone. Kayaks: type, length, day price, in the shop / rented / broken. "
        "Rentals: customer name, phone, kayak, deposit, total."
    )
    assert plan.shop is None
    assert not {"Product", "Cart", "Order"} & {each.label for each in plan.entities}
    kayak = next(each for each in plan.entities if each.label == "Kayak")
    assert any(field.type is FieldType.CHOICE and len(field.choices) == 3 for field in kayak.fields)


def test_a_lesson_that_a_pupil_books_is_that_pupils_and_not_theirs_to_price() -> None:
    plan = read("Autoescuela Volante. Los alumnos reservan clases prácticas con un profesor y un coche.")
    assert not {"Reserva", "Práctica"} & {each.label for each in plan.entities}
    lesson = next(each for each in plan.entities if each.label.startswith("Clase"))
    assert (lesson.access.read, lesson.access.create) == (Who.OWNER, Who.MEMBER)
    assert not {FieldType.MONEY, FieldType.BOOLEAN} & {field.type for field in lesson.fields}


def test_bookings_that_the_text_lists_stay_beside_the_lessons() -> None:
    plan = read("Academia de baile con alumnos, clases y reservas. Los alumnos reservan clases.")
    assert {"Clase", "Reserva"} <= {each.label for each in plan.entities}


@pytest.mark.parametrize(
    ("text", "label", "kind"),
    [
        ("Human resources: departments, leave requests and shifts", "Leave request", FieldType.DATE),
        ("Recursos humanos con departamentos, turnos y permisos", "Permiso", FieldType.DATE),
    ],
)
def test_leave_is_a_thing_where_people_work(text: str, label: str, kind: FieldType) -> None:
    assert kind in {field.type for field in entity(text, label).fields}


def test_permissions_are_still_rights_in_any_other_app() -> None:
    assert "Permiso" not in {each.label for each in read("Inventario con productos, usuarios y permisos").entities}


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Hockey league with teams, players, fixtures and results", {"Team", "Player", "Fixture"}),
        ("Gestión del instituto con alumnos, cursos, profesores y calificaciones", {"Alumno", "Curso", "Profesor"}),
    ],
)
def test_plurals_alone_are_things_though_each_may_be_a_field_elsewhere(text: str, labels: set[str]) -> None:
    assert labels <= {each.label for each in read(text).entities}
