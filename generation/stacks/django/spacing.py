"""Example rows that take up time, moved apart: each ends after it begins, and none stands where another does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from .schedules import TimingView

DAY = timedelta(days=1)
NIGHTS = 2  # of an example that takes up whole days and does not say how many
MOST_DAYS = 400  # a row is moved by at most
Row = dict[str, Any]


def spread(timing: TimingView, rows: list[Row], found: Mapping[str, list[Row]]) -> None:
    """Change the times of `rows` in place; `found` are the rows of all tables, where lengths are looked up."""
    placed: list[tuple[Any, datetime, datetime]] = []
    for row in rows:
        if not row.get(timing.start) or (timing.hour and not row.get(timing.hour)):
            continue
        start = _start(timing, row)
        length = _length(timing, row, start, found)
        if timing.plan.exclusive:
            start += DAY * _days_to_wait(row.get(timing.resource), start, length, placed)
        placed.append((row.get(timing.resource), start, start + length))
        _write(timing, row, start, length)


def _days_to_wait(
    resource: Any, start: datetime, length: timedelta, placed: list[tuple[Any, datetime, datetime]]
) -> int:
    others = [(first, last) for held, first, last in placed if held == resource]
    for days in range(MOST_DAYS):
        begin = start + DAY * days
        if all(last <= begin or begin + length <= first for first, last in others):
            return days
    return MOST_DAYS


def _start(timing: TimingView, row: Row) -> datetime:
    text = str(row[timing.start])
    return datetime.fromisoformat(f"{text[:10]}T{row[timing.hour]}" if timing.hour else text).replace(tzinfo=None)


def _length(timing: TimingView, row: Row, start: datetime, found: Mapping[str, list[Row]]) -> timedelta:
    end = row.get(timing.end) if timing.end else None
    if end:
        moment = datetime.fromisoformat(f"{start.date()}T{end}" if timing.hour else str(end)).replace(tzinfo=None)
        length = moment - start + (DAY if timing.plan.inclusive else timedelta())
        if length > timedelta():
            return length
    if timing.whole_days:
        return DAY * NIGHTS if timing.end else DAY
    return timedelta(minutes=_minutes(timing, row, found))


def _minutes(timing: TimingView, row: Row, found: Mapping[str, list[Row]]) -> int:
    if timing.length is None:
        return timing.plan.minutes
    relation, field = timing.length
    target = timing.view.by_blueprint_name[timing.plan.length[0]].field.target if timing.plan.length else None
    targets, number = found.get(target or "", []), row.get(relation) or 0
    said = targets[number - 1].get(field) if 0 < number <= len(targets) else None
    return int(said) if said else timing.plan.minutes


def _write(timing: TimingView, row: Row, start: datetime, length: timedelta) -> None:
    end = start + length - (DAY if timing.plan.inclusive else timedelta())
    if timing.whole_days:
        row[timing.start] = start.date().isoformat()
    elif timing.hour:
        row[timing.start], row[timing.hour] = start.date().isoformat(), f"{start:%H:%M}"
    else:
        row[timing.start] = start.isoformat(timespec="minutes")
    if timing.end and row.get(timing.end):
        row[timing.end] = _said(timing, end)


def _said(timing: TimingView, end: datetime) -> str:
    if timing.hour:
        return f"{end:%H:%M}"
    day: date = end.date()
    return day.isoformat() if timing.whole_days else end.isoformat(timespec="minutes")
