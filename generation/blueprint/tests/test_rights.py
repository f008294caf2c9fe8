"""Who the text names, what they may do, and whom a pronoun means; in sentences that no description of the bench has."""

from __future__ import annotations

import pytest

from generation.blueprint.people.deeds import deed
from generation.blueprint.reader import read
from generation.blueprint.schema import Blueprint, Who


def levels(blueprint: Blueprint, entity: str) -> str:
    access = blueprint.entity(entity).access
    return " ".join((access.read, access.create, access.edit, access.delete))


def people(text: str) -> dict[str, str]:
    return {role.label: role.level.value for role in read(text).roles[2:]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Los camareros apuntan las comandas y el jefe de sala las cierra.",
            {"Camarero": "staff", "Jefe de sala": "staff"},
        ),
        ("Como tapicero quiero ver mis encargos.", {"Tapicero": "member"}),
        (
            "A stage manager approves the bookings that musicians request.",
            {"Stage manager": "staff", "Musician": "member"},
        ),
        ("HR reviews the requests. Employees only see their own requests.", {"HR": "staff", "Employee": "member"}),
        ("Los técnicos cargan visitas. Un técnico no puede ver las visitas de otro.", {"Técnico": "member"}),
        ("Las monitoras ponen las notas y cada familia ve las suyas.", {"Monitora": "staff"}),
        ("Solo las voluntarias revisan las solicitudes.", {"Voluntaria": "staff"}),
        (
            "Recursos humanos aprueba los permisos que pide cada empleado.",
            {"Recursos humanos": "staff", "Empleado": "member"},
        ),
    ],
)
def test_people_who_do_something_are_roles_of_a_level(text: str, expected: dict[str, str]) -> None:
    found = people(text)
    assert {label: found.get(label) for label in expected} == expected


@pytest.mark.parametrize(
    ("text", "entity", "expected"),
    [
        ("App con partituras. Las partituras solo las puede ver la junta.", "Partitura", "staff staff staff staff"),
        (
            "A list of recipes. Anyone can read the recipes, only people with an account add them.",
            "Recipe",
            "visitor member owner owner",
        ),
        (
            "Huerto con parcelas. Las ve todo el mundo pero solo la encargada las edita.",
            "Parcela",
            "visitor staff staff staff",
        ),
        (
            "Los vecinos envían quejas sin registrarse: nombre, teléfono y texto. Las lee solo la administradora.",
            "Queja",
            "staff visitor staff staff",
        ),
        ("Los alumnos ven solo sus notas. Las profesoras ponen las notas.", "Nota", "owner staff staff staff"),
    ],
)
def test_clauses_say_who_may_do_what(text: str, entity: str, expected: str) -> None:
    assert levels(read(text), entity) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Las conductoras publican portes con fecha y aceptan o rechazan reservas.", {"Conductora": "member"}),
        ("Un operario abre una incidencia con foto. El jefe la cierra.", {"Operario": "member", "Jefe": "staff"}),
        (
            "App para designar árbitros a los partidos de la liga y que después cada uno cargue su informe: goles "
            "y tarjetas.",
            {"Árbitro": "member"},
        ),
    ],
)
def test_peers_who_offer_ask_or_report_keep_rows_of_their_own(text: str, expected: dict[str, str]) -> None:
    found = people(text)
    assert {label: found.get(label) for label in expected} == expected


@pytest.mark.parametrize(
    ("text", "entity", "expected"),
    [
        # whoever looks at all of them is not everybody
        ("Presupuestos con fecha. El jefe los crea y gerencia los ve todos.", "Presupuesto", "staff"),
        (
            "Encuesta con respuestas (valor). Se contesta sin cuenta, las respuestas las ve el director.",
            "Respuesta",
            "staff",
        ),
        ("Diarios con texto. Cada socia escribe su diario. Nadie ve nada de nadie más.", "Diario", "owner"),
        (
            "Actas con fecha. Las abre cualquier vecino, y todos pueden verlas. Desde fuera no se ve nada.",
            "Acta",
            "member",
        ),
        (
            "A list of sightings. Anyone can read, members add their own. Each member has a name and a phone.",
            "Member",
            "staff",
        ),
        (
            "Web de hallazgos. Cualquiera puede enviar un reporte (nombre, correo, texto). Los reportes no se muestran "
            "al público.",
            "Reporte",
            "staff",
        ),
    ],
)
def test_nothing_is_opened_that_the_text_keeps(text: str, entity: str, expected: str) -> None:
    assert read(text).entity(entity).access.read.value == expected


@pytest.mark.parametrize(
    ("text", "entity", "expected"),
    [
        (
            "Web de una escuela. Formulario de contacto con nombre, correo y mensaje.",
            "Contacto",
            "staff visitor staff staff",
        ),
        (
            "Inventario de fuentes con calle. Los ciudadanos consultan las fuentes.",
            "Fuente",
            "visitor staff staff staff",
        ),
        ("Movements with a date. Nobody may delete a movement except the manager.", "Movement", "staff"),
    ],
)
def test_the_public_reads_and_sends_in(text: str, entity: str, expected: str) -> None:
    assert levels(read(text), entity).endswith(expected)


def test_what_the_staff_keep_inside_is_not_read_by_members() -> None:
    clinic = read(
        "Customers open tickets with a subject. Agents write internal notes on a ticket and those must never be "
        "visible to customers."
    )
    assert next(each for each in clinic.entities if "note" in each.label.lower()).access.read is Who.STAFF
    assert clinic.entity("Ticket").access.read is Who.OWNER


def test_nobody_approves_what_they_asked_for() -> None:
    leave = read("Employees submit leave requests with first day and last day. A manager approves or rejects them.")
    request = next(each for each in leave.entities if each.workflow)
    assert (request.access.create, request.access.edit) == (Who.MEMBER, Who.STAFF)


def test_an_app_for_one_person_keeps_everything_to_them() -> None:
    diary = read("Registro de sueños con fecha y texto, solo lo veo yo")
    assert all(entity.access.read is Who.OWNER for entity in diary.entities)


@pytest.mark.parametrize(
    ("word", "language", "kind"),
    [("aprueban", "es", "judge"), ("publiquen", "es", "make"), ("moverlas", "es", "mend"), ("elijan", "es", "see"),
     ("submitted", "en", "make"), ("withdraws", "en", "mend"), ("mesa", "es", None)],
)  # fmt: skip
def test_forms_of_a_verb_are_known(word: str, language: str, kind: str | None) -> None:
    found = deed(word, language)  # type: ignore[arg-type]
    assert (found.kind if found else None) == kind
