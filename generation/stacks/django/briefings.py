"""What each agent is told of a Django project: its playbook, and the files it needs, the most needed first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from generation.stacks.briefing import Briefing

from . import scopes

PLAYBOOKS = Path(__file__).with_name("playbook")
# By role: parts of paths, the earlier the more needed. Tables and pages of this app come before what all apps share.
FIRST = {
    "backend": (
        "core/models/",
        "core/forms/",
        "shop/orders.py",
        "shop/cart.py",
        "shop/forms.py",
        "core/views/",
        "core/urls.py",
        "core/workflow.py",
        "core/tests/cases.py",
        "core/tests/factory.py",
        "figures/views.py",
        "shop/views.py",
        "core/api/views.py",
    ),
    "frontend": (
        "core/templates/core/home.html",
        "core/templates/core/base.html",
        "core/templates/core/pages/",
        "static/css/app.css",
        "/list.html",
        "/_items.html",
        "/detail.html",
        "shop/templates/",
        "figures/templates/figures/dashboard.html",
    ),
}
SHARED = ("base.py", "crud.py", "__init__.py")


def briefing(role: str, files: Mapping[str, str]) -> Briefing:
    return Briefing(_playbook(role), tuple(_ordered(role, files)))


def _ordered(role: str, files: Mapping[str, str]) -> Iterator[str]:
    mine = [path for path in sorted(files) if files[path].strip() and scopes.scope_of(path) == role]
    for last in (False, True):  # what is the same in every app comes after what is this one's own
        for wanted in FIRST.get(role, ()):
            for path in mine:
                if (path.startswith(wanted) or path.endswith(wanted)) and path.endswith(SHARED) == last:
                    yield path


@lru_cache(maxsize=8)
def _playbook(role: str) -> str:
    path = PLAYBOOKS / f"{role}.md"
    return path.read_text(encoding="utf-8") if path.exists() else ""
