"""Example rows look back on the week before today; which day that is for them is the same on every day."""

from __future__ import annotations

from datetime import date

import pytest

from generation.blueprint.schema import Blueprint
from generation.stacks.django.entities import build
from generation.stacks.django.lately import last_day
from generation.stacks.django.seeding import rows
from generation.stacks.django.wording import words
from generation.stacks.tests import occupied, samples, teams
from generation.stacks.tests.test_figures import sales

PAID = ({"concepto": "Visita", "importe": "40.00", "fecha": day} for day in ("2026-05-02", "2026-05-20", "2026-05-11"))


def of(blueprint: Blueprint) -> date | None:
    t = words(blueprint.language)
    views = build(blueprint, t)
    return last_day(views, rows(blueprint, views), t)


@pytest.mark.parametrize(
    ("blueprint", "day"),
    [
        (teams.clinic().model_copy(update={"seed": {"Pago": tuple(PAID)}}), date(2026, 5, 20)),
        (samples.blog(), date(2026, 2, 11)),
        (sales(), date(2026, 3, 3)),
    ],
    ids=["the last of what was paid", "the middle of what is only dated", "rows the plan leaves to the stack"],
)
def test_the_day_is_of_what_happened(blueprint: Blueprint, day: date) -> None:
    assert of(blueprint) == day


def test_what_takes_up_time_is_brought_to_the_weeks_to_come_instead() -> None:
    assert of(occupied.coworking()) is None
