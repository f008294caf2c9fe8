"""Runs made through the real door, with doubles in the toolbox."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from accounts.models import User
from generation.models import Run
from generation.pipeline import draining, hints, submission, toolbox
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


@pytest.fixture(autouse=True)
def _no_worker_is_leaving() -> Iterator[None]:
    yield
    draining._since.clear()
