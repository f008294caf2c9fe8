"""Cancelling: at once, or within five seconds, and nothing is charged."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from billing import ledger
from generation.models import Event, Run, RunStatus, StepStatus
from generation.pipeline import cancelling, lifecycle, reaper, runner
from generation.pipeline.tests.conftest import MakeRun
from generation.pipeline.tests.test_claims import let_the_lease_end
from generation.pipeline.tests.threads import at_once, beside
from generation.pipeline.tests.workshop import Workshop

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_waiting_run_is_cancelled_at_once(make_run: MakeRun, alice: User) -> None:
    run = lifecycle.request_cancel(make_run())
    assert run.status == RunStatus.CANCELLED
    assert ledger.balance(alice.pk) == ledger.Balance(100, 0)
    assert {step.status for step in run.steps.all()} == {StepStatus.CANCELLED}
    assert lifecycle.claim(run.pk) is None


def test_a_verification_under_way_is_stopped_within_five_seconds(
    make_run: MakeRun, workshop: Workshop, alice: User, settings: Any
) -> None:
    settings.RUN_LEASE_SECONDS = 60  # however long the lease is
    workshop.slow = 60
    run = make_run()
    worker = beside(lambda: runner.execute(run.pk))
    assert workshop.verifying.wait(10)
    asked = time.monotonic()
    assert lifecycle.request_cancel(run).status == RunStatus.RUNNING
    worker.join(10)
    assert not worker.is_alive()
    assert time.monotonic() - asked < 5
    run.refresh_from_db()
    assert (run.status, run.charged, run.error_code) == (RunStatus.CANCELLED, 0, "cancelled")
    assert ledger.balance(alice.pk) == ledger.Balance(100, 0)
    assert run.steps.get(key="verification").status == StepStatus.CANCELLED
    assert run.steps.get(key="backend").status == StepStatus.DONE
    assert not run.revisions.exists()


def test_cancelling_twice_or_after_the_end_changes_nothing(make_run: MakeRun, alice: User) -> None:
    run = make_run()
    runner.execute(run.pk)
    assert at_once(5, lambda _: lifecycle.request_cancel(run).status) == [RunStatus.SUCCEEDED] * 5
    assert ledger.balance(alice.pk) == ledger.Balance(90, 0)


def test_many_cancels_at_once_give_the_tokens_back_once(make_run: MakeRun, alice: User) -> None:
    run = make_run()
    assert at_once(10, lambda _: lifecycle.request_cancel(run).status) == [RunStatus.CANCELLED] * 10
    assert ledger.balance(alice.pk) == ledger.Balance(100, 0)
    assert Event.objects.filter(kind="run.cancelled").count() == 1


def test_a_cancelled_run_whose_worker_died_is_ended_by_the_reaper(make_run: MakeRun, alice: User) -> None:
    run = make_run()
    assert lifecycle.claim(run.pk)
    assert lifecycle.request_cancel(run).status == RunStatus.RUNNING
    let_the_lease_end(run)
    assert lifecycle.claim(run.pk) is None
    assert reaper.reap() == 1
    assert Run.objects.get().status == RunStatus.CANCELLED
    assert ledger.balance(alice.pk) == ledger.Balance(100, 0)


def test_a_cancel_that_comes_with_the_success_has_one_outcome(
    make_run: MakeRun, workshop: Workshop, alice: User, settings: Any
) -> None:
    for _ in range(5):
        run = make_run()
        at_once(2, lambda number, run=run: runner.execute(run.pk) if number else lifecycle.request_cancel(run))
        reaper.reap()
        run.refresh_from_db()
        assert run.status in (RunStatus.SUCCEEDED, RunStatus.CANCELLED)
        assert run.charged == (10 if run.status == RunStatus.SUCCEEDED else 0)
    assert ledger.balance(alice.pk).held == 0
    assert ledger.verify() == []


def cancelled_midway(make_run: MakeRun, workshop: Workshop) -> Run:
    """A run that has its plan and is cancelled while it is verified."""
    workshop.slow = 60
    workshop.verifying.clear()
    run = make_run()
    worker = beside(lambda: runner.execute(run.pk))
    assert workshop.verifying.wait(10)
    lifecycle.request_cancel(run)
    worker.join(10)
    run.refresh_from_db()
    assert run.status == RunStatus.CANCELLED
    return run


def test_who_cancels_one_run_after_another_pays_for_the_plans_of_the_next(
    make_run: MakeRun, workshop: Workshop, alice: User, settings: Any
) -> None:
    settings.RUN_FREE_CANCELS = 2
    for _ in range(2):
        assert not cancelling.is_worn_out(alice.pk)
        assert cancelled_midway(make_run, workshop).charged == 0
    assert cancelling.is_worn_out(alice.pk)
    run = cancelled_midway(make_run, workshop)
    assert run.charged == 2
    assert {step.key: step.charged for step in run.steps.all() if step.charged} == {"architecture": 2}
    assert run.steps.get(key="architecture").note == cancelling.NOTE
    assert ledger.balance(alice.pk) == ledger.Balance(98, 0)
    assert ledger.verify() == []


def test_a_run_without_a_plan_yet_is_cancelled_for_nothing_whoever_cancels(
    make_run: MakeRun, alice: User, settings: Any
) -> None:
    settings.RUN_FREE_CANCELS = 0
    assert lifecycle.request_cancel(make_run()).charged == 0
    assert ledger.balance(alice.pk) == ledger.Balance(100, 0)


def test_what_others_cancelled_or_was_cancelled_before_yesterday_does_not_count(
    make_run: MakeRun, workshop: Workshop, alice: User, bob: User, settings: Any
) -> None:
    settings.RUN_FREE_CANCELS = 1
    lifecycle.request_cancel(make_run(bob))
    old = lifecycle.request_cancel(make_run())
    Run.objects.filter(pk=old.pk).update(finished_at=timezone.now() - cancelling.WINDOW - timedelta(minutes=1))
    assert cancelling.is_worn_out(bob.pk)
    assert not cancelling.is_worn_out(alice.pk)
    assert cancelled_midway(make_run, workshop).charged == 0


def test_only_cancelled_runs_count(make_run: MakeRun, workshop: Workshop, alice: User, settings: Any) -> None:
    settings.RUN_FREE_CANCELS = 1
    done = make_run()
    runner.execute(done.pk)
    workshop.passes = False
    failed = make_run()
    runner.execute(failed.pk)
    assert set(Run.objects.values_list("status", flat=True)) == {RunStatus.SUCCEEDED, RunStatus.FAILED}
    assert not cancelling.is_worn_out(alice.pk)


def test_a_run_that_began_when_cancelling_was_free_stays_free_to_cancel(
    make_run: MakeRun, workshop: Workshop, alice: User, settings: Any
) -> None:
    settings.RUN_FREE_CANCELS, settings.RUN_MAX_ACTIVE = 1, 2
    workshop.slow = 60
    run = make_run()
    worker = beside(lambda: runner.execute(run.pk))
    assert workshop.verifying.wait(10)
    lifecycle.request_cancel(make_run())
    assert cancelling.is_worn_out(alice.pk)
    lifecycle.request_cancel(run)
    worker.join(10)
    run.refresh_from_db()
    assert (run.status, run.charged) == (RunStatus.CANCELLED, 0)
