"""What the statements of a text mean for who may read, create, edit and delete each thing.

Gives levels where the text says something and leaves the rest to the defaults of `privacy.py`.
"""

from __future__ import annotations

from collections.abc import Iterator

from generation.blueprint.lexicon import tables
from generation.blueprint.people.openness import Setting
from generation.blueprint.people.people import ANYBODY, NOBODY, SIGNED_IN, WE
from generation.blueprint.people.rights import Reading
from generation.blueprint.people.roles import Person
from generation.blueprint.people.statements import Statement
from generation.blueprint.schema import Who

ORDER = (Who.VISITOR, Who.MEMBER, Who.OWNER, Who.STAFF)
_ACTIONS = {
    "make": ("create",),
    "take": ("create",),
    "mend": ("edit",),
    "drop": ("delete",),
    "run": ("create", "edit", "delete"),
}


_WRITING = frozenset(
    {
        "escribir",
        "escribe",
        "escriben",
        "escriba",
        "write",
        "post",
        "publicar",
        "publish",
        "anadir",
        "add",
        "editar",
        "edit",
        "participar",
        "subir",
        "crear",
        "create",
        "modificar",
        "change",
        "tocar",
    }
)


def _is_general(said: Statement) -> bool:
    """ "escribir, solo los registrados", "no login for guests": meant of whatever people write."""
    return (
        (said.free and not said.base)
        or (said.kind in ("run", "drop") and said.only)
        or (WE not in said.who and ANYBODY not in said.who and said.base in _WRITING)
        or (WE in said.who and said.only)
    )


def _is_of_all(said: Statement) -> bool:
    return said.only or said.own or said.negated or said.every or said.others or ANYBODY in said.who


def _keeps_own(said: Statement) -> bool:
    """ "cada uno ve lo suyo", "visible solo para su autor"."""
    return said.kind == "see" and (said.only or said.each) and not said.negated and (said.own or not said.others)


class Permissions:
    """The text's word on each thing, by its number."""

    def __init__(self, reading: Reading, people: dict[str, Person], here: Setting) -> None:
        self.reading, self.people, self.here = reading, people, here
        self._audience = frozenset(key for key in people if self._is_audience(key)) if not here.closed else frozenset()

    def _is_audience(self, key: str) -> bool:
        """ "ciudadanos consultan y filtran", "for the fans to look at": the public, who do nothing but look."""
        if key not in tables("personal")["audience"]:
            return False
        told = [said for said in self.reading.statements if key in said.who]
        looks = all(said.kind == "see" and not (said.own or said.only or said.each or said.others) for said in told)
        return bool(told) and looks

    def levels(self, number: int) -> dict[str, Who]:
        """Who may do what to that thing, as far as the text says."""
        about = [said for said in self.reading.statements if number in said.things]
        found: dict[str, Who] = {}
        if (read := self._read(about)) is not None:
            found["read"] = read
        for action in ("create", "edit", "delete"):
            told = [said for said in about if action in _ACTIONS.get(said.kind, ())]
            if (level := self._write(action, told)) is not None:
                found[action] = level
        if "create" not in found and self._is_asked_for(number):
            found["create"] = Who.MEMBER
        return found

    @property
    def keeps_all_apart(self) -> bool:
        """ "nadie ve nada de nadie más"."""
        return any(
            NOBODY in said.who and said.kind == "see" and said.others and said.whole for said in self.reading.statements
        )

    def opens(self, number: int) -> bool:
        """Whether the text lets somebody see that thing, and does not only keep others from it."""
        return any(
            said.kind == "see" and number in said.things and not said.negated and NOBODY not in said.who
            for said in self.reading.statements
        )

    def _is_asked_for(self, number: int) -> bool:
        """ "los hortelanos piden sondas y el conservador las confirma": who asks makes what is decided upon."""
        told = (
            said
            for said in self.reading.statements
            if said.kind == "take" and said.base in tables("deeds")["requests"] and number in said.beside
        )
        asked = any(not said.things and not said.negated and self._who(said) is Who.MEMBER for said in told)
        return asked and self.decided_by_staff(number)

    def of_all(self) -> dict[str, Who]:
        """What the text says of everything the app keeps."""
        about = [said for said in self.reading.statements if said.whole and (not said.own or said.kind == "see")]
        found: dict[str, Who] = {}
        if (read := self._read([said for said in about if _is_of_all(said)])) is not None:
            found["read"] = read
        for action in ("create", "edit", "delete"):
            told = [said for said in about if action in _ACTIONS.get(said.kind, ()) and _is_general(said)]
            if told and (level := self._write(action, told)) is not None:
                found[action] = level
        return found

    def opened(self, number: int) -> Who | None:
        """For whom a thing must be there to be chosen: what members book, what visitors ask about."""
        takers = [
            who
            for said in self.reading.statements
            if said.kind in ("take", "make") and number in said.beside and (who := self._who(said))
        ]
        return min(takers, key=ORDER.index, default=None) if takers else None

    def made_by(self, number: int) -> set[Who]:
        return {
            who
            for said in self.reading.statements
            if said.kind in ("make", "take", "run")
            and number in said.things
            and not said.negated
            and (who := self._who(said))
        }

    def is_only_chosen(self, number: int) -> bool:
        """ "customers choose loaves": what they do with it, and nobody is kept from looking."""
        seen = [said for said in self.reading.statements if said.kind == "see" and number in said.things]
        chosen = (said.base in tables("deeds")["chooses"] and not (said.only or said.negated) for said in seen)
        return bool(seen) and all(chosen)

    def decided_by_staff(self, number: int) -> bool:
        """ "recepción la confirma o la anula": whoever asked for it does not decide on it."""
        told = (said for said in self.reading.statements if said.kind == "judge" and number in said.things)
        return any(self._who(said) is Who.STAFF for said in told)

    # --- reading -------------------------------------------------------------------------------------------------

    def _read(self, about: list[Statement]) -> Who | None:
        seen = [said for said in about if said.kind == "see"]
        if any(said.others and (said.negated or said.only) for said in seen):
            return Who.OWNER
        if any(said.only and NOBODY not in said.who for said in seen):
            seen = [said for said in seen if NOBODY not in said.who]  # "…de los funcionarios, nadie más las ve"
        if only := [
            level for said in seen if (said.only or NOBODY in said.who) and (level := self._only(said)) is not None
        ]:
            own = [said for said in seen if said.own and not said.negated and self._who(said) is Who.MEMBER]
            least = min(only, key=ORDER.index)
            return Who.OWNER if own and least is Who.STAFF else least
        if denied := [level for said in seen if said.negated and (level := self._above(said)) is not None]:
            return max(denied, key=ORDER.index)
        return self._plainly_read(seen)

    def _plainly_read(self, seen: list[Statement]) -> Who | None:
        seen = [said for said in seen if not self._looks_after(said)]
        levels = [
            Who.OWNER if said.own or (who is Who.MEMBER and self._is_issued(said)) else who
            for said in seen
            if (who := self._who(said)) in (Who.VISITOR, Who.MEMBER)
        ]
        if not levels:
            return None
        return min(levels, key=ORDER.index)

    def _is_issued(self, said: Statement) -> bool:
        """ "el dueño mira las vacunas": those of their animals."""
        heads, issued = [self.reading.head(thing) for thing in said.things], tables("personal")["issued"]
        return SIGNED_IN not in said.who and bool(heads) and all(head in issued for head in heads)

    def _looks_after(self, said: Statement) -> bool:
        """ "my handyman sees the requests": those that others make, and none of the handyman's own."""
        if said.own or said.others or said.only or said.each or not set(said.who) <= set(self.people):
            return False
        makers = {
            key
            for each in self.reading.statements
            if each.kind in ("make", "take") and set(each.things) & set(said.things)
            for key in each.who
        }
        return (
            bool(makers) and not makers & {*said.who, WE} and all(self.reading.is_act(thing) for thing in said.things)
        )

    def _only(self, said: Statement) -> Who | None:
        """Who is left when only these may see it."""
        if NOBODY in said.who:
            return Who.MEMBER if self.here.closed else Who.OWNER
        who = self._who(said)
        if said.negated or who is None:
            return self._above(said) if said.negated else None
        return Who.OWNER if said.own and who is Who.MEMBER else who

    def _above(self, said: Statement) -> Who | None:
        who = self._who(said)
        if who is Who.VISITOR or ANYBODY in said.who:
            return Who.MEMBER
        return Who.STAFF if who is Who.MEMBER else None

    # --- writing -------------------------------------------------------------------------------------------------

    def _write(self, action: str, told: list[Statement]) -> Who | None:
        denied = [said for said in told if said.negated]
        granted = [said for said in told if not said.negated]
        levels = list(self._granted(action, granted))
        if levels:
            return min(levels, key=ORDER.index)
        if any(self._who(said) in (Who.MEMBER, Who.VISITOR) for said in denied):
            return Who.STAFF
        return None

    def _granted(self, action: str, granted: list[Statement]) -> Iterator[Who]:
        for said in granted:
            who = self._who(said)
            if who is None:
                continue
            if action == "create":
                yield who
            elif who is Who.STAFF:
                if action == "edit" or said.only or said.kind == "run":
                    yield who
            else:
                yield Who.MEMBER if said.others or (SIGNED_IN in said.who and not said.own) else Who.OWNER

    # --- people --------------------------------------------------------------------------------------------------

    def _who(self, said: Statement) -> Who | None:
        """The widest of those who do it."""
        levels = [level for key in said.who if (level := self._level(key)) is not None]
        if WE in said.who and said.only and self.here.shared:
            return Who.STAFF  # "las fichas las toco yo y nadie más"
        return min(levels, key=ORDER.index, default=None) if levels else None

    def _level(self, key: str) -> Who | None:
        if key == ANYBODY:
            return Who.MEMBER if self.here.closed else Who.VISITOR
        if key == SIGNED_IN:
            return Who.MEMBER
        if key == WE:
            return self._we()
        if key in self._audience:
            return Who.MEMBER if self.here.closed else Who.VISITOR
        person = self.people.get(key)
        if person is None and key in tables("deeds")["authors"]:
            return Who.MEMBER
        return person.level if person is not None else None

    def _we(self) -> Who | None:
        """The writer and those who run the app with them: its staff, or all of a closed circle; nobody else's app."""
        if self.here.closed and not self.people:
            return Who.MEMBER  # "book club, we vote, everybody leaves a review"
        if self.here.staff or self.here.members or self.here.site:
            return Who.STAFF
        return Who.MEMBER if self.here.closed else None
