"""The steps of a run and the work of each: the same functions for the worker, the command line and the orchestrator.

Owns what a step does with the blueprint and the files before it. Knows no database, no user and no token.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from generation.agents import architect, backend, consulting, devops, frontend, security
from generation.blueprint.schema import Blueprint, Fit
from generation.engine.names import BUILTIN
from generation.pipeline.refusals import NotVerified, OutsideScope
from generation.pipeline.toolbox import Toolbox

AGENTS: Mapping[str, ModuleType] = {
    "architecture": architect,
    "backend": backend,
    "frontend": frontend,
    "devops": devops,
    "security": security,
}
VERIFICATION = "verification"
ORDER = ("architecture", "backend", "frontend", "devops", VERIFICATION, "security")
TITLES: Mapping[str, Any] = {**{key: agent.TITLE for key, agent in AGENTS.items()}, VERIFICATION: _("Verifying")}


class Watcher(Protocol):
    """Whoever follows a step while it works."""

    def say(self, **item: Any) -> None:
        """Something true to look at: `kind` is engine, entity, page, wish, file, check or finding."""

    def stopped(self) -> bool:
        """Whether the work is no longer wanted; a long step asks often."""


@dataclass
class Work:
    """What a run has so far; each step reads it and adds to it."""

    prompt: str
    name: str | None = None
    language: str | None = None
    blueprint: Blueprint | None = None
    files: dict[str, str] = field(default_factory=dict)
    report: dict[str, Any] | None = None
    engine: str = BUILTIN

    @property
    def plan(self) -> Blueprint:
        """The blueprint, once the architect has made it."""
        if self.blueprint is None:
            raise RuntimeError("the architecture comes first")
        return self.blueprint

    def absorb(self, output: Mapping[str, Any], files: Mapping[str, str]) -> None:
        """Take in what a step left, whether it was just done or comes from the store."""
        if "blueprint" in output:
            self.blueprint = Blueprint.model_validate(output["blueprint"])
        if "report" in output:
            self.report = dict(output["report"])
        self.files.update(files)


@dataclass(frozen=True)
class Result:
    """What a step leaves: JSON for the steps after it, counts and names for people, files."""

    output: dict[str, Any] = field(default_factory=dict)
    summary: dict[str, Any] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)


def perform(key: str, work: Work, toolbox: Toolbox, watcher: Watcher) -> Result:
    """Do one step. Raises DescriptionError, OutsideScope, NotVerified, or what the sandbox raises."""
    return _WORK[key](work, toolbox, watcher)


def _architecture(work: Work, toolbox: Toolbox, watcher: Watcher) -> Result:
    draft = architect.plan(work.prompt, name=work.name, language=work.language, read=toolbox.read)
    if draft.fit == Fit.OUTSIDE:
        raise OutsideScope(draft)
    design = _designed(draft, work, watcher)
    blueprint = design.blueprint
    summary = architect.summary(blueprint)
    for entity in summary["entities"]:
        watcher.say(kind="entity", **entity)
    for wish in blueprint.unmet:
        watcher.say(kind="wish", asked=wish.asked, why=wish.why)
    output: dict[str, Any] = {"blueprint": blueprint.model_dump(mode="json")}
    if work.engine != BUILTIN:
        output["design"] = design.told()
    return Result(output, summary)


def _designed(draft: Blueprint, work: Work, watcher: Watcher) -> architect.Design:
    """The plan, with what the model of the work's engine adds to it."""
    if work.engine == BUILTIN:
        return architect.Design(draft)
    design = architect.design(draft, work.prompt, consulting.by(work.engine, watcher.stopped))
    watcher.say(kind="engine", **design.told())
    return design


def _files_of(key: str) -> Callable[[Work, Toolbox, Watcher], Result]:
    def write(work: Work, toolbox: Toolbox, watcher: Watcher) -> Result:
        files = AGENTS[key].write(work.plan, toolbox.stack)
        for path in sorted(files):
            watcher.say(kind="file", path=path, bytes=len(files[path].encode()))
        return Result(summary=_counted(files), files=files)

    return write


def _counted(files: Mapping[str, str]) -> dict[str, Any]:
    return {"files": sorted(files), "bytes": sum(len(text.encode()) for text in files.values())}


def _verification(work: Work, toolbox: Toolbox, watcher: Watcher) -> Result:
    def tell(check: Any) -> None:
        watcher.say(
            kind="check",
            id=check.id,
            title=check.title,
            status=check.status,
            seconds=round(check.seconds, 2),
            detail=check.detail[:300],
        )

    plan = toolbox.stack.check_plan(work.plan)
    evidence = toolbox.verify(work.files, work.plan, plan, on_check=tell, cancelled=watcher.stopped)
    report = evidence.as_dict()
    if not evidence.verified:
        raise NotVerified(report)
    passed = sum(check["status"] == "passed" for check in report["checks"])
    return Result({"report": report}, {"passed": passed, "checks": len(report["checks"])})


def _security(work: Work, toolbox: Toolbox, watcher: Watcher) -> Result:
    if work.report is None:
        raise RuntimeError("nothing is audited before it was verified")
    findings = toolbox.audit(work.files)
    for finding in findings:
        watcher.say(kind="finding", text=f"{finding['path']}:{finding['line']} {finding['message']}", **finding)
    files = security.write(work.plan, toolbox.stack, work.report, findings)
    for path, text in files.items():
        watcher.say(kind="file", path=path, bytes=len(text.encode()))
    return Result({"findings": findings}, {**_counted(files), "findings": len(findings)}, files)


_WORK: Mapping[str, Callable[[Work, Toolbox, Watcher], Result]] = {
    "architecture": _architecture,
    "backend": _files_of("backend"),
    "frontend": _files_of("frontend"),
    "devops": _files_of("devops"),
    VERIFICATION: _verification,
    "security": _security,
}
