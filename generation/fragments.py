"""The parts of the workspace that change while a run goes, as HTML for htmx to put in place by their ids.

The page includes the same templates, so a page that followed a run and a page loaded afterwards are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from types import SimpleNamespace
from typing import Any, cast

from django.http import HttpRequest
from django.template.loader import render_to_string

from billing.context import balance
from generation.models import Event
from generation.presentation.workspace import Workspace

Context = dict[str, Any]
ALL = ("status", "head", "run", "files", "file", "plan", "evidence", "versions", "balance")
# What each kind of event touches; a kind nobody listed touches everything.
TOUCHED: dict[str, Collection[str]] = {
    "run.started": ("status", "head", "run"),
    "run.retrying": ("status", "run"),
    "run.cancelling": ("status", "run"),
    "step.started": ("status", "run", "plan", "evidence"),
    "step.progress": ("run",),
    "step.done": ("status", "run"),
}
FILES = ("files", "file")
DRAFTS = ("writing", "withdrawn")
BY_STEP = {"architecture": ("plan", *FILES), "backend": FILES, "frontend": FILES, "devops": FILES}
VERIFICATION = ("evidence",)


def touched(events: Iterable[Event]) -> list[str]:
    """The parts these events changed, in the order of ALL."""
    found: set[str] = set()
    for event in events:
        found.update(TOUCHED.get(event.kind, ALL))
        step = event.payload.get("step", "")
        if step == "verification":
            found.update(VERIFICATION)
        elif event.kind == "step.done":
            found.update(BY_STEP.get(step, ()))
        if any(item.get("kind") in DRAFTS for item in event.payload.get("items", ())):
            found.add("files")
    return [name for name in ALL if name in found]


def render(workspace: Workspace, names: Iterable[str], *, user: Any) -> str:
    """Those parts, each marked for its place. In the active language."""
    return "".join(PARTS[name](workspace, user) for name in names)


def _template(name: str) -> Callable[[Workspace, Any], str]:
    def part(workspace: Workspace, user: Any) -> str:
        return render_to_string(f"generation/{name}.html", {"workspace": workspace, "oob": True})

    return part


def _run(workspace: Workspace, user: Any) -> str:
    if workspace.card is None:
        return ""
    return render_to_string("generation/_run.html", {"workspace": workspace, "card": workspace.card, "oob": True})


def _opened(name: str) -> Callable[[Workspace, Any], str]:
    def part(workspace: Workspace, user: Any) -> str:
        return render_to_string(
            f"generation/{name}.html", {"workspace": workspace, "open": workspace.open(), "oob": True}
        )

    return part


def _balance(workspace: Workspace, user: Any) -> str:
    read = balance(cast("HttpRequest", SimpleNamespace(user=user)))["balance"]  # it reads the user alone
    return render_to_string("billing/_balance.html", {"balance": read, "user": user, "oob": True})


PARTS: dict[str, Callable[[Workspace, Any], str]] = {
    "status": _template("_status"),
    "head": _template("_head"),
    "run": _run,
    "files": _opened("_files"),
    "file": _opened("_file"),
    "plan": _template("_plan"),
    "evidence": _template("_evidence"),
    "versions": _template("_versions"),
    "balance": _balance,
}
