"""The roles of an app: the people of its text, and whether they look after everybody's rows or after their own.

Weighs what each is usually with what the text says they do; the text wins.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from generation.blueprint.drafts.names import identifier, sentence_case
from generation.blueprint.lexicon import tables
from generation.blueprint.people.people import ANYBODY, NOBODY, NOT_PEOPLE, SIGNED_IN, WE, Actor
from generation.blueprint.people.rights import Reading
from generation.blueprint.people.statements import Statement
from generation.blueprint.schema import Role, Who
from generation.blueprint.words.inflection import Language

MOST_ROLES = 8
_TITLE = 5  # words before which an app is called something
_ONE_OF_MANY = -2  # what members lean to
_ACTED = 100  # who does something comes before who is only named


@dataclass
class Person:
    label: str
    leaning: int = 0
    weight: int = 0  # how much the text has to do with them
    usually: int = 0  # its leaning in the lexicon
    many: int = 0  # named as many, or as one of many, more often than as one

    @property
    def level(self) -> Who:
        return Who.STAFF if self.leaning > 0 else Who.MEMBER


def people(reading: Reading) -> dict[str, Person]:
    """Everybody the text names, by key, in the order they are named."""
    found: dict[str, Person] = {}
    for spot in reading.spots:
        person = found.setdefault(
            spot.actor.key, Person(_label(spot.actor), spot.actor.leaning, usually=spot.actor.leaning)
        )
        if spot.met:
            person.leaning = person.usually = _ONE_OF_MANY
        person.weight += 1 + _ACTED * spot.acts
        person.leaning += 4 * spot.writer
        person.many += 1 if spot.many else -1
    among = _Among(reading, found)
    for key, person in found.items():
        if key in reading.strangers.keys:
            person.leaning += 1 if person.many < 0 else -1  # "el luthier" has many "feriantes"
        before = person.leaning
        person.leaning += among.weigh(key) + among.carries(key)
        if not person.leaning and person.many < 0:
            person.leaning = before or 1  # "la recepcionista agenda citas", "the handyman sees the jobs"
    quiet = {*tables("people")["acting_only"], *_programs(reading)}
    bodies = set(tables("people")["bodies"])
    return {
        key: person
        for key, person in found.items()
        if person.weight > _ACTED or not (key in quiet or key.split(" ")[0] in bodies)
    }


def _programs(reading: Reading) -> set[str]:
    """ "Build a task manager": what the text calls the app, named once where it begins."""
    named = [spot for spot in reading.spots if set(tables("people")["programs"]) & set(spot.actor.key.split(" "))]
    again = {spot.actor.key for spot in named if spot.sentence or spot.at > _TITLE}
    return {spot.actor.key for spot in named} - again


class _Among:
    """What people do, weighed against what the others of the text do."""

    def __init__(self, reading: Reading, people: dict[str, Person]) -> None:
        self.reading, self.people = reading, people
        self.somebody_keeps_own = any(said.kind == "see" and said.own for said in reading.statements)

    def weigh(self, key: str) -> int:
        told = {
            (said.kind, self._weight(key, said) + 3 * self._sees_what_others_make(key, said))
            for said in self.reading.statements
            if key in said.who
        }
        return sum(weight for _, weight in told) + 3 * self._makes_for_others(key) - self._below_judges(key)

    def carries(self, key: str) -> int:
        """More for a courier: what others order is not theirs, and they have to see it."""
        lists = tables("people")
        kept = {self.reading.head(number) for number in range(len(self.reading.drafts))}
        makes = any(key in said.who and said.kind in ("make", "take") for said in self.reading.statements)
        return 3 * (key in lists["carriers"] and bool(kept & set(lists["carried"])) and not makes)

    def _below_judges(self, key: str) -> int:
        """Less for those whom the lexicon knows as staff: waiters too hand on what the head waiter closes."""
        if self.people[key].usually > 0:
            return 4 * self._only_asks(key)
        return 3 * self._makes_for_judges(key)

    def _only_asks(self, key: str) -> bool:
        """ "un operario abre una no conformidad", "an engineer raises a change request": what others decide upon."""
        told = [said for said in self.reading.statements if key in said.who and not said.negated]
        asks = tables("personal")["asked"]
        asked = [
            said
            for said in told
            if said.kind in ("make", "take")
            and said.base in tables("deeds")["asks"]
            and any(self.reading.head(thing) in asks for thing in said.things)
        ]
        rules = any(said.kind in ("judge", "run", "drop") or said.every or said.whole for said in told)
        return bool(asked) and not rules

    def _weight(self, key: str, said: Statement) -> int:
        """What one deed says about who does it: above nothing for the staff, below for a member."""
        if said.others and said.negated:
            return -6  # "cannot see the visits of others"
        if said.negated or said.merely:
            return -2
        if said.own and said.kind == "see":
            return -5 if said.only or said.each else -3
        if said.each and said.own:
            return -3
        if said.every and said.kind == "see":
            return 4 * (self.people[key].many < 0 or self.somebody_keeps_own)
        if said.kind == "see" and said.only and self._is_served(key) and said.base not in tables("deeds")["oversees"]:
            return 0  # "los apuntados solo los ven los socios"
        if said.only and SIGNED_IN not in said.who and said.kind in ("see", "judge", "mend", "drop", "run", "make"):
            return 3
        return self._plain_weight(key, said)

    def _plain_weight(self, key: str, said: Statement) -> int:
        if said.kind == "judge" and self._offers(key, said):
            return 0
        if said.own and said.kind == "make" and not self.people[key].usually:
            return -3  # "el feriante crea su ficha"
        return _BY_KIND[said.kind] - (2 if said.own and said.kind in ("make", "mend", "run", "drop") else 0)

    def _is_served(self, key: str) -> bool:
        of_the_house = key in tables("people")["of_the_house"]  # "solo los empleados pueden ver los pacientes"
        return self.people[key].usually < 0 and self.people[key].many > 0 and not of_the_house

    def _offers(self, key: str, said: Statement) -> bool:
        """ "el conductor publica un viaje y acepta o no": one of many, who decides on what comes in for their own."""
        return self.people[key].usually < 0 and bool(self._made_by(key)) and not said.only

    def _sees_what_others_make(self, key: str, said: Statement) -> bool:
        """ "my handyman sees the repair requests": who looks at what others send in is of the house."""
        if said.kind != "see" or said.own or said.negated or said.others or said.merely or not said.things:
            return False
        makers = self._makers(said.things)
        if not makers - {SIGNED_IN, WE, NOBODY} or key in makers:
            return False
        acts = all(self.reading.is_act(thing) for thing in said.things)
        from_many = all(who == ANYBODY or (who in self.people and self.people[who].many > 0) for who in makers)
        alone = self.people[key].many < 0
        overseen = said.base in tables("deeds")["oversees"]
        return (acts and (alone or (overseen and not self._only_one(makers)))) or (from_many and (alone or overseen))

    def _only_one(self, makers: set[str]) -> bool:
        """ "la directora crea los pedidos y las socias los ven"."""
        return all(who in self.people and self.people[who].many < 0 for who in makers)

    def _makers(self, things: list[int]) -> set[str]:
        return {
            who
            for each in self.reading.statements
            if each.kind in ("make", "take") and set(each.things) & set(things) and not each.negated
            for who in each.who
        }

    def _made_by(self, key: str) -> set[int]:
        return {
            thing
            for said in self.reading.statements
            if key in said.who and said.kind == "make" and not said.own and not said.negated
            for thing in said.things
        }

    def _makes_for_others(self, key: str) -> bool:
        """ "el empleado pone los sellos, cada cliente ve los suyos": what others see as their own is made for them."""
        made, one = self._made_by(key), self.people[key].many < 0
        if self.people[key].usually < 0:  # "el cliente crea el envío, cada repartidor ve los suyos"
            made = {thing for thing in made if not self.reading.is_act(thing)}
        seen = [said for said in self.reading.statements if said.kind == "see" and key not in said.who]
        lookers = ((said, set(said.who) - NOT_PEOPLE) for said in seen if made & set(said.things) and not said.negated)
        usually = self.people[key].usually
        if not usually and self._is_rated(key, made):
            return True
        served = usually < 0  # "el conductor publica un viaje", which all of them see
        return any(
            who and (said.own or (not served and self._for_all_of(said, who, alone=one or usually == 0)))
            for said, who in lookers
        )

    def _is_rated(self, key: str, made: set[int]) -> bool:
        """ "setters put up routes, climbers rate them": what others do no more with than give it marks."""
        raters = [
            said for said in self.reading.statements if said.base in _MARKS and made & {*said.things, *said.beside}
        ]
        who = {each for said in raters for each in said.who} - NOT_PEOPLE - {key}
        return bool(who) and self._only_look(who)

    def _for_all_of(self, said: Statement, who: set[str], *, alone: bool) -> bool:
        """ "los luthiers crean las fichas y los socios las consultan": many look, and do nothing else."""
        return not said.every and (alone or said.merely) and self._are_many(who) and self._only_look(who)

    def _only_look(self, who: set[str]) -> bool:
        told = [said for said in self.reading.statements if who & set(said.who) and not said.negated]
        return all(said.kind in ("see", "take") for said in told)

    def _are_many(self, keys: set[str]) -> bool:
        return all(self.people[key].many > 0 for key in keys if key in self.people)

    def _makes_for_judges(self, key: str) -> bool:
        """ "los feriantes cargan puestos y el regidor los aprueba": what others decide on is sent in to them."""
        made = self._made_by(key)
        return any(
            made & set(said.things) and key not in said.who and set(said.who) - NOT_PEOPLE and not said.negated
            for said in self.reading.statements
            if said.kind == "judge" or (said.kind == "see" and said.base in tables("deeds")["oversees"])
        )


def _label(actor: Actor) -> str:
    return actor.label if actor.label.isupper() else sentence_case(actor.label)


_MARKS = frozenset({"rate", "score", "vote", "review", "puntuar", "valorar", "votar", "vota", "calificar", "comentar"})
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
