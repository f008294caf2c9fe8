"""Who carries a run: one winner, and nobody who came too late writes anything."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models.functions import Now

from accounts.models import User
from billing import ledger
from generation.models import Blob, Event, Run, RunStatus, StepStatus
from generation.pipeline import draining, lifecycle, reaper, runner, steps
from generation.pipeline.leases import Keeper, Lease, Stop
from generation.pipeline.tests.conftest import MakeRun
from generation.pipeline.tests.threads import at_once, beside
from generation.pipeline.tests.workshop import Workshop

pytestmark = pytest.mark.django_db(transaction=True)
DONE = steps.Result({"x": 1}, {}, {"core/models.py": "x = 1\n"})


def claimed(run: Run) -> Lease:
    lease = lifecycle.claim(run.pk)
    assert lease is not None
    return lease


def let_the_lease_end(run: Run) -> None:
    Run.objects.filter(pk=run.pk).update(lease_until=Now() - timedelta(seconds=1))


def test_of_fifty_claims_at_once_one_wins(make_run: MakeRun) -> None:
    run = make_run()
    leases = at_once(50, lambda _: lifecycle.claim(run.pk))
    assert [lease.fence for lease in leases if lease] == [1]
    assert Run.objects.get().attempts == 1
    assert Event.objects.filter(kind="run.started").count() == 1


def test_a_zombie_writes_nothing(make_run: MakeRun, alice: User) -> None:
    run = make_run()
    zombie = claimed(run)
    let_the_lease_end(run)
    heir = claimed(run)
    assert heir.fence == zombie.fence + 1
    before = everything()
    writes: list[Any] = [
        lambda: lifecycle.start_step(zombie, "architecture"),
        lambda: lifecycle.tell(zombie, "architecture", [{"kind": "entity"}]),
        lambda: lifecycle.commit_step(zombie, "backend", DONE),
        lambda: lifecycle.succeed(zombie, "security", DONE),
        lambda: lifecycle.fail(zombie, lifecycle.Failure("step_failed")),
        lambda: lifecycle.cancelled(zombie),
        lambda: lifecycle.try_again(zombie, lifecycle.Failure("step_failed")),
        lambda: lifecycle.hand_back(zombie),
    ]
    for write in writes:
        with pytest.raises(lifecycle.LeaseLost):
            write()
    assert everything() == before
    assert ledger.balance(alice.pk) == ledger.Balance(90, 10)
    assert zombie.stop == Stop.LOST


def everything() -> dict[str, Any]:
    """All rows of the room, as the database has them."""
    tables = ("run", "step", "event", "blob", "revision", "file", "project")
    with connection.cursor() as cursor:
        found = {}
        for table in tables:
            cursor.execute(f"SELECT * FROM generation_{table} ORDER BY 1")
            found[table] = cursor.fetchall()
    return found


def test_an_ended_run_takes_nothing_more(make_run: MakeRun) -> None:
    run = make_run()
    lease = claimed(run)
    lifecycle.fail(lease, lifecycle.Failure("step_failed"))
    with pytest.raises(lifecycle.LeaseLost):
        lifecycle.commit_step(lease, "backend", DONE)
    assert lifecycle.claim(run.pk) is None
    assert not Blob.objects.exists()


def test_a_dead_workers_run_is_found_and_ends_once(
    make_run: MakeRun, alice: User, hinted: list[int], workshop: Workshop
) -> None:
    run = make_run()
    lease = claimed(run)
    lifecycle.start_step(lease, "architecture")
    plan = steps.perform("architecture", steps.Work(run.prompt), workshop.toolbox(), runner.Recorder(lease, "x"))
    lifecycle.commit_step(lease, "architecture", plan)
    hinted.clear()
    assert reaper.reap() == 0  # it is alive
    let_the_lease_end(run)
    assert reaper.reap() == 1
    assert hinted == [run.pk]
    runner.execute(run.pk)
    runner.execute(run.pk)
    assert Run.objects.get().status == RunStatus.SUCCEEDED
    assert ledger.balance(alice.pk) == ledger.Balance(90, 0)
    assert Event.objects.filter(kind="step.done", payload__step="architecture").count() == 1


def test_a_step_that_fails_three_times_fails_the_run_and_gives_the_tokens_back(
    make_run: MakeRun, workshop: Workshop, alice: User
) -> None:
    def stumble() -> None:
        raise ValueError("not this way")

    workshop.stumble = stumble
    run = make_run()
    for _ in range(5):
        runner.execute(run.pk)
    run.refresh_from_db()
    assert (run.status, run.error_code, run.error_detail) == (RunStatus.FAILED, "step_failed", "ValueError")
    assert Event.objects.filter(kind="step.started", payload__step="verification").count() == 3
    assert ledger.balance(alice.pk) == ledger.Balance(100, 0)


def test_a_step_three_workers_died_of_fails_the_run_and_gives_the_tokens_back(make_run: MakeRun, alice: User) -> None:
    run = make_run()
    for _ in range(3):
        claimed(run)
        assert lifecycle.expire(run.pk) is False
        let_the_lease_end(run)
    assert lifecycle.claim(run.pk) is None
    assert reaper.reap() == 1
    run.refresh_from_db()
    assert (run.status, run.error_code) == (RunStatus.FAILED, "worker_died")
    assert ledger.balance(alice.pk) == ledger.Balance(100, 0)


def test_attempts_are_counted_anew_for_each_step(make_run: MakeRun) -> None:
    run = make_run()
    for key in ("architecture", "backend", "frontend", "devops"):
        for _ in range(2):
            lease = claimed(run)
            let_the_lease_end(run)
        lifecycle.commit_step(lease, key, steps.Result())
        let_the_lease_end(run)
        assert Run.objects.get().attempts == 1
    assert lifecycle.claim(run.pk)


def test_a_run_past_its_deadline_fails_whoever_has_it(make_run: MakeRun, alice: User) -> None:
    run = make_run()
    lease = claimed(run)
    Run.objects.filter(pk=run.pk).update(deadline=Now() - timedelta(seconds=1))
    assert lifecycle.beat([lease]) == {(run.pk, lease.fence): Stop.DEADLINE}
    assert reaper.reap() == 1
    assert Run.objects.get().error_code == "deadline"
    assert lifecycle.beat([lease]) == {}
    assert ledger.balance(alice.pk) == ledger.Balance(100, 0)


def test_the_worker_itself_ends_a_run_that_takes_too_long(make_run: MakeRun, workshop: Workshop, settings: Any) -> None:
    settings.RUN_LEASE_SECONDS = 1
    settings.RUN_DEADLINE_SECONDS = 0.3
    workshop.slow = 20
    runner.execute(make_run().pk)
    assert Run.objects.get().error_code == "deadline"


def test_the_heartbeat_keeps_a_slow_step_alive(make_run: MakeRun, workshop: Workshop, settings: Any) -> None:
    settings.RUN_LEASE_SECONDS = 1
    workshop.slow = 2.5
    run = make_run()
    runner.execute(run.pk)
    run.refresh_from_db()
    assert (run.status, run.fence) == (RunStatus.SUCCEEDED, 1)


def test_a_worker_that_froze_finds_its_run_done_by_another(
    make_run: MakeRun, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        runner, "keeper", Keeper(lambda leases: dict.fromkeys((lease.run_id, lease.fence) for lease in leases))
    )
    woken = threading.Event()
    freezes = iter([True, False])
    workshop.stumble = lambda: woken.wait(30) if next(freezes) else None
    run = make_run()
    frozen = beside(lambda: runner.execute(run.pk))
    assert workshop.verifying.wait(30)
    let_the_lease_end(run)
    runner.execute(run.pk)
    before = everything()
    woken.set()
    frozen.join(30)
    assert not frozen.is_alive()
    assert everything() == before
    run.refresh_from_db()
    assert (run.status, run.fence, run.charged) == (RunStatus.SUCCEEDED, 2, 10)


def test_one_statement_beats_for_all_runs_of_a_process(make_run: MakeRun, bob: User) -> None:
    leases = [claimed(make_run()), claimed(make_run(bob))]
    Run.objects.update(lease_until=Now())
    stranger = Lease(leases[0].run_id, leases[0].fence - 1)
    assert lifecycle.beat(leases) == {(lease.run_id, lease.fence): None for lease in leases}
    assert (stranger.run_id, stranger.fence) not in lifecycle.beat([stranger, *leases])
    assert not Run.objects.filter(lease_until__lt=Now()).exists()


def test_a_leaving_worker_hands_its_run_over_at_a_step_boundary(
    make_run: MakeRun, workshop: Workshop, hinted: list[int]
) -> None:
    workshop.stumble = draining.begin  # told to stop while it verifies
    run = make_run()
    hinted.clear()
    runner.execute(run.pk)
    run.refresh_from_db()
    assert (run.status, run.lease_until, run.attempts) == (RunStatus.RUNNING, None, 0)
    assert run.steps.get(key="verification").status == StepStatus.DONE
    assert hinted == [run.pk]
    runner.execute(run.pk)  # it takes nothing more
    assert Run.objects.get().fence == 1
    draining._since.clear()
    runner.execute(run.pk)
    run.refresh_from_db()
    assert run.status == RunStatus.SUCCEEDED


def test_a_leaving_worker_gives_up_a_step_that_takes_too_long(
    make_run: MakeRun, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draining, "PATIENCE_SECONDS", 0.2)
    workshop.slow = 20
    workshop.stumble = draining.begin
    run = make_run()
    runner.execute(run.pk)
    run.refresh_from_db()
    assert (run.status, run.lease_until) == (RunStatus.RUNNING, None)
    assert run.steps.get(key="devops").status == StepStatus.DONE


def test_two_reapers_do_not_act_at_once(make_run: MakeRun, hinted: list[int]) -> None:
    make_run()
    hinted.clear()
    Run.objects.update(hinted_at=None)
    from django.db import transaction

    def other(_: int) -> int:
        return reaper.reap()

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [reaper.ADVISORY_LOCK])
        assert at_once(1, other) == [0]
    assert reaper.reap() == 1


def test_a_terminal_run_cannot_be_moved(make_run: MakeRun) -> None:
    run = make_run()
    lifecycle.request_cancel(run)
    with pytest.raises(lifecycle.IllegalTransition):
        lifecycle.advance(run, RunStatus.SUCCEEDED, {})


def test_a_run_that_cannot_be_ended_does_not_keep_the_others_from_it(
    make_run: MakeRun, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, other = make_run(), make_run(bob)
    Run.objects.update(deadline=Now() - timedelta(seconds=1))
    release = lifecycle.charging.release

    def refuse(run: Run) -> None:
        if run.pk == broken.pk:
            raise RuntimeError("the books are closed")
        release(run)

    monkeypatch.setattr(lifecycle.charging, "release", refuse)
    reaper.reap()
    assert Run.objects.get(pk=broken.pk).status == RunStatus.QUEUED
    assert Run.objects.get(pk=other.pk).error_code == "deadline"


def test_a_heartbeat_that_comes_late_does_not_take_back_what_was_handed_over(make_run: MakeRun) -> None:
    run = make_run()
    lease = lifecycle.claim(run.pk)
    assert lease is not None
    assert lifecycle.beat([lease])
    lifecycle.hand_back(lease)
    assert lifecycle.beat([lease]) == {}
    assert Run.objects.get(pk=run.pk).lease_until is None
    assert lifecycle.claim(run.pk)
