"""One sentence as rights are read from it: its words, and where in them people and things of the plan are named."""

from __future__ import annotations

from typing import Protocol

from generation.blueprint.drafts.draft import EntityDraft
from generation.blueprint.lexicon import tables
from generation.blueprint.people.accounts_needed import free_words, without_account
from generation.blueprint.people.deeds import deed
from generation.blueprint.people.named_things import NamedThings
from generation.blueprint.people.people import NOBODY, NOT_PEOPLE, SIGNED_IN, Actor, actor_at
from generation.blueprint.people.statements import Spot, Statement
from generation.blueprint.people.strangers import Strangers, writes
from generation.blueprint.words.field_types import is_field_word
from generation.blueprint.words.inflection import Language
from generation.blueprint.words.tokens import Sentence, Token

_HE_OR_SHE = frozenset({"él", "ella", "ellos", "ellas"})
_ALSO_ADJECTIVES = frozenset({"familiar", "profesional", "particular", "oficial", "comercial"})
_DUTY = frozenset(
    {"hay", "must", "need", "needs", "have", "tener", "tienen", "deben", "debe", "requiere", "requires", "tiene", "ser"}
)


class Text(Protocol):
    """The text that a sentence is part of: its things, what was said so far, and who is spoken of."""

    language: Language
    drafts: list[EntityDraft]
    things: NamedThings
    strangers: Strangers
    words: dict[str, frozenset[str]]
    statements: list[Statement]
    spots: list[Spot]
    carried: tuple[str, ...]
    third: tuple[str, ...]
    topic: list[int]
    called: frozenset[str]
    shown: bool

    def head(self, thing: int) -> str: ...
    def is_act(self, thing: int) -> bool: ...
    def name_tokens(self, name: str) -> list[Token]: ...


class Clause:
    """One sentence, word by word; knows no verb's subject and no verb's object."""

    def __init__(self, reading: Text, sentence: Sentence, number: int) -> None:
        self.reading, self.tokens, self.number = reading, sentence.tokens, number
        self.bullet = sentence.bullet
        self.said = len(reading.statements)  # what was said before it
        self.language, self.words = reading.language, reading.words
        self.folded = [token.folded for token in self.tokens]
        self.masked = free_words(self.folded)
        self.actors = self._find_actors()
        self.named = self._find_things()
        self.free = without_account(self.folded)
        self.signed = self._signed_duty()

    def _signed_duty(self) -> bool:
        """ "para publicar hay que estar registrado", "need an account to write"."""
        return any(self._is_duty(at) for at in self.actors) and not self.free

    def _is_duty(self, at: int) -> bool:
        return self.actors[at].key == SIGNED_IN and bool(_DUTY & set(self.folded[max(0, at - 5) : at + 1]))

    def signed_at(self, verb: int) -> bool:
        """Whether people must sign in for what that verb says: "…, but you have to sign up to add one"."""
        if self.free_at(verb):
            return False
        needed = [n for n, word in enumerate(self.folded) if word == "si" and "falta" in self.folded[n : n + 4]]
        duties = [*(at for at in self.actors if self._is_duty(at)), *(needed if self.masked else ())]
        return any(self._together(at, verb) for at in duties)

    def free_at(self, verb: int) -> bool:
        """Whether no account is needed for what that verb says."""
        return any(self._together(at, verb) for at in self.masked)

    def _together(self, one: int, other: int) -> bool:
        """Nothing between the two parts the sentence: "sin cuenta, pero solo el jefe publica"."""
        first, last = sorted((one, other))
        return not {"pero", "but", ";", "mientras", "while", "aunque", "although"} & set(self.folded[first:last])

    def only_near(self, verb: int) -> bool:
        return any(word in self.words["only"] for word in self.folded[max(0, verb - 3) : verb + 2])

    def nothing_more(self, number: int) -> bool:
        return self.folded[number : number + 2] == ["nada", "mas"]

    def _find_actors(self) -> dict[int, Actor]:
        found: dict[int, Actor] = {}
        number, told = 0, self.reading.strangers.is_told
        while number < len(self.tokens):
            if number in self.masked:
                number += 1
                continue
            actor = (
                self._pronoun(number)
                or self._each_of_them(number, found)
                or actor_at(self.tokens, number, self.language)
                or self.reading.strangers.at(self.tokens, number)
            )
            if (
                actor is None
                or self._is_owner_of_next(number, actor)
                or self._describes(number, actor, found)
                or (actor.key == NOBODY and self._denies_person(number))
            ):
                number += 1
                continue
            found[number] = actor
            if actor.key not in NOT_PEOPLE and actor.label:
                many, writer = self._is_one_of_many(number, actor), writes(self.folded, number)
                spot = Spot(actor, self.number, number, told(self.number, number), writer, many)
                spot.met = self._is_met(number)
                self.reading.spots.append(spot)
            number += actor.size
        return found

    def _each_of_them(self, number: int, found: dict[int, Actor]) -> Actor | None:
        """ "designar árbitros, y que cada uno cargue su informe": of those named before."""
        said = self.folded[number : number + 2]
        before = [actor for actor in found.values() if actor.key not in NOT_PEOPLE and actor.label]
        told = said in (["cada", "uno"], ["cada", "una"], ["cada", "cual"], ["each", "one"])
        return Actor(before[-1].key, 2) if told and before else None

    def _pronoun(self, number: int) -> Actor | None:
        """ "él lo ve en el móvil": whoever was spoken of last."""
        said = self.tokens[number].text.lower() in _HE_OR_SHE
        third = [key for key in self.reading.third if key not in NOT_PEOPLE]
        return Actor(third[0], 1) if said and third and self.language == "es" else None

    def _describes(self, number: int, actor: Actor, found: dict[int, Actor]) -> bool:
        """ "la comisión organizadora" is one, and "datos médicos" nobody."""
        if self.language == "en" or not number or actor.key in NOT_PEOPLE:
            return False
        before = self.tokens[number - 1]
        if actor.key in _ALSO_ADJECTIVES and self._is_adjective(number):
            return True
        after_somebody = any(start + other.size == number for start, other in found.items())
        same = before.folded.endswith("s") == self.folded[number].endswith("s")
        noun = is_field_word(before.folded) or before.folded in self.words["papers"]
        return before.is_word and same and (noun or (after_somebody and before.lemma not in self.words["plain_users"]))

    def _is_adjective(self, number: int) -> bool:
        """ "un restaurante familiar", "un uso profesional": a noun right before, and nobody."""
        before = self.tokens[number - 1]
        light = {*self.words["articles"], *self.words["links"], *self.words["modals"], *self.words["only"], "de", "que"}
        return before.is_word and before.folded not in light and before.folded not in self.words["object_of"]

    def _is_one_of_many(self, number: int, actor: Actor) -> bool:
        head = self.tokens[number if self.language == "es" else number + actor.size - 1]
        before = self.folded[max(0, number - 1) : number]
        return head.lemma != head.folded or before in (["cada"], ["each"], ["every"], ["un"], ["una"], ["a"], ["any"])

    def _is_met(self, number: int) -> bool:
        """ "a marketplace for tutors", "una comunidad de profesores", "red que conecta tutores y alumnos"."""
        people = tables("people")
        at = number - 1
        while at > 0 and self.folded[at] in self.words["articles"]:
            at -= 1
        called = set(people["meeting"]) & set(self.folded[max(0, at - 3) : at]) if at > 0 else set()
        return self.number == 0 and bool(called) and self.folded[at] in people["brought_together"]

    def _is_owner_of_next(self, number: int, actor: Actor) -> bool:
        """ "everyone's bookings": nobody who does anything here."""
        token = self.tokens[number + actor.size - 1]
        return token.end - token.start > len(token.text)

    def _denies_person(self, number: int) -> bool:
        """ "ningún cliente puede": the client, who may not."""
        return number + 1 < len(self.tokens) and actor_at(self.tokens, number + 1, self.language) is not None

    def _find_things(self) -> dict[int, tuple[int, int]]:
        found: dict[int, tuple[int, int]] = {}
        number = 0
        while number < len(self.tokens):
            hit = self.reading.things.at(self.tokens, number)
            if hit is not None:
                found[number] = hit
            number += hit[1] if hit else 1
        return found

    def is_deed(self, number: int) -> bool:
        return 0 <= number < len(self.tokens) and deed(self.folded[number], self.language) is not None
