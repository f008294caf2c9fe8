"""Every way of spoiling a staff of different rights is found, for its reason."""

from __future__ import annotations

import pytest

from generation.sandbox.tests.business_mutants import Spoiled
from generation.sandbox.tests.team_mutants import SPOILED

pytestmark = pytest.mark.sandbox


@pytest.mark.parametrize("spoiled", SPOILED, ids=[each.name for each in SPOILED])
def test_a_spoiled_project_is_found(spoiled: Spoiled) -> None:
    report = spoiled.report()
    assert not report.verified
    assert spoiled.said in report.check(spoiled.check).detail, report.failed
