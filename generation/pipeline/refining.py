"""The steps of a run with a model: on an app that already runs, three agents write at the same time, then one reviews.

The first version is rendered and verified before any agent writes; from then on the run has something to fall back on,
so nothing a model does, or fails to do, loses the app.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from generation.agents import architect, devops, reviewing, security, writing
from generation.agents.reviewing import Found, Review
from generation.agents.writing import Task, Written
from generation.blueprint.schema import Blueprint
from generation.pipeline import merging, telling
from generation.pipeline.allowance import asker, hurried
from generation.pipeline.merging import Merged
from generation.pipeline.refusals import NotVerified
from generation.pipeline.toolbox import Toolbox
from generation.pipeline.work import VERIFICATION, Part, Result, Watcher, Work, counted, share_of

NOT_PASSED = "the app with its additions does not pass"
AgentTold = dict[str, Any]


def _architecture(work: Work, toolbox: Toolbox, watcher: Watcher) -> Result:
    """The plan with what a model adds to it, and the first version, verified. Raises NotVerified."""
    draft = telling.draft(work, toolbox)
    design = architect.design(draft, work.prompt, asker(work, toolbox, watcher))
    told = design.told()
    blueprint = telling.planned(design.blueprint, watcher)
    files, report = _first_version(blueprint, toolbox, watcher)
    if not report["verified"] and design.added:
        told = {**told, "added": [], "trouble": NOT_PASSED}  # a model can only add; now it did not
        blueprint = draft
        files, report = _first_version(draft, toolbox, watcher)
    watcher.say(kind="engine", **told)
    if not report["verified"]:
        work.blueprint = blueprint  # what was tried is told with the report
        raise NotVerified(report)
    output = {"blueprint": blueprint.model_dump(mode="json"), "design": told, "report": report}
    share = share_of(told, kept=told["added"], reverted=["plan"] if told["trouble"] == NOT_PASSED else [])
    return Result(output, {**architect.summary(blueprint), "by": share}, files)


def _first_version(plan: Blueprint, toolbox: Toolbox, watcher: Watcher) -> tuple[dict[str, str], dict[str, Any]]:
    files = toolbox.stack.render(plan)
    return files, telling.verified(files, plan, toolbox, watcher)


def _writer(role: str) -> Callable[[Work, Toolbox, Watcher], Result]:
    write = devops.choose if role == "devops" else writing.write

    def propose(work: Work, toolbox: Toolbox, watcher: Watcher) -> Result:
        task = _task(role, work, toolbox)
        made = write(task, asker(work, toolbox, watcher, task))
        told = {"role": role, **made.told()}
        telling.files(made.files, watcher)
        watcher.say(kind="engine", **told)
        return Result(
            {"agent": told}, {**counted(made.files), "by": share_of(told, kept=sorted(made.files))}, made.files
        )

    return propose


def _task(role: str, work: Work, toolbox: Toolbox, files: Mapping[str, str] | None = None) -> Task:
    project = work.files if files is None else files
    return Task(role, work.prompt, work.plan, toolbox.stack, project, toolbox.look)


def _verification(work: Work, toolbox: Toolbox, watcher: Watcher) -> Result:
    """The three together, tried out, repaired or taken back until all checks pass."""
    if work.report is None:
        raise RuntimeError("the first version comes first")
    repairs = _Repairs(work, toolbox, watcher)
    trials = _Trials(work, toolbox, watcher)
    proposed = {role: part.files for role, part in work.parts.items()}
    made = merging.merged(work.files, work.report, proposed, trials.attempt, repairs.mended)
    if made.report is not trials.last:
        telling.again(made.report, watcher)  # the last word is on what is in the app
    agents = {role: _settled(part, role, made, repairs) for role, part in work.parts.items()}
    for told in agents.values():
        if told["reverted"]:
            watcher.say(kind="reverted", role=told["role"], files=told["reverted"])
    shares = {role: share_of(told, kept=told["kept"], reverted=told["reverted"]) for role, told in agents.items()}
    return Result({"report": made.report, "agents": agents, "by": shares}, telling.passed(made.report), made.files)


class _Trials:
    """Tries files out, as long as there is time for it."""

    def __init__(self, work: Work, toolbox: Toolbox, watcher: Watcher) -> None:
        self._work, self._toolbox, self._watcher = work, toolbox, watcher
        self._slowest = float((work.report or {}).get("seconds", 0))  # as the app took before
        self.last: dict[str, Any] | None = None

    def attempt(self, files: Mapping[str, str]) -> dict[str, Any]:
        """Raises Enough."""
        if hurried(self._work, self._slowest):
            raise merging.Enough("there was no time left to try it out")
        began = time.monotonic()
        self.last = telling.verified(files, self._work.plan, self._toolbox, self._watcher)
        self._slowest = max(self._slowest, time.monotonic() - began)
        return self.last


class _Repairs:
    """Asks an agent to mend its work, and remembers what that took."""

    def __init__(self, work: Work, toolbox: Toolbox, watcher: Watcher) -> None:
        self._work, self._toolbox, self._watcher = work, toolbox, watcher
        self.told: dict[str, AgentTold] = {}

    def mended(self, role: str, files: Mapping[str, str], problems: Sequence[str]) -> Mapping[str, str]:
        if role == "devops":  # its files are rendered from values: there is nothing to mend in them
            return files
        task = _task(role, self._work, self._toolbox)
        made = writing.mend(task, Written(dict(files)), problems, asker(self._work, self._toolbox, self._watcher, task))
        self._note(role, made)
        return made.files

    def _note(self, role: str, made: Written) -> None:
        before, told = self.told.get(role, {}), made.told()
        sums = ("input_tokens", "output_tokens", "seconds", "answers", "repairs")
        engines = sorted({*before.get("engines", ()), *told["engines"]})
        self.told[role] = {name: before.get(name, 0) + told[name] for name in sums} | {"engines": engines}


def _settled(part: Part, role: str, made: Merged, repairs: _Repairs) -> AgentTold:
    """What became of an agent's work: kept, reverted, and at what cost."""
    more = repairs.told.get(role, {})
    told = dict(part.agent)
    for name in ("input_tokens", "output_tokens", "seconds", "answers", "repairs"):
        told[name] = round(told.get(name, 0) + more.get(name, 0), 2)
    told["engines"] = sorted({*told["engines"], *more.get("engines", ())})
    kept = sorted(made.parts.get(role, {}))
    reverted = [{"path": each.path, "why": each.problem} for each in made.reverted if each.role == role]
    refused = {each["path"] for each in part.agent["dropped"]}
    gone = sorted(({each["path"] for each in reverted} | {*part.files} | refused) - {*kept})
    return {**told, "kept": kept, "reverted": gone, "problem": reverted[0]["why"] if reverted else ""}


def _security(work: Work, toolbox: Toolbox, watcher: Watcher) -> Result:
    """The audit, a model's review of the agents' changes, and its fixes where they pass the same gates."""
    if work.report is None:
        raise RuntimeError("nothing is audited before it was verified")
    findings = telling.audited(work.files, toolbox, watcher)
    task = _task("security", work, toolbox)
    found = Found(work.report, findings, toolbox.stack.render(work.plan))
    review = reviewing.review(task, found, asker(work, toolbox, watcher, task))
    fixed = merging.merged(
        work.files,
        work.report,
        {"security": review.written.files},
        _Trials(work, toolbox, watcher).attempt,
        lambda _role, files, _problems: files,
    )
    review = _passed(review, fixed)
    notes = security.write(work.plan, toolbox.stack, fixed.report, findings, review)
    telling.files({**fixed.files, **notes}, watcher)
    told = {"role": "security", **review.written.told(), "notes": len(review.notes)}
    watcher.say(kind="engine", **told)
    gone = sorted({each.path for each in review.written.dropped})
    read = review.answered and (review.notes or not gone)  # what it found, or that it found nothing, is in the notes
    kept = sorted(fixed.files) or ([security.NOTES_PATH] if read else [])
    summary = {**counted({**fixed.files, **notes}), "findings": len(findings) + len(review.notes)}
    output = {"findings": findings, "review": {**told, "kept": kept, "reverted": gone}, "report": fixed.report}
    return Result(output, {**summary, "by": share_of(told, kept=kept, reverted=gone)}, {**fixed.files, **notes})


def _passed(review: Review, fixed: Merged) -> Review:
    """The review with the fixes that are in the app."""
    left = tuple(writing.Dropped(each.path, "reverted", each.problem) for each in fixed.reverted)
    written = replace(review.written, files=fixed.files, dropped=(*review.written.dropped, *left))
    return replace(review, written=written)


WORK: Mapping[str, Callable[[Work, Toolbox, Watcher], Result]] = {
    "architecture": _architecture,
    "backend": _writer("backend"),
    "frontend": _writer("frontend"),
    "devops": _writer("devops"),
    VERIFICATION: _verification,
    "security": _security,
}
