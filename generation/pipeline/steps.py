"""The steps of a run and the work of each: the same functions for the worker, the command line and the orchestrator.

Owns what a step does with the blueprint and the files before it. Knows no database, no user and no token.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

from django.utils.translation import gettext_lazy as _

from generation.agents import architect, backend, devops, frontend, security
from generation.engine.names import BUILTIN
from generation.pipeline import refining, telling
from generation.pipeline.refusals import NotVerified
from generation.pipeline.toolbox import Toolbox
from generation.pipeline.work import VERIFICATION, WRITERS, Result, Watcher, Work, counted

__all__ = ["AGENTS", "ORDER", "TITLES", "VERIFICATION", "Result", "Watcher", "Work", "perform", "stages"]

AGENTS: Mapping[str, ModuleType] = {
    "architecture": architect,
    "backend": backend,
    "frontend": frontend,
    "devops": devops,
    "security": security,
}
ORDER = ("architecture", "backend", "frontend", "devops", VERIFICATION, "security")
TITLES: Mapping[str, Any] = {**{key: agent.TITLE for key, agent in AGENTS.items()}, VERIFICATION: _("Verifying")}


def perform(key: str, work: Work, toolbox: Toolbox, watcher: Watcher) -> Result:
    """Do one step. Raises DescriptionError, OutsideScope, NotVerified, or what the sandbox raises."""
    return (_WORK if work.engine == BUILTIN else refining.WORK)[key](work, toolbox, watcher)


def stages(engine: str) -> tuple[tuple[str, ...], ...]:
    """The steps in their order; those that stand together are done at the same time."""
    if engine == BUILTIN:
        return tuple((key,) for key in ORDER)
    return (("architecture",), WRITERS, (VERIFICATION,), ("security",))


def _architecture(work: Work, toolbox: Toolbox, watcher: Watcher) -> Result:
    blueprint = telling.planned(telling.draft(work, toolbox), watcher)
    return Result({"blueprint": blueprint.model_dump(mode="json")}, architect.summary(blueprint))


def _files_of(key: str) -> Callable[[Work, Toolbox, Watcher], Result]:
    def write(work: Work, toolbox: Toolbox, watcher: Watcher) -> Result:
        files = AGENTS[key].write(work.plan, toolbox.stack)
        telling.files(files, watcher)
        return Result(summary=counted(files), files=files)

    return write


def _verification(work: Work, toolbox: Toolbox, watcher: Watcher) -> Result:
    report = telling.verified(work.files, work.plan, toolbox, watcher)
    if not report["verified"]:
        raise NotVerified(report)
    return Result({"report": report}, telling.passed(report))


def _security(work: Work, toolbox: Toolbox, watcher: Watcher) -> Result:
    if work.report is None:
        raise RuntimeError("nothing is audited before it was verified")
    findings = telling.audited(work.files, toolbox, watcher)
    files = security.write(work.plan, toolbox.stack, work.report, findings)
    telling.files(files, watcher)
    return Result({"findings": findings}, {**counted(files), "findings": len(findings)}, files)


_WORK: Mapping[str, Callable[[Work, Toolbox, Watcher], Result]] = {
    "architecture": _architecture,
    "backend": _files_of("backend"),
    "frontend": _files_of("frontend"),
    "devops": _files_of("devops"),
    VERIFICATION: _verification,
    "security": _security,
}
