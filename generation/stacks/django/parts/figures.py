"""Figures: the dashboard and the reports, with charts drawn on the server.

Decides for each table when a row counts, which numbers are added up or averaged and by what rows are grouped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from generation.blueprint.schema import Blueprint, Kit, PageKind, Who
from generation.blueprint.schema import FieldType as T
from generation.stacks.django import naming
from generation.stacks.django.agreement import bare
from generation.stacks.django.computing import parts as on_page
from generation.stacks.django.entities import EntityView
from generation.stacks.django.fields import NUMERIC, FieldView
from generation.stacks.django.layout import Node, call, lay, listed
from generation.stacks.django.levels import LEVELS
from generation.stacks.django.literals import python
from generation.stacks.django.outcomes import without_row
from generation.stacks.django.parts.charges import unearned
from generation.stacks.django.parts.part import NavLink, Outline, Part
from generation.stacks.django.parts.shop import ShopPart
from generation.stacks.django.schedules import timings
from generation.stacks.django.tones import tones
from generation.stacks.protocol import CheckPlan, CountedProbe, FiguresProbe, PageProbe, ReportProbe

MADE = "created_at"  # when a row counts that has no day of its own
MOST_NUMBERS = 3
MOST_TEXTS = 2  # plain texts that a report groups by, such as a salesperson's name
Words = Mapping[str, Any]


@dataclass(frozen=True)
class Dashboard:
    title: str
    path: str
    access: Who


@dataclass(frozen=True)
class NumberView:
    field: FieldView
    is_summed: bool  # else the mean is what it says

    @property
    def source(self) -> str:
        kind = "MONEY" if self.field.type is T.MONEY else "WHOLE" if self.field.type is T.INTEGER else "PLAIN"
        how = "total" if self.is_summed else "mean"
        return f"counting.Number({python(self.field.name)}, {python(how)}, counting.Kind.{kind})"


@dataclass(frozen=True)
class CountedView:
    """One table as it is counted."""

    view: EntityView
    when: str
    is_dated: bool  # whether a chart over time says something
    numbers: list[NumberView]
    split: FieldView | None
    groups: list[str]
    unearned: tuple[str, tuple[str, ...]] | None  # an order that nobody has paid is no income

    @property
    def source(self) -> str:
        arguments: list[Node] = [
            self.view.name,
            f"when={python(self.when)}",
            f"timeline={self.is_dated}",
            listed([number.source for number in self.numbers], "numbers="),
            f"split={python(self.split.name if self.split else '')}",
            f"groups={python(self.groups)}",
        ]
        return lay(call("counting.Counted", arguments), 4, used=4, trail=1)

    @property
    def probe(self) -> CountedProbe:
        column = next((field.column for field in self.view.fields if field.name == self.when), self.when)
        numbers = tuple((n.field.name, n.field.column, "total" if n.is_summed else "mean") for n in self.numbers)
        split = (self.split.name, self.split.column) if self.split else None
        return CountedProbe(self.view.name, self.view.module, column, numbers, split, self.unearned)


@dataclass(frozen=True)
class ReportView:
    name: str
    title: str
    path: str
    who: Who
    counted: CountedView


@dataclass(frozen=True)
class FiguresView:
    dashboard: Dashboard
    counted: list[CountedView]
    reports: list[ReportView]
    light: list[str]
    dark: list[str]


class FiguresPart(Part):
    name = "figures"

    def view(self, outline: Outline) -> FiguresView | None:
        dashboard = dashboard_of(outline.blueprint, outline.t)
        if dashboard is None:
            return None
        found = _counted(outline)
        light, dark = tones(outline.blueprint.theme, outline.blueprint.name)
        return FiguresView(dashboard, found, list(_reports(outline)), light, dark)

    def links(self, outline: Outline) -> list[NavLink]:
        view = self.view(outline)
        if view is None:
            return []
        any_of_them = tuple(("read", one.view.name) for one in view.counted)
        first = NavLink(view.dashboard.title, "figures:dashboard", "chart", view.dashboard.access, opens=any_of_them)
        return [first, *(_link(one) for one in view.reports)]

    def pages(self, outline: Outline) -> list[PageProbe]:
        view = self.view(outline)
        if view is None:
            return []
        found = [PageProbe(f"/{view.dashboard.path}/", without_row(view.dashboard.access))]
        return found + [PageProbe(f"/{one.path}/", without_row(one.who)) for one in view.reports]

    def probes(self, plan: CheckPlan, outline: Outline) -> CheckPlan:
        view = self.view(outline)
        assert view is not None
        reports = tuple(ReportProbe(f"/{one.path}/", one.counted.probe, one.who) for one in view.reports)
        counted = tuple(one.probe for one in view.counted)
        return replace(plan, figures=FiguresProbe(f"/{view.dashboard.path}/", view.dashboard.access, counted, reports))


def _link(report: ReportView) -> NavLink:
    opens = (("read", report.counted.view.name),)
    return NavLink(report.title, f"figures:{report.name}", "page", report.who, opens=opens)


def dashboard_of(blueprint: Blueprint, t: Words) -> Dashboard | None:
    """The plan's dashboard or, for an app that keeps something, one for the staff."""
    if not blueprint.entities or blueprint.theme.kit is Kit.API:
        return None
    page = next((page for page in blueprint.pages if page.kind is PageKind.DASHBOARD), None)
    if page is None:
        return Dashboard(t["dashboard"], t["path_dashboard"], Who.STAFF)
    access = Who.MEMBER if page.access is Who.OWNER else page.access
    if access is Who.VISITOR and all(entity.access.read is not Who.VISITOR for entity in blueprint.entities):
        access = Who.STAFF
    return Dashboard(page.title, naming.address(page.slug.strip("/") or t["path_dashboard"]), access)


def _counted(outline: Outline) -> list[CountedView]:
    """What happened before what there is: tables with days and numbers come first."""
    aside = {*on_page(outline.views), *(view.name for view in outline.views if view.frozen or len(view.fields) < 2)}
    reported = {page.entity for page in outline.blueprint.pages if page.kind is PageKind.REPORT}
    views = [view for view in outline.views if view.name not in aside - reported]
    found = [_of_table(outline, view) for view in views or outline.views]
    return sorted(found, key=lambda one: (not one.is_dated, not one.numbers))


def _of_table(outline: Outline, view: EntityView) -> CountedView:
    when = _when(outline, view)
    numbers = [each for each in _numbers(view, outline.t) if when != MADE or each.is_summed][:MOST_NUMBERS]
    split = view.workflow_field or next((field for field in view.fields if field.type is T.CHOICE), None)
    dated = when != MADE or view.owned
    return CountedView(view, when, dated, numbers, split, list(_groups(view)), _unearned(outline, view))


def _when(outline: Outline, view: EntityView) -> str:
    """The day a row counts on: when it takes place, or its own required date unless that tells another thing."""
    timing = timings(outline.views).get(view.name)
    if timing is not None:
        return timing.start
    other = set(outline.t["dates_of_another_thing"])
    days = (field for field in view.fields if field.type in {T.DATE, T.DATETIME} and field.field.required)
    return next((field.name for field in days if not other & set(bare(field.label).split())), MADE)


def _numbers(view: EntityView, t: Words) -> Iterator[NumberView]:
    """Money and quantities of what happened are added up, measurements and marks are averaged."""
    happened = view.owned or any(field.type in {T.DATE, T.DATETIME} for field in view.fields)
    place = view.entity.place
    skipped = {place.latitude, place.longitude} if place else set()
    added, silent = set(t["numbers_added_up"]), set(t["numbers_that_name"])
    fields = [field for field in view.fields if field.type in NUMERIC and field.field.name not in skipped]
    for field in sorted(fields, key=lambda each: (each.type is not T.MONEY, not each.computed)):
        words = set(bare(field.label).split())
        if not happened or words & silent or field.counted:
            continue
        if field.type is T.MONEY:
            yield NumberView(field, field.name in view.totals and not words & set(t["prices_of_one"]))
        else:
            yield NumberView(field, bool(words & added) and field.type is not T.RATING)


def _groups(view: EntityView) -> Iterator[str]:
    """What rows have in common: states and choices, what they point to, short texts, and who made them."""
    first = [field.name for field in view.fields if field.type is T.CHOICE]
    yield from first
    yield from view.related
    plain = [f for f in view.fields if f.type is T.TEXT and not f.field.unique and f is not view.display]
    yield from [field.name for field in plain][:MOST_TEXTS]
    yield from [field.name for field in view.fields if field.type is T.BOOLEAN]
    if view.owned:
        yield "owner"


def _unearned(outline: Outline, view: EntityView) -> tuple[str, tuple[str, ...]] | None:
    if view.entity.charge and view.workflow_field is not None:
        return view.workflow_field.column, tuple(unearned(view.entity))
    shop = ShopPart().view(outline)
    if shop is None or shop.order != view.name or view.workflow_field is None:
        return None
    return view.workflow_field.column, (shop.pending, shop.cancelled)


def _reports(outline: Outline) -> Iterator[ReportView]:
    for page in outline.blueprint.pages:
        view = outline.by_name.get(page.entity or "")
        if page.kind is PageKind.REPORT and view is not None:
            least = max(page.access, view.rules.read, key=LEVELS.index)
            who = Who.MEMBER if least is Who.OWNER else least
            name = f"report_{view.module}"
            yield ReportView(name, page.title, naming.address(page.slug.strip("/")), who, _of_table(outline, view))
