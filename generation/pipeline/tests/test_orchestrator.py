"""The pipeline in memory. None of these tests may touch a database: pytest-django would fail them."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from generation.engine import EngineUnavailable
from generation.pipeline import CodeGenerationOrchestrator, steps
from generation.pipeline.refusals import BadInput, OutsideScope
from generation.pipeline.tests.workshop import Workshop


async def build(workshop: Workshop, text: str = "Notes") -> tuple[dict[str, Any], list[str]]:
    told: list[str] = []

    async def progress(message: str) -> None:
        told.append(message)

    made = CodeGenerationOrchestrator(tools=workshop.toolbox())
    return await made.generate_full_app(text, "any text", progress), told


async def test_an_app_comes_in_its_parts_with_the_titles_told_in_order() -> None:
    app, told = await build(Workshop())
    assert told == [str(steps.TITLES[key]) for key in steps.ORDER]
    assert app["architecture"]["slug"] == "notes"
    assert set(app["backend"]) == {"core/models.py", "core/views.py"}
    assert set(app["frontend"]) == {"templates/home.html"}
    assert set(app["devops"]) == {"README.md", "manage.py", "start.py"}
    audit = app["security_audit"]
    assert audit["verified"] is True
    assert audit["findings"] == [{"path": "core/views.py", "line": 1, "message": "S404 subprocess"}]
    assert set(audit["files"]) == {"SECURITY.md"}


async def test_an_app_that_does_not_pass_is_not_called_verified() -> None:
    app, told = await build(Workshop(passes=False))
    assert app["security_audit"]["verified"] is False
    assert app["security_audit"]["files"] == {}
    assert [check["status"] for check in app["security_audit"]["report"]["checks"]] == ["passed", "failed"]
    assert len(told) == 5  # nothing is audited that does not run


async def test_a_request_outside_what_can_be_built_is_refused_before_any_work() -> None:
    workshop = Workshop()
    with pytest.raises(OutsideScope, match="teleport"):
        await build(workshop, "outside")
    assert not workshop.verifying.is_set()


async def test_a_cancelled_call_lets_go_of_the_sandbox() -> None:
    workshop = Workshop(slow=60)
    task = asyncio.create_task(build(workshop))
    await asyncio.to_thread(workshop.verifying.wait, 5)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def test_engines_that_are_not_there_are_refused_at_the_door() -> None:
    with pytest.raises(EngineUnavailable, match="OPENAI_API_KEY"):
        CodeGenerationOrchestrator(engine="openai")
    with pytest.raises(BadInput):
        CodeGenerationOrchestrator(language="tlh")
