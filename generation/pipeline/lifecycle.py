"""The only writer of a run's status, fence and events.

Owns the state machine, the claim by lease and fence, and the transactions in which a step's result, its events and its
tokens become true together. Only the database's clock decides about time. Never works: nothing slow happens in here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Greatest, Now

from generation.engine.names import BUILTIN
from generation.models import Revision, Run, RunStatus, Step, StepStatus
from generation.pipeline import cancelling, charging, events, hints, revisions, settlement
from generation.pipeline.leases import Lease, Pulse, Stop
from generation.pipeline.work import ARCHITECTURE, VERIFICATION, Result, is_proposal

S = RunStatus
MAY_BECOME = {
    S.QUEUED: {S.RUNNING, S.FAILED, S.CANCELLED},
    S.RUNNING: {S.SUCCEEDED, S.FAILED, S.CANCELLED},
}
ACTIVE = (S.QUEUED, S.RUNNING)
NOBODY_HAS_IT = Q(lease_until=None) | Q(lease_until__lt=Now())


class LeaseLost(Exception):
    """The run ended or another worker carries it: what this one brings is not wanted."""


class IllegalTransition(Exception):
    """A status the run cannot take from where it is."""


@dataclass(frozen=True)
class Failure:
    code: str
    detail: str = ""


def claim(run_id: int) -> Lease | None:
    """Take a run nobody carries; of any number of callers one gets it."""
    with transaction.atomic():
        won = (
            Run.objects.filter(NOBODY_HAS_IT, pk=run_id, status__in=ACTIVE, cancel_requested=False)
            .filter(attempts__lt=settings.RUN_MAX_STEP_ATTEMPTS)
            .update(
                status=S.RUNNING,
                fence=F("fence") + 1,
                attempts=F("attempts") + 1,
                lease_until=_lease(),
                started_at=Coalesce("started_at", Now()),
                deadline=Coalesce("deadline", Now() + timedelta(seconds=settings.RUN_DEADLINE_SECONDS)),
            )
        )
        if not won:
            return None
        run = _read(run_id)
        events.append(run, [("run.started", {"attempt": run.attempts})])
    return Lease(run.pk, run.fence)


def beat(leases: Sequence[Lease]) -> Pulse:
    """Extend all leases of a process at once, and bring back why any of them should stop."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE generation_run AS run SET lease_until = statement_timestamp() + make_interval(secs => %s)"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS mine(id, fence)"
            " WHERE run.id = mine.id AND run.fence = mine.fence AND run.status = 'running'"
            " AND run.lease_until IS NOT NULL"  # what was handed over a moment ago stays free
            " RETURNING run.id, run.fence, run.cancel_requested, run.deadline < statement_timestamp()",
            [
                settings.RUN_LEASE_SECONDS,
                [lease.run_id for lease in leases],
                [lease.fence for lease in leases],
            ],
        )
        rows = cursor.fetchall()
    return {
        (run_id, fence): Stop.CANCELLED if cancelled else Stop.DEADLINE if overdue else None
        for run_id, fence, cancelled, overdue in rows
    }


def start_step(lease: Lease, key: str) -> None:
    with transaction.atomic():
        run = _fenced(lease)
        Step.objects.filter(run=run, key=key).update(
            status=StepStatus.RUNNING, started_at=Coalesce("started_at", Now())
        )
        events.append(run, [("step.started", {"step": key})])


def tell(lease: Lease, key: str, items: list[dict[str, Any]]) -> None:
    """What a step does while it works."""
    with transaction.atomic():
        events.append(_fenced(lease), [("step.progress", {"step": key, "items": items})])


def commit_step(lease: Lease, key: str, result: Result) -> None:
    """Make a step's result true: row, files and events, or nothing of it."""
    with transaction.atomic():
        run = _fenced(lease)
        _complete(run, key, result)
        if run.engine != BUILTIN:
            _earned(run, key, result)
        # the worker goes straight on: the next step's first attempt is under way
        Run.objects.filter(pk=run.pk).update(attempts=1, lease_until=_lease())


def succeed(lease: Lease, key: str, result: Result) -> None:
    """The last step, the version, its price and the end of the run, all at once."""
    with transaction.atomic():
        run = _fenced(lease)
        _complete(run, key, result)
        steps = {step.key: step for step in run.steps.all()}
        number = _publish(run, steps).number
        for step in steps.values():
            if step.charged is None:
                _settle(run, step, step.summary.get("by"))
        charging.release(run)
        charged = Run.objects.values_list("charged", flat=True).get(pk=run.pk)
        advance(run, S.SUCCEEDED, {"revision": number, "charged": charged})


def _earned(run: Run, key: str, result: Result) -> None:
    """With a model: a verified version is the person's at once, and what brought it about is paid with it."""
    if key not in (ARCHITECTURE, VERIFICATION):
        return
    steps = {step.key: step for step in run.steps.all()}
    number = _publish(run, steps).number
    shares = result.output.get("by", {}) if key == VERIFICATION else {key: result.summary.get("by")}
    for role, share in shares.items():
        Step.objects.filter(pk=steps[role].pk).update(summary={**steps[role].summary, "by": share})
        _settle(run, steps[role], share)
    events.append(run, [("run.version", {"revision": number})])


def _publish(run: Run, steps: dict[str, Step]) -> Revision:
    """The version of what the steps have left so far; proposals are in it as far as the verification took them in."""
    digests: dict[str, str] = {}
    for step in steps.values():
        if not is_proposal(step.output):
            digests.update(step.output.get("files", {}))
    reports = [step.output["report"] for step in steps.values() if "report" in step.output]
    return revisions.publish(run, digests, steps[ARCHITECTURE].output["blueprint"], reports[-1])


def _settle(run: Run, step: Step, share: dict[str, Any] | None) -> None:
    """The price of a step, or 0 with the reason. A verification is never charged."""
    cost = settlement.charge(step.price, run.engine, share)
    if cost.amount:
        charging.capture(run, step)
    Step.objects.filter(pk=step.pk).update(charged=cost.amount, note=cost.note)
    Run.objects.filter(pk=run.pk).update(charged=F("charged") + cost.amount)


def fail(lease: Lease, failure: Failure, *, key: str | None = None, result: Result | None = None) -> None:
    """End a run that failed: nothing more is charged. The step that failed may leave its evidence."""
    with transaction.atomic():
        run = _fenced(lease)
        if key and result:
            Step.objects.filter(run=run, key=key).update(output=result.output, summary=result.summary)
        _end(run, S.FAILED, failure)


def cancelled(lease: Lease) -> None:
    with transaction.atomic():
        _end(_fenced(lease), S.CANCELLED, Failure("cancelled"))


def try_again(lease: Lease, failure: Failure) -> None:
    """After an error of the work itself: another attempt, or the end when there were enough."""
    with transaction.atomic():
        run = _fenced(lease)
        if run.attempts >= settings.RUN_MAX_STEP_ATTEMPTS:
            _end(run, S.FAILED, failure)
            return
        Run.objects.filter(pk=run.pk).update(lease_until=None, hinted_at=None)
        events.append(run, [("run.retrying", {"attempt": run.attempts + 1})])
        transaction.on_commit(partial(hints.send, run.pk), robust=True)


def hand_back(lease: Lease) -> None:
    """A worker that is told to leave gives the run to another one; that was no attempt."""
    with transaction.atomic():
        run = _fenced(lease)
        Run.objects.filter(pk=run.pk).update(lease_until=None, hinted_at=None, attempts=Greatest(F("attempts") - 1, 0))
        transaction.on_commit(partial(hints.send, run.pk), robust=True)


def queued(run: Run) -> None:
    """The first event of a run; belongs into the transaction that creates it."""
    events.append(run, [("run.queued", {"cap": run.cap})])
    transaction.on_commit(partial(hints.send, run.pk), robust=True)


def request_cancel(run: Run) -> Run:
    """End the run: at once when nobody carries it, else its worker does within seconds. Harmless on an ended run."""
    with transaction.atomic():
        locked = Run.objects.select_for_update(of=("self",)).select_related("project").get(pk=run.pk)
        if locked.status in ACTIVE:
            if Run.objects.filter(NOBODY_HAS_IT, pk=run.pk).exists():
                _end(locked, S.CANCELLED, Failure("cancelled"))
            elif not locked.cancel_requested:
                Run.objects.filter(pk=run.pk).update(cancel_requested=True)
                events.append(locked, [("run.cancelling", {})])
    return _read(run.pk)


def expire(run_id: int) -> bool:
    """End a run that can go no further: cancelled, too late, or three workers died of one step. True when it ended."""
    with transaction.atomic():
        run = Run.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=run_id).first()
        if run is None or run.status not in ACTIVE:
            return False
        free = Run.objects.filter(NOBODY_HAS_IT, pk=run_id).exists()
        if free and run.cancel_requested:
            _end(run, S.CANCELLED, Failure("cancelled"))
        elif Run.objects.filter(pk=run_id, deadline__lt=Now()).exists():
            _end(run, S.FAILED, Failure("deadline", "The run took longer than it may."))
        elif free and run.attempts >= settings.RUN_MAX_STEP_ATTEMPTS:
            _end(run, S.FAILED, Failure("worker_died", f"A step was tried {run.attempts} times and never ended."))
        else:
            return False
    return True


def advance(run: Run, to: RunStatus, payload: dict[str, Any], **fields: Any) -> None:
    """Move a locked run to another status and tell of it. Raises IllegalTransition."""
    sources = [state for state, targets in MAY_BECOME.items() if to in targets]
    moved = Run.objects.filter(pk=run.pk, status__in=sources).update(
        status=to, lease_until=None, finished_at=Now(), **fields
    )
    if not moved:
        raise IllegalTransition(f"run {run.pk}: {run.status} -> {to}")
    events.append(run, [(f"run.{to.value}", payload)])


def _end(run: Run, to: RunStatus, failure: Failure) -> None:
    """The terminal transaction of a run that goes no further: what was not spent on a verified version goes back."""
    ending = StepStatus.FAILED if to == S.FAILED else StepStatus.CANCELLED
    run.steps.filter(status=StepStatus.RUNNING).update(status=ending, finished_at=Now())
    run.steps.filter(status=StepStatus.PENDING).update(status=StepStatus.CANCELLED)
    if to == S.CANCELLED:
        cancelling.charge_plan(run)
    run.steps.filter(charged=None).update(charged=0, note=failure.code)
    charging.release(run)
    charged = Run.objects.values_list("charged", flat=True).get(pk=run.pk)
    advance(
        run,
        to,
        {"code": failure.code, "detail": failure.detail, "charged": charged},
        error_code=failure.code,
        error_detail=failure.detail,
    )


def _complete(run: Run, key: str, result: Result) -> None:
    output = {**result.output, "files": revisions.store(result.files)} if result.files else result.output
    Step.objects.filter(run=run, key=key).update(
        status=StepStatus.DONE, output=output, summary=result.summary, finished_at=Now()
    )
    events.append(run, [("step.done", {"step": key, "summary": result.summary})])


def _fenced(lease: Lease) -> Run:
    """The run's row, locked, as long as this lease still counts. Raises LeaseLost."""
    run = (
        Run.objects.select_for_update(of=("self",))
        .select_related("project")
        .filter(pk=lease.run_id, fence=lease.fence, status=S.RUNNING)
        .first()
    )
    if run is None:
        lease.end(Stop.LOST)
        raise LeaseLost(f"run {lease.run_id}, fence {lease.fence}")
    return run


def _read(run_id: int) -> Run:
    return Run.objects.select_related("project").get(pk=run_id)


def _lease() -> Any:
    return Now() + timedelta(seconds=settings.RUN_LEASE_SECONDS)
