"""Parts of the steps that are the same with a model and without: reading, verifying and auditing, told to a watcher."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generation.agents import architect
from generation.blueprint.schema import Blueprint, Fit
from generation.pipeline.refusals import OutsideScope
from generation.pipeline.toolbox import Toolbox
from generation.pipeline.work import Watcher, Work


def draft(work: Work, toolbox: Toolbox) -> Blueprint:
    """The reader's plan. Raises DescriptionError, OutsideScope."""
    plan = architect.plan(work.prompt, name=work.name, language=work.language, read=toolbox.read)
    if plan.fit == Fit.OUTSIDE:
        raise OutsideScope(plan)
    return plan


def planned(blueprint: Blueprint, watcher: Watcher) -> Blueprint:
    for entity in architect.summary(blueprint)["entities"]:
        watcher.say(kind="entity", **entity)
    for wish in blueprint.unmet:
        watcher.say(kind="wish", asked=wish.asked, why=wish.why)
    return blueprint


def files(texts: Mapping[str, str], watcher: Watcher) -> None:
    for path in sorted(texts):
        watcher.say(kind="file", path=path, bytes=len(texts[path].encode("utf-8", "replace")))


def verified(files: Mapping[str, str], plan: Blueprint, toolbox: Toolbox, watcher: Watcher) -> dict[str, Any]:
    """The report of a verification; whether it was passed stands in it."""

    def tell(check: Any) -> None:
        _say(watcher, check.id, check.title, check.status, check.seconds, check.detail)

    checks = toolbox.stack.check_plan(plan)
    return toolbox.verify(files, plan, checks, on_check=tell, cancelled=watcher.stopped).as_dict()


def again(report: Mapping[str, Any], watcher: Watcher) -> None:
    """Say the checks of a report that was made before: it is of the very same files."""
    for check in report["checks"]:
        _say(watcher, check["id"], check["title"], check["status"], check["seconds"], check["detail"])


def passed(report: Mapping[str, Any]) -> dict[str, Any]:
    count = sum(check["status"] == "passed" for check in report["checks"])
    return {"passed": count, "checks": len(report["checks"])}


def audited(files: Mapping[str, str], toolbox: Toolbox, watcher: Watcher) -> list[dict[str, Any]]:
    findings = toolbox.audit(files)
    for finding in findings:
        watcher.say(kind="finding", text=f"{finding['path']}:{finding['line']} {finding['message']}", **finding)
    return findings


def _say(watcher: Watcher, check: str, title: str, status: str, seconds: float, detail: str) -> None:
    watcher.say(kind="check", id=check, title=title, status=status, seconds=round(seconds, 2), detail=detail[:300])
