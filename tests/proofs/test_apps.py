"""Every mutant of every domain comes out red for its reason, and the sound apps come out green.

`make proof-apps`: ten to fifteen minutes on two cores.
"""

from __future__ import annotations

import pytest

from generation.sandbox.verify import verify
from generation.stacks.django import DjangoStack
from tests.mutants.catalogue import MUTANTS
from tests.mutants.mutant import APPS, Mutant, complaint, examined, plan_of

pytestmark = pytest.mark.sandbox


@pytest.mark.parametrize("app", sorted(APPS))
def test_the_sound_app_is_verified(app: str) -> None:
    stack, plan = DjangoStack(), plan_of(app)
    report = verify(stack.render(plan), plan, stack.check_plan(plan))
    assert report.verified, report.failed


@pytest.mark.parametrize("mutant", MUTANTS, ids=[mutant.name for mutant in MUTANTS])
def test_the_spoiled_app_is_not_and_the_report_says_why(mutant: Mutant) -> None:
    assert complaint(mutant, examined(mutant)) == ""
