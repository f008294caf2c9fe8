"""A toolbox of doubles: real blueprints, tiny files, a verification the test decides about."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generation.blueprint.schema import Access, Blueprint, Entity, Field, FieldType, Fit, Page, PageKind, Unmet
from generation.engine.errors import Unreachable
from generation.pipeline.toolbox import Toolbox
from generation.sandbox.errors import SandboxCancelled
from generation.sandbox.report import Check, Report
from generation.stacks.briefing import Briefing
from generation.stacks.protocol import CheckPlan, Scope


def blueprint(description: str, name: str | None = None, language: str | None = None) -> Blueprint:
    """Reads nothing but the fit: 'outside' and 'partial' stand in the text itself."""
    fit = next((fit for fit in Fit if fit.value in description), Fit.FULL)
    unmet = () if fit == Fit.FULL else (Unmet(asked="teleport", why="nobody can", instead="a train"),)
    note = Entity(
        name="Note",
        label="Note",
        label_plural="Notes",
        slug="notes",
        fields=(Field(name="title", label="Title", type=FieldType.TEXT),),
        access=Access(),
        display="title",
    )
    return Blueprint(
        name=name or "Notes",
        slug="notes",
        language=language or "es",
        purpose=description[:200],
        fit=fit,
        unmet=unmet,
        entities=() if fit == Fit.OUTSIDE else (note,),
        pages=(Page(kind=PageKind.LANDING, slug="", title="Home"),),
    )


class TinyStack:
    name = "tiny"

    def render(self, plan: Blueprint) -> dict[str, str]:
        return {
            "manage.py": "print('manage')\n",
            "core/models.py": f"# {plan.purpose!r}\n",
            "core/views.py": "import subprocess\n",
            "templates/home.html": f"<h1>{len(plan.name)}</h1>\n",
            "README.md": "# Notes\n",
            "start.py": "print('start')\n",
        }

    def scope_of(self, path: str) -> Scope | None:
        scopes: dict[str, Scope] = {"core": "backend", "templates": "frontend", "README.md": "devops"}
        return scopes.get(path.split("/")[0])

    def check_plan(self, plan: Blueprint) -> CheckPlan:
        return CheckPlan("config.settings", "config.wsgi:application", "db.sqlite3", "seed", None, (), ())

    def briefing(self, role: str, files: Mapping[str, str]) -> Briefing:
        return Briefing("Wrong: x. Right: y.", tuple(path for path in files if self.scope_of(path) == role))

    def deployed(
        self, files: Mapping[str, str], *, region: str, variables: Mapping[str, str], notes: Sequence[tuple[str, str]]
    ) -> dict[str, str]:
        return {"README.md": files["README.md"] + "".join(title for title, _ in notes)} if notes else {}

    def security_notes(self, plan: Blueprint, checks: Mapping[str, str]) -> str:
        return "".join(f"- {check}: {status}\n" for check, status in checks.items())


def report(passed: bool = True) -> Report:
    checks = (
        Check("parse", "Files parse", "passed", True, 0.01),
        Check("pages", "Pages answer", "passed" if passed else "failed", True, 0.02, "" if passed else "/: 500"),
    )
    return Report(checks, (), {"name": "double"}, ("postgresql",), 0.03)


def _nobody(*_: Any) -> Any:
    raise Unreachable("no model here")


@dataclass
class Workshop:
    """What the doubles should do next, and what they were asked."""

    passes: bool = True
    able: tuple[bool, str] = (True, "")
    slow: float = 0.0  # seconds a verification takes, as long as nobody stops it
    stumble: Callable[[], object] = lambda: None  # raises or waits in the verification
    verifying: threading.Event = field(default_factory=threading.Event)
    verified: int = 0
    model: Callable[..., Any] = _nobody
    spoilt: Callable[[Mapping[str, str]], bool] = lambda files: False  # whether these files do not pass

    def verify(self, files: Mapping[str, str], plan: Blueprint, checks: CheckPlan, **options: Any) -> Report:
        self.verifying.set()
        self.stumble()
        cancelled = options.get("cancelled") or (lambda: False)
        until = time.monotonic() + self.slow
        while time.monotonic() < until:
            if cancelled():
                raise SandboxCancelled("stopped")
            time.sleep(0.02)
        result = report(self.passes and not self.spoilt(files))
        for check in result.checks:
            options["on_check"](check)
        self.verified += 1
        return result

    def toolbox(self) -> Toolbox:
        return Toolbox(
            read=blueprint,
            stack=TinyStack(),
            verify=self.verify,
            audit=lambda files: [{"path": "core/views.py", "line": 1, "message": "S404 subprocess"}],
            availability=lambda: self.able,
            ask=lambda *_: lambda *asked: self.model(*asked),
            look=lambda files, changed: {},
        )
