"""Fills the template files: which of them a blueprint needs, and the strict Jinja environment they run in.

Marks are `[[ value ]]`, `[% block %]` and `[# note #]`, because generated Django templates own the curly ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from . import layout, literals
from .compiled import CompiledTemplates
from .parts import PARTS
from .parts.games import KINDS

ROOT = Path(__file__).parent / "templates"
SUFFIX = ".j2"
ENTITY, PAGE = "@entity@", "@page@"
INCLUDED = "_parts/"  # pieces that other templates include
DOCS = "_docs/"  # one folder per language, written to the project's top

Condition = Callable[[dict[str, Any]], bool]


def _has(part: str) -> Condition:
    return lambda c: c[part] is not None


def _played(kind: str) -> Condition:
    return lambda c: c["games"] is not None and kind in c["games"].kinds


# The longest prefix that fits a path decides whether the file is wanted.
_WANTED: dict[str, Condition] = {
    "": lambda c: True,
    "accounts/": lambda c: c["accounts"],
    "accounts/management/": lambda c: c["accounts"] and c["has_api"],
    "static/css/admin.css": lambda c: c["accounts"],
    "config/admin.py": lambda c: c["accounts"],
    "config/apps.py": lambda c: c["accounts"],
    "core/access.py": lambda c: c["accounts"],
    "core/admin.py": lambda c: bool(c["entities"]),
    "core/api/": lambda c: c["has_api"],
    "core/api/authentication.py": lambda c: c["accounts"] and c["has_api"],
    "core/api/serialize.py": lambda c: bool(c["entities"]),
    "core/api/views.py": lambda c: bool(c["entities"]),
    "core/back.py": lambda c: c["accounts"],
    "core/arithmetic.py": lambda c: c["arithmetic"],
    "core/export.py": lambda c: c["csv"] and bool(c["entities"]),
    "core/filters.py": lambda c: bool(c["entities"]),
    "core/forms/": lambda c: bool(c["entities"]),
    "core/management/": lambda c: c["accounts"],
    "core/migrations/": lambda c: bool(c["entities"]),
    "core/signals.py": _has("notices"),
    "core/templatetags/ratings.py": lambda c: bool(c["ratings"]),
    "core/templates/core/_score.html": lambda c: bool(c["ratings"]),
    "core/tests/test_ratings.py": lambda c: bool(c["ratings"]),
    "notices/management/": lambda c: c["notices"] is not None and bool(c["notices"].dated),
    "core/models/moderated.py": _has("moderation"),
    "core/models/scheduled.py": _has("agenda"),
    "core/models/computed.py": lambda c: bool(c["computed"]),
    "core/models/": lambda c: bool(c["entities"]),
    "core/roles.py": _has("team"),
    "core/tests/test_roles.py": _has("team"),
    "core/related.py": lambda c: bool(c["entities"]),
    "core/seed.json": lambda c: bool(c["entities"]),
    "core/templates/admin/": lambda c: c["accounts"],
    "core/templates/core/_person.html": lambda c: c["accounts"],
    "core/templates/core/_fields.html": lambda c: c["accounts"],
    "core/templates/core/_narrowing.html": lambda c: bool(c["entities"]),
    "core/templates/core/_pagination.html": lambda c: bool(c["entities"]),
    "core/templates/core/api_docs.html": lambda c: c["has_api"],
    "core/templates/core/confirm_delete.html": lambda c: bool(c["entities"]),
    "core/templates/core/form.html": lambda c: bool(c["entities"]),
    "core/tests/": lambda c: bool(c["entities"]),
    "core/tests/test_computed.py": lambda c: bool(c["computed"]),
    "core/tests/__init__.py": lambda c: True,
    "core/tests/test_pages.py": lambda c: True,
    "core/views/crud.py": lambda c: bool(c["entities"]),
    "core/tests/test_landing.py": _has("landing"),
    "static/css/landing.css": _has("landing"),
    "static/js/": lambda c: c["htmx"],
    "core/workflow.py": lambda c: bool(c["entities"]),
    **{f"{part.name}/": _has(part.name) for part in PARTS},
    "shop/stock.py": lambda c: c["shop"] is not None and c["shop"].stock is not None,
    **{f"games/static/games/{kind}.js": _played(kind) for kind in KINDS},
}


@cache
def environment() -> jinja2.Environment:
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(ROOT),
        bytecode_cache=CompiledTemplates(),
        undefined=jinja2.StrictUndefined,
        variable_start_string="[[",
        variable_end_string="]]",
        block_start_string="[%",
        block_end_string="%]",
        comment_start_string="[#",
        comment_end_string="#]",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - every label passes a filter of `literals`; most files are not HTML
    )
    env.filters.update(
        py=literals.python,
        h=literals.template,
        line=literals.line,
        within=literals.within,
        md=literals.markdown,
        js=literals.as_json,
        pretty=literals.pretty_json,
        tup=_tuple,
        lst=_list,
        imported=_import,
    )
    env.globals["call"] = _call
    return env


def _tuple(items: Iterable[str], indent: int, used: int = 0) -> str:
    """A tuple of ready pieces of source, at column `indent + used` of its line."""
    return layout.lay(layout.tupled(items), indent, used=indent + used)


def _list(items: Iterable[str], indent: int, used: int = 0) -> str:
    return layout.lay(layout.listed(items), indent, used=indent + used)


def _import(names: Iterable[str], module: str) -> str:
    """`from module import names`, sorted as the linter sorts them: constants, classes, the rest."""

    def kind(name: str) -> int:
        return 0 if len(name) > 1 and name.isupper() else 1 if name[0].isupper() else 2

    ordered = sorted(set(names), key=lambda name: (kind(name), name.lower(), name))
    single = f"from {module} import {', '.join(ordered)}"
    if len(single) <= layout.LINE:
        return single
    return f"from {module} import (\n" + "".join(f"    {name},\n" for name in ordered) + ")"


def _call(head: str, *items: str, indent: int = 4, trail: int = 1) -> str:
    """A call, or a tuple without a head, on a line of its own that ends in a comma."""
    return layout.lay(layout.call(head, items) if head else layout.tupled(items), indent, trail=trail)


@cache
def template_names() -> tuple[str, ...]:
    names = (path.relative_to(ROOT).as_posix() for path in ROOT.rglob(f"*{SUFFIX}"))
    return tuple(
        sorted(name for name in names if not Path(name).name.startswith("_macros") and not name.startswith(INCLUDED))
    )


def render_all(context: dict[str, Any]) -> dict[str, str]:
    """Path → text of every file the context asks for."""
    return {
        path: render(name, {**context, **extra})
        for name in template_names()
        for path, extra in targets(name.removesuffix(SUFFIX), context)
    }


def targets(path: str, context: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The files one template becomes, each with the names only it sees."""
    if path.startswith(DOCS):
        _, language, title = path.split("/", 2)
        return [(title, {})] if language == context["language"] else []
    if not _is_wanted(path, context):
        return []
    if ENTITY in path:
        return [(path.replace(ENTITY, view.module), {"e": view}) for view in context["entities"]]
    if PAGE in path:
        return [(path.replace(PAGE, page.template), {"page": page}) for page in context["static_pages"]]
    return [(path, {})]


def _is_wanted(path: str, context: dict[str, Any]) -> bool:
    if ENTITY in path and not context["entities"]:
        return False
    prefix = max((prefix for prefix in _WANTED if path.startswith(prefix)), key=len)
    return _WANTED[prefix](context)


def render(name: str, context: dict[str, Any]) -> str:
    """The text of one template; empty when it comes to nothing but spaces."""
    text = environment().get_template(name).render(context)
    return text.strip("\n") + "\n" if text.strip() else ""
