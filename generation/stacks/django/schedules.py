"""How rows take up time, in the names of the generated project.

Owns the translation of the blueprint's schedules; what the calendar shows of them is in `parts/agenda.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

from generation.blueprint.schema import FieldType as T
from generation.blueprint.schema import Schedule

from . import naming
from .entities import EntityView
from .fields import TEXTUAL
from .layout import call, lay
from .literals import python

TITLES = 2  # things a calendar's entry is called by


@dataclass(frozen=True)
class TimingView:
    """One table's timing."""

    view: EntityView
    plan: Schedule

    @property
    def start(self) -> str:
        return self._attribute(self.plan.start)

    @property
    def hour(self) -> str:
        return self._attribute(self.plan.time)

    @property
    def end(self) -> str:
        return self._attribute(self.plan.end)

    @property
    def resource(self) -> str:
        return self._attribute(self.plan.resource)

    @property
    def whole_days(self) -> bool:
        return self.view.by_blueprint_name[self.plan.start].type is T.DATE and self.plan.time is None

    @property
    def has_hours(self) -> bool:
        return not self.whole_days

    @property
    def length(self) -> tuple[str, str] | None:
        """The relation and its target's attribute that say how long a row lasts."""
        if self.plan.length is None:
            return None
        relation, field = self.plan.length
        return self._attribute(relation), naming.attribute(field)

    @property
    def titles(self) -> list[str]:
        """What an entry is called by: the row's own name, or the things it is about."""
        display = self.view.display
        if display.type in TEXTUAL | {T.CHOICE}:
            return [display.name]
        things = [field.name for field in self.view.fields if field.type is T.RELATION and field.required]
        others = [name for name in things if name != self.resource]
        texts = [field.name for field in self.view.fields if field.type is T.TEXT and field.required]
        return ((texts[:1] + others) or things)[:TITLES]

    @property
    def source(self) -> str:
        """`Timing(start="moment", minutes=60, resource="room")`, laid out for its line of the model."""
        words = {"start": self.start, "hour": self.hour, "end": self.end, "minutes": self.plan.minutes}
        words |= {"length": self.length, "whole_days": self.whole_days, "last_day_counts": self.plan.inclusive}
        words |= {"resource": self.resource, "free": self.plan.free, "exclusive": self.plan.exclusive}
        words |= {"titles": tuple(self.titles)}
        plain = {"minutes": 60, "exclusive": True}
        given = {name: value for name, value in words.items() if value and value != plain.get(name)}
        if not self.plan.exclusive:
            given["exclusive"] = False
        if self.whole_days or self.plan.end:
            given.pop("minutes", None)
        arguments = [f"{name}={python(value)}" for name, value in given.items()]
        return lay(call("Timing", arguments), 4, used=4 + len("timing = "))

    def _attribute(self, name: str | None) -> str:
        return self.view.by_blueprint_name[name].name if name else ""


def timings(views: list[EntityView]) -> dict[str, TimingView]:
    """The timing of each entity that has one, by class name."""
    return {view.name: TimingView(view, view.entity.schedule) for view in views if view.entity.schedule}
