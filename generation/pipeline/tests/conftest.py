"""Runs made through the real door, with doubles in the toolbox."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from accounts.models import User
from generation.agents.tests.scripted import Model
from generation.blueprint.reader import read
from generation.models import Run
from generation.pipeline import draining, hints, runner, submission, toolbox
from generation.pipeline.tests.answers import ALL
from generation.pipeline.tests.workshop import Workshop

MakeRun = Callable[..., Run]


@pytest.fixture
def workshop(monkeypatch: pytest.MonkeyPatch) -> Workshop:
    made = Workshop()
    tools = made.toolbox()
    monkeypatch.setattr(toolbox, "default", lambda: tools)
    return made


@pytest.fixture
def hinted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Ids of the runs a worker was asked to look at; nothing leaves."""
    sent: list[int] = []

    def send(run_id: int) -> bool:
        sent.append(run_id)
        return True

    monkeypatch.setattr(hints, "send", send)
    return sent


@pytest.fixture
def make_run(alice: User, workshop: Workshop, hinted: list[int]) -> MakeRun:
    def make(owner: User = alice, **changes: Any) -> Run:
        given: dict[str, Any] = {"name": "Mine", "description": "Notes with a title", "submit_key": uuid.uuid4()}
        return submission.submit(owner, **{**given, **changes})

    return make


@pytest.fixture
def sold(workshop: Workshop, make_run: MakeRun, settings: Any, monkeypatch: Any) -> Callable[..., Run]:
    """A run with JoxCoder, whose roles answer as told."""
    settings.JOXCODER_API_URL = "http://127.0.0.1:1"
    plan = read("Notes with a title", language="en")
    tools = replace(workshop.toolbox(), read=lambda *_, **__: plan)
    monkeypatch.setattr(toolbox, "default", lambda: tools)

    def make(
        engine: str = "joxcoder", meet: tuple[str, Callable[[], None]] | None = None, **answers: list[object]
    ) -> Run:
        model = Model(engine=engine, **{role: list(each) for role, each in {**ALL, **answers}.items()})

        def asked(role: str, *rest: Any) -> Any:
            if meet and role == meet[0]:
                meet[1]()
            return model(role, *rest)

        workshop.model = asked
        run = make_run(engine="joxcoder", description="Notes with a title and a colour")
        assert run.cap == 10
        runner.execute(run.pk)
        run.refresh_from_db()
        return run

    return make


@pytest.fixture(autouse=True)
def _no_worker_is_leaving() -> Iterator[None]:
    yield
    draining._since.clear()
