"""Projects without relations, owners or stock import nothing in vain, and renamed fields are still found."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from generation.blueprint.schema import (
    Access,
    Blueprint,
    Entity,
    Feature,
    Field,
    FieldType,
    Page,
    PageKind,
    Shop,
    Who,
)
from generation.stacks.django import DjangoStack

STAFF = Access(read=Who.VISITOR, create=Who.STAFF, edit=Who.STAFF, delete=Who.STAFF)


def blueprint(*, shop: bool, whole_numbers: bool = False) -> Blueprint:
    """One entity that everybody reads and the staff writes."""
    fields = [
        Field(name="model", label="Model", type=FieldType.TEXT),
        Field(name="price", label="Price", type=FieldType.MONEY),
    ]
    if whole_numbers:
        fields.append(Field(name="stars", label="Stars", type=FieldType.RATING))
    kite = Entity(
        name="Kite",
        label="Kite",
        label_plural="Kites",
        slug="kites",
        fields=tuple(fields),
        access=STAFF,
        display="model",
    )
    rows = ({"model": "Delta", "price": "12.00"}, {"model": "Box", "price": "15.00"})
    if whole_numbers:
        rows = tuple({**row, "stars": 4} for row in rows)
    return Blueprint(
        name="Kites",
        slug="kites",
        language="en",
        purpose="Sell kites.",
        entities=(kite,),
        pages=(Page(kind=PageKind.LANDING, slug="", title="Kites"),),
        features=(Feature.ACCOUNTS, Feature.ADMIN, *((Feature.PAYMENTS,) if shop else ())),
        shop=Shop(product="Kite", price="price") if shop else None,
        seed={"Kite": rows},
    )


@pytest.mark.parametrize("shop", [False, True])
@pytest.mark.parametrize("whole_numbers", [False, True])
def test_nothing_is_imported_in_vain(tmp_path: Path, *, shop: bool, whole_numbers: bool) -> None:
    for path, text in DjangoStack().render(blueprint(shop=shop, whole_numbers=whole_numbers)).items():
        if path.endswith(".py"):
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--select", "F", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_a_field_that_got_another_name_is_found_by_its_own() -> None:
    (probe,) = DjangoStack().check_plan(blueprint(shop=False)).entities
    field = next(field for field in probe.fields if field.is_called("model"))
    assert field.name != "model"
    assert field.is_called(field.name)
    assert not any(field.is_called("") or field.is_called(None) for field in probe.fields)
