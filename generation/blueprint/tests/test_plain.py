"""Plain descriptions of one line, the way people type them first: one table for each class of words."""

from __future__ import annotations

import pytest

from generation.blueprint.reader import read
from generation.blueprint.schema import Blueprint, Entity, Who


def entity(blueprint: Blueprint, name: str) -> Entity:
    return next(each for each in blueprint.entities if each.name == name)


def levels(one: Entity) -> str:
    return " ".join(who.value for who in (one.access.read, one.access.create, one.access.edit, one.access.delete))


@pytest.mark.parametrize(
    ("text", "name", "wanted"),
    [
        (
            "Student grades portal where teachers enter grades and students see only their own",
            "Grade",
            "owner staff staff staff",
        ),
        (
            "Portal de notas: los profesores ponen las notas y cada alumno ve solo las suyas",
            "Nota",
            "owner staff staff staff",
        ),
        ("Payslip app: hr uploads payslips and employees see only their own", "Payslip", "owner staff staff staff"),
    ],
)
def test_what_the_staff_make_for_people_is_read_by_each_of_them(text: str, name: str, wanted: str) -> None:
    assert levels(entity(read(text), name)) == wanted


@pytest.mark.parametrize(
    ("text", "role", "level"),
    [
        ("A social network for dog owners", "dog_owner", Who.MEMBER),
        ("A forum for car owners and mechanics", "car_owner", Who.MEMBER),
        ("Orders of a shop: the shop owner sees all orders and customers see theirs", "shop_owner", Who.STAFF),
        ("Red social para dueños de perros", "dueno", Who.MEMBER),
    ],
)
def test_who_owns_a_thing_is_a_member_and_who_owns_the_house_runs_it(text: str, role: str, level: Who) -> None:
    assert {each.name: each.level for each in read(text).roles}[role] is level


@pytest.mark.parametrize(
    "text", ["Simple CRM for a real estate agency", "Gestión de expedientes del comité de becas", "Events of a charity"]
)
def test_the_body_that_an_app_is_for_is_no_role(text: str) -> None:
    assert {each.name for each in read(text).roles} <= {"user", "administrator", "usuario", "administrador"}


@pytest.mark.parametrize(
    ("text", "domain", "names"),
    [
        ("Simple CRM for a real estate agency", "crm", {"Contact", "Deal"}),
        ("CRM para una clínica dental", "crm", {"Contacto", "Oportunidad"}),
        ("invoicing for a dental clinic", "invoicing", {"Client", "Invoice"}),
        ("help desk for a hotel", "tickets", {"Ticket"}),
        ("inventario para restaurante", "inventory", {"Producto"}),
        ("Gestión de un hotel", "hotel", {"Habitacion"}),
        ("system for a dental clinic", "clinic", {"Patient", "Appointment"}),
    ],
)
def test_the_kind_of_app_decides_over_the_trade_it_is_for(text: str, domain: str, names: set[str]) -> None:
    blueprint = read(text)
    assert blueprint.domain == domain
    assert names <= {each.name for each in blueprint.entities}


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("Bookstore API", "retail"),
        ("software para taller", "repairs"),
        ("programa para una óptica", "retail"),
        ("app for a bakery", "retail"),
        ("sistema para mi ferretería", "retail"),
        ("software for a laundromat", "laundry"),
    ],
)
def test_the_name_of_a_trade_is_enough_for_its_things(text: str, domain: str) -> None:
    blueprint = read(text)
    assert blueprint.domain == domain
    assert blueprint.entities
    assert blueprint.fit.value != "outside"


@pytest.mark.parametrize(
    ("text", "name", "wanted"),
    [
        ("Quiero un sistema para mi ferretería: productos, ventas, clientes y caja", "Cliente", Who.STAFF),
        ("manage products, customers and orders", "Order", Who.STAFF),
        ("gestión de proveedores, compras y empleados", "Compra", Who.STAFF),
        ("Tareas de mi empresa", "Tarea", Who.STAFF),
        ("track my plants", "Plant", Who.OWNER),
        ("mis gastos", "Gasto", Who.OWNER),
        ("Invoice app for freelancers: clients, invoices", "Invoice", Who.OWNER),
        ("App where users manage products and customers", "Customer", Who.STAFF),
        ("Car rental system with vehicles, customers and rentals", "Rental", Who.STAFF),
        ("Invoice generator", "Invoice", Who.OWNER),
    ],
)
def test_a_business_keeps_its_rows_among_its_staff_and_a_person_their_own(text: str, name: str, wanted: Who) -> None:
    assert entity(read(text), name).access.read is wanted


def test_what_quizzes_are_made_of_is_kept_and_a_quiz_about_something_is_played() -> None:
    kept = read("Quiz app with categories, questions, answers and leaderboard")
    assert {"Category", "Question", "Answer"} <= {each.name for each in kept.entities}
    assert kept.fit.value == "partial"
    assert [each.asked for each in kept.unmet] == ["leaderboard"]
    played = read("Quiz about capitals with 5 questions")
    assert played.widgets
    assert not played.entities


@pytest.mark.parametrize(
    ("text", "name", "fields"),
    [
        ("Asistencia de empleados con entrada y salida", "Asistencia", {"entrada": "time", "salida": "time"}),
        (
            "Employee attendance with check-in and check-out",
            "EmployeeAttendance",
            {"check_in": "time", "check_out": "time"},
        ),
        ("App para guardar recetas con ingredientes y entrada", "Receta", {"entrada": "text"}),
    ],
)
def test_a_coming_and_a_going_are_two_times(text: str, name: str, fields: dict[str, str]) -> None:
    types = {each.name: each.type.value for each in entity(read(text), name).fields}
    assert {key: types.get(key) for key in fields} == fields


def test_backers_who_pledge_leave_pledges_of_an_amount() -> None:
    pledge = entity(read("Crowdfunding platform: projects with goal and deadline, backers pledge money"), "Pledge")
    assert {each.target for each in pledge.fields if each.target} == {"Project"}
    assert "money" in {each.type.value for each in pledge.fields}
    assert levels(pledge).startswith("owner member")


def test_a_task_belongs_to_its_project_and_never_the_reverse() -> None:
    plan = read("Crear una app de tareas para equipos con proyectos, tareas, comentarios y fechas límite")
    assert "Proyecto" in {each.target for each in entity(plan, "Tarea").fields}
    assert "Tarea" not in {each.target for each in entity(plan, "Proyecto").fields}


@pytest.mark.parametrize("text", ["Gestor de contraseñas", "Password manager with site, username and password"])
def test_passwords_are_kept_for_oneself_and_their_plain_text_is_said(text: str) -> None:
    plan = read(text)
    assert [each.access.read for each in plan.entities] == [Who.OWNER]
    assert plan.unmet
    assert plan.fit.value == "partial"


def test_what_stands_beside_the_staffs_own_things_is_made_by_the_staff() -> None:
    assert levels(entity(read("Course platform with lessons and quizzes, students enrol"), "Quiz")) == (
        "member staff staff staff"
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [("Photo album sharing for families", "PhotoAlbum"), ("Bike sharing", "Bike"), ("una app bonita", None)],
)
def test_one_common_thing_in_a_short_title_is_kept(text: str, name: str | None) -> None:
    assert [each.name for each in read(text).entities] == [name] * (name is not None)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Clínicas (nombre, dirección) y pacientes (nombre, edad)", {"Clinica", "Paciente"}),
        ("Gyms (name, address) and trainers (name, phone)", {"Gym", "Trainer"}),
        ("Clínica dental (Sevilla): pacientes con nombre y edad, citas con fecha", {"Paciente", "Cita"}),
    ],
)
def test_several_places_with_brackets_of_their_own_are_things_and_one_is_where_it_happens(
    text: str, names: set[str]
) -> None:
    assert {each.name for each in read(text).entities if each.named_in_text} == names


@pytest.mark.parametrize(
    "text",
    [
        "Somos una clínica de fisioterapia. Los pacientes piden cita y en recepción la confirman.",
        "Somos una tienda de bicis. Los clientes piden cita y en recepción la confirman.",
        "We are a law firm. Clients request appointments and the secretary confirms them.",
    ],
)
def test_the_house_that_writes_is_nobody_in_it(text: str) -> None:
    assert {role.name for role in read(text).roles} & {"clinica", "tienda", "law_firm", "firm"} == set()
