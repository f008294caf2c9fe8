"""Times, maps and feeds, executed: the sound project holds, three spoiled ones are found out; more in the proofs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from generation.blueprint.schema import Blueprint
from generation.sandbox.tests.some_criteria import Spoil, failures
from generation.stacks.tests.occupied import coworking
from generation.stacks.tests.talking import guard_rooms

pytestmark = pytest.mark.sandbox
API = "core/api/views.py"
UNCHECKED_API: tuple[Spoil, ...] = (
    (API, "        if not form.is_valid():", "        if not form.is_valid() and set(form.errors) != {'__all__'}:"),
    (API, "        saved = form.save()", "        saved = self.model.objects.bulk_create([form.instance])[0]"),
)


def test_the_sound_project_holds() -> None:
    assert failures(coworking) == {}


@pytest.mark.parametrize(
    ("make", "spoils", "kind", "said"),
    [
        (coworking, UNCHECKED_API, "books Reserva", "by the API as member: the same time was given a second time"),
        (coworking, (("agenda/entries.py", "mine = visible(user, table)", "mine = table._default_manager.all()"),),
         "dates Reserva", "leads to a row"),
        (guard_rooms, (("feeds/templates/feeds/_row.html", "row.texto|linebreaks", "row.texto|safe"),),
         "feeds Mensaje", "given out as HTML"),
    ],
    ids=["API without the check", "shows private rows", "unescaped"],
)  # fmt: skip
def test_a_spoiled_project_is_found_out(
    make: Callable[[], Blueprint], spoils: tuple[Spoil, ...], kind: str, said: str
) -> None:
    found = failures(make, *spoils)
    assert said in found.get(kind, ""), found
