"""The roles of an app: the people of its text, and whether they look after everybody's rows or after their own.

Weighs what each is usually with what the text says they do; the text wins.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from generation.blueprint.drafts.names import identifier, sentence_case
from generation.blueprint.lexicon import tables
from generation.blueprint.people.people import NOT_PEOPLE, Actor
from generation.blueprint.people.rights import Reading
from generation.blueprint.people.statements import Statement
from generation.blueprint.schema import Role, Who
from generation.blueprint.words.inflection import Language

MOST_ROLES = 8
_ACTED = 100  # who does something comes before who is only named


@dataclass
class Person:
    label: str
    leaning: int = 0
    weight: int = 0  # how much the text has to do with them

    @property
    def level(self) -> Who:
        return Who.STAFF if self.leaning > 0 else Who.MEMBER


def people(reading: Reading) -> dict[str, Person]:
    """Everybody the text names, by key, in the order they are named."""
    found: dict[str, Person] = {}
    for spot in reading.spots:
        person = found.setdefault(spot.actor.key, Person(_label(spot.actor), spot.actor.leaning))
        person.weight += 1 + _ACTED * spot.acts
    for key, person in found.items():
        told = {
            (said.kind, _weight(said) + 3 * _sees_what_others_make(key, said, reading))
            for said in reading.statements
            if key in said.who
        }
        person.leaning += sum(weight for _, weight in told) + 3 * _makes_for_others(key, reading)
    quiet = tables("people")["acting_only"]
    return {key: person for key, person in found.items() if person.weight > _ACTED or key not in quiet}


def _sees_what_others_make(key: str, said: Statement, reading: Reading) -> bool:
    """ "my handyman sees the repair requests": who looks at what others send in is of the house."""
    if said.kind != "see" or said.own or said.negated or said.others or not said.things:
        return False
    makers = {
        who
        for each in reading.statements
        if each.kind in ("make", "take") and set(each.things) & set(said.things)
        for who in each.who
    }
    return bool(makers - NOT_PEOPLE) and key not in makers and all(reading.is_act(thing) for thing in said.things)


def _makes_for_others(key: str, reading: Reading) -> bool:
    """ "el empleado pone los sellos, cada cliente ve los suyos": what others see as their own is made for them."""
    made = {
        thing
        for said in reading.statements
        if key in said.who and said.kind == "make" and not said.own
        for thing in said.things
    }
    own = (said for said in reading.statements if said.kind == "see" and said.own and key not in said.who)
    return any(made & set(said.things) and set(said.who) - NOT_PEOPLE for said in own)


def _label(actor: Actor) -> str:
    return actor.label if actor.label.isupper() else sentence_case(actor.label)


def _weight(said: Statement) -> int:
    """What one deed says about who does it: above nothing for the staff, below for a member."""
    if said.others and said.negated:
        return -6  # "cannot see the visits of others"
    if said.negated:
        return -2
    if said.own and said.kind == "see":
        return -5 if said.only or said.each else -3
    if said.each and said.own:
        return -3
    if said.every and said.kind == "see":
        return 4
    if said.only and said.kind in ("see", "judge", "mend", "drop", "run", "make"):
        return 3
    return _BY_KIND[said.kind] - (2 if said.own and said.kind in ("make", "mend", "run", "drop") else 0)


_BY_KIND = {"see": 0, "make": 1, "take": -2, "mend": 1, "judge": 3, "drop": 1, "run": 3}


def _rank(level: Who) -> Literal[Who.MEMBER, Who.STAFF]:
    return Who.STAFF if level is Who.STAFF else Who.MEMBER


def roles(found: dict[str, Person], language: Language) -> list[Role]:
    """One for each level, and those of the text."""
    words = tables("phrases")["roles"]
    base = {level: words[level][language] for level in ("member", "staff")}
    listed = [Role(name=base[level][0], label=base[level][1], level=_rank(Who(level))) for level in ("member", "staff")]
    taken = {role.name for role in listed} | {"user", "usuario", "staff", "admin"}
    chosen = sorted(found.items(), key=lambda item: -item[1].weight)[: MOST_ROLES - len(listed)]
    for key, person in found.items():
        name = identifier(key)
        if key in NOT_PEOPLE or (key, person) not in chosen or not name or name == "user" or name == "usuario":
            continue
        if name in ("administrador", "administrator", "admin"):
            listed[1] = listed[1].model_copy(update={"label": person.label[:80]})
        elif name not in taken:
            listed.append(Role(name=name, label=person.label[:80], level=_rank(person.level)))
            taken.add(name)
    return listed
