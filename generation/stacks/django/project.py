"""The whole project as the templates see it: one context made from the blueprint, nothing decided later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from generation.blueprint.formula import parse
from generation.blueprint.schema import Blueprint, Kit, PageKind, Who
from generation.blueprint.schema import FieldType as T

from . import home, migration, naming, openapi, parts, seeding
from .acceptance import acceptance
from .agreement import agree
from .computing import computing, openings, worked_examples
from .computing import parts as on_page
from .diagram import entity_diagram
from .entities import EntityView, Incoming, build, by_dependency, incoming
from .fields import TEXTUAL, FieldView
from .formulas import may_fail
from .lately import last_day
from .literals import python, template
from .parts.figures import Dashboard, dashboard_of
from .parts.part import has_accounts
from .ratings import ratings
from .scripts import htmx
from .theme import SIDE_KITS, look
from .wording import words

PAGE_SIZE = 20
_ICONS: tuple[tuple[Callable[[EntityView], bool], str], ...] = (  # (what the entity has, icon), the first that fits
    (lambda view: bool(view.price), "tag"),
    (lambda view: any(field.type in {T.EMAIL, T.PHONE} for field in view.fields), "people"),
    (lambda view: any(field.type in {T.DATETIME, T.TIME} for field in view.fields), "calendar"),
    (lambda view: any(field.type is T.BOOLEAN for field in view.fields) or bool(view.workflow_field), "task"),
    (lambda view: bool(view.related) and bool(view.story), "talk"),
    (lambda view: bool(view.story), "page"),
)


@dataclass(frozen=True)
class StaticPage:
    title: str
    path: str
    template: str
    route: str
    paragraphs: list[str]


@dataclass(frozen=True)
class Door:
    """A tool or game, as the home page of an app without tables leads to it."""

    app: str
    slug: str
    title: str
    text: str
    route: str
    icon: str


@dataclass(frozen=True)
class AdminOptions:
    display: list[str]
    search: list[str]
    filter: list[str]


def has_api(blueprint: Blueprint) -> bool:
    return bool(blueprint.entities or blueprint.tools)


def context(blueprint: Blueprint) -> dict[str, Any]:
    """Every name the templates use."""
    t = words(blueprint.language)
    views = build(blueprint, t)
    accounts = has_accounts(blueprint)
    dashboard = dashboard_of(blueprint, t)
    pages = static_pages(blueprint)
    main = home.primary(views, blueprint)
    public = main is not None and main.rules.read is Who.VISITOR
    outline = parts.Outline(blueprint, views, t)
    rows = seeding.rows(blueprint, views)
    return {
        "blueprint": blueprint,
        "name": blueprint.name,
        "slug": blueprint.slug,
        "purpose": blueprint.purpose,
        "language": blueprint.language,
        "t": t,
        "entities": views,
        **_tables(views),
        "accounts": accounts,
        "has_api": has_api(blueprint),
        **_parts(outline),
        "csv": bool(views) and blueprint.theme.kit is not Kit.API,
        "trims": any(field.type is T.DECIMAL for view in views for field in view.fields),
        "arithmetic": bool(blueprint.tools) or any(f.formula for e in blueprint.entities for f in e.fields),
        "has_workflow": any(view.workflow_field for view in views),
        "static_pages": pages,
        "welcome": home.welcome(blueprint),
        **_home(outline),
        "primary": main,
        "public": public,
        **_front(blueprint, views, main, t),
        "new_label": {view.name: home.new_label(view, t) for view in views},
        "created_text": {view.name: agree(view.label, t, "created").format(label=view.label) for view in views},
        "diagram": entity_diagram(views),
        "who": {None: t["who_nobody"]} | {who: t[f"who_{who.value}"] for who in Who},
        "people": seeding.people(blueprint, t) if accounts else [],
        "seed_rows": rows,
        "last_day": last_day(views, rows, t),
        "openapi": openapi.description(blueprint, views, t, [part.api(outline) for part in parts.wanted(outline)]),
        "page_size": PAGE_SIZE,
        "htmx_source": htmx(),
        "theme": look(blueprint.theme, blueprint.name, blueprint.domain),
        "kit": blueprint.theme.kit.value,
        "layout": "side" if _stands_beside(blueprint, views, public) else "top",
        "criteria": blueprint.criteria,
        "form_classes": [f"{view.module}.{view.name}Form" for view in views],
        "name_html": template(blueprint.name),
        **acceptance(blueprint, views, _routes(pages, dashboard)),
        **_tones(views, t),
    }


def _front(blueprint: Blueprint, views: list[EntityView], main: EntityView | None, t: Any) -> dict[str, Any]:
    """What the home page shows, and in which shape."""
    public = main is not None and main.rules.read is Who.VISITOR
    booking = home.booking(views, main, t) if public else None
    return {
        "booking": booking,
        "join": home.join(views, t) if public else "",
        "home_shape": home.shape(blueprint, main, booking),
        "home_sections": home.sections(views, main),
        "shelf": home.shelf(views, main) if main else None,
        "showcase": home.showcase(blueprint, views, main, t),
        "offers": home.offers(blueprint, views, icon, t),
    }


def _tables(views: list[EntityView]) -> dict[str, Any]:
    """What is made from the tables alone, by the name of each."""
    part_of = on_page(views)
    return {
        "computed": computing(views),
        "part_of": part_of,
        "aside": {*part_of, *(view.name for view in views if view.frozen)},  # lines stand on the pages of their orders
        "entered": {
            view.name: [i.source for i in incoming(views, view) if part_of.get(i.source.name) is i.field]
            for view in views
        },
        "worked_examples": worked_examples(views),
        "openings": openings(views),
        "alerts": any(field.field.alert for view in views for field in view.fields),
        "partial_results": any(f.computed and may_fail(parse(f.field.formula)) for v in views for f in v.fields),
        "ordered": by_dependency(views),
        "operations": migration.operations(views),
        "incoming": {view.name: incoming(views, view) for view in views},
        "listed": {view.name: _listed(views, view) for view in views},
        "related_calls": {view.name: [_related(i, part_of) for i in _listed(views, view)] for view in views},
        "once": any(view.once for view in views),
        "ratings": ratings(views),
        "icons": {view.name: icon(view) for view in views},
        "admin": {view.name: _admin(view) for view in views},
    }


def _listed(views: list[EntityView], view: EntityView) -> list[Incoming]:
    """Rows shown on another's page; a sale's lines stand there in a shape of their own, and on no product's page."""
    return [i for i in incoming(views, view) if not i.source.frozen]


def _related(rows: Incoming, part_of: dict[str, FieldView]) -> str:
    """The rows listed on another's page; with a form where they are entered there."""
    arguments = [rows.source.name, python(rows.field.name)]
    if part_of.get(rows.source.name) is rows.field:
        arguments.append(f"{rows.source.name}Form")
    return f"Related({', '.join(arguments)})"


def _parts(outline: parts.Outline) -> dict[str, Any]:
    """Each part's view under its name, None where the app has no such part, and what all of them add."""
    has = parts.wanted(outline)
    return {
        **{part.name: part.view(outline) for part in parts.PARTS},
        "apps": [part.name for part in has if part.is_app],
        "processors": [name for part in has for name in part.processors],
        "htmx": any(part.htmx for part in has),
        "part_links": [link for part in has for link in part.links(outline)],
    }


def _home(outline: parts.Outline) -> dict[str, Any]:
    """Without tables the home page is the app's one tool or game, or leads to each of them."""
    view = {part.name: part.view(outline) for part in parts.PARTS if part.name in ("tools", "games")}
    tools, games = getattr(view.get("tools"), "tools", []), getattr(view.get("games"), "games", [])
    doors = [Door("tools", one.slug, one.title, one.text, f"tools:{one.module}", "sum") for one in tools]
    doors += [Door("games", one.slug, one.title, one.text, f"games:{one.module}", "game") for one in games]
    is_alone = outline.is_single and {one.who for one in (*tools, *games)} == {Who.VISITOR}
    return {"doors": [] if outline.views else doors, "solo": doors[0] if is_alone else None}


def _stands_beside(blueprint: Blueprint, views: list[EntityView], public: bool) -> bool:
    """Whether the navigation stands at the side: for people at work, not for those who come to book."""
    kit = blueprint.theme.kit
    return bool(views) and kit in SIDE_KITS and not (public and kit is Kit.CALENDAR)


def _routes(pages: list[StaticPage], dashboard: Dashboard | None) -> dict[str, str]:
    """Names of the addresses that a criterion may ask to be shown."""
    found = {"": "core:home"} | {page.path: f"core:{page.route}" for page in pages}
    return found | ({dashboard.path: "figures:dashboard"} if dashboard else {})


def _tones(views: list[EntityView], t: Any) -> dict[str, list[str]]:
    """States of the app by what they mean, for the colours of their marks."""
    values = {choice.value for view in views for field in view.fields for choice in field.field.choices}
    known = {tone: set(t[f"tone_{tone}"]) for tone in ("positive", "negative", "waiting")}
    meant = {value: _tone(value, known) or _tone(value.split("_")[0], known) for value in values}
    return {f"{tone}_states": sorted(value for value in values if meant[value] == tone) for tone in known}


def _tone(word: str, known: dict[str, set[str]]) -> str:
    return next((tone for tone, words in known.items() if word in words), "")


def icon(view: EntityView) -> str:
    return next((name for fits, name in _ICONS if fits(view)), "list")


def static_pages(blueprint: Blueprint) -> list[StaticPage]:
    pages = []
    for page in blueprint.pages:
        if page.kind is PageKind.STATIC and page.slug:
            path = naming.address(page.slug.strip("/"))
            name = "".join(char if char.isalnum() and char.isascii() else "_" for char in path.lower())
            pages.append(StaticPage(page.title, path, name, f"page_{name}", home.paragraphs(page.text or page.title)))
    return pages


def _admin(view: EntityView) -> AdminOptions:
    columns = [field.name for field in view.columns if field is not view.display]
    filters = [field.name for field in view.fields if field.type in {T.CHOICE, T.BOOLEAN, T.RATING}]
    search = view.search_lookups or ([view.display.name] if view.display.type in TEXTUAL else [])
    return AdminOptions(["__str__", *columns, "created_at"], search, filters)
