"""What a text keeps to some of the staff: "only the doctor sees the notes", "the desk books, but sees no payments".

Reads for each kind of staff what they do, what they do not, and who does no more than that. Who else may what is for
`team.py` to work out; what one role is told limits the others only where the text says so or each has its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from generation.blueprint.lexicon import tables
from generation.blueprint.people.people import NOBODY, NOT_PEOPLE
from generation.blueprint.people.rights import Reading
from generation.blueprint.people.roles import Person
from generation.blueprint.people.statements import Spot, Statement
from generation.blueprint.schema import Who
from generation.blueprint.staff_rules import ACTIONS, Action
from generation.blueprint.words.tokens import Sentence, Token, written

WRITES: tuple[Action, ...] = ("create", "edit", "delete")
_DONE: dict[str, tuple[Action, ...]] = {
    "see": ("read",), "make": ("create",), "take": ("create",), "mend": ("edit",), "judge": ("edit",),
    "drop": ("delete",), "run": WRITES,
}  # fmt: skip
Deed = tuple[Action, int]  # what, with which thing


@dataclass
class Duty:
    """What one kind of staff is told to do and not to do."""

    does: set[Deed] = field(default_factory=set)
    never: set[Deed] = field(default_factory=set)
    merely: bool = False  # no more than that
    full: bool = False
    spares: list[tuple[str, set[str]]] = field(default_factory=list)  # "but not the price": as written, and its words


class Duties:
    """The duties of the staff of one text, by the key of the person."""

    def __init__(self, reading: Reading, listed: list[Sentence], people: dict[str, Person]) -> None:
        self.reading, self.words = reading, tables("duties")
        staff = [key for key, one in people.items() if one.level is Who.STAFF and key not in NOT_PEOPLE]
        self.of = {key: Duty() for key in staff}
        self.only: dict[Deed, set[str]] = {}
        for said in reading.statements:
            self._note(said)
        for spot in reading.spots:
            if spot.actor.key in self.of:
                self._note_rest(spot, listed[spot.sentence].tokens)

    def _note(self, said: Statement) -> None:
        who = [key for key in said.who if key in self.of]
        deeds = {(action, thing) for action in _DONE.get(said.kind, ()) for thing in said.things}
        for key in who:
            duty = self.of[key]
            if said.negated and not said.others:
                duty.never |= deeds
            elif not said.negated:
                duty.does |= deeds
                duty.merely = duty.merely or (said.merely and bool(deeds))
                duty.full = duty.full or (said.whole and said.every and said.kind in ("see", "run"))
        if who and said.only and not said.negated and not said.own and NOBODY not in said.who:
            for deed in deeds:
                self.only.setdefault(deed, set()).update(who)

    def _note_rest(self, spot: Spot, tokens: list[Token]) -> None:
        """Behind what somebody does: "but not the payments", "and nothing else"."""
        duty, end = self.of[spot.actor.key], self._end_of(spot)
        folded = [token.folded for token in tokens]
        for at in range(spot.at + 1, end or len(tokens)):
            if _begins(folded, at, self.words["nothing_else"]):
                duty.merely = bool(duty.does)
            size = _begins(folded, at, self.words["but_not"]) or _begins(folded, at, self.words["not_seeing"])
            if size and duty.does:
                self._note_spared(duty, spot, tokens, at + size)

    def _end_of(self, spot: Spot) -> int:
        """Where the next person of the sentence does something."""
        later = (
            each.at
            for each in self.reading.spots
            if each.sentence == spot.sentence and each.at > spot.at and each.actor.key != spot.actor.key and each.acts
        )
        return min(later, default=0)

    def _note_spared(self, duty: Duty, spot: Spot, tokens: list[Token], at: int) -> None:
        things, words, last = set(), set(), at
        for number in range(at, len(tokens)):
            if tokens[number].folded in self.words["stops"]:
                break
            if found := self.reading.things.at(tokens, number):
                things.add(found[0])
            words |= {tokens[number].folded, tokens[number].lemma}
            last = number + 1
        duty.never |= {(action, thing) for thing in things for action in ACTIONS}
        if not things and words:
            duty.spares.append((written(tokens[spot.at : last]), words))

    def are_set_apart(self, one: str, other: str) -> bool:
        told = any(duty.merely or duty.never or duty.spares for duty in self.of.values()) or self.only
        acting = {
            key: {spot.sentence for spot in self.reading.spots if spot.actor.key == key and spot.acts}
            for key in (one, other)
        }
        return bool(told) or bool(acting[one] & acting[other])


def _begins(folded: list[str], at: int, phrases: list[str]) -> int:
    """How many words the phrase has that begins there; 0 when none does."""
    return max((len(p.split()) for p in phrases if folded[at : at + len(p.split())] == p.split()), default=0)


def apart(duties: Duties, keys: set[str]) -> set[tuple[str, int]]:
    """Who leaves which thing to others: "the desk books, the doctor writes notes" gives each something of their own.

    Only of roles that have no thing in common, in a text that keeps something back or names both in one sentence.
    """
    touched = {key: {thing for _, thing in duties.of[key].does} for key in keys}
    made = {key: {thing for action, thing in duties.of[key].does if action == "create"} for key in keys}
    return {
        (other, thing)
        for key in keys
        for other in keys - {key}
        if made[key] and made[other] and not touched[key] & touched[other] and duties.are_set_apart(key, other)
        for thing in made[key]
    }
