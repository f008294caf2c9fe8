"""The whole workspace of a project as one value: what the page renders and what the socket renders again.

Whoever makes one reads it at one moment (autocrea/moment.py): the version, the run's state and the number of its last
event belong together.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from generation.models import Blob, Engine, Project, Revision, Run, RunStatus, Step, StepStatus
from generation.pipeline import drafts
from generation.pipeline.drafts import Draft
from generation.pipeline.work import VERIFICATION, WRITERS, is_proposal
from generation.presentation import activity, conversation, evidence, files, plan
from generation.presentation.conversation import RunCard
from generation.presentation.evidence import Evidence
from generation.presentation.files import FileLine, Folder, OpenFile
from generation.presentation.plan import Plan

VIEWS = ("code", "plan", "evidence", "versions")


@dataclass
class Workspace:
    """Everything is read when first asked for and once: a fragment costs only its own queries."""

    project: Project
    run: Run | None  # the latest; the one that may still be going
    seq: int

    @property
    def active(self) -> bool:
        return self.run is not None and self.run.is_active

    @cached_property
    def revision(self) -> Revision | None:
        return self.project.current_revision

    @property
    def draft(self) -> bool:
        """The files shown belong to no version: a run is still at it, or it ended without one."""
        return self.active or self.revision is None

    @property
    def failed(self) -> bool:
        return self.draft and not self.active

    @cached_property
    def steps(self) -> list[Step]:
        return list(self.run.steps.all()) if self.run else []

    @cached_property
    def cards(self) -> list[RunCard]:
        """Oldest first, as in a conversation."""
        runs = self.project.runs.prefetch_related("steps").order_by("created_at")
        return [conversation.card(run, list(run.steps.all())) for run in runs]

    @property
    def card(self) -> RunCard | None:
        return self.cards[-1] if self.cards else None

    @cached_property
    def plan(self) -> Plan | None:
        if self.revision and not self.active:
            return plan.read(self.revision.blueprint, self.revision.report)
        stored = self._output("architecture").get("blueprint") or (self.revision.blueprint if self.revision else None)
        return plan.read(stored) if stored else None

    @cached_property
    def evidence(self) -> Evidence | None:
        if self.revision and not self.active:
            return evidence.read(self.revision.report)
        report = self._output("verification").get("report")
        if report:
            return evidence.read(report)
        checks = activity.checks(self.run) if self.run else []
        return evidence.so_far(checks, going=self.active) if checks else None

    @cached_property
    def files(self) -> list[FileLine]:
        """Those of the current version; while a run goes, those it has written so far."""
        if self.revision and not self.active:
            return [
                files.line(path, digest=digest) for path, digest in self.revision.files.values_list("path", "blob_id")
            ]
        written = {line.path: line for step in self.steps for line in activity.files(step, self._state(step))}
        written |= {draft.path: files.drafted(draft) for draft in self.drafts}  # later steps win, and what is under way
        return [written[path] for path in sorted(written)]

    @cached_property
    def drafts(self) -> list[Draft]:
        """What a model is writing; what a step that is done has left takes the place of its drafts."""
        if self.run is None or self.run.status != RunStatus.RUNNING or self.run.engine == Engine.BUILTIN:
            return []
        going = {step.key for step in self.steps if step.status == StepStatus.RUNNING}
        return [draft for draft in drafts.of(self.run.public_id) if draft.step in going]

    def _state(self, step: Step) -> str:
        """What an agent with a model proposes is not checked before the verification is through."""
        if not (step.key in WRITERS and is_proposal(step.output)):
            return ""
        return (
            "" if any(each.key == VERIFICATION and each.status == StepStatus.DONE for each in self.steps) else "written"
        )

    def open(self, wanted: str = "") -> OpenFile | None:
        """The file a person asked for, or the one to begin with; None when there is no such file."""
        return self._open(wanted) if wanted else self._first

    @cached_property
    def _first(self) -> OpenFile | None:
        return self._open(self._newest_draft or files.first(self.files))

    def _open(self, path: str) -> OpenFile | None:
        if draft := next((draft for draft in self.drafts if draft.path == path), None):
            return files.opened_draft(draft, drafts.text(self.run.public_id, draft)) if self.run else None
        entry = next((line for line in self.files if line.path == path), None)
        blob = Blob.objects.filter(pk=entry.digest).first() if entry else None
        return files.opened(entry, blob.text, blob.size) if entry and blob else None

    @property
    def _newest_draft(self) -> str:
        """What is being written, the last begun first."""
        return next((draft.path for draft in sorted(self.drafts, key=lambda each: (each.done, -each.take))), "")

    @property
    def folders(self) -> list[Folder]:
        return files.folders(self.files)

    @cached_property
    def versions(self) -> list[Revision]:
        return list(self.project.revisions.select_related("run").defer("blueprint"))

    @property
    def view(self) -> str:
        """What the right side shows while nobody chose: the newest true thing."""
        if not self.active:
            return "code" if self.revision else "evidence" if self.evidence else "plan"
        done = {step.key for step in self.steps if step.status == StepStatus.DONE}
        going = {step.key for step in self.steps if step.status == StepStatus.RUNNING}
        if going & {"verification", "security"} or "verification" in done:
            return "evidence"
        return "code" if "backend" in done or self.drafts else "plan"

    @property
    def proof(self) -> Evidence:
        """The evidence of the current version, whatever a new run is at."""
        return evidence.read(self.revision.report if self.revision else {})

    @property
    def slug(self) -> str:
        """The name of the project's folder; "" while there is no plan."""
        stored = self.revision.blueprint if self.revision else self._output("architecture").get("blueprint", {})
        return str(stored.get("slug", ""))

    def _output(self, key: str) -> dict[str, Any]:
        return next((step.output for step in self.steps if step.key == key), {})


def load(project: Project) -> Workspace:
    run = project.runs.order_by("-created_at").first()
    return Workspace(project, run, run.next_seq - 1 if run else 0)
