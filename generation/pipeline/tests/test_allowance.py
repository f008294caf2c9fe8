"""A run's time is shared out among its questions: a slow model costs its additions and never the app."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest

from generation.blueprint.reader import read
from generation.engine import Reply
from generation.engine.errors import CallCancelled, OutOfTime
from generation.engine.values import Attempt, Usage
from generation.pipeline import allowance, refining
from generation.pipeline.merging import Enough
from generation.pipeline.tests.workshop import Workshop
from generation.pipeline.toolbox import Toolbox
from generation.pipeline.work import Work

REPLY = Reply("NOTHING", "joxcoder", "jox", "", "stop", Usage(10, 5), 0.1, 0.1, ())


class Watching:
    def __init__(self, stopped: bool = False) -> None:
        self._stopped = stopped

    def say(self, **item: Any) -> None:
        pass

    def stopped(self) -> bool:
        return self._stopped


def tools(seconds: float) -> Toolbox:
    """A model that takes so long, unless it is stopped."""

    def ask(engine: str, stopped: Any, reader: Any) -> Any:
        def answer(*question: Any) -> Reply:
            until = time.monotonic() + seconds
            while time.monotonic() < until:
                if stopped():
                    raise CallCancelled("stopped")
                time.sleep(0.01)
            return REPLY

        return answer

    return replace(Workshop().toolbox(), ask=ask)


def work(left: float | None) -> Work:
    return Work("Notes", engine="joxcoder", until=None if left is None else time.monotonic() + left)


def test_a_call_takes_no_more_than_its_share_of_the_time_that_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allowance, "SHORTEST", 0.1)
    began = time.monotonic()
    with pytest.raises(OutOfTime, match="longer than the run can wait"):
        allowance.asker(work(1.0), tools(30), Watching())("backend", (), None)
    assert 0.35 < time.monotonic() - began < 0.7


def test_without_time_nothing_is_asked() -> None:
    with pytest.raises(OutOfTime, match="no time left"):
        allowance.asker(work(allowance.SHORTEST), tools(0), Watching())("backend", (), None)


@pytest.mark.parametrize("left", [None, 900.0])
def test_with_time_the_answer_comes_through(left: float | None) -> None:
    assert allowance.asker(work(left), tools(0), Watching())("backend", (), None) is REPLY


def test_who_stops_a_run_is_not_taken_for_a_slow_model() -> None:
    with pytest.raises(CallCancelled):
        allowance.asker(work(900), tools(30), Watching(stopped=True))("backend", (), None)


def test_what_a_call_cost_is_told_to_whoever_counts() -> None:
    told: list[int] = []
    counted = replace(work(900), book=lambda tokens: told.append)
    allowance.asker(counted, tools(0), Watching())("backend", (), None)
    assert told == [15]


def test_attempts_that_nobody_read_cost_nothing() -> None:
    codes = ("ok", "busy", "unreachable", "too_slow", "truncated", "resting")
    assert allowance.spent(100, [Attempt("joxcoder", code, 1.0) for code in codes]) == 200


def test_nothing_is_tried_when_there_is_no_time_for_it() -> None:
    plan = read("Notes with a title", language="en")
    late = replace(work(0.5), blueprint=plan)
    trials = refining._Trials(late, Workshop(slow=0.2).toolbox(), Watching())
    assert trials.attempt({"a.py": ""})["verified"] is True
    with pytest.raises(Enough, match="no time left"):  # less than three times the slowest is left
        trials.attempt({"a.py": "x"})
