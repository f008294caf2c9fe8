"""An app for programs is verified with the keys that its own command makes; its mutants are in tests/mutants."""

from __future__ import annotations

import pytest

from generation.sandbox.tests.one_check import report_of
from generation.sandbox.verify import verify
from generation.stacks.django import DjangoStack
from generation.stacks.tests import samples

STACK = DjangoStack()
pytestmark = [pytest.mark.sandbox, pytest.mark.slow]


def test_its_keys_do_what_their_people_may() -> None:
    blueprint = samples.service()
    plan = STACK.check_plan(blueprint)
    assert plan.login
    assert plan.login.key_command == "api_key"
    report = report_of("isolation", STACK.render(blueprint), blueprint, plan)
    assert report.check("isolation").status == "passed", report.failed


@pytest.mark.proof
def test_an_app_for_programs_is_verified() -> None:
    blueprint = samples.service()
    report = verify(STACK.render(blueprint), blueprint, STACK.check_plan(blueprint))
    assert report.verified, report.failed
