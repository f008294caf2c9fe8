"""Every way of spoiling times and the calendar is found out by the criterion that is there for it."""

from __future__ import annotations

import pytest

from generation.sandbox.tests.some_criteria import Spoil, failures
from generation.stacks.tests.occupied import coworking

pytestmark = pytest.mark.sandbox
TIMES, ENTRIES = "core/models/scheduled.py", "agenda/entries.py"
API = "core/api/views.py"
UNCHECKED_API: tuple[Spoil, ...] = (
    (API, "        if not form.is_valid():", "        if not form.is_valid() and set(form.errors) != {'__all__'}:"),
    (API, "        saved = form.save()", "        saved = self.model.objects.bulk_create([form.instance])[0]"),
)


@pytest.mark.parametrize(
    ("spoils", "kind", "said"),
    [
        (UNCHECKED_API, "books Reserva", "by the API as member: the same time was given a second time"),
        (((TIMES, "self.start < other.end and", "self.start <= other.end and"),), "books Reserva", "was refused"),
        (((TIMES, "self.start < other.end and", "self.start < other.end - timedelta(minutes=1) and"),),
         "books Reserva", "of its time was given"),
        (((TIMES, "exclude(pk=self.pk)", "exclude(pk=self.pk).filter(owner=self.owner_id)"),),
         "books Reserva", "a time that is taken"),
        (((TIMES, "rows = rows.filter(**", "rows = rows if rows.count() > 4 else rows.filter(**"),),
         "books Reserva", "takes up something else was refused"),
        (((TIMES, "if row.takes_time)", "if row)"),), "books Reserva", "of a row that is anulada was refused"),
        (((TIMES, "        super().check_move(target)\n        if", "        if self.timing.minutes == 1 and"),),
         "books Reserva", "took a time that somebody else has by now"),
        (((TIMES, "what = self.held or", "what = list(type(self)._default_manager.all()) or"),),
         "books Reserva", "gives away motivo"),
        (((ENTRIES, "mine = visible(user, table)", "mine = table._default_manager.all()"),),
         "dates Reserva", "leads to a row"),
        (((ENTRIES, "Entry(**_when(row, user))", "Entry(**_when(row, user), title=title_of(row, user))"),),
         "dates Reserva", "shows motivo"),
        ((("agenda/views.py", "found.filter(owner=request.user)", "table._default_manager.all()"),),
         "dates Reserva", "another person's row"),
        ((("agenda/grid.py", "if entry.on(day)], inside", "if entry.on(day + timedelta(days=1))], inside"),),
         "dates Evento", "stands on"),
    ],
    ids=["API without the check", "no touching", "off by one", "own rows only", "any room", "cancelled rows count",
         "comes back unasked", "names the other", "shows private rows", "names what is taken", "file of all",
         "a day early"],
)  # fmt: skip
def test_a_spoiled_calendar_is_found_out(spoils: tuple[Spoil, ...], kind: str, said: str) -> None:
    found = failures(coworking, *spoils)
    assert said in found.get(kind, ""), found
