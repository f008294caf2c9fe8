"""An app for programs is verified with the keys that its own command makes; its mutants are in tests/mutants."""

from __future__ import annotations

import pytest

from generation.sandbox.verify import verify
from generation.stacks.django import DjangoStack
from generation.stacks.tests import samples

STACK = DjangoStack()


@pytest.mark.sandbox
@pytest.mark.slow
def test_an_app_for_programs_is_verified() -> None:
    blueprint = samples.service()
    plan = STACK.check_plan(blueprint)
    assert plan.login
    assert plan.login.key_command == "api_key"
    report = verify(STACK.render(blueprint), blueprint, plan)
    assert report.verified, report.failed
