"""Times for rows that take up time: nobody could foresee them, and no two rows get the same day by chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from generation.sandbox import values
from generation.sandbox.values import Value
from generation.stacks.protocol import ScheduleProbe

FIRST = date(2031, 1, 6)
DAYS = 2500
APART = 4  # days between the rows of one verification
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Slot:
    """From when until when, the end not included; whole days run from midnight to midnight."""

    start: datetime
    end: datetime

    def later(self, by: timedelta) -> Slot:
        return Slot(self.start + by, self.end + by)

    @property
    def length(self) -> timedelta:
        return self.end - self.start


def fresh(schedule: ScheduleProbe, taken: set[date], minutes: int | None = None) -> Slot:
    """A time on a day far from all those in `taken`, which it joins."""
    day = FIRST + DAY * values.number(0, DAYS)
    while day.day not in range(3, 25) or any(abs((day - other).days) < APART for other in taken):
        day = FIRST + DAY * values.number(0, DAYS)
    taken.add(day)
    midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - as a form is filled in: local, no zone
    if schedule.whole_days:
        return Slot(midnight, midnight + DAY * (2 if schedule.end else 1))
    start = midnight + timedelta(hours=values.number(10, 13), minutes=values.number(1, 50))
    length = values.number(35, 95) if schedule.end else minutes or schedule.minutes
    return Slot(start, start + timedelta(minutes=length))


def filled(schedule: ScheduleProbe, slot: Slot) -> Mapping[str, Value]:
    """The form's values for that time."""
    start, end = slot.start, slot.end
    if schedule.whole_days:
        last = end - DAY if schedule.inclusive else end
        sent = {schedule.start: f"{start:%Y-%m-%d}", schedule.end: f"{last:%Y-%m-%d}"}
    elif schedule.time:
        sent = {schedule.start: f"{start:%Y-%m-%d}", schedule.time: f"{start:%H:%M}", schedule.end: f"{end:%H:%M}"}
    else:
        sent = {schedule.start: f"{start:%Y-%m-%dT%H:%M}", schedule.end: f"{end:%Y-%m-%dT%H:%M}"}
    return {name: Value(text, text, (text[:4],) if "-" in text else ()) for name, text in sent.items() if name}


def read(schedule: ScheduleProbe, made: Mapping[str, Value], minutes: int) -> Slot | None:
    """The time that a row was sent with; None when it has none."""
    if schedule.start not in made or (schedule.time and schedule.time not in made):
        return None
    day = str(made[schedule.start].sent)
    start = datetime.fromisoformat(f"{day}T{made[schedule.time].sent}" if schedule.time else day)
    end = str(made[schedule.end].sent) if schedule.end and schedule.end in made else ""
    if schedule.whole_days:
        last = datetime.fromisoformat(end) + (DAY if schedule.inclusive else timedelta()) if end else start + DAY
        return Slot(start, last)
    if end:
        return Slot(start, datetime.fromisoformat(f"{day}T{end}" if schedule.time else end))
    return Slot(start, start + timedelta(minutes=minutes))
