"""Calendars, maps, feeds, boards and payments as their owner meets them: lint, migrations, rows and tests."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from generation.blueprint.reserved import CLASS_NAMES, SHOP_CLASS_NAMES
from generation.blueprint.schema import Blueprint
from generation.blueprint.validation import validate
from generation.stacks.django import DjangoStack
from generation.stacks.django.entities import build
from generation.stacks.django.schedules import timings
from generation.stacks.django.spacing import spread
from generation.stacks.django.wording import words
from generation.stacks.tests.boards import tickets
from generation.stacks.tests.giving import charity, members_only
from generation.stacks.tests.occupied import coworking
from generation.stacks.tests.places import fountains
from generation.stacks.tests.projects import assert_runs, manage, write
from generation.stacks.tests.talking import guard_rooms
from generation.stacks.tests.test_names import names_beside_entities
from tests import proving

RUFF = Path(sys.executable).with_name("ruff")
ALL: tuple[Callable[[], Blueprint], ...] = (coworking, fountains, guard_rooms, tickets, charity, members_only)


@pytest.fixture(
    scope="module",
    params=proving.spread(ALL, {coworking, guard_rooms, charity}.__contains__, lambda make: make.__name__),
)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Blueprint, Path]:
    blueprint = request.param()
    assert validate(blueprint) == []
    return blueprint, write(DjangoStack().render(blueprint), tmp_path_factory.mktemp(blueprint.slug))


def test_the_linter_and_the_formatter_have_nothing_to_say(made: tuple[Blueprint, Path]) -> None:
    rules = ["--select", "E,F,I,B,S,W", "--ignore", "S101", "--line-length", "120"]
    check = subprocess.run([RUFF, "check", "--isolated", *rules, "."], cwd=made[1], capture_output=True, text=True)
    assert check.returncode == 0, check.stdout[-3000:]
    shape = ["--isolated", "--line-length", "120", "--diff", "."]
    done = subprocess.run([RUFF, "format", *shape], cwd=made[1], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:]


def test_no_entity_can_bear_a_name_that_stands_beside_it(made: tuple[Blueprint, Path]) -> None:
    beside = {*SHOP_CLASS_NAMES, "Client"} if any(entity.charge for entity in made[0].entities) else set()
    assert names_beside_entities(made[0]) - CLASS_NAMES - beside == set()


@pytest.mark.slow
def test_a_project_migrates_seeds_and_passes_its_own_tests(made: tuple[Blueprint, Path]) -> None:
    folder = made[1]
    assert_runs(folder, "makemigrations", "--check", "--dry-run")
    assert_runs(folder, "migrate", "--verbosity", "0")
    assert_runs(folder, "seed")
    done = manage(folder, "test")
    assert done.returncode == 0, done.stderr[-4000:]


def test_example_rows_are_moved_apart_and_end_after_they_begin() -> None:
    blueprint = coworking()
    rows = json.loads(DjangoStack().render(blueprint)["core/seed.json"])
    taken: dict[int, list[tuple[datetime, datetime]]] = {}
    for row in rows["Alquiler"]:
        start, end = (datetime.fromisoformat(row[name]) for name in ("recogida", "devolucion"))
        assert start < end
        assert all(end <= first or last <= start for first, last in taken.get(row["bici"], []))
        taken.setdefault(row["bici"], []).append((start, end))


def test_a_row_lasts_as_long_as_what_it_points_to() -> None:
    blueprint = coworking()
    entity = blueprint.entity("Evento")
    assert entity.schedule is not None
    plan = entity.schedule.model_copy(update={"exclusive": True, "minutes": 30})
    changed = blueprint.model_copy(
        update={
            "entities": tuple(e.model_copy(update={"schedule": plan}) if e is entity else e for e in blueprint.entities)
        }
    )
    timing = timings(build(changed, words("es")))["Evento"]
    rows = [
        {"dia": "2026-09-17", "hora": "18:00"},
        {"dia": "2026-09-17", "hora": "18:20"},
        {"dia": "2026-09-17", "hora": "18:30"},
    ]
    spread(timing, rows, {})
    assert [row["dia"] for row in rows] == ["2026-09-17", "2026-09-18", "2026-09-17"]


def test_the_check_plan_names_times_places_and_feeds() -> None:
    probes = {probe.entity: probe for make in ALL for probe in DjangoStack().check_plan(make()).entities}
    booking, rental, event = (probes[name].schedule for name in ("Reserva", "Alquiler", "Evento"))
    assert booking is not None
    assert (booking.resource, booking.free, booking.exclusive) == ("sala", ("anulada",), True)
    assert rental is not None
    assert rental.whole_days
    assert rental.calendar_path == "/calendario-bicis/?month={month}"
    assert event is not None
    assert (event.time, event.exclusive, event.minutes) == ("hora", False, 90)
    assert {field.name: field.degrees for field in probes["Fuente"].fields if field.degrees} == {
        "latitud": 90,
        "longitud": 180,
    }
    feed = probes["Mensaje"].feed
    assert feed is not None
    assert replace(feed, body="") == replace(
        feed, path="/chat/{pk}/", news_path="/chat/{pk}/news/?after={after}", body=""
    )
    workflow = probes["Ticket"].workflow
    assert workflow is not None
    assert workflow.board
