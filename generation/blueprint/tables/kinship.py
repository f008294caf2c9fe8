"""Finds which thing belongs to which: "a check on each boat", "every hive's readings", and a bed to a ward anywhere.

Looks at what stands between the names of two things, then in `lexicon/kin.yaml`; decides nothing about fields and adds
no thing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generation.blueprint.drafts.draft import EntityDraft
from generation.blueprint.lexicon import tables
from generation.blueprint.tables.entities import noun_class
from generation.blueprint.things.openers import is_possessive
from generation.blueprint.words.inflection import Language, is_plural
from generation.blueprint.words.speech import Kind, kind_of
from generation.blueprint.words.tokens import Sentence

_NAMES = ("noun", "person", "container", "place", "phrase", "verb")
_SKIPPED = ("stop", "adj", "own", "number", "can")
_OF = frozenset({"of", "in", "at", "per", "de", "del", "en", "por"})
_FAR = 14  # words between a thing and what belongs to it


@dataclass(frozen=True)
class Named:
    """Where a thing is named in a sentence, the end exclusive."""

    draft: EntityDraft
    first: int
    after: int


@dataclass(frozen=True)
class Kinship:
    """The child has one of the other, or many of it."""

    child: EntityDraft
    parent: EntityDraft
    many: bool = False


def kinships(
    drafts: Sequence[EntityDraft], marked: Sequence[tuple[Sentence, list[str]]], language: Language
) -> Iterator[Kinship]:
    """What the sentences say, from the first to the last."""
    for sentence, marks in marked:
        yield from _Clause(sentence, marks, drafts, language).all()


def usual(drafts: Sequence[EntityDraft], language: Language) -> Iterator[Kinship]:
    """What such things usually belong to, as far as the app has it."""
    known, many = tables("kin")[language], tables("kin")["many"][language]
    for child in drafts:
        for listed, several in ((known, False), (many, True)):
            for alternatives in listed.get(child.key) or listed.get(head_of(child, language)) or ():
                kin = _first_of(alternatives.split("/"), child, drafts, language)
                if kin is not None:
                    yield Kinship(child, kin, many=several)


def _first_of(
    keys: list[str], child: EntityDraft, drafts: Sequence[EntityDraft], language: Language
) -> EntityDraft | None:
    """The first of them that the app has; none where the child is linked to one of them already."""
    there = {key: draft for draft in reversed(drafts) for key in (head_of(draft, language), draft.key)}
    found = [there[key] for key in keys if key in there and there[key] is not child]
    linked = any(field.target == draft.class_name for draft in found for field in child.fields)
    return found[0] if found and not linked else None


def head_of(draft: EntityDraft, language: Language) -> str:
    words = draft.key.split(" ")
    return words[0] if language == "es" else words[-1]


class _Clause:
    def __init__(self, sentence: Sentence, marks: list[str], drafts: Sequence[EntityDraft], language: Language) -> None:
        self.tokens, self.marks, self.language = sentence.tokens, marks, language
        self.lists = tables("words")["kinship"]
        self.drafts = drafts
        self.named = self._names()

    def all(self) -> Iterator[Kinship]:
        for number, one in enumerate(self.named):
            for other in self.named[number + 1 : number + 4]:
                if other.draft is one.draft or other.first - one.after > _FAR:
                    continue
                said = self._between(one, other, near=self.named[number + 1] is other)
                if said is not None:
                    yield said

    # --- where the things stand --------------------------------------------------------------------------------------

    def _names(self) -> list[Named]:
        found: list[Named] = []
        at = 0
        while at < len(self.tokens):
            named = self._named_at(at) if self.marks[at] in _NAMES else None
            if named is None:
                at += 1
                continue
            found.append(named)
            at = named.after
        return found

    def _named_at(self, at: int) -> Named | None:
        """The thing whose name begins there, by its whole name before its head alone."""
        whole: Named | None = None
        for draft in self.drafts:
            words = draft.key.split(" ")
            lemmas = [token.lemma for token in self.tokens[at : at + len(words)]]
            folded = [token.folded for token in self.tokens[at : at + len(words)]]
            fits = len(lemmas) == len(words) and all(
                word in pair for word, pair in zip(words, zip(lemmas, folded, strict=True), strict=True)
            )
            if fits and (whole is None or at + len(words) > whole.after):
                whole = Named(draft, at, at + len(words))
        return whole or self._by_head(at)

    def _by_head(self, at: int) -> Named | None:
        """ "each job" where repair jobs are the only jobs; the middle of another noun phrase names nothing."""
        if self.marks[at] == "verb" or (self.language == "en" and self._mark(at + 1) == "noun"):
            return None
        ends = [each for each in self.drafts if self._head(each) == self.tokens[at].lemma and " " in each.key]
        return Named(ends[0], at, at + 1) if len(ends) == 1 else None

    def _head(self, draft: EntityDraft) -> str:
        return head_of(draft, self.language)

    # --- what stands between two of them -----------------------------------------------------------------------------

    def _between(self, one: Named, other: Named, *, near: bool) -> Kinship | None:
        if near and is_possessive(self.tokens[one.after - 1]) and self.language == "en":
            return self._if_apart(Kinship(other.draft, one.draft), one, other)
        if near and (said := self._behind_preposition(one, other)) is not None:
            return said
        if self._mark(other.first - 1) == "own" and self._is_theirs(one, other):
            return Kinship(other.draft, one.draft)
        verb = self._verb_between(one, other)
        return self._by_verb(one, other, verb) if verb else None

    def _if_apart(self, said: Kinship, one: Named, other: Named) -> Kinship | None:
        return said if other.first == one.after else None

    def _behind_preposition(self, one: Named, other: Named) -> Kinship | None:
        """ "notes after each appointment", "un parte por cada ascensor", "updates posted to an incident"."""
        at = self._past_each(self._past_brackets(one.after))
        done = at
        while done < other.first and (self._is_done(done) or self._mark(done) == "stop") and not self._joins(done):
            done += 1
        if not self._joins(done):
            return None
        if not all(self._is_small(number) for number in range(done + 1, other.first)):
            return None
        if done > at and not self._is_one(other) and not any(self._is_done(n) for n in range(at, done)):
            return None
        of_many = self._head(one.draft) in self.lists["wholes"] and is_plural(
            self.tokens[other.first].text, self.language
        )
        if noun_class(one.draft.key, self.language) == "person" and self.tokens[done].folded not in _OF:
            return None  # "nurses get asked for shifts"
        return Kinship(other.draft, one.draft) if of_many else Kinship(one.draft, other.draft)

    def _joins(self, at: int) -> bool:
        return 0 <= at < len(self.tokens) and self.tokens[at].folded in self.lists["joining"][self.language]

    def _is_done(self, at: int) -> bool:
        """ "posted", "hechas"; "asignado" has a mark of its own."""
        return self._mark(at) == "belongs" or kind_of(self.tokens[at].folded, self.language) is Kind.PARTICIPLE

    def _is_small(self, at: int) -> bool:
        return self._mark(at) in (*_SKIPPED, "each") or self.tokens[at].folded in self.lists["small"]

    def _is_one(self, named: Named) -> bool:
        before = self.tokens[named.first - 1].folded if named.first else ""
        return self._is_each(named.first - 1) or before in self.lists["one"]

    def _is_each(self, at: int) -> bool:
        return self._mark(at) == "each"

    def _is_theirs(self, one: Named, other: Named) -> bool:
        """ "clients, their pianos (…)": of the ones named just before, with no sentence of its own between."""
        between = {self.marks[n] for n in range(one.after, other.first - 1)}
        return not between & {"verb", "with", "that", "colon", "open"} and other.first - one.after < 5

    def _verb_between(self, one: Named, other: Named) -> int:
        """The one verb between two things with nothing else said there; 0 without one."""
        between = range(one.after, other.first)
        verbs = [n for n in between if self.marks[n] == "verb" or self._has(n) or self._uses(n)]
        rest = all(self._is_small(n) for n in between if n not in verbs)
        return verbs[0] if len(verbs) == 1 and rest else 0

    def _has(self, at: int) -> bool:
        return self.tokens[at].folded in tables("words")["clauses"]["having"]

    def _uses(self, at: int) -> bool:
        return self.tokens[at].folded in self.lists["using"][self.language]

    def _by_verb(self, one: Named, other: Named, verb: int) -> Kinship | None:
        """ "each participant gives samples", "every assay uses several aliquots", "rooms have sensors"."""
        several = is_plural(self.tokens[other.first].text, self.language)
        if self._uses(verb):
            return Kinship(one.draft, other.draft, many=several)
        if self._is_each(one.first - 1) or (self._has(verb) and several):
            return Kinship(other.draft, one.draft)
        return None

    def _past_brackets(self, at: int) -> int:
        if self._mark(at) != "open":
            return at
        return next((n + 1 for n in range(at, len(self.marks)) if self.marks[n] == "close"), at)

    def _past_each(self, at: int) -> int:
        """ "peritajes, cada uno de una aseguradora", "parcels, each from one depot"."""
        words = [token.folded for token in self.tokens[at : at + 3]]
        if words[:1] != [","] or words[1:2] not in (["cada"], ["each"]):
            return at
        return at + (3 if words[2:] in (["uno"], ["una"], ["one"]) else 2)

    def _mark(self, number: int) -> str:
        return self.marks[number] if 0 <= number < len(self.marks) else ""
