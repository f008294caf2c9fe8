"""Kinds of app are recognised by what people write, and not by a word that is only said in passing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from generation.blueprint.reader import read
from generation.blueprint.schema import FieldType, Fit, Who
from generation.blueprint.validation import validate
from generation.blueprint.words.domains import Domain, EntityTemplate, all_domains

WRITTEN: dict[str, list[str]] = yaml.safe_load((Path(__file__).parent / "domains.yaml").read_text(encoding="utf-8"))
SAID = [
    (ident, language, text)
    for ident, pair in WRITTEN.items()
    for language, text in zip(("es", "en"), pair, strict=True)
]
DOMAINS = {domain.ident: domain for domain in all_domains()}


@pytest.mark.parametrize(("ident", "language", "text"), SAID, ids=[f"{ident}-{which}" for ident, which, _ in SAID])
def test_a_kind_of_app_is_recognised_and_can_be_built(ident: str, language: str, text: str) -> None:
    plan = read(text)
    assert (plan.domain, plan.language, validate(plan)) == (ident, language, [])
    assert plan.fit is not Fit.OUTSIDE
    known = {field.labels[language] for entity in DOMAINS[ident].entities.values() for field in entity.fields}
    assert any(len(known & {field.label for field in entity.fields}) > 1 for entity in plan.entities)
    assert all(plan.seed[entity.name] for entity in plan.entities)


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("Hotel con parking y piscina: habitaciones y reservas", "parking"),
        ("Tienda online de velas con envíos a domicilio y garantía", "logistics"),
        ("Inmobiliaria con pisos que tienen garaje y trastero", "parking"),
        ("Lo llevamos todo en papel. Registrar telescopios con apertura y peso.", "todo"),
        ("Cuaderno de vuelo: globos, pilotos y vuelos", "notes"),
        ("A registry of sundials, the website is under construction since 2009", "construction"),
        ("Track my sundials, charts as bar charts please", "restaurant"),
        ("My tenants are old school. An app with leases and rent payments", "school"),
        ("Somos una asociación de astrónomos; queremos registrar telescopios y observaciones", "association"),
        ("Sundials with maker and year, and some news about them", "news"),
        ("Un directorio de relojes de sol con su estado de conservación", "marketplace"),
        ("The jobs a printer runs: plates, inks and presses", "jobs"),
    ],
)
def test_a_word_in_passing_does_not_make_the_app(text: str, never: str) -> None:
    assert read(text).domain != never


ENTITIES = [(domain, entity) for domain in all_domains() for entity in domain.entities.values()]
IDS = [f"{domain.ident}-{entity.ident}" for domain, entity in ENTITIES]


def values(entity: EntityTemplate, language: str) -> list[tuple[Any, Any]]:
    return [(field, value) for row in entity.seed[language] for field, value in zip(entity.fields, row, strict=True)]


@pytest.mark.parametrize(("domain", "entity"), ENTITIES, ids=IDS)
def test_example_rows_fit_their_fields(domain: Domain, entity: EntityTemplate) -> None:
    for language in ("es", "en"):
        for field, value in values(entity, language):
            assert value is not None or not field.required, (language, field.ident)
            if field.type is FieldType.CHOICE and value is not None:
                assert value in [option for option, _ in field.options], (language, value)
            if field.type is FieldType.RELATION and value is not None:
                rows = domain.entities[str(field.target)].seed[language]
                assert 1 <= value <= len(rows), (language, field.ident, value)
    if entity.workflow:
        name, moves = entity.workflow
        states = {option for field in entity.fields if field.ident == name for option, _ in field.options}
        assert states
        assert {state for move in moves for state in move} <= states


@pytest.mark.parametrize(("domain", "entity"), ENTITIES, ids=IDS)
def test_both_languages_have_the_same_rows_in_their_own_words(domain: Domain, entity: EntityTemplate) -> None:
    spanish, english = entity.seed["es"], entity.seed["en"]
    assert len(spanish) == len(english)
    for field, ours in ((f, [row[n] for row in spanish]) for n, f in enumerate(entity.fields)):
        theirs = [row[entity.fields.index(field)] for row in english]
        if field.type in (FieldType.LONG_TEXT,) and any(ours):
            assert ours != theirs, field.ident


@pytest.mark.parametrize(("domain", "entity"), ENTITIES, ids=IDS)
def test_what_anybody_may_read_points_to_nothing_that_is_kept_from_them(domain: Domain, entity: EntityTemplate) -> None:
    order = (Who.VISITOR, Who.MEMBER, Who.OWNER, Who.STAFF)
    for field in entity.fields:
        if field.target and field.required:
            target = domain.entities[field.target].access.read
            assert order.index(target) <= order.index(entity.access.read), field.ident
