"""The calendar: months and weeks of the rows that take place at some time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from generation.blueprint.schema import PageKind, Who
from generation.stacks.django import naming
from generation.stacks.django.agreement import agree
from generation.stacks.django.entities import EntityView
from generation.stacks.django.levels import LEVELS
from generation.stacks.django.literals import within
from generation.stacks.django.outcomes import outcomes
from generation.stacks.django.parts.part import NavLink, Outline, Part
from generation.stacks.django.schedules import TimingView, timings
from generation.stacks.protocol import CheckPlan, EntityProbe, PageProbe, ScheduleProbe

FIRST_DAY = 2026, 3, 1  # of rows that the plan has no examples for


@dataclass(frozen=True)
class CalendarView:
    """One calendar and the tables it shows."""

    name: str
    title: str
    path: str
    shown: list[EntityView]
    new_labels: dict[str, str]

    @property
    def tables(self) -> list[str]:
        return [view.name for view in self.shown]

    @property
    def opens(self) -> tuple[tuple[str, str], ...]:
        return tuple((action, table) for table in self.tables for action in ("read", "create"))

    @property
    def who(self) -> Who:
        """The least a person must be to see anything in it; nobody owns a calendar."""
        levels = [level for view in self.shown for level in (view.rules.read, view.rules.create) if level]
        least = min(levels, key=LEVELS.index)
        return Who.MEMBER if least is Who.OWNER else least


@dataclass(frozen=True)
class AgendaView:
    timings: dict[str, TimingView]
    pages: list[CalendarView]
    first_day: date  # of the example rows

    @property
    def modules(self) -> list[str]:
        return sorted(timing.view.module for timing in self.timings.values())

    @property
    def forms(self) -> list[str]:
        return [f"{timing.view.module}.{timing.view.name}Form" for timing in self.timings.values()]


class AgendaPart(Part):
    name = "agenda"
    htmx = True

    def view(self, outline: Outline) -> AgendaView | None:
        found = timings(outline.views)
        if not found:
            return None
        return AgendaView(found, _calendars(outline, found), _first_day(outline, found))

    def links(self, outline: Outline) -> list[NavLink]:
        return [
            NavLink(page.title, f"agenda:{page.name}", "calendar", page.who, opens=page.opens)
            for page in _pages(self, outline)
        ]

    def pages(self, outline: Outline) -> list[PageProbe]:
        return [
            PageProbe(path, outcomes(page.who))
            for page in _pages(self, outline)
            for path in (f"/{page.path}/", f"/{page.path}/?week=")
        ]

    def probes(self, plan: CheckPlan, outline: Outline) -> CheckPlan:
        view = self.view(outline)
        assert view is not None
        return replace(plan, entities=tuple(_with_schedule(probe, view) for probe in plan.entities))


def _pages(part: AgendaPart, outline: Outline) -> list[CalendarView]:
    view = part.view(outline)
    return view.pages if view else []


def _calendars(outline: Outline, found: dict[str, TimingView]) -> list[CalendarView]:
    """A calendar per page of the plan; the first one also shows the tables that have none of their own."""
    planned = [page for page in outline.blueprint.pages if page.kind is PageKind.CALENDAR and page.entity in found]
    if not planned:
        t = outline.t
        return [_calendar(outline, "calendar", t["calendar"], t["path_calendar"], [*found])]
    own = {page.entity for page in planned}
    rest = [name for name in found if name not in own]
    return [
        _calendar(
            outline,
            f"calendar_{number}" if number else "calendar",
            page.title,
            naming.address(page.slug.strip("/")),
            [str(page.entity), *([] if number else rest)],
        )
        for number, page in enumerate(planned)
    ]


def _calendar(outline: Outline, name: str, title: str, path: str, tables: list[str]) -> CalendarView:
    views = [outline.by_name[table] for table in tables]
    labels = {view.module: agree(view.label, outline.t, "new_named").format(label=within(view.label)) for view in views}
    return CalendarView(name, title, path, views, labels)


def _first_day(outline: Outline, found: dict[str, TimingView]) -> date:
    """Where the example rows begin, as the plan has them."""
    rows = ((timing, row) for name, timing in found.items() for row in outline.blueprint.seed.get(name, ()))
    days = [str(row[timing.plan.start])[:10] for timing, row in rows if row.get(timing.plan.start)]
    return date.fromisoformat(min(days)) if days else date(*FIRST_DAY)


def _with_schedule(probe: EntityProbe, agenda: AgendaView) -> EntityProbe:
    timing = agenda.timings.get(probe.entity)
    if timing is None:
        return probe
    page = next(page for page in agenda.pages if probe.entity in page.tables)
    plan = timing.plan
    schedule = ScheduleProbe(
        start=timing.start,
        time=timing.hour or None,
        end=timing.end or None,
        whole_days=timing.whole_days,
        minutes=plan.minutes,
        inclusive=plan.inclusive,
        exclusive=plan.exclusive,
        resource=timing.resource or None,
        free=plan.free,
        length=timing.length,
        calendar_path=f"/{page.path}/?month={{month}}",
        ics_path=f"/{agenda.pages[0].path}/{page.name}.ics",
    )
    return replace(probe, schedule=schedule)
