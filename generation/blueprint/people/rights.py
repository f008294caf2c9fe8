"""Reads who does what to which thing, clause by clause: "los meseros levantan el pedido", "only the board sees them".

Turns sentences into statements and judges none of them; what they mean for a plan is for `permissions.py`.
"""

from __future__ import annotations

from generation.blueprint.drafts.draft import EntityDraft
from generation.blueprint.lexicon import tables
from generation.blueprint.people.accounts_needed import says_author
from generation.blueprint.people.clause import Clause
from generation.blueprint.people.clause_objects import Objects
from generation.blueprint.people.clause_pronouns import Pronouns
from generation.blueprint.people.clause_subjects import Subjects
from generation.blueprint.people.clause_verbs import Verbs
from generation.blueprint.people.named_things import NamedThings
from generation.blueprint.people.people import ANYBODY, NOBODY, NOT_PEOPLE, SIGNED_IN, WE
from generation.blueprint.people.statements import Spot, Statement, Subject
from generation.blueprint.words.inflection import Language
from generation.blueprint.words.tokens import Sentence, Token, token


class Reading:
    """One walk over a text; the results are `statements` and `spots`."""

    def __init__(self, listed: list[Sentence], drafts: list[EntityDraft], language: Language) -> None:
        self.language, self.drafts = language, drafts
        self.things = NamedThings(drafts, language)
        self.words = {
            name: frozenset(map(str, listed_)) for name, listed_ in tables("deeds").items() if isinstance(listed_, list)
        }
        self.statements: list[Statement] = []
        self.spots: list[Spot] = []
        self.carried: tuple[str, ...] = ()  # "As a tenant I want to": for the lines below
        self.third: tuple[str, ...] = ()  # the last person that did something
        self.topic: list[int] = []
        for number, sentence in enumerate(listed):
            _Walk(self, sentence, number).run()

    def head(self, thing: int) -> str:
        """The main word of a thing's name."""
        words = self.drafts[thing].key.split(" ")
        return words[0] if self.language == "es" else words[-1]

    def is_act(self, thing: int) -> bool:
        return self.head(thing) in tables("personal")["acts"]

    def name_tokens(self, name: str) -> list[Token]:
        """The words of a thing's name, as tokens."""
        return [token(word, 0, len(word), self.language) for word in name.split()]


class _Walk:
    """One sentence, from its words to its statements."""

    def __init__(self, reading: Reading, sentence: Sentence, number: int) -> None:
        clause = Clause(reading, sentence, number)
        spans = Verbs(clause)
        self.reading, self.clause, self.spans, self.verbs = reading, clause, spans, spans.found
        self.subjects, self.objects, self.pronouns = (
            Subjects(clause, spans),
            Objects(clause, spans),
            Pronouns(clause, spans),
        )
        self.words, self.folded, self.bullet, self.free = clause.words, clause.folded, clause.bullet, clause.free
        self.actors, self.named = clause.actors, clause.named

    def run(self) -> None:
        role = self.subjects.story()
        self._said = len(self.reading.statements)
        if role is not None:
            self.reading.carried = role
        elif not self.bullet:
            self.reading.carried = ()
        for number in sorted(self.verbs):
            self._verb(number, role)
        self._verbless()
        opening = next(
            (
                actor
                for start, actor in self.actors.items()
                if start < 3 and actor.key not in NOT_PEOPLE and self.subjects.may_act(start)
            ),
            None,
        )
        if (
            opening is not None
            and not self.bullet
            and not any(set(said.who) - NOT_PEOPLE for said in self.reading.statements[self._said :])
        ):
            self.reading.third = (opening.key,)
        if self.free and not self.verbs:
            self.reading.statements.append(Statement((ANYBODY,), "take", "", whole=True, free=True))
        if self.named:
            self.reading.topic = list(dict.fromkeys(draft for draft, _ in self.named.values()))[:4]

    def _verb(self, verb: int, role: tuple[str, ...] | None) -> None:
        known = self.verbs[verb]
        subject = self.subjects.of(verb, known, role)
        if subject is None:
            if not self.free or known.kind not in ("make", "take", "see"):
                return
            subject = Subject((ANYBODY,), verb, verb)
        if third := tuple(key for key in subject.who if key not in (WE, NOBODY)):
            self.reading.third = third
        end = self.spans.end_of(verb, behind=subject.first > verb)
        made = Statement(subject.who, known.kind, known.base, each=subject.each)
        made.things, made.beside = self.objects.of(verb, end, known, subject)
        if known.base == "review" and any(self.reading.is_act(thing) for thing in made.things):
            made.kind = "judge"  # "HR reviews the requests"
        self._qualify(made, verb, end, subject)
        if not made.things:
            self.pronouns.fill_in(made, verb, self.folded[min(subject.first, verb) : end])
        if made.named or made.kind not in ("make", "take") or made.base in self.words["makes_it"]:
            self._turn(made)
            self.reading.statements.append(made)

    def _qualify(self, made: Statement, verb: int, end: int, subject: Subject) -> None:
        """Whether it is only they, their own, others', all of it, or without an account."""
        clause = self.folded[min(subject.first, verb) : end]
        behind = self.folded[verb + 1 : end]
        made.only = subject.only or (self.clause.only_near(verb) and subject.first != verb)
        made.negated = self._negated(subject, verb)
        made.own = self.objects.are_own(verb, end) or any("suy" in word for word in clause)
        made.others = self.objects.are_others(verb, end)
        if {"no", "ningun", "ninguna"} & set(behind) and made.others and not made.negated:
            made.own, made.others = True, False  # "of that property and of no other"
        every = {"todo", "everything", "todos", "todas", "all"} & set(behind or self.folded[subject.first : verb])
        made.every = bool(every) and not made.others
        made.free = self.free and made.kind in ("make", "take") and WE not in made.who
        if made.free:
            made.who = (ANYBODY,)

    def _turn(self, made: Statement) -> None:
        """Where the words around it make another statement of it."""
        if made.kind == "see" and (made.only or made.negated) and says_author(self.folded):
            made.own = made.others = True  # "solo nosotros y el que lo hizo"
        if made.negated and {"fuera", "outside", "afuera", "outsiders"} & set(self.folded):
            made.who = (ANYBODY,)  # "que de fuera no lo vea nadie"
        if made.only and made.kind == "see" and set(made.who) <= self.words["authors"]:
            made.own = True  # "visible solo para su autor"

    def _negated(self, subject: Subject, verb: int) -> bool:
        if NOBODY in subject.who or subject.denied:
            return True
        start = max(subject.first, verb - 5) if subject.first < verb else max(0, verb - 4)
        return any(word in self.words["not"] and word not in ("sin", "without") for word in self.folded[start:verb])

    def _verbless(self) -> None:
        """ "Esas notas son solo para los profesionales", "todo lo demás solo el coro", "private to the owner"."""
        self._stated()
        if says_author(self.folded):
            return
        for number, word in enumerate(self.folded):
            if word in self.words["only"] or self.clause.nothing_more(number):
                subject = self._only_for(number)
                if subject is not None and not self._has_verb(number, subject):
                    self._only_statement(number, subject)

    def _only_for(self, number: int) -> Subject | None:
        """Who stands behind the "only": people, or the group that the app is for."""
        at = number + (2 if self.clause.nothing_more(number) else 1)
        for_whom = self.folded[at : at + 1] in (["para"], ["for"], ["to"], ["pa"])
        at += for_whom
        while at < len(self.folded) and self.folded[at] in self.words["articles"] | {"de"}:
            at += 1
        if at in self.actors:
            return self.subjects.gathered(at, only=True) if self.actors[at].key not in (WE, NOBODY) else None
        before = set(self.folded[max(0, number - 5) : number])
        told = for_whom or before & (self.words["rest_of_it"] | _BEING)
        group = told and at < len(self.folded) and self.folded[at] in self.words["circles"]
        return Subject((SIGNED_IN,), at, at + 1, only=True) if group else None

    def _has_verb(self, number: int, subject: Subject) -> bool:
        behind = range(subject.last, min(subject.last + 4, len(self.folded)))
        return any(n in self.verbs for n in (number - 2, number - 1, *behind))

    def _only_statement(self, number: int, subject: Subject) -> None:
        made = Statement(subject.who, "see", "", only=True)
        before = [n for n in self.named if n < number]
        rest = self.words["rest_of_it"] & set(self.folded[max(0, number - 5) : number])
        if before and not rest:
            made.things = [self.named[max(before)][0]]
        else:
            made.whole = True
        self.reading.statements.append(made)

    def _stated(self) -> None:
        """ "Las concesiones son cosa de los funcionarios", "The schedule is public"."""
        if says_author(self.folded) and self.words["only"] & set(self.folded):
            self._kept_to_its_author()
        for number, word in enumerate(self.folded):
            if word in _PUBLIC or word in _AFFAIR:
                near = [n for n in range(number - 1, max(-1, number - 6), -1) if n in self.named]
                things = [self.named[near[0]][0]] if near else []
                self.reading.statements += self._stated_of(number, things) if things else []

    def _kept_to_its_author(self) -> None:
        """ "sign-ups that only the person who made them sees"."""
        only = next(n for n, word in enumerate(self.folded) if word in self.words["only"])
        before = [n for n in self.named if n < only]
        if before and not self.reading.statements[self._said :]:
            things = [self.named[max(before)][0]]
            self.reading.statements.append(Statement((SIGNED_IN,), "see", "", things=things, only=True, own=True))

    def _stated_of(self, number: int, things: list[int]) -> list[Statement]:
        before = self.folded[max(0, number - 4) : number]
        if self.folded[number] in _PUBLIC:
            denied = bool({"no", "not"} & set(before))
            said = Statement((ANYBODY,), "see", "public", things=things, negated=denied)
            return [said] if _BEING & set(before[-2:]) else []
        at = next((n for n in range(number + 2, number + 5) if n in self.actors), None)
        if at is None or self.folded[number + 1] != "de":
            return []
        who = self.subjects.gathered(at, only=True).who
        return [Statement(who, kind, "", things=things, only=True) for kind in ("see", "run")]


_PUBLIC = frozenset({"publico", "publica", "publicos", "publicas", "public"})
_AFFAIR = frozenset({"cosa", "asunto", "responsabilidad"})
_BEING = frozenset({"es", "son", "is", "are", "sean", "sea"})
