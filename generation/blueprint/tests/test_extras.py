"""Favourites, notices, uploads, approval, newsletter: each wish becomes a thing of the plan, or is named as not met."""

from __future__ import annotations

import pytest

from generation.blueprint.reader import read
from generation.blueprint.schema import Blueprint, CheckKind, Entity, Feature, FieldType, Fit

RECIPES = "Web de recetas: los usuarios publican recetas con título, ingredientes y pasos, y comentan las de los demás."


def kinds(blueprint: Blueprint) -> set[CheckKind]:
    return {criterion.check.kind for criterion in blueprint.criteria}


def named(blueprint: Blueprint, label: str) -> Entity:
    return next(entity for entity in blueprint.entities if entity.label.lower().startswith(label))


def test_nothing_is_added_that_nobody_asked_for() -> None:
    plan = read(RECIPES)
    assert not any(entity.favourites or entity.moderated for entity in plan.entities)
    assert not any(field.uploaded for entity in plan.entities for field in entity.fields)
    assert not kinds(plan) & {CheckKind.FAVOURS, CheckKind.MODERATES, CheckKind.NOTIFIES, CheckKind.SUBSCRIBES}


@pytest.mark.parametrize(
    ("text", "label"),
    [
        (RECIPES + " Cada persona guarda sus recetas favoritas.", "receta"),
        ("Online shop for candles with cart, payments and a wishlist.", "product"),
        (
            "Catálogo de museos y de exposiciones. Los visitantes registrados marcan exposiciones como favoritas.",
            "expo",
        ),
    ],
)
def test_favourites_belong_to_the_thing_that_the_text_names_or_sells(text: str, label: str) -> None:
    plan = read(text)
    marked = [entity.label.lower() for entity in plan.entities if entity.favourites]
    assert len(marked) == 1
    assert marked[0].startswith(label)
    assert CheckKind.FAVOURS in kinds(plan)


def test_rows_are_approved_first_when_the_text_says_so() -> None:
    plan = read(RECIPES + " Los comentarios los apruebo yo antes de que se publiquen.")
    assert [entity.label for entity in plan.entities if entity.moderated] == ["Comentario"]
    assert CheckKind.MODERATES in kinds(plan)


def test_pictures_are_uploaded_and_leave_no_example_behind() -> None:
    plan = read("App para reportar incidencias del barrio con título, descripción y una foto que sube el vecino.")
    photo = next(field for entity in plan.entities for field in entity.fields if field.type is FieldType.IMAGE)
    assert photo.uploaded
    assert not photo.required
    assert all(photo.name not in row for rows in plan.seed.values() for row in rows)
    assert CheckKind.UPLOADS in kinds(plan)


def test_documents_become_files() -> None:
    plan = read(
        "Los socios suben documentos: cada trámite tiene nombre, fecha y justificante. Cada uno ve solo los suyos."
    )
    files = [field for entity in plan.entities for field in entity.fields if field.type is FieldType.FILE]
    assert files
    assert all(field.uploaded for field in files)
    assert plan.fit is Fit.FULL


def test_a_place_for_a_file_is_made_where_the_text_names_none() -> None:
    plan = read("App de gastos: cada gasto con concepto e importe, y se le puede adjuntar un archivo.")
    assert any(field.uploaded for field in named(plan, "gasto").fields)


def test_who_owns_a_row_is_told_and_the_plan_says_of_what() -> None:
    plan = read(
        "Solicitudes de vacaciones: cada empleado crea la suya con fechas y motivo y ve solo las suyas; pasan de "
        "pendiente a aprobada o rechazada. Notificar al empleado cuando cambie el estado."
    )
    assert plan.has(Feature.NOTIFICATIONS)
    assert CheckKind.NOTIFIES in kinds(plan)


def test_a_wish_for_notices_that_nothing_can_send_is_named() -> None:
    plan = read(
        "Inventario de ferretería, solo para el equipo: productos con código, nombre y existencias. Notificaciones."
    )
    assert not plan.has(Feature.NOTIFICATIONS)
    assert plan.fit is Fit.PARTIAL
    assert any("notific" in unmet.asked.lower() for unmet in plan.unmet)


def test_a_newsletter_is_checked() -> None:
    plan = read(RECIPES + " Con newsletter.")
    assert plan.has(Feature.NEWSLETTER)
    assert CheckKind.SUBSCRIBES in kinds(plan)
    assert plan.fit is Fit.FULL


def test_a_review_is_given_once_and_its_average_is_shown() -> None:
    plan = read(
        "Guía de restaurantes con nombre y dirección. Los usuarios dejan reseñas con comentario y estrellas del 1 al 5."
    )
    reviews = [entity for entity in plan.entities if entity.once]
    assert len(reviews) == 1
    assert CheckKind.RATES in kinds(plan)
