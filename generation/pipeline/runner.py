"""Carries one run from its last committed step to its end. All truth is written by the lifecycle."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import nullcontext
from functools import partial
from typing import Any

from django.db import close_old_connections
from django.db.models import F
from django.db.models.functions import Now

from generation.agents.drafting import Part
from generation.engine.errors import CallCancelled
from generation.engine.names import BUILTIN
from generation.models import Run, StepStatus
from generation.pipeline import drafts, draining, events, lifecycle, model_budget, revisions, steps, toolbox
from generation.pipeline.drafts import Publisher
from generation.pipeline.leases import Keeper, Lease, Stop
from generation.pipeline.lifecycle import Failure, LeaseLost
from generation.pipeline.refusals import NotVerified, OutsideScope
from generation.sandbox.errors import SandboxCancelled, SandboxUnavailable

logger = logging.getLogger(__name__)
keeper = Keeper(lifecycle.beat)
TELL_EVERY = 0.25  # seconds between progress events of a step; the first goes at once


class Interrupted(Exception):
    """The work stops here; why stands on the lease, or the worker is leaving."""


class Recorder:
    """Follows a step: gathers what it says into few events, and tells it when to stop.

    Steps that work at the same time have threads of their own and share `left`, which is set when the others are to
    stop too. They only say; the run's thread writes it down.
    """

    def __init__(
        self, lease: Lease, key: str, left: threading.Event | None = None, drafts: Publisher | None = None
    ) -> None:
        self._lease = lease
        self._key = key
        self._left = left
        self._drafts = drafts
        self._items: list[dict[str, Any]] = []
        self._told = 0.0
        self._lock = threading.Lock()

    def say(self, **item: Any) -> None:
        with self._lock:
            self._items.append(item)
        if self._left is None:
            self.pass_on()

    def show(self, parts: Sequence[Part]) -> None:
        if self._drafts is None:
            return
        self._drafts.show(parts)
        for part in parts:
            if part.gone:
                self.say(kind="withdrawn", path=part.path)
            elif part.lines and not part.offset:
                self.say(kind="writing", path=part.path)

    def stopped(self) -> bool:
        """Asked again and again while the step works, so that the last word of a burst does not wait for the next."""
        if self._drafts is not None:
            self._drafts.pass_on()
        if self._left is None:
            self.pass_on()
        left = self._left is not None and self._left.is_set()
        return left or self._lease.stop is not None or draining.impatient()

    def pass_on(self) -> None:
        """Write down what was said, unless that was done a moment ago."""
        with self._lock:
            if self._items and time.monotonic() - self._told >= TELL_EVERY:
                self._flush()

    def finish(self) -> None:
        if self._drafts is not None:
            self._drafts.pass_on(at_once=True)
        with self._lock:
            self._flush()

    def _flush(self) -> None:
        if self._items:
            items, self._items = self._items, []
            lifecycle.tell(self._lease, self._key, items)
            close_old_connections()  # a long step holds no connection between its words
        self._told = time.monotonic()


def execute(run_id: int) -> None:
    """Work on a run as long as this worker has it; whoever does not get it leaves."""
    lease = None if draining.requested() else lifecycle.claim(run_id)
    if lease is None:
        return
    with keeper.keep(lease):
        try:
            _carry(lease)
        except LeaseLost as loss:
            logger.info("left to another worker: %s", loss)


def _carry(lease: Lease) -> None:
    try:
        _work(lease)
    except LeaseLost:
        raise
    except Exception as error:
        _settle(lease, error)


def _work(lease: Lease) -> None:
    run = Run.objects.select_related("project").annotate(left=F("deadline") - Now()).get(pk=lease.run_id)
    until = time.monotonic() + run.left.total_seconds()
    with drafts.kept(run.public_id) if run.engine != BUILTIN else nullcontext():
        _steps(lease, run, until)


def _steps(lease: Lease, run: Run, until: float) -> None:
    done = {step.key: step for step in run.steps.all() if step.status == StepStatus.DONE}
    work = steps.Work(run.prompt, run.project.name, run.project.language, engine=run.engine, until=until)
    work.book = partial(model_budget.book, run.owner_id)
    for stage in steps.stages(run.engine):
        left = [key for key in stage if key not in done]
        for key in stage:
            if key in done:
                work.absorb(done[key].output, revisions.load(done[key].output.get("files", {})))
        if len(left) > 1:
            _together(lease, run, left, work)
        elif left:
            _step(lease, run, left[0], work)


def _recorder(lease: Lease, run: Run, key: str, left: threading.Event | None = None) -> Recorder:
    shown = None if run.engine == BUILTIN else Publisher(run.public_id, events.group_name(run.project.public_id), key)
    return Recorder(lease, key, left, shown)


def _settle(lease: Lease, error: Exception) -> None:
    """What becomes of a run whose work stopped short of its end."""
    match error:
        case Interrupted() | SandboxCancelled() | CallCancelled():
            _let_go(lease)
        case NotVerified():
            evidence = steps.Result({"report": error.report}, {"checks": len(error.report["checks"])})
            lifecycle.fail(lease, Failure(error.code, str(error)), key=steps.VERIFICATION, result=evidence)
        case OutsideScope():
            lifecycle.fail(lease, Failure(error.code, error.detail))
        case SandboxUnavailable():
            lifecycle.fail(lease, Failure("sandbox_unavailable", str(error)))
        case _:
            logger.error("run %s stumbled", lease.run_id, exc_info=error)
            lifecycle.try_again(lease, Failure("step_failed", type(error).__name__))


def _step(lease: Lease, run: Run, key: str, work: steps.Work) -> None:
    if lease.stop or draining.requested():
        raise Interrupted
    lifecycle.start_step(lease, key)
    close_old_connections()  # the work is done outside any transaction and without a connection
    recorder = _recorder(lease, run, key)
    result = steps.perform(key, work, toolbox.default(), recorder)
    recorder.finish()
    if lease.stop or draining.impatient():
        raise Interrupted
    if key == steps.ORDER[-1]:
        lifecycle.succeed(lease, key, result)
    else:
        lifecycle.commit_step(lease, key, result)
        work.absorb(result.output, result.files)


def _together(lease: Lease, run: Run, keys: Sequence[str], work: steps.Work) -> None:
    """Steps that are done at the same time. Each is stored as soon as it is done; all writing is this thread's."""
    if lease.stop or draining.requested():
        raise Interrupted
    left = threading.Event()
    recorders = {key: _recorder(lease, run, key, left) for key in keys}
    for key in keys:
        lifecycle.start_step(lease, key)
    close_old_connections()
    tools = toolbox.default()
    with ThreadPoolExecutor(len(keys), thread_name_prefix="step") as pool:
        waiting = {pool.submit(steps.perform, key, work, tools, recorders[key]): key for key in keys}
        try:
            for key, result in _as_they_come(waiting, recorders):
                if lease.stop or draining.impatient():
                    raise Interrupted
                lifecycle.commit_step(lease, key, result)
                work.absorb(result.output, result.files)
        finally:
            left.set()


def _as_they_come(
    waiting: dict[Future[steps.Result], str], recorders: Mapping[str, Recorder]
) -> Iterator[tuple[str, steps.Result]]:
    """Each step's result once it is there. Raises what a step raises."""
    while waiting:
        done, _ = wait(waiting, timeout=TELL_EVERY, return_when=FIRST_COMPLETED)
        for recorder in recorders.values():
            recorder.pass_on()
        for future in done:
            key = waiting.pop(future)
            recorders[key].finish()
            yield key, future.result()


def _let_go(lease: Lease) -> None:
    if lease.stop == Stop.CANCELLED:
        lifecycle.cancelled(lease)
    elif lease.stop == Stop.DEADLINE:
        lifecycle.fail(lease, Failure("deadline", "The run took longer than it may."))
    elif lease.stop is None:
        lifecycle.hand_back(lease)
