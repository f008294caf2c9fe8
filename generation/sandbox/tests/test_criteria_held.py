"""Times, maps, feeds, boards and payments, executed: the sound hold, each spoiled one is found out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from generation.blueprint.schema import Blueprint
from generation.sandbox.tests.criteria_mutants import FAILING, Failing
from generation.sandbox.tests.some_criteria import failures
from generation.stacks.tests.boards import tickets
from generation.stacks.tests.giving import charity, members_only
from generation.stacks.tests.occupied import coworking
from generation.stacks.tests.places import fountains
from generation.stacks.tests.talking import guard_rooms
from tests.proving import spread

pytestmark = pytest.mark.sandbox
SOUND = (coworking, fountains, guard_rooms, tickets, charity, members_only)


@pytest.mark.parametrize("make", spread(SOUND, lambda make: make is coworking, lambda make: make.__name__))
def test_the_sound_project_holds(make: Callable[[], Blueprint]) -> None:
    assert failures(make) == {}


@pytest.mark.parametrize("failing", spread(FAILING, lambda each: each.always, lambda each: each.name))
def test_a_spoiled_project_is_found_out(failing: Failing) -> None:
    found = failing.found()
    assert failing.said in found.get(failing.kind, ""), found
