"""Numbers that follow from others, sales, and staff of different rights: sound projects hold, spoiled ones are red."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from generation.blueprint.schema import Blueprint
from generation.sandbox.tests import business_mutants, team_mutants
from generation.sandbox.tests.business_mutants import Spoiled
from generation.sandbox.verify import verify
from generation.stacks.django import DjangoStack
from generation.stacks.tests import business, teams
from tests.proving import spread

pytestmark = pytest.mark.sandbox
SOUND = {"invoices": business.invoices, "shop": business.shop, "stock": business.movements, "team": teams.clinic}
SPOILED = (*business_mutants.SPOILED, *team_mutants.SPOILED)


@pytest.mark.parametrize("name", spread(SOUND, {"invoices", "shop"}.__contains__))
def test_a_sound_project_is_verified(name: str) -> None:
    make: Callable[[], Blueprint] = SOUND[name]
    blueprint, stack = make(), DjangoStack()
    report = verify(stack.render(blueprint), blueprint, replace(stack.check_plan(blueprint), test_command=None))
    assert report.verified, report.failed
    assert {result.status for result in report.criteria} == {"passed"}


@pytest.mark.parametrize("spoiled", spread(SPOILED, lambda each: each.often, lambda each: each.name))
def test_a_spoiled_project_is_found(spoiled: Spoiled) -> None:
    report = spoiled.report()
    assert not report.verified
    assert spoiled.said in report.check(spoiled.check).detail, report.failed
