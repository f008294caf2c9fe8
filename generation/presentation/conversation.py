"""The left column: what was asked, and each run as one card of steps that becomes its receipt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid5

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from generation import access
from generation.models import Run, RunStatus, Step, StepStatus
from generation.pipeline import quoting, steps
from generation.presentation import activity, evidence
from generation.presentation.files import FileLine

Words = str | Promise


ICONS = {
    "architecture": "layers",
    "backend": "database",
    "frontend": "layout-dashboard",
    "devops": "rocket",
    "verification": "list-checks",
    "security": "shield-check",
}
STATUS_ICONS = {
    StepStatus.PENDING: "circle",
    StepStatus.RUNNING: "loader-circle",
    StepStatus.DONE: "circle-check",
    StepStatus.FAILED: "circle-x",
    StepStatus.CANCELLED: "ban",
}
FAILURES: dict[str, Words] = {
    "not_verified": _("The app was built but did not pass every check, so it is not delivered."),
    "sandbox_unavailable": _("The place where apps are checked is not available at the moment."),
    "deadline": _("It took longer than a run may take, so it was stopped."),
    "worker_died": _("The machine that did the work stopped three times at the same step."),
    "step_failed": _("The same step failed three times in a row, so the run was stopped."),
    "outside_scope": _("This description asks for something that cannot be built here."),
}
CHARGED: dict[str, Words] = {
    "cancelled_often": _("Charged although the run was cancelled: many were in one day. The quote said so."),
}
NOT_CHARGED: dict[str, Words] = {
    "reverted": _("Not charged: its work was taken back."),
    "unchanged": _("Not charged: it changed nothing."),
    "other_engine": _("Not charged: another engine did the work."),
}


@dataclass(frozen=True)
class StepLine:
    key: str
    title: Words
    icon: str
    status: str
    status_icon: str
    status_word: Words
    price: int
    charged: int | None
    reason: Words
    seconds: float | None
    started: datetime | None
    live: Words
    engine: Words
    taken_back: Words
    files: tuple[FileLine, ...]


@dataclass(frozen=True)
class RunCard:
    run: Run
    steps: tuple[StepLine, ...]
    ahead: int  # runs that wait in front of this one
    failure: Words
    seconds: float | None
    broken: tuple[str, ...]  # names of the checks that failed
    usual: int | None  # seconds such runs usually take; only while it goes
    unmet: tuple[str, ...] = ()  # what was asked for and is not built

    @property
    def state(self) -> str:
        if self.run.is_active and self.run.cancel_requested:
            return "cancelling"
        return str(self.run.status)

    @property
    def again(self) -> tuple[tuple[str, str], ...]:
        """The form that asks for the same once more. Its key is the run's own: pressed twice it starts one run."""
        return (
            ("submit_key", str(uuid5(self.run.public_id, "again"))),
            ("engine", self.run.engine),
            ("project_name", self.run.project.name),
            ("description", self.run.prompt),
            ("accept_partial", "on"),
        )

    @property
    def done(self) -> int:
        return sum(line.status == StepStatus.DONE for line in self.steps)

    @property
    def returned(self) -> int:
        return self.run.cap - self.run.charged

    @property
    def current(self) -> StepLine | None:
        return next((line for line in self.steps if line.status == StepStatus.RUNNING), None)


def card(run: Run, rows: Sequence[Step]) -> RunCard:
    return RunCard(
        run=run,
        steps=tuple(_step(run, step) for step in rows),
        ahead=max(access.queue_position(run) - 1, 0),
        failure=_failure(run),
        seconds=_between(run.started_at or run.created_at, run.finished_at),
        broken=_broken(rows),
        usual=quoting.expected_seconds(run.engine) if run.status == RunStatus.RUNNING else None,
        unmet=_unmet(rows),
    )


def _step(run: Run, step: Step) -> StepLine:
    status = StepStatus(step.status)
    return StepLine(
        key=step.key,
        title=steps.TITLES.get(step.key, step.key),
        icon=ICONS.get(step.key, "circle"),
        status=status.value,
        status_icon=STATUS_ICONS[status],
        status_word=status.label,
        price=step.price,
        charged=step.charged,
        reason=_why(run, step),
        seconds=_between(step.started_at, step.finished_at),
        started=step.started_at if status == StepStatus.RUNNING else None,
        live=activity.sentence(run, step),
        engine=activity.engine(step),
        taken_back=activity.taken_back(step),
        # with a model the verification puts together what the agents wrote: those files stand with them
        files=() if step.key == steps.VERIFICATION else tuple(activity.files(step)),
    )


def _failure(run: Run) -> Words:
    return FAILURES.get(run.error_code, _("Something failed on our side.")) if run.status == RunStatus.FAILED else ""


def _broken(rows: Sequence[Step]) -> tuple[str, ...]:
    report: dict[str, Any] = next(
        (step.output.get("report", {}) for step in rows if step.key == steps.VERIFICATION), {}
    )
    lines = [evidence.check(line) for line in report.get("checks", [])]
    return tuple(line.title for line in lines if line.status == "failed")


def _unmet(rows: Sequence[Step]) -> tuple[str, ...]:
    return next((tuple(step.summary.get("unmet", ())) for step in rows if step.key == "architecture"), ())


def _why(run: Run, step: Step) -> Words:
    """Why a step of a finished app cost nothing, or one of a cancelled run something; see the card for the rest."""
    if step.charged:
        return CHARGED.get(step.note, "")
    settled = run.status == RunStatus.SUCCEEDED or step.note in NOT_CHARGED
    if step.charged != 0 or not step.price or not settled:
        return ""
    return NOT_CHARGED.get(step.note, _("Not charged: nothing of it is in the finished app."))


def _between(start: datetime | None, end: datetime | None) -> float | None:
    return (end - start).total_seconds() if start and end else None
