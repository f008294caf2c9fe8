"""On which day of the example rows the app looks back: the seed command brings it to the week before today.

The files stay the same from day to day; only what the command writes follows the calendar.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from generation.blueprint.schema import FieldType as T

from .agreement import bare
from .entities import EntityView
from .schedules import timings

OLDEST = 2025  # what lies before is a birthday or the like
Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def last_day(views: list[EntityView], rows: Rows, words: Mapping[str, Any]) -> date | None:
    """The last day of what was earned or spent, else the middle of what is dated; None when nothing is.

    Rows that take up time are left out: they are brought to the weeks to come.
    """
    other, scheduled = set(words["dates_of_another_thing"]), timings(views)
    happened: list[date] = []
    planned: list[date] = []
    due: list[date] = []
    for view in views:
        for field in view.fields if view.name not in scheduled else ():
            if field.type not in {T.DATE, T.DATETIME}:
                continue
            own = field.field.required and not other & set(bare(field.label).split())
            group = due if not own else happened if view.totals else planned
            group += [date.fromisoformat(str(row[field.name])[:10]) for row in rows[view.name] if row.get(field.name)]
    if happened:
        return max(happened)
    dated = sorted(planned or [day for day in due if day.year >= OLDEST])
    return dated[len(dated) // 2] if dated else None
