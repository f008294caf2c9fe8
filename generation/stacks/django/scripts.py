"""htmx as generated apps carry it: a file of their own, so that no page asks another server for it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

NOTICE = "/* htmx 2, https://htmx.org, Zero-Clause BSD licence. */\n"


@cache
def htmx() -> str:
    """The script of the installed django-htmx, which pins its version."""
    source = files("django_htmx") / "static" / "django_htmx" / "htmx-2.min.js"
    return NOTICE + source.read_text(encoding="utf-8")
