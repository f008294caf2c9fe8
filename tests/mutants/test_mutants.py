"""Ten spoiled apps of different domains come out red, each for its reason. All of them: `make proof-apps`."""

from __future__ import annotations

import pytest

from tests.mutants.catalogue import MUTANTS, QUICK
from tests.mutants.mutant import Mutant, complaint, examined

pytestmark = pytest.mark.sandbox


def test_the_catalogue_is_as_wide_as_it_says() -> None:
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS) >= 30
    assert len({mutant.app for mutant in MUTANTS}) >= 6
    assert len(QUICK) == 10


@pytest.mark.parametrize("mutant", QUICK, ids=[mutant.name for mutant in QUICK])
def test_a_spoiled_app_is_not_verified_and_the_report_says_why(mutant: Mutant) -> None:
    assert complaint(mutant, examined(mutant)) == ""
