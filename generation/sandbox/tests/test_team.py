"""Staff of different rights, executed: a sound project is verified, spoiled ones are red for it."""

from __future__ import annotations

import pytest

from generation.sandbox.tests.business_mutants import Spoiled, examine
from generation.sandbox.tests.team_mutants import SPOILED
from generation.stacks.tests import teams

pytestmark = pytest.mark.sandbox
OFTEN = [each for each in SPOILED if each.often]


def test_a_sound_project_is_verified() -> None:
    report = examine(teams.clinic)
    assert report.verified, report.failed
    assert {result.status for result in report.criteria} == {"passed"}


@pytest.mark.parametrize("spoiled", OFTEN, ids=[each.name for each in OFTEN])
def test_a_spoiled_project_is_found(spoiled: Spoiled) -> None:
    report = spoiled.report()
    assert not report.verified
    assert spoiled.said in report.check(spoiled.check).detail, report.failed
