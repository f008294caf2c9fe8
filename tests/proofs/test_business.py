"""Every spoiled sale and sum is found, for its reason. Too long for every test run: see `make proof-apps`."""

from __future__ import annotations

import pytest

from generation.sandbox.tests.business_mutants import SPOILED, Spoiled

pytestmark = pytest.mark.sandbox


@pytest.mark.parametrize("spoiled", SPOILED, ids=[each.name for each in SPOILED])
def test_a_spoiled_project_is_found(spoiled: Spoiled) -> None:
    report = spoiled.report()
    assert not report.verified
    assert spoiled.said in report.check(spoiled.check).detail, report.failed
