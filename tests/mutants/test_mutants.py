"""Ten spoiled apps of different domains come out red, each for its reason. All of them, whole: `make proof-apps`."""

from __future__ import annotations

import pytest

from generation.sandbox.verify import verify
from generation.stacks.django import DjangoStack
from tests.mutants.catalogue import MUTANTS, QUICK
from tests.mutants.mutant import APPS, Mutant, complaint, examined, looked_at, plan_of

pytestmark = pytest.mark.sandbox


def test_the_catalogue_is_as_wide_as_it_says() -> None:
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS) >= 30
    assert len({mutant.app for mutant in MUTANTS}) >= 6
    assert len(QUICK) == 10


@pytest.mark.parametrize("mutant", QUICK, ids=[mutant.name for mutant in QUICK])
def test_a_spoiled_app_is_not_verified_and_the_report_says_why(mutant: Mutant) -> None:
    assert complaint(mutant, looked_at(mutant)) == ""


@pytest.mark.proof
@pytest.mark.parametrize("mutant", MUTANTS, ids=[mutant.name for mutant in MUTANTS])
def test_the_whole_report_of_a_spoiled_app_is_red_for_its_reason(mutant: Mutant) -> None:
    assert complaint(mutant, examined(mutant)) == ""


@pytest.mark.proof
@pytest.mark.parametrize("app", sorted(APPS))
def test_the_sound_app_is_verified(app: str) -> None:
    stack, plan = DjangoStack(), plan_of(app)
    report = verify(stack.render(plan), plan, stack.check_plan(plan))
    assert report.verified, report.failed
