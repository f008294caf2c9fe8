"""A person's projects as a short list, newest first, each with the state of its latest run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from generation.models import Project, Run, RunStatus

SHOWN = 8
MOST = 500
LOOKS: dict[str, tuple[str, str, Promise]] = {
    RunStatus.QUEUED: ("neutral", "clock", _("In the queue")),
    RunStatus.RUNNING: ("thinking", "loader-circle", _("Building")),
    RunStatus.SUCCEEDED: ("verified", "badge-check", _("Verified")),
    RunStatus.FAILED: ("failed", "circle-x", _("Failed")),
    RunStatus.CANCELLED: ("neutral", "ban", _("Cancelled")),
}


@dataclass(frozen=True)
class Entry:
    name: str
    url: str
    when: datetime
    tone: str
    icon: str
    word: Promise


@dataclass(frozen=True)
class Shelf:
    entries: tuple[Entry, ...]
    more: int


def of(owner: Any, *, everything: bool = False) -> Shelf:
    latest = Run.objects.filter(project=OuterRef("pk")).order_by("-created_at").values("status")[:1]
    projects = Project.objects.filter(owner=owner).annotate(state=Subquery(latest)).order_by("-created_at")
    total = projects.count()
    shown = projects[: MOST if everything else SHOWN]
    entries = tuple(_entry(project) for project in shown)
    return Shelf(entries, total - len(entries))


def _entry(project: Any) -> Entry:
    tone, icon, word = LOOKS[project.state or RunStatus.QUEUED]
    return Entry(project.name, reverse("workspace", args=[project.public_id]), project.created_at, tone, icon, word)
