"""Every spoiled project comes out red, by the check that is there for it; the sound one comes out green."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from generation.sandbox.report import Report
from generation.sandbox.tests import notes
from generation.sandbox.tests.mutants import MUTANTS, Mutant
from generation.sandbox.verify import verify

pytestmark = pytest.mark.sandbox


def examine(mutant: Mutant) -> tuple[str, Report]:
    return mutant.name, verify(mutant.files(), mutant.blueprint, mutant.plan)


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    """All of them, two at a time; the slow part is WebAssembly in other processes."""
    with ThreadPoolExecutor(2) as pool:
        return dict(pool.map(examine, MUTANTS))


@pytest.mark.parametrize("mutant", MUTANTS, ids=[mutant.name for mutant in MUTANTS])
def test_a_spoiled_project_is_not_verified(mutant: Mutant, reports: dict[str, Report]) -> None:
    report = reports[mutant.name]
    failed = {check.id: check.detail for check in report.failed}
    assert not report.verified
    assert set(mutant.found_by) <= failed.keys(), failed
    assert all(failed.values()), "a failure says what is wrong"


def test_the_sound_project_is_verified_with_its_own_tests() -> None:
    report = verify(notes.files(), notes.BLUEPRINT, notes.PLAN)
    assert report.verified, report.failed
    assert [check.status for check in report.checks if check.required] == ["passed"] * 12
    assert {result.status for result in report.criteria} == {"passed"}
