"""Every spoiled project comes out red, by the check that is there for it; the sound one comes out green."""

from __future__ import annotations

import pytest

from generation.sandbox.tests import notes
from generation.sandbox.tests.mutants import MUTANTS, Mutant
from generation.sandbox.verify import verify
from tests.proving import spread

pytestmark = pytest.mark.sandbox


@pytest.mark.parametrize("mutant", spread(MUTANTS, lambda mutant: mutant.always, lambda mutant: mutant.name))
def test_a_spoiled_project_is_not_verified(mutant: Mutant) -> None:
    report = verify(mutant.files(), mutant.blueprint, mutant.plan)
    failed = {check.id: check.detail for check in report.failed}
    assert not report.verified
    assert set(mutant.found_by) <= failed.keys(), failed
    assert all(failed.values()), "a failure says what is wrong"


def test_the_sound_project_is_verified_with_its_own_tests() -> None:
    report = verify(notes.files(), notes.BLUEPRINT, notes.PLAN)
    assert report.verified, report.failed
    assert [check.status for check in report.checks if check.required] == ["passed"] * 12
    assert {result.status for result in report.criteria} == {"passed"}
