"""Projects whose calendar, map, feed or board is spoiled, and what the criterion that is there for it must say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from generation.blueprint.schema import Blueprint
from generation.sandbox.tests.some_criteria import Spoil, failures
from generation.stacks.tests.boards import tickets
from generation.stacks.tests.giving import charity, members_only
from generation.stacks.tests.occupied import coworking
from generation.stacks.tests.places import fountains
from generation.stacks.tests.talking import guard_rooms

TIMES, ENTRIES, API = "core/models/scheduled.py", "agenda/entries.py", "core/api/views.py"
MAP, PROJECTION, FEED = "geography/views.py", "geography/projection.py", "feeds/views.py"
ROW, CARD = "feeds/templates/feeds/_row.html", "core/templates/core/ticket/_items.html"
UNCHECKED = (
    (API, "        if not form.is_valid():", "        if not form.is_valid() and set(form.errors) != {'__all__'}:"),
    (API, "        saved = form.save()", "        saved = self.model.objects.bulk_create([form.instance])[0]"),
)
OPEN_DOOR = "\n\ndef visible(user: Any, table: type) -> Any:\n    return table.objects.all()\n"


@dataclass(frozen=True)
class Failing:
    """Texts of a rendered project, replaced by others; that criterion must not hold and say so."""

    name: str
    make: Callable[[], Blueprint]
    kind: str
    said: str
    spoils: tuple[Spoil, ...]
    always: bool = False  # in every test run; the others in the proofs

    def found(self) -> dict[str, str]:
        return failures(self.make, *self.spoils)


def one(path: str, old: str, new: str) -> tuple[Spoil, ...]:
    return ((path, old, new),)


CALENDARS = (
    Failing("API without the check", coworking, "books Reserva",
            "by the API as member: the same time was given a second time", UNCHECKED, always=True),
    Failing("no touching", coworking, "books Reserva", "was refused",
            one(TIMES, "self.start < other.end and", "self.start <= other.end and")),
    Failing("off by one", coworking, "books Reserva", "of its time was given",
            one(TIMES, "self.start < other.end and", "self.start < other.end - timedelta(minutes=1) and")),
    Failing("own rows only", coworking, "books Reserva", "a time that is taken",
            one(TIMES, "exclude(pk=self.pk)", "exclude(pk=self.pk).filter(owner=self.owner_id)")),
    Failing("any room", coworking, "books Reserva", "takes up something else was refused",
            one(TIMES, "rows = rows.filter(**", "rows = rows if rows.count() > 4 else rows.filter(**")),
    Failing("cancelled rows count", coworking, "books Reserva", "of a row that is anulada was refused",
            one(TIMES, "if row.takes_time)", "if row)")),
    Failing("comes back unasked", coworking, "books Reserva", "took a time that somebody else has by now",
            one(TIMES, "        super().check_move(target)\n        if", "        if self.timing.minutes == 1 and")),
    Failing("names the other", coworking, "books Reserva", "gives away motivo",
            one(TIMES, "what = self.held or", "what = list(type(self)._default_manager.all()) or")),
    Failing("shows private rows", coworking, "dates Reserva", "leads to a row",
            one(ENTRIES, "mine = visible(user, table)", "mine = table._default_manager.all()"), always=True),
    Failing("names what is taken", coworking, "dates Reserva", "shows motivo",
            one(ENTRIES, "Entry(**_when(row, user))", "Entry(**_when(row, user), title=title_of(row, user))")),
    Failing("file of all", coworking, "dates Reserva", "another person's row",
            one("agenda/views.py", "found.filter(owner=request.user)", "table._default_manager.all()")),
    Failing("a day early", coworking, "dates Evento", "stands on",
            one("agenda/grid.py", "if entry.on(day)], inside", "if entry.on(day + timedelta(days=1))], inside")),
)  # fmt: skip

PLACES = (
    Failing("south is up", fountains, "maps Fuente", "south of one",
            one(PROJECTION, "(1 - math.asinh", "(1 + math.asinh")),
    Failing("west is east", fountains, "maps Fuente", "from west to east",
            one(MAP, "float(getattr(row, shown.longitude))", "abs(float(getattr(row, shown.longitude)))")),
    Failing("others' places", fountains, "maps Hallazgo", "as other: leads to a row",
            one(MAP, "visible(request.user, shown.table)", "shown.table.objects")),
    Failing("off the earth", fountains, "maps Fuente", "nowhere on earth",
            one("core/models/fuente.py", "validators.MinValueValidator(-90), ", "")),
)  # fmt: skip

TALK = (
    Failing("unescaped", guard_rooms, "feeds Mensaje", "given out as HTML",
            one(ROW, "row.texto|linebreaks", "row.texto|safe"), always=True),
    Failing("all over again", guard_rooms, "feeds Mensaje", "gives what the page has already",
            one(FEED, ".filter(pk__gt=after)", "")),
    Failing("rooms are one", guard_rooms, "feeds Mensaje", "another room",
            one(FEED, "rows = rows.filter(**{feed.room_field: room.pk})", "pass")),
    Failing("somebody else's words", guard_rooms, "feeds Aviso", "does not belong to member",
            one(FEED, "form.instance.owner = request.user", "form.instance.owner_id = 3")),
    Failing("news for everybody", guard_rooms, "feeds Mensaje", "as visitor: gives what visitor may not read",
            ((FEED, "from core.access import can, visible\n", "from core.access import can\n"),
             (FEED, "MOST_ROWS = 50\n", f"MOST_ROWS = 50\n{OPEN_DOOR}"),
             (FEED, "    if _refusal(request, feed):\n", "    if not feed:\n"))),
    Failing("moves that are not allowed", tickets, "moves Ticket", "the board offers",
            one(CARD, "states=row.next_states", "states=row.moves.items")),
)  # fmt: skip

CHARGES = (
    Failing("a webhook's signature is ignored where people give", charity, "charges Donacion", "forged signature",
            one("charges/payments.py", "    if not any(hmac", "    if not parts and any(hmac"), always=True),
    Failing("a webhook may name any sum where people give", charity, "charges Donacion", "another sum",
            one("charges/views.py", "if row and payments.is_settled(session, row)", "if row")),
    Failing("a webhook is taken twice where people give", charity, "charges Donacion", "came twice",
            one("charges/paying.py", "reference=reference[:200],",
                "reference=reference + str(Payment.objects.count()),")),
    Failing("looking at the payment pays", charity, "charges Donacion", "before anybody has paid",
            one("charges/views.py", '    if request.method != "POST":\n        return render(request, "charges/fake',
                '    if request.method != "POST":\n        paying.mark_paid(row, "x")\n'
                '        return render(request, "charges/fake')),
    Failing("anybody comes to a guest's payment", charity, "charges Donacion", "as another guest",
            one("charges/views.py", "made = found.pk in", "made = True or found.pk in")),
    Failing("anybody comes to a member's payment", members_only, "charges Donacion", "as another person",
            one("charges/views.py", "mine = found.owner_id is not None and", "mine = request.user.pk or")),
    Failing("another amount is kept", charity, "charges Donacion", "is not kept with its amount",
            one("charges/paying.py", '"amount": row.importe', '"amount": row.importe + 1')),
)  # fmt: skip

FAILING = (*CALENDARS, *PLACES, *TALK, *CHARGES)
