"""Runs a generated project through every check, in order, and returns the evidence.

The one way to call a project verified. What the checks look for comes from the plan and from values made here at run
time, never from the project. A check whose ground is missing is skipped; a required check that was skipped verifies
nothing.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from functools import partial

from generation.blueprint.schema import Blueprint
from generation.sandbox.checks import commands, criteria, crud, delivery, isolation, keys, pages, static
from generation.sandbox.checks.titles import TITLES
from generation.sandbox.errors import SandboxCancelled, SandboxError, SandboxUnavailable
from generation.sandbox.inspection import CheckFailure, Inspection
from generation.sandbox.installed import load_bundle
from generation.sandbox.limits import Limits
from generation.sandbox.pointing import pointed
from generation.sandbox.process import LOOK_EVERY
from generation.sandbox.report import Check, CriterionResult, Report, Status, capped
from generation.sandbox.rows import UnreadableDatabase
from generation.sandbox.session import Session, checked_sizes
from generation.sandbox.tools import Finding
from generation.stacks.protocol import CheckPlan

logger = logging.getLogger(__name__)
OnCheck = Callable[[Check], None]


@dataclass
class Run:
    """The checks of one verification as they are done."""

    language: str
    on_check: OnCheck
    point: Callable[[str], str] = str  # adds file and line to a detail
    checks: list[Check] = field(default_factory=list)
    criteria: list[CriterionResult] = field(default_factory=list)
    stopped: str = ""  # why nothing more can be run

    def do(self, check_id: str, work: Callable[[], float | None], needs: tuple[str, ...] = ()) -> bool:
        """One check: executed, or skipped when what it needs did not pass. Work done elsewhere returns its own time."""
        missing = [need for need in needs if not self.passed(need)]
        if self.stopped or missing:
            reason = self.stopped or f"{', '.join(missing)} did not pass"
            self._add(Check(check_id, self.title(check_id), "skipped", True, 0.0, reason))
            return False
        started, detail, seconds = time.monotonic(), "", None
        try:
            seconds = work()
        except (CheckFailure, UnreadableDatabase, ValueError) as failure:
            detail = str(failure) or type(failure).__name__
        except (SandboxUnavailable, SandboxCancelled):
            raise
        except SandboxError as error:
            detail = self.stopped = str(error)
        except Exception as error:  # hostile data may break a check of ours; what was not shown to hold does not hold
            logger.exception("the check %s could not be carried out", check_id)
            detail = f"the check could not be carried out ({type(error).__name__}: {error})"
        seconds = round(time.monotonic() - started if seconds is None else seconds, 3)
        status: Status = "failed" if detail else "passed"
        self._add(Check(check_id, self.title(check_id), status, True, seconds, self.point(detail)))
        return not detail

    def leave_out(self, check_id: str, reason: str) -> None:
        """A check that this plan has no object for."""
        self._add(Check(check_id, self.title(check_id), "skipped", False, 0.0, reason))

    def passed(self, check_id: str) -> bool:
        return any(check.id == check_id and check.status == "passed" for check in self.checks)

    def title(self, check_id: str) -> str:
        return TITLES[check_id][self.language]

    def _add(self, check: Check) -> None:
        self.checks.append(capped(check))
        self.on_check(self.checks[-1])


def verify(
    files: Mapping[str, str],
    blueprint: Blueprint,
    plan: CheckPlan,
    *,
    on_check: OnCheck | None = None,
    cancelled: Callable[[], bool] | None = None,
    limits: Limits | None = None,
) -> Report:
    """Check a project. Raises SandboxUnavailable and SandboxCancelled; everything else is in the report."""
    started, bundle = time.monotonic(), load_bundle()
    point = partial(pointed, sources=plan.sources, files=files)
    run = Run(blueprint.language, on_check or (lambda check: None), point)
    limits = limits or Limits()
    with Session(limits, cancelled) as session, Suite(limits, cancelled) as suite:
        look = Inspection(files, blueprint, plan, session)
        read_files(run, look)  # while the guest restores its interpreter
        run_project(run, look, suite)
        report_suite(run, look, suite)
    runtime = {
        "name": f"pyodide {bundle.pyodide}", "python": bundle.python, "django": bundle.django, "database": "sqlite",
        "bundle": bundle.digest,
    }  # fmt: skip
    return Report(
        tuple(run.checks), tuple(run.criteria), runtime, tuple(blueprint.not_executed), time.monotonic() - started
    )


def read_files(run: Run, look: Inspection) -> None:
    """The checks that run nothing of the project."""
    found: list[Finding] = []

    def parse() -> None:
        checked_sizes(look.files, look.session.limits)
        found.extend(static.python_findings(look.files))
        static.parse(look.files, found)

    run.do("parse", parse)
    run.do("ruff", lambda: static.ruff(found), needs=("parse",))
    run.do("secrets", lambda: keys.scan(look.files))
    if look.plan.delivery:
        run.do("delivery", lambda: delivery.lint(look.files, look.plan.delivery), needs=("parse",))
    else:
        run.leave_out("delivery", "the plan promises no image and no workflow")


class Suite:
    """The project's own tests, in a guest that has seen none of the probes, beside the other checks.

    Only the caller's thread asks whether the run is cancelled: the answer may come from a connection of that thread.
    """

    def __init__(self, limits: Limits, cancelled: Callable[[], bool] | None) -> None:
        self.limits = limits
        self.cancelled = cancelled or (lambda: False)
        self.left = threading.Event()
        self.pool = ThreadPoolExecutor(1)
        self.result: Future[float] | None = None

    def __enter__(self) -> Suite:
        return self

    def __exit__(self, *_: object) -> None:
        self.left.set()  # whatever still runs is killed
        self.pool.shutdown()

    def start(self, look: Inspection) -> None:
        self.result = self.pool.submit(self._run, look)

    def seconds(self) -> float:
        """How long the suite took, once it is through. Raises what it raised, and SandboxCancelled."""
        assert self.result is not None
        while not wait([self.result], LOOK_EVERY).done:
            if self.cancelled():
                raise SandboxCancelled("the run was cancelled")
        return self.result.result()

    def _run(self, look: Inspection) -> float:
        started = time.monotonic()
        with Session(self.limits, self.left.is_set) as session:
            fresh = Inspection(look.files, look.blueprint, look.plan, session)
            session.start(look.files, fresh.environment(), look.plan.wsgi)
            commands.tests(fresh)
        return time.monotonic() - started


def run_project(run: Run, look: Inspection, suite: Suite) -> None:
    """The checks inside one guest process."""

    def check() -> None:
        look.session.start(look.files, look.environment(), look.plan.wsgi)
        commands.check(look)

    if run.do("check", check, needs=("parse",)) and look.plan.test_command is not None:
        suite.start(look)
    run.do("migrations", lambda: commands.migrations(look), needs=("check",))
    run.do("migrate", lambda: commands.migrate(look), needs=("check",))
    if look.plan.entities or look.plan.login:
        run.do("seed", lambda: commands.seed(look), needs=("migrate",))
        use_project(run, look, ground="seed")
    else:
        run.leave_out("seed", "the plan has nothing to seed")
        use_project(run, look, ground="migrate")


def use_project(run: Run, look: Inspection, ground: str) -> None:
    """The checks that use the app as people do; those without an object in this plan are left out, and said so."""
    run.do("pages", lambda: pages.pages(look), needs=(ground,))
    if look.plan.entities or look.blueprint.entities:
        run.do("crud", lambda: crud.crud(look), needs=(ground,))
    else:
        run.leave_out("crud", "the plan has no entity")
    if look.blueprint.entities or look.blueprint.criteria:
        run_criteria(run, look, ground)
    else:
        run.leave_out("criteria", "an app that keeps nothing needs no criterion")
    if look.plan.entities or look.plan.login:
        run.do("isolation", lambda: isolation.isolation(look), needs=(ground,))
    else:
        run.leave_out("isolation", "there is nobody to sign in and nothing to touch")


def run_criteria(run: Run, look: Inspection, ground: str) -> None:
    def work() -> None:
        run.criteria.extend(replace(each, detail=run.point(each.detail)) for each in criteria.criteria(look))
        criteria.judge(look, run.criteria)

    run.do("criteria", work, needs=(ground,))
    done = {result.id for result in run.criteria}
    for criterion in look.blueprint.criteria:
        if criterion.id not in done:
            run.criteria.append(CriterionResult(criterion.id, criterion.text, "skipped"))


def report_suite(run: Run, look: Inspection, suite: Suite) -> None:
    if look.plan.test_command is None:
        run.leave_out("tests", "the plan has no test command")
        return
    run.stopped = ""  # another guest: what ended the first does not concern it
    run.do("tests", suite.seconds, needs=("check",))
