"""Which file of the project answers which address."""

from __future__ import annotations

from generation.stacks.protocol import Source

from . import parts, project
from .entities import EntityView
from .parts.part import has_accounts


def sources(outline: parts.Outline) -> tuple[Source, ...]:
    """In the order in which they are asked; the home page and what is fixed come last."""
    found = [source for view in outline.views for source in _of_table(view, outline)]
    for part in parts.wanted(outline):
        found += [Source(page.path, f"{part.name}/views.py") for page in part.pages(outline)]
    return (*found, *_of_people(outline), *_of_pages(outline))


def _of_table(view: EntityView, outline: parts.Outline) -> list[Source]:
    t, base, file = outline.t, f"/{view.path}/", f"core/views/{view.module}.py"
    pages = {
        base: "List",
        f"{base}{t['path_create']}/": "Create",
        f"{base}{{pk}}/": "Detail",
        f"{base}{{pk}}/{t['path_edit']}/": "Update",
        f"{base}{{pk}}/{t['path_delete']}/": "Delete",
    }
    admin = f"/admin/core/{view.name.lower()}/"
    return [
        *(Source(path, file, f"class {view.name}{kind}") for path, kind in pages.items()),
        Source(f"{base}{{pk}}/{t['path_move']}/", "core/views/crud.py", "class RecordMove"),
        Source(f"/api/{view.path}/", "core/api/views.py", "class Collection"),
        Source(f"/api/{view.path}/{{pk}}/", "core/api/views.py", "class Item"),
        Source(admin, "core/admin.py", f"class {view.name}Admin"),
        Source(f"{admin}{{pk}}/change/", "core/admin.py", f"class {view.name}Admin"),
    ]


def _of_people(outline: parts.Outline) -> list[Source]:
    if not has_accounts(outline.blueprint):
        return []
    t, file = outline.t, "accounts/views.py"
    account = f"/{t['path_account']}/"
    return [
        Source(account, file, "def profile"),
        Source(f"{account}{t['path_login']}/", file, "class Login"),
        Source(f"{account}{t['path_register']}/", file, "def register"),
        Source("/admin/", "config/admin.py", "class Site"),
    ]


def _of_pages(outline: parts.Outline) -> list[Source]:
    file = "core/views/pages.py"
    found = [Source(f"/{page.path}/", file, "def static_page") for page in project.static_pages(outline.blueprint)]
    return [*found, Source("/", file, "def home")]
