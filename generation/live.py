"""What a watching page must learn next: read from the rows, never from what a message said.

Owns the step from "I have seen this run up to that number" to the HTML that brings a page up to date. Knows no socket.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import translation

from autocrea.moment import one_moment
from generation import access, fragments
from generation.models import RunStatus
from generation.pipeline import events
from generation.presentation import workspace as workspaces


@dataclass(frozen=True)
class Seen:
    """How far a page is: the run it shows and the last event of it. Without a run it knows nothing."""

    run: UUID | None = None
    seq: int = 0


@dataclass(frozen=True)
class Frame:
    seen: Seen
    view: str
    active: bool
    html: str  # "" when there is nothing new

    def as_message(self) -> dict[str, Any]:
        return {
            "run": str(self.seen.run) if self.seen.run else "",
            "seq": self.seen.seq,
            "view": self.view,
            "active": self.active,
            "html": self.html,
        }


def frame(user: Any, project_id: UUID, seen: Seen, *, language: str, queue: bool = False) -> Frame:
    """Everything after `seen`. With `queue` a waiting run is shown again: its place has no events.

    All of it is read at one moment: a number of an event that came later would hide what that event changed.
    Raises Http404 when the project is gone or not this person's: the right to look is checked each time.
    """
    with one_moment():
        return _frame(user, project_id, seen, language, queue=queue)


def _frame(user: Any, project_id: UUID, seen: Seen, language: str, *, queue: bool) -> Frame:
    project = access.get_project(user, project_id)
    shown = workspaces.load(project)
    run = shown.run
    if run is None:
        return Frame(Seen(), shown.view, active=False, html="")
    if seen.run != run.public_id or seen.seq > shown.seq:
        names, seq = list(fragments.ALL), shown.seq
    else:
        rows = list(events.since(run, seen.seq))
        names, seq = fragments.touched(rows), rows[-1].seq if rows else seen.seq
        if queue and not names and run.status == RunStatus.QUEUED:
            names = ["run"]
    with translation.override(language):
        html = fragments.render(shown, names, user=user) if names else ""
    return Frame(Seen(run.public_id, seq), shown.view, shown.active, html)
