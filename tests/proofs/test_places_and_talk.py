"""Maps, feeds and boards: the sound project holds, each spoiled one is found out for its reason."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from generation.blueprint.schema import Blueprint
from generation.sandbox.tests.some_criteria import Spoil, failures
from generation.stacks.tests.boards import tickets
from generation.stacks.tests.places import fountains
from generation.stacks.tests.talking import guard_rooms

pytestmark = pytest.mark.sandbox
Make = Callable[[], Blueprint]
MAP, FEED = "geography/views.py", "feeds/views.py"
CARD = "core/templates/core/ticket/_items.html"


@pytest.mark.parametrize("make", [fountains, guard_rooms, tickets])
def test_the_sound_project_holds(make: Make) -> None:
    assert failures(make) == {}


@pytest.mark.parametrize(
    ("make", "spoil", "kind", "said"),
    [
        (fountains, ("geography/projection.py", "(1 - math.asinh", "(1 + math.asinh"), "maps Fuente", "south of one"),
        (fountains, (MAP, "float(getattr(row, shown.longitude))", "abs(float(getattr(row, shown.longitude)))"),
         "maps Fuente", "from west to east"),
        (fountains, (MAP, "visible(request.user, shown.table)", "shown.table.objects"),
         "maps Hallazgo", "as other: leads to a row"),
        (fountains, ("core/models/fuente.py", "validators.MinValueValidator(-90), ", ""),
         "maps Fuente", "nowhere on earth"),
        (guard_rooms, ("feeds/templates/feeds/_row.html", "row.texto|linebreaks", "row.texto|safe"),
         "feeds Mensaje", "given out as HTML"),
        (guard_rooms, (FEED, ".filter(pk__gt=after)", ""), "feeds Mensaje", "gives what the page has already"),
        (guard_rooms, (FEED, "rows = rows.filter(**{feed.room_field: room.pk})", "pass"),
         "feeds Mensaje", "another room"),
        (guard_rooms, (FEED, "form.instance.owner = request.user", "form.instance.owner_id = 3"),
         "feeds Aviso", "does not belong to member"),
        (tickets, (CARD, "states=row.next_states", "states=row.moves.items"), "moves Ticket", "the board offers"),
    ],
    ids=["south is up", "west is east", "others' places", "off the earth", "unescaped", "all over again",
         "rooms are one", "somebody else's words", "moves that are not allowed"],
)  # fmt: skip
def test_a_spoiled_project_is_found_out(make: Make, spoil: Spoil, kind: str, said: str) -> None:
    found = failures(make, spoil)
    assert kind in found, found
    assert said in found[kind]


def test_news_for_everybody_are_found_out() -> None:
    open_door = "\n\ndef visible(user: Any, table: type) -> Any:\n    return table.objects.all()\n"
    spoils = (
        (FEED, "from core.access import may, visible\n", "from core.access import may\n"),
        (FEED, "MOST_ROWS = 50\n", f"MOST_ROWS = 50\n{open_door}"),
        (FEED, "    if _refusal(request, feed):\n", "    if not feed:\n"),
    )
    assert "as visitor: gives what visitor may not read" in failures(guard_rooms, *spoils)["feeds Mensaje"]
