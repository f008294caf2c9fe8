"""One sentence as rights are read from it: its words, and where in them people and things of the plan are named."""

from __future__ import annotations

from typing import Protocol

from generation.blueprint.drafts.draft import EntityDraft
from generation.blueprint.people.accounts_needed import free_words, without_account
from generation.blueprint.people.deeds import deed
from generation.blueprint.people.named_things import NamedThings
from generation.blueprint.people.people import NOBODY, NOT_PEOPLE, SIGNED_IN, Actor, actor_at, anybody_called, unlisted
from generation.blueprint.people.statements import Spot, Statement
from generation.blueprint.words.inflection import Language
from generation.blueprint.words.tokens import Sentence, Token

_DUTY = frozenset(
    {"hay", "must", "need", "needs", "have", "tener", "tienen", "deben", "debe", "requiere", "requires", "tiene", "ser"}
)


class Text(Protocol):
    """The text that a sentence is part of: its things, what was said so far, and who is spoken of."""

    language: Language
    drafts: list[EntityDraft]
    things: NamedThings
    words: dict[str, frozenset[str]]
    statements: list[Statement]
    spots: list[Spot]
    carried: tuple[str, ...]
    third: tuple[str, ...]
    topic: list[int]

    def head(self, thing: int) -> str: ...
    def is_act(self, thing: int) -> bool: ...
    def name_tokens(self, name: str) -> list[Token]: ...


class Clause:
    """One sentence, word by word; knows no verb's subject and no verb's object."""

    def __init__(self, reading: Text, sentence: Sentence, number: int) -> None:
        self.reading, self.tokens, self.number = reading, sentence.tokens, number
        self.bullet = sentence.bullet
        self.language, self.words = reading.language, reading.words
        self.folded = [token.folded for token in self.tokens]
        self.masked = free_words(self.folded)
        self.actors = self._find_actors()
        self.named = self._find_things()
        self.free = without_account(self.folded)
        self.signed = self._signed_duty()

    def _signed_duty(self) -> bool:
        """ "para publicar hay que estar registrado", "need an account to write"."""
        signed = [number for number, actor in self.actors.items() if actor.key == SIGNED_IN]
        return any(_DUTY & set(self.folded[max(0, at - 5) : at + 1]) for at in signed) and not self.free

    def only_near(self, verb: int) -> bool:
        return any(word in self.words["only"] for word in self.folded[max(0, verb - 3) : verb + 2])

    def nothing_more(self, number: int) -> bool:
        return self.folded[number : number + 2] == ["nada", "mas"]

    def _find_actors(self) -> dict[int, Actor]:
        found: dict[int, Actor] = {}
        number = 0
        while number < len(self.tokens):
            actor = actor_at(self.tokens, number, self.language) or self._by_deeds(number)
            if (
                actor is None
                or self._is_owner_of_next(number, actor)
                or (actor.key == NOBODY and self._denies_person(number))
            ):
                number += 1
                continue
            found[number] = actor
            if actor.key not in NOT_PEOPLE:
                self.reading.spots.append(Spot(actor, self.number, number))
            number += actor.size
        return found

    def _is_owner_of_next(self, number: int, actor: Actor) -> bool:
        """ "everyone's bookings": nobody who does anything here."""
        token = self.tokens[number + actor.size - 1]
        return token.end - token.start > len(token.text)

    def _denies_person(self, number: int) -> bool:
        """ "ningún cliente puede": the client, who may not."""
        return number + 1 < len(self.tokens) and actor_at(self.tokens, number + 1, self.language) is not None

    def _by_deeds(self, number: int) -> Actor | None:
        """Somebody unlisted: with an article before, and a deed or "can" right behind."""
        actor = unlisted(self.tokens[number], self.language)
        if self._in_story(number) and (told := actor or anybody_called(self.tokens[number], self.language)) is not None:
            return told
        if actor is None or self.reading.things.at(self.tokens, number):
            return None
        if number == 0 and not self._is_base_after_plural(number):
            return None
        before, after = self.folded[number - 1], self.folded[number + 1 : number + 3]
        article = (
            before in self.words["articles"]
            or before in self.words["only"]
            or self.tokens[number].lemma != self.folded[number]
        )
        does = bool(after) and (
            after[0] in ("puede", "pueden", "can", "may", "must", "should")
            or (self.is_deed(number + 1) and (self._surely(number + 1) or self._is_base_after_plural(number)))
        )
        return actor if article and does else None

    def _in_story(self, number: int) -> bool:
        """ "Como hortelano quiero …", "As a setter I want …": whoever stands there is somebody."""
        first = number == 1 or (number == 2 and self.folded[1] in self.words["articles"])
        wants = {"quiero", "necesito", "quisiera", "i", "we"} & set(self.folded[number + 1 : number + 5])
        return (
            first
            and self.folded[0] in ("como", "as")
            and bool(wants)
            and self.folded[number] not in self.words["articles"]
        )

    def _is_base_after_plural(self, number: int) -> bool:
        """ "Setters put up routes"."""
        known = deed(self.folded[number + 1], self.language) if number + 1 < len(self.folded) else None
        many = self.tokens[number].lemma != self.folded[number]
        return self.language == "en" and known is not None and many and self.folded[number + 1] == known.base

    def _surely(self, number: int) -> bool:
        found = deed(self.folded[number], self.language)
        return (
            found is not None
            and (found.surely or self._before_object(number))
            and not found.infinitive
            and not found.first
        )

    def _before_object(self, number: int) -> bool:
        following = self.folded[number + 1 : number + 2]
        return bool(following) and following[0] in self.words["articles"]

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
