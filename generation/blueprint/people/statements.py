"""What sentences say of who does what: one deed each, and the places where people are named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from generation.blueprint.drafts.draft import EntityDraft
from generation.blueprint.people.people import Actor


@dataclass
class Statement:
    """One deed of a text: who, what, on which things; `whole` when it is about everything the app keeps."""

    who: tuple[str, ...]
    kind: str
    base: str
    things: list[int] = field(default_factory=list)
    beside: list[int] = field(default_factory=list)  # named with it, behind a preposition
    whole: bool = False
    only: bool = False
    negated: bool = False
    own: bool = False
    others: bool = False
    every: bool = False
    each: bool = False
    free: bool = False  # without an account
    merely: bool = False  # they do no more than that
    named: bool = True  # the things stand in this very sentence


@dataclass
class Spot:
    """Where a person is named, and whether they do something there."""

    actor: Actor
    sentence: int
    at: int
    acts: bool = False
    writer: bool = False  # "yo, el director", "we are eleven volunteers"
    many: bool = False  # "los socios", "each member", "a customer": one of many, against "el gerente"
    met: bool = False  # "a marketplace for tutors": the app is there for them to meet others


@dataclass
class Subject:
    """Who does it, over which words."""

    who: tuple[str, ...]
    first: int
    last: int
    only: bool = False
    each: bool = False
    merely: bool = False  # "los socios solo las ven": they do no more than that
    denied: bool = False  # "no player may", "ningún cliente puede"


def spoken(statements: list[Statement], drafts: list[EntityDraft]) -> Iterator[str]:
    """For people who look: one line a statement."""
    for each in statements:
        flags = [
            name
            for name in ("only", "negated", "own", "others", "every", "each", "free", "merely", "whole")
            if getattr(each, name)
        ]
        yield f"{'+'.join(each.who)} {each.kind}({each.base}) {[drafts[n].key for n in each.things]} {flags}"
