"""What was executed to prove a version, and what was not: the report in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from generation.presentation import checks

Words = str | Promise

NOT_EXECUTED: dict[str, Words] = {
    "postgresql": _("PostgreSQL: the checks ran on SQLite."),
    "image_build": _("The Docker image was not built."),
    "browser_javascript": _("JavaScript in a browser was not run."),
    "live_stripe": _("No payment went to the real Stripe: the built-in fake checkout was used."),
}


@dataclass(frozen=True)
class CheckLine:
    id: str
    title: str
    status: str  # passed failed skipped running pending
    required: bool
    seconds: float | None
    detail: str


@dataclass(frozen=True)
class Evidence:
    checks: tuple[CheckLine, ...]
    verified: bool
    finished: bool  # False: these are the checks so far
    going: bool  # False and not finished: the run ended in the middle of them
    runtime: tuple[str, ...]
    not_executed: tuple[Words, ...]
    seconds: float | None

    @property
    def passed(self) -> int:
        return sum(line.status == "passed" for line in self.checks)

    @property
    def total(self) -> int:
        """Those that apply to this app; one that it has no object for is listed and not counted."""
        return sum(line.required or line.status != "skipped" for line in self.checks)

    @property
    def failed(self) -> tuple[CheckLine, ...]:
        return tuple(line for line in self.checks if line.status == "failed")


def read(report: Mapping[str, Any]) -> Evidence:
    """The evidence of a stored report."""
    return Evidence(
        checks=tuple(check(line) for line in report.get("checks", [])),
        verified=bool(report.get("verified")),
        finished=True,
        going=False,
        runtime=_runtime(report.get("runtime")),
        not_executed=tuple(NOT_EXECUTED.get(str(key), str(key)) for key in report.get("not_executed", [])),
        seconds=report.get("seconds"),
    )


def so_far(reported: Iterable[Mapping[str, Any]], *, going: bool = True) -> Evidence:
    """The checks a verification has reported, and the others: to come, the first of them under way, or never run."""
    latest: dict[str, CheckLine] = {}
    for line in reported:
        latest[str(line.get("id"))] = check(line)
    others = "pending" if going else "skipped"
    coming = [check({"id": name, "status": others}) for name in checks.TITLES if name not in latest]
    if coming and going:
        coming[0] = replace(coming[0], status="running")
    return Evidence((*latest.values(), *coming), False, False, going, (), (), None)


def check(line: Mapping[str, Any]) -> CheckLine:
    return CheckLine(
        id=str(line.get("id", "")),
        title=checks.title(str(line.get("id", "")), str(line.get("title", ""))),
        status=str(line.get("status", "")),
        required=bool(line.get("required", True)),
        seconds=line.get("seconds"),
        detail=str(line.get("detail") or ""),
    )


def _runtime(stored: object) -> tuple[str, ...]:
    """The parts of the runtime that mean something to a reader, in a fixed order."""
    if not isinstance(stored, Mapping):
        return (str(stored),) if stored else ()
    named = [("Python", "python"), ("Django", "django")]
    parts = [str(stored.get("name", ""))] + [f"{word} {stored[key]}" for word, key in named if stored.get(key)]
    database = {"sqlite": "SQLite"}.get(str(stored.get("database")), str(stored.get("database", "")))
    return tuple(part for part in (*parts, database) if part)
