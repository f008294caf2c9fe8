"""Numbers that follow from others and sales, executed: sound projects are verified, spoiled ones are red for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from generation.blueprint.schema import Blueprint
from generation.sandbox.tests.business_mutants import SPOILED, Spoiled, examine
from generation.stacks.tests import business

pytestmark = pytest.mark.sandbox
OFTEN = [each for each in SPOILED if each.often]


@pytest.mark.parametrize(
    "make", [business.invoices, business.shop, business.movements], ids=["invoices", "shop", "stock"]
)
def test_a_sound_project_is_verified(make: Callable[[], Blueprint]) -> None:
    report = examine(make)
    assert report.verified, report.failed
    assert {result.status for result in report.criteria} == {"passed"}


@pytest.mark.parametrize("spoiled", OFTEN, ids=[each.name for each in OFTEN])
def test_a_spoiled_project_is_found(spoiled: Spoiled) -> None:
    report = spoiled.report()
    assert not report.verified
    assert spoiled.said in report.check(spoiled.check).detail, report.failed
