"""The apps of the whole bench as sets of templates and palettes, and the few apps that together show all of them.

Reads and renders only; who opens the pages is said by the proofs.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import yaml

from generation.blueprint.reader import read
from generation.blueprint.schema import Fit
from generation.stacks.django import rendering
from generation.stacks.django.project import context
from tests.proofs.looking import BENCH

PAGE = ".html.j2"
OUTSIDE = frozenset({  # what no walk through the pages can open
    "core/templates/500.html.j2",  # only after an error of the app itself
    "core/templates/admin/base_site.html.j2",  # the admin's pages are Django's own
})  # fmt: skip


@dataclass(frozen=True)
class Face:
    """What is distinct about the looks of one app."""

    ident: str
    templates: frozenset[str]  # sources of its pages and of the pieces they are made of
    kinds: frozenset[str]  # its kit and the kinds of its pages: one template may serve apps that have no page of it
    has_rows: bool
    palette: str  # the part of its style sheet that no other theme has
    names: tuple[tuple[str, str], ...]  # (name the app loads a template by, its source)


@cache
def faces() -> tuple[Face, ...]:
    """One for each description of the bench that is built at all."""
    specs = (spec for path in sorted(BENCH.glob("*.yaml")) for spec in yaml.safe_load(path.read_text(encoding="utf-8")))
    found = (_face(spec["id"], spec["text"]) for spec in specs)
    return tuple(face for face in found if face)


def _face(ident: str, text: str) -> Face | None:
    blueprint = read(text)
    if blueprint.fit is Fit.OUTSIDE:
        return None
    given = context(blueprint)
    names = tuple(
        (path.rpartition("templates/")[2], source)
        for source in rendering.template_names()
        if source.endswith(PAGE) and source not in OUTSIDE
        for path, _ in rendering.targets(source.removesuffix(rendering.SUFFIX), given)
    )
    sheet = rendering.render("static/css/app.css.j2", given)
    palette = sheet.partition("/* ---------- ground")[0]
    kinds = frozenset({f"kit {blueprint.theme.kit}", *(f"page {page.kind}" for page in blueprint.pages)})
    sources = frozenset(source for _, source in names)
    return Face(ident, sources, kinds, bool(blueprint.entities), palette, names)


def cover() -> tuple[str, ...]:
    """Ids of few apps that together have every template, kit and kind of page of the bench, the richest first."""
    have = {face.ident: face.templates | face.kinds for face in faces()}
    left: frozenset[str] = frozenset().union(*have.values())
    chosen: list[str] = []
    while left:
        best = max(sorted(have), key=lambda ident: len(have[ident] & left))
        chosen.append(best)
        left -= have[best]
    return tuple(chosen)
