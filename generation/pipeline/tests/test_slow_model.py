"""A model that is too slow costs a run its additions and never its end."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from generation.agents.tests.scripted import Model
from generation.blueprint.reader import read
from generation.engine.errors import CallCancelled
from generation.models import RunStatus
from generation.pipeline import runner, toolbox
from generation.pipeline.tests.answers import ALL
from generation.pipeline.tests.conftest import MakeRun
from generation.pipeline.tests.workshop import Workshop, report

pytestmark = pytest.mark.django_db(transaction=True)
PLAN = read("Notes with a title", language="en")
SECONDS = 16.0  # a run has


def never(engine: str, stopped: Callable[[], bool], reader: object) -> Any:
    """Each question takes all the time that it is given."""

    def ask(*_: object) -> Any:
        while not stopped():
            time.sleep(0.02)
        raise CallCancelled("no longer wanted")

    return ask


def test_a_model_that_uses_all_its_time_leaves_the_floor_in_time(
    make_run: MakeRun, workshop: Workshop, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.RUN_DEADLINE_SECONDS = SECONDS
    settings.JOXCODER_API_URL = "http://127.0.0.1:1"
    tools = replace(workshop.toolbox(), read=lambda *_, **__: PLAN, ask=never)
    monkeypatch.setattr(toolbox, "default", lambda: tools)
    run = make_run(engine="joxcoder", description="Notes with a title")
    runner.execute(run.pk)
    run.refresh_from_db()
    assert (run.status, run.charged) == (RunStatus.SUCCEEDED, 0)
    assert run.revisions.exists()
    assert (run.finished_at - run.started_at).total_seconds() < SECONDS


def test_work_that_cannot_be_tried_out_in_time_is_left_out(
    make_run: MakeRun, workshop: Workshop, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first version took so long that another one would not end before the run has to."""
    settings.JOXCODER_API_URL = "http://127.0.0.1:1"
    model = Model(**{role: list(each) for role, each in ALL.items()})
    slow = replace(report(), seconds=settings.RUN_DEADLINE_SECONDS * 0.6)
    trials: list[object] = []

    def verify(files: Mapping[str, str], *_: Any, **__: Any) -> Any:
        trials.append(files)
        return slow

    tools = replace(workshop.toolbox(), read=lambda *_, **__: PLAN, ask=lambda *_: model, verify=verify)
    monkeypatch.setattr(toolbox, "default", lambda: tools)
    run = make_run(engine="joxcoder", description="Notes with a title and a colour")
    runner.execute(run.pk)
    run.refresh_from_db()
    assert run.status == RunStatus.SUCCEEDED
    assert len(trials) == 1  # the first version's
    backend = run.steps.get(key="backend")
    assert (backend.note, backend.summary["by"]["reverted"]) == ("reverted", ["core/rules.py"])
