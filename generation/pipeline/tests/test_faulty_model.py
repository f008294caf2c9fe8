"""Whatever a model's server does, at whichever step: the run ends in time with a verified app, and at no price."""

from __future__ import annotations

import asyncio
import resource
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any

import pytest
from pytest_django import Settings

from generation.agents import consulting
from generation.blueprint.reader import read
from generation.engine import breaker, dialect, patience, roles
from generation.engine.tests.faulty_server import MODES, Server, serve
from generation.engine.values import Budget, Limits
from generation.pipeline import CodeGenerationOrchestrator, settlement
from generation.pipeline.tests.workshop import TinyStack, Workshop

TIGHT = Limits(connect=5, first=0.4, between=0.3, total=0.8, slowest=50, grace=0.3)
SECONDS = 1.5  # of one call with its repeat
QUESTIONS = 3 + 3  # one after the other at most: the plan's, those of the slowest of three agents, the review's
PLAN = read("Notes with a title", language="en")
TEXT = "Notes with a title"
LARGEST = 400 * 2**10  # kB that the process may grow by


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with serve() as running:
        yield running


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(patience, "BASE", 0.02)
    quick = {
        name: replace(role, limits=TIGHT, budget=Budget(SECONDS, 2), max_tokens=500)
        for name, role in roles._all().items()
    }
    monkeypatch.setattr(roles, "_all", lambda: quick)
    yield
    breaker.forget()
    dialect.forget()


async def build(settings: Settings, url: str) -> dict[str, Any]:
    settings.JOXCODER_API_URL = url
    tools = replace(Workshop().toolbox(), ask=consulting.by, read=lambda *_, **__: PLAN)
    return await CodeGenerationOrchestrator(engine="joxcoder", tools=tools).generate_full_app(TEXT, "any")


def is_the_floor(app: dict[str, Any]) -> None:
    """Verified, whole, and as the built-in engine makes it: no mode of the server answers with anything of use."""
    assert app["security_audit"]["verified"] is True
    rendered = TinyStack().render(PLAN)
    assert {**app["backend"], **app["frontend"], **app["devops"]} == rendered
    assert app["architecture"] == PLAN.model_dump(mode="json")
    for role in ("backend", "frontend", "devops"):
        told = app["agents"][role]
        share = {"engines": told["engines"], "kept": told["kept"], "reverted": told["reverted"]}
        assert settlement.charge(3, "joxcoder", share).amount == 0


@pytest.mark.parametrize("mode", sorted(MODES))
async def test_every_fault_at_every_step_leaves_the_floor(mode: str, server: Server, settings: Settings) -> None:
    began = time.monotonic()
    is_the_floor(await build(settings, server.url(mode)))
    assert time.monotonic() - began < QUESTIONS * SECONDS + 10


@pytest.mark.proof
async def test_two_hundred_runs_with_faults_at_random(server: Server, settings: Settings) -> None:
    server.spared = frozenset({"flood", "giant_line", "giant_event", "comments_without_end"})
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(25):
        began = time.monotonic()
        apps = await asyncio.gather(*(build(settings, server.url("mix")) for _ in range(8)))
        assert time.monotonic() - began < QUESTIONS * SECONDS + 10
        for app in apps:
            is_the_floor(app)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < LARGEST
