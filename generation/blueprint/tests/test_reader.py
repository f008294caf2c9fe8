"""What is understood of a description: things, fields, relations, who may do what, and what cannot be built."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from generation.blueprint.reader import DESCRIPTION_LIMIT, DescriptionError, read
from generation.blueprint.schema import Blueprint, CheckKind, Feature, Fit, Who
from generation.blueprint.validation import validate

CASES = yaml.safe_load((Path(__file__).parent / "descriptions.yaml").read_text(encoding="utf-8"))


@pytest.fixture(params=CASES, ids=[case["text"][:50] for case in CASES])
def case(request: pytest.FixtureRequest) -> dict[str, Any]:
    return request.param


def fields_of(blueprint: Blueprint, entity: str) -> dict[str, str]:
    found = blueprint.entity(entity).fields
    return {field.name: f"{field.type}>{field.target}" if field.target else str(field.type) for field in found}


def test_a_description_is_read_as_a_person_would(case: dict[str, Any]) -> None:
    blueprint = read(case["text"])
    assert validate(blueprint) == []
    assert blueprint.language == case["language"]
    assert blueprint.fit == case.get("fit", "full")
    assert blueprint.domain == case.get("domain", blueprint.domain)
    assert set(blueprint.requested_stack) == set(case.get("stacks", ()))
    names = {entity.name for entity in blueprint.entities}
    assert set(case.get("entities", {})) <= names
    if case.get("exactly"):
        assert set(case["entities"]) == names
    for entity, fields in case.get("entities", {}).items():
        found = fields_of(blueprint, entity)
        assert {name: found.get(name) for name, _, _ in (f.partition(":") for f in fields)} == {
            name: kind for name, _, kind in (f.partition(":") for f in fields)
        }


def test_access_shop_and_colours_are_as_described(case: dict[str, Any]) -> None:
    blueprint = read(case["text"])
    for entity, levels in case.get("access", {}).items():
        access = blueprint.entity(entity).access
        assert [access.read, access.create, access.edit, access.delete] == levels.split()
    assert (blueprint.shop.product if blueprint.shop else None) == case.get("shop")
    if "primary" in case:
        assert blueprint.theme.primary == case["primary"]


def test_every_entity_can_be_checked_and_has_rows(case: dict[str, Any]) -> None:
    blueprint = read(case["text"])
    for entity in blueprint.entities:
        kinds = {criterion.check.kind for criterion in blueprint.criteria if criterion.check.entity == entity.name}
        sold = blueprint.shop is not None and entity.name in (blueprint.shop.order, blueprint.shop.line)
        made = {CheckKind.CREATES, CheckKind.LISTS, CheckKind.EDITS, CheckKind.DELETES}
        assert ({CheckKind.ISOLATES, CheckKind.COMPUTES} if sold else made) <= kinds
        assert (CheckKind.ISOLATES in kinds) == (entity.access.read is Who.OWNER)
        assert 2 <= len(blueprint.seed[entity.name]) <= 8


def test_the_text_wins_over_the_domain() -> None:
    blueprint = read("Un blog con posts (título, kilómetros recorridos y altitud)")
    fields = fields_of(blueprint, "Post")
    assert list(fields) == ["titulo", "kilometros_recorridos", "altitud"]
    assert fields["kilometros_recorridos"] == "integer"


def test_things_the_domain_adds_are_marked() -> None:
    blueprint = read("Tienda online")
    assert [entity.named_in_text for entity in blueprint.entities] == [False] * len(blueprint.entities)
    assert read("Crear un blog con posts").entity("Post").named_in_text


def test_labels_keep_accents_and_identifiers_do_not() -> None:
    mascota = read("mascotas con nombre, raza y fecha de vacunación").entity("Mascota")
    assert [field.label for field in mascota.fields] == ["Nombre", "Raza", "Fecha de vacunación"]
    assert mascota.label_plural == "Mascotas"
    assert read("Registro de camiones").entity("Camion").label == "Camión"


def test_choices_and_remarks_between_brackets_are_read() -> None:
    text = "Registrar equipos con nombre, estado (nuevo, usado o roto), precio (opcional) y número de serie (único)"
    equipo = read(text).entity("Equipo")
    state, price, serial = (next(f for f in equipo.fields if f.name == n) for n in ("estado", "precio", "numero_serie"))
    assert [choice.value for choice in state.choices] == ["nuevo", "usado", "roto"]
    assert not price.required
    assert serial.unique


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Blog con posts y mapa interactivo", "mapa interactivo"),
        ("A gym app with members, and an audit trail", "audit trail"),
        ("Clínica con pacientes y recordatorios por WhatsApp", "recordatorios por WhatsApp"),
        ("Recipe app with recipes and a native mobile app", "native mobile app"),
        ("Tienda con productos y login con Google", "login con Google"),
    ],
)
def test_a_wish_that_is_not_built_is_said_and_never_dropped(text: str, asked: str) -> None:
    blueprint = read(text)
    assert blueprint.fit is Fit.PARTIAL
    assert any(asked in unmet.asked and unmet.why for unmet in blueprint.unmet)


def test_another_stack_is_named_and_never_faked() -> None:
    blueprint = read("CRM in Next.js with MongoDB: contacts and deals")
    assert blueprint.requested_stack == ("Next.js", "MongoDB")
    assert [unmet.asked for unmet in blueprint.unmet] == ["Next.js", "MongoDB"]
    assert read("Blog en Django con PostgreSQL").fit is Fit.FULL


@pytest.mark.parametrize(
    ("text", "entity", "levels"),
    [
        ("App para registrar drones. Cada usuario ve solo sus drones.", "Dron", "owner member owner owner"),
        ("Registro privado de medicamentos con nombre y dosis", "Medicamento", "owner member owner owner"),
        ("Users can only see their own recipes", "Recipe", "owner member owner owner"),
        ("Recetario. Solo los administradores pueden crear recetas.", "Receta", "visitor staff staff staff"),
        ("Solo los empleados pueden ver los pacientes", "Paciente", "staff staff staff staff"),
        (
            "Anyone can view plants. Only staff can add, edit and delete plants. Plants have name and height.",
            "Plant",
            "visitor staff staff staff",
        ),
    ],
)
def test_who_may_do_what_is_read_from_the_text(text: str, entity: str, levels: str) -> None:
    access = read(text).entity(entity).access
    assert [access.read, access.create, access.edit, access.delete] == levels.split()


def test_a_row_is_not_seen_by_people_who_may_not_see_what_it_points_to() -> None:
    comments = read("Help desk with tickets, agents and comments")
    assert comments.entity("Ticket").access.read is Who.OWNER
    assert comments.entity("Comment").access.read is Who.OWNER
    loans = read("Biblioteca con libros, lectores y préstamos").entity("Prestamo").access
    assert [loans.read, loans.create] == [Who.OWNER, Who.STAFF]  # nobody chooses a reader they may not see


def test_a_field_that_names_an_entity_becomes_a_relation() -> None:
    blueprint = read("Registrar clientes con nombre y visitas con cliente, fecha y notas")
    assert blueprint.domain == ""
    assert fields_of(blueprint, "Visita") == {"cliente": "relation>Cliente", "fecha": "date", "notas": "long_text"}


def test_no_field_bears_the_name_of_a_relation_that_comes_back() -> None:
    blueprint = read("Registrar pedidos con fecha y pago, pagos con importe y pedido")
    assert fields_of(blueprint, "Pago")["pedido"] == "relation>Pedido"
    assert "pago" not in fields_of(blueprint, "Pedido")


def test_whom_the_app_is_for_is_not_kept_when_the_text_says_what_is() -> None:
    blueprint = read(
        "A bug tracker for software teams: projects, issues with priority (low, medium, high) and assignee"
    )
    assert {entity.name for entity in blueprint.entities} == {"Project", "Issue"}
    clubs = read("Tool for hiking clubs: routes with distance and date")
    assert {entity.name for entity in clubs.entities} == {"Route"}
    drones = read("Herramienta para drones: vuelos con fecha y notas")
    assert {entity.name for entity in drones.entities} == {"Dron", "Vuelo"}


def test_words_that_only_colour_a_thing_are_not_kept() -> None:
    padel = read("Una aplicación para gestionar las reservas de pistas de pádel de mi club, con socios y horarios")
    assert {entity.name for entity in padel.entities} == {"Reserva", "Pista", "Socio"}
    assert padel.not_understood == ()


def test_a_verb_before_a_pronoun_is_no_thing() -> None:
    recipes = read("Build a recipe sharing platform where users can upload recipes and rate them")
    assert {entity.name for entity in recipes.entities} == {"Recipe", "Comment"}


def test_who_may_publish_may_correct_it() -> None:
    access = read("Marketplace de artesanía donde los vendedores publican productos").entity("Producto").access
    assert [access.create, access.edit, access.delete] == [Who.MEMBER, Who.OWNER, Who.OWNER]


def test_unique_fields_have_different_examples() -> None:
    blueprint = read("Registrar prendas con nombre y talla (única)")
    sizes = [row["talla"] for row in blueprint.seed["Prenda"]]
    assert len(set(sizes)) == len(sizes)


def test_whatever_has_a_price_can_be_sold_and_nothing_else() -> None:
    courses = read("Plataforma de cursos con pagos por Stripe")
    assert courses.shop is not None
    assert (courses.shop.product, courses.shop.price) == ("Curso", "precio")
    blog = read("Blog con Stripe")
    assert (blog.shop, blog.fit) == (None, Fit.PARTIAL)
    assert [unmet.asked for unmet in blog.unmet] == ["Stripe"]


def test_what_is_outside_has_no_entities_and_says_why() -> None:
    for text in (
        "Un shooter en 3D",
        "hola",
        "A chrome extension that blocks ads",
        "Calculadora de nuestro coeficiente",
    ):
        blueprint = read(text)
        assert blueprint.fit is Fit.OUTSIDE
        assert blueprint.entities == ()
        assert blueprint.unmet


def test_words_that_mean_nothing_to_the_reader_are_kept_as_written() -> None:
    blueprint = read("Blog con posts. Flurbear los zorbonios gigantes.")
    assert any("Flurbear" in piece for piece in blueprint.not_understood)
    assert read("Crear un blog con posts y comentarios").not_understood == ()


def test_a_landing_page_is_one_page_without_accounts() -> None:
    blueprint = read("Landing page para una agencia de marketing")
    assert blueprint.fit is Fit.FULL
    assert (blueprint.entities, blueprint.features, blueprint.roles) == ((), (), ())
    assert blueprint.name == "Agencia de marketing"


def test_accounts_and_admin_are_always_there() -> None:
    assert {Feature.ACCOUNTS, Feature.ADMIN} <= set(read("Registro de colmenas").features)


def test_a_shop_has_orders_with_lines_and_no_cart_among_its_things() -> None:
    blueprint = read("Tienda online con productos, carrito y pedidos")
    assert blueprint.shop is not None
    assert {blueprint.shop.order, blueprint.shop.line} <= {entity.name for entity in blueprint.entities}
    assert "Carrito" not in {entity.name for entity in blueprint.entities}
    assert "Pedido" in {entity.name for entity in read("Registrar pedidos con fecha y total").entities}


def test_names_come_from_the_person_first() -> None:
    assert read("Blog con posts", name="Cuaderno de Ana").name == "Cuaderno de Ana"
    assert read('Una app llamada "Huerto Feliz" para llevar mis cultivos').name == "Huerto Feliz"
    assert read("Blog con posts", name="Ñandú & Cía").slug == "nandu-cia"
    assert read("Blog con posts", name="日本").slug == "mi-aplicacion"


def test_the_language_can_be_given() -> None:
    blueprint = read("blog", language="en")
    assert blueprint.language == "en"
    assert blueprint.entity("Post").fields[0].label == "Title"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" \n\t ", "empty"),
        ("a" * (DESCRIPTION_LIMIT + 1), "too_long"),
        ("palabra " * 2500, "too_long"),
        ("un blog\x00 con posts", "control_characters"),
        ("un blog \ud800", "control_characters"),
        ("123 456 !!!", "no_letters"),
        ("🙂🙂🙂", "no_letters"),
    ],
)
def test_text_that_nothing_can_be_read_from_is_refused(text: str, code: str) -> None:
    with pytest.raises(DescriptionError) as refused:
        read(text)
    assert refused.value.code == code
    assert refused.value.message


def test_a_name_with_control_characters_is_refused() -> None:
    for name in ("Blog\x07", "a\nb", "x" * 81):
        with pytest.raises(DescriptionError) as refused:
            read("Blog con posts", name=name)
        assert refused.value.code == "bad_name"


def test_the_same_text_gives_the_same_plan_in_every_process() -> None:
    code = "from generation.blueprint.reader import read; import sys; print(read(sys.argv[1]).model_dump_json())"
    text = "Taller con coches, piezas, mecánicos y reparaciones; en rojo, con mapa y Vue"
    printed = {
        subprocess.run(
            [sys.executable, "-c", code, text],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "4242")
    }
    assert len(printed) == 1


def test_reading_is_fast_once_the_lexicon_is_loaded() -> None:
    texts = [case["text"] for case in CASES]
    for text in texts:
        read(text)
    start = time.process_time()
    for text in texts:
        read(text)
    assert (time.process_time() - start) / len(texts) < 0.05
