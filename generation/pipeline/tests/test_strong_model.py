"""A strong model's work comes through the real stack and sandbox into the verified app; bad work costs nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from generation.agents.tests.scripted import Model
from generation.pipeline import CodeGenerationOrchestrator, receipt, toolbox
from generation.pipeline.tests import strong

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]


async def built(model: Model, settings: Any, text: str = strong.TEXT) -> tuple[dict[str, Any], list[str]]:
    settings.JOXCODER_API_URL = "http://127.0.0.1:1"  # configured; the double answers in its place
    told: list[dict[str, Any]] = []
    tools = replace(toolbox.default(), ask=lambda *_: model)
    made = CodeGenerationOrchestrator(engine="joxcoder", tools=tools, on_item=told.append)
    return await made.generate_full_app(text, "any"), [receipt.line(item) for item in told]


async def test_whole_features_of_a_strong_model_are_in_the_verified_app(settings: Any) -> None:
    model = Model(
        architect=[strong.NOTHING_TO_ADD],
        backend=[strong.BACKEND],
        frontend=[strong.FRONTEND],
        devops=[strong.DEVOPS],
        security=["- shop/cart.py:30 nothing to exploit; the price is worked out on the server\n"],
    )
    app, told = await built(model, settings)
    agents = app["agents"]
    assert app["security_audit"]["verified"] is True, told
    assert {role: agents[role]["reverted"] for role in ("backend", "frontend", "devops")} == {
        "backend": [], "frontend": [], "devops": [],
    }, agents  # fmt: skip
    assert "BULK_FACTOR" in app["backend"]["shop/cart.py"]
    assert "add_error" in app["backend"]["core/forms/reserva.py"]
    assert "upcoming(user)" in app["backend"]["figures/views.py"]
    assert "theme.css" in app["frontend"]["core/templates/core/base.html"]
    assert "Diez o más" in app["frontend"]["core/templates/core/home.html"]
    assert '"fra1"' in app["devops"]["vercel.json"]
    assert "price is worked out" in app["security_audit"]["files"]["SECURITY.md"]
    assert [agents[role]["repairs"] for role in ("backend", "frontend", "devops")] == [0, 0, 0]


@pytest.mark.proof
async def test_bad_work_is_taken_back_and_the_good_beside_it_stays(settings: Any) -> None:
    """A form that breaks every booking, a page with an inline style and a wrong test: none of it is in the app."""
    broken = strong.CONFLICT.replace("super().clean() or self.cleaned_data", "self.no_such_thing()")
    wrong = strong.DISCOUNT_TEST.replace('Decimal("90.00")', 'Decimal("1.00")')
    model = Model(
        architect=[strong.NOTHING_TO_ADD],
        backend=[strong.DISCOUNT + wrong + broken, "I am sorry.", "I am sorry."],
        frontend=["", "```", "<file"],
        devops=["no JSON"] * 3,
        security=[strong.file("core/views/pages.py", "raise SystemExit")],
    )
    app, told = await built(model, settings)
    assert app["security_audit"]["verified"] is True, told
    assert app["agents"]["backend"]["reverted"] == ["core/forms/reserva.py", "shop/tests/test_discount.py"], told
    assert "BULK_FACTOR" in app["backend"]["shop/cart.py"]
    assert "no_such_thing" not in app["backend"]["core/forms/reserva.py"]
    assert app["agents"]["security"]["kept"] == []
    assert any("taken back, because the checks did not pass with it: core/forms/reserva.py" in line for line in told)
