"""Random histories of workers that die, freeze, wake up late and are cancelled; the books are checked after each move.

`test_without_the_fence…` breaks the product on purpose: the same checker must find it out.
"""

from __future__ import annotations

import random
import uuid
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.db.models.functions import Now

from accounts.models import User
from billing import ledger
from generation.models import Event, Revision, Run, RunStatus, StepStatus
from generation.pipeline import lifecycle, reaper, steps
from generation.pipeline.leases import Lease
from generation.pipeline.tests.conftest import MakeRun
from generation.pipeline.tests.workshop import Workshop

MOVES = 70
SEEDS = range(8)
TERMINAL = (RunStatus.SUCCEEDED, RunStatus.FAILED, RunStatus.CANCELLED)


@dataclass
class Worker:
    """Knows what it knew when it claimed; whether that still holds is for the lifecycle to say."""

    lease: Lease
    work: steps.Work
    remaining: list[str]


@dataclass
class History:
    random: random.Random
    make_run: Callable[..., Run]
    workshop: Workshop
    owner: User
    keys: list[uuid.UUID] = field(default_factory=list)
    workers: list[Worker] = field(default_factory=list)
    ended: dict[int, tuple[Any, ...]] = field(default_factory=dict)

    def move(self) -> None:
        action = self.random.choices(
            [self.submit, self.claim, self.work_on, self.stumble, self.leave, self.time_passes, self.cancel, self.reap],
            weights=[2, 6, 14, 2, 1, 4, 1, 3],
        )[0]
        with suppress(lifecycle.LeaseLost):  # a zombie is told so
            action()

    def submit(self) -> None:
        again = self.keys and self.random.random() < 0.4
        key = self.random.choice(self.keys) if again else uuid.UUID(int=self.random.getrandbits(128))
        self.keys.append(key)
        if not again and Run.objects.filter(status__in=lifecycle.ACTIVE).count() >= 2:
            return
        if ledger.balance(self.owner.pk).available >= 10 or again:
            self.make_run(submit_key=key)

    def claim(self) -> None:
        for run in Run.objects.order_by("pk"):
            if (lease := lifecycle.claim(run.pk)) is not None:
                done = set(run.steps.filter(status=StepStatus.DONE).values_list("key", flat=True))
                work = steps.Work(run.prompt)
                for step in run.steps.filter(status=StepStatus.DONE):
                    work.absorb(step.output, {})
                self.workers.append(Worker(lease, work, [key for key in steps.ORDER if key not in done]))
                return

    def work_on(self) -> None:
        if not self.workers:
            return
        worker = self.random.choice(self.workers)
        if not worker.remaining:
            return
        key = worker.remaining[0]
        lifecycle.start_step(worker.lease, key)
        result = steps.perform(key, worker.work, self.workshop.toolbox(), _Deaf())
        worker.remaining.pop(0)
        if key == steps.ORDER[-1]:
            lifecycle.succeed(worker.lease, key, result)
        else:
            lifecycle.commit_step(worker.lease, key, result)
        worker.work.absorb(result.output, result.files)

    def stumble(self) -> None:
        if self.workers:
            lifecycle.try_again(self.random.choice(self.workers).lease, lifecycle.Failure("step_failed"))

    def leave(self) -> None:
        if self.workers:
            lifecycle.hand_back(self.random.choice(self.workers).lease)

    def time_passes(self) -> None:
        if run := Run.objects.filter(status=RunStatus.RUNNING).order_by("pk").first():
            Run.objects.filter(pk=run.pk).update(lease_until=Now() - timedelta(seconds=1))

    def cancel(self) -> None:
        if run := Run.objects.order_by("-pk").first():
            lifecycle.request_cancel(run)

    def reap(self) -> None:
        reaper.reap()

    def go_on(self, moves: int) -> None:
        for _ in range(moves):
            self.move()
            self.check()

    def finish(self) -> None:
        """Whatever happened, every run can be brought to an end."""
        for _ in range(40):
            for run in Run.objects.filter(status__in=lifecycle.ACTIVE):
                Run.objects.filter(pk=run.pk).update(lease_until=Now() - timedelta(seconds=1))
            reaper.reap()
            self.workers.clear()
            self.claim()
            for _ in steps.ORDER:
                self.work_on()
            self.check()
        assert not Run.objects.filter(status__in=lifecycle.ACTIVE).exists()
        assert ledger.balance(self.owner.pk).held == 0
        assert ledger.verify() == []

    def check(self) -> None:
        runs = list(Run.objects.all())
        held = sum(run.cap for run in runs if run.status in lifecycle.ACTIVE)
        spent = sum(run.charged for run in runs)
        assert ledger.balance(self.owner.pk) == ledger.Balance(100 - held - spent, held)
        for run in runs:
            self._check_run(run)

    def _check_run(self, run: Run) -> None:
        told = list(Event.objects.filter(run=run).order_by("seq"))
        assert [event.seq for event in told] == list(range(1, run.next_seq))
        done = Counter(event.payload["step"] for event in told if event.kind == "step.done")
        assert all(times == 1 for times in done.values()), f"done twice: {done}"
        assert set(done) == set(run.steps.filter(status=StepStatus.DONE).values_list("key", flat=True))
        succeeded = run.status == RunStatus.SUCCEEDED
        assert Revision.objects.filter(run=run).count() == int(succeeded)
        assert run.charged == (10 if succeeded else 0)
        if run.status in TERMINAL:
            state = (run.status, run.charged, run.next_seq, run.error_code)
            assert self.ended.setdefault(run.pk, state) == state, "an ended run changed"


class _Deaf:
    def say(self, **item: Any) -> None:
        pass

    def show(self, parts: Any) -> None:
        pass

    def stopped(self) -> bool:
        return False


@pytest.fixture
def history(make_run: MakeRun, workshop: Workshop, alice: User, settings: Any) -> Callable[[int], History]:
    settings.RATE_LIMIT_RUNS = 1000
    return lambda seed: History(random.Random(seed), make_run, workshop, alice)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", SEEDS)
def test_no_history_loses_or_doubles_anything(history: Callable[[int], History], seed: int) -> None:
    told = history(seed)
    told.go_on(MOVES)
    told.finish()


@pytest.mark.django_db
def test_without_the_fence_the_same_checker_turns_red(
    history: Callable[[int], History], monkeypatch: pytest.MonkeyPatch
) -> None:
    def anybody(lease: Lease) -> Run:
        return Run.objects.select_related("project").get(pk=lease.run_id)

    monkeypatch.setattr(lifecycle, "_fenced", anybody)
    told = history(1)
    with pytest.raises((AssertionError, lifecycle.IllegalTransition)):
        told.go_on(10 * MOVES)
