"""What a run may still ask of a model: time and the day's budget, looked at before each call.

A model that is slow, or asked once too often, costs a run its additions and never the app: the work goes on as if the
model had not answered. Knows no database; whoever counts the model's tokens is given by the work.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from generation.agents import drafting, screening
from generation.agents.consulting import Ask, Reader
from generation.agents.replies import Why
from generation.agents.writing import Task
from generation.engine import Message, ModelError, Reply, roles
from generation.engine.errors import CallCancelled, OutOfTime
from generation.engine.values import Attempt
from generation.pipeline.toolbox import Toolbox
from generation.pipeline.work import Watcher, Work

SHARE = 0.4  # of the time that is left: the most one call may take, so that there is always some for what follows
SHORTEST = 3.0  # seconds that are worth a call
TRIALS = 3  # of the slowest so far that must fit into the time that is left
CHARACTERS_PER_TOKEN = 4
# Nobody read the question then: it cost nothing
UNREAD = frozenset(
    {"unreachable", "busy", "not_authorised", "request_refused", "context_too_long", "resting", "out_of_time"}
)


def asker(work: Work, toolbox: Toolbox, watcher: Watcher, task: Task | None = None) -> Ask:
    """Questions to the run's model. They raise EngineError, and CallCancelled once the watcher stops them.

    The files that an agent writes for its task are shown to the watcher while the answer comes.
    """
    reader = None if task is None else drafting.Reading(partial(_showable, task), watcher.show)

    def ask(role: str, messages: tuple[Message, ...], schema: Mapping[str, Any] | None) -> Reply:
        until = time.monotonic() + patience(work)
        if until - time.monotonic() < SHORTEST:
            raise OutOfTime("the run has no time left to ask")
        asked = sum(len(message.text) for message in messages) // CHARACTERS_PER_TOKEN
        booking = work.book(asked + roles.of(role).max_tokens) if work.book else _unbooked
        try:
            reply = _in_time(work, toolbox, watcher, until, reader)(role, messages, schema)
        except ModelError as error:
            booking(spent(asked, error.attempts))
            raise
        except BaseException:
            booking(asked)
            raise
        booking(spent(asked, reply.attempts) + reply.usage.input_tokens + reply.usage.output_tokens)
        return reply

    return ask


def patience(work: Work) -> float:
    """Seconds one call may take."""
    return math.inf if work.until is None else (work.until - time.monotonic()) * SHARE


def hurried(work: Work, slowest: float) -> bool:
    """Whether there is no time for further trials, when one takes that many seconds."""
    return work.until is not None and work.until - time.monotonic() < slowest * TRIALS


def spent(asked: int, attempts: Sequence[Attempt]) -> int:
    """What the attempts that came to nothing cost at least: each of them read the question."""
    return asked * sum(attempt.code not in UNREAD and attempt.code != "ok" for attempt in attempts)


def _showable(task: Task, path: str) -> bool:
    def rule(path: str) -> Why | None:
        return screening.may_write(task.role, path, task.stack, task.project)

    return screening.may_be_shown(path, task.project, rule)


def _in_time(work: Work, toolbox: Toolbox, watcher: Watcher, until: float, reader: Reader | None) -> Ask:
    def late() -> bool:
        return time.monotonic() >= until

    ask = toolbox.ask(work.engine, lambda: watcher.stopped() or late(), reader)

    def timed(*question: Any) -> Reply:
        try:
            return ask(*question)
        except CallCancelled:
            if late() and not watcher.stopped():
                raise OutOfTime("the answer took longer than the run can wait") from None
            raise

    return timed


def _unbooked(tokens: int) -> None:
    """Nobody counts."""
