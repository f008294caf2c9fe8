"""Which thing belongs to which: by what stands between their names, and by what such things usually belong to."""

from __future__ import annotations

import pytest

from generation.blueprint.lexicon import tables
from generation.blueprint.reader import read
from generation.blueprint.schema import FieldType
from generation.blueprint.words.inflection import fold


def links(text: str) -> set[tuple[str, str, FieldType]]:
    plan = read(text)
    return {(e.name, f.target, f.type) for e in plan.entities for f in e.fields if f.target}


ONE, MANY = FieldType.RELATION, FieldType.RELATIONS


@pytest.mark.parametrize(
    ("text", "child", "parent", "kind"),
    [
        ("An app for kites (name, colour). Each kite gives readings: date, height.", "Reading", "Kite", ONE),
        ("Boats (name, length). Sketches for a boat (title, date).", "Sketch", "Boat", ONE),
        ("App de barcas (nombre, eslora) y dibujos por cada barca (título, fecha).", "Dibujo", "Barca", ONE),
        ("Recipes (name, time) and gadgets (name, brand). A recipe uses several gadgets.", "Recipe", "Gadget", MANY),
        ("Hospital with wards, beds and admissions", "Bed", "Ward", ONE),
        (
            "Aseguradoras (nombre, ciudad) y actas, cada una de una aseguradora: fecha, importe",
            "Acta",
            "Aseguradora",
            ONE,
        ),
        ("Depots (name, city) and parcels, each from one depot: weight, colour", "Parcel", "Depot", ONE),
        ("Álbumes (nombre, año) y fotos (título, imagen)", "Foto", "Album", ONE),
    ],
)
def test_what_belongs_to_what_is_linked(text: str, child: str, parent: str, kind: FieldType) -> None:
    assert (child, parent, kind) in links(text)


def test_a_guessed_link_is_forced_on_nobody_but_a_review_is_always_of_something() -> None:
    wards = read("Hospital with wards, beds and admissions")
    assert not next(f for e in wards.entities if e.name == "Bed" for f in e.fields if f.target == "Ward").required
    reviews = read("Guía de restaurantes con nombre y dirección. Los usuarios dejan reseñas con comentario.")
    assert next(f for e in reviews.entities if e.name == "Resena" for f in e.fields if f.target).required


def test_somebody_does_not_belong_to_what_is_only_asked_for() -> None:
    said = links("Shifts (ward, date). Nurses (name, phone) get asked for shifts.")
    assert ("Nurse", "Shift", ONE) not in said


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_usual_kin_is_a_folded_word_and_no_kin_of_itself(language: str) -> None:
    table = tables("kin")
    for listed in (table[language], table["many"][language]):
        for child, groups in listed.items():
            kin = [word for group in groups for word in group.split("/")]
            assert all(word == fold(word) for word in (child, *kin)), child
            assert child not in kin, child
            assert len(kin) == len(set(kin)), child
