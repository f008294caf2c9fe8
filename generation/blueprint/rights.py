"""Reads who does what to which thing, clause by clause: "los meseros levantan el pedido", "only the committee sees them".

Turns sentences into statements and judges none of them; what they mean for a plan is for `permissions.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from generation.blueprint.deeds import Deed, as_deed_noun, deed
from generation.blueprint.draft import EntityDraft
from generation.blueprint.inflection import Language
from generation.blueprint.lexicon import tables
from generation.blueprint.named_things import NamedThings
from generation.blueprint.people import (
    ANYBODY,
    NOBODY,
    NOT_PEOPLE,
    SIGNED_IN,
    WE,
    Actor,
    actor_at,
    anybody_called,
    unlisted,
)
from generation.blueprint.tokens import Sentence, Token, token

_HARD = frozenset({";", "(", ")", "pero", "but", "aunque", "while", "mientras", "although", "sino", "."})
_OBJECT = frozenset(
    {
        "a",
        "al",
        "de",
        "del",
        "of",
        "con",
        "with",
        "por",
        "from",
        "como",
        "as",
        "like",
        "in",
        "sobre",
        "about",
        "tipo",
        "and's",
    }
)
_BACK = 40  # words of a sentence in which a verb's subject is looked for


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
    named: bool = True  # the things stand in this very sentence


@dataclass
class Spot:
    """Where a person is named, and whether they do something there."""

    actor: Actor
    sentence: int
    at: int
    acts: bool = False


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
        self._carried: tuple[str, ...] = ()  # "As a tenant I want to": for the lines below
        self._third: tuple[str, ...] = ()  # the last person that did something
        self._topic: list[int] = []
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


@dataclass
class _Subject:
    who: tuple[str, ...]
    first: int
    last: int
    only: bool = False
    each: bool = False
    denied: bool = False  # "no player may", "ningún cliente puede"


class _Walk:
    """One sentence."""

    def __init__(self, reading: Reading, sentence: Sentence, number: int) -> None:
        self.reading, self.tokens, self.number = reading, sentence.tokens, number
        self.bullet = sentence.bullet
        self.language, self.words = reading.language, reading.words
        self.folded = [token.folded for token in self.tokens]
        self.masked = free_words(self.folded)
        self.actors = self._find_actors()
        self.named = self._find_things()
        self.verbs = self._find_verbs()
        self.free = without_account(self.folded)
        self.signed = self._signed_duty()

    def run(self) -> None:
        role = self._story()
        self._said = len(self.reading.statements)
        if role is not None:
            self.reading._carried = role
        elif not self.bullet:
            self.reading._carried = ()
        for number in sorted(self.verbs):
            self._verb(number, role)
        self._verbless()
        opening = next(
            (
                actor
                for start, actor in self.actors.items()
                if start < 3 and actor.key not in NOT_PEOPLE and self._may_act(start)
            ),
            None,
        )
        if (
            opening is not None
            and not self.bullet
            and not any(set(said.who) - NOT_PEOPLE for said in self.reading.statements[self._said :])
        ):
            self.reading._third = (opening.key,)
        if self.free and not self.verbs:
            self.reading.statements.append(Statement((ANYBODY,), "take", "", whole=True, free=True))
        if self.named:
            self.reading._topic = list(dict.fromkeys(draft for draft, _ in self.named.values()))[:4]

    # --- words ---------------------------------------------------------------------------------------------------

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
            or (self._is_deed(number + 1) and (self._surely(number + 1) or self._is_base_after_plural(number)))
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

    def _is_deed(self, number: int) -> bool:
        return 0 <= number < len(self.tokens) and deed(self.folded[number], self.language) is not None

    def _find_verbs(self) -> dict[int, Deed]:
        found: dict[int, Deed] = {}
        for number, word in enumerate(self.folded):
            known = deed(word, self.language)
            if known is not None and self._is_verb(number, known):
                found[number] = known
        return found

    def _is_verb(self, number: int, known: Deed) -> bool:
        at = number - 1
        while at > 0 and self.folded[at] in _LIGHTLY:
            at -= 1
        before = self.folded[at] if at >= 0 else ""
        if number in self.actors or number in self.masked:
            return False
        if number == 0 and self.bullet and not known.first and number not in self.named:
            return True
        if self.language == "es":
            return self._is_spanish_verb(number, known, before)
        if before in self.words["articles"] or before in (
            "of",
            "in",
            "per",
            "with",
            "by",
            "own",
            "no",
            "its",
            "from",
            "for",
            "on",
            "each",
        ):
            return False
        if known.surely:
            return before not in ("a", "an", "the") and not (
                self.folded[number].endswith("ed") and not self._passive(number)
            )
        if number in self.named and not (before in self.words["modals"] or self._acts_before(number)):
            return False
        following = self.folded[number + 1] if number + 1 < len(self.folded) else ""
        if following in ("in", "out") and known.base in ("sign", "log", "check"):
            return False
        if known.kind == "judge" and self.folded[number].endswith("s") and self._acts_earlier(number):
            return True
        if before in ("they", "he", "she", "who"):
            return True
        nobody = any(actor.key == NOBODY and number - 7 < start < number for start, actor in self.actors.items())
        if nobody and self.folded[number].endswith("s") and following in self.words["articles"] | {"at", "it", "them"}:
            return True
        return (
            before in self.words["modals"]
            or self._acts_before(number)
            or (
                (number == 0 or before in ("and", "or", ",", "then", "also", "that", "which", "only"))
                and (
                    following in self.words["articles"]
                    or following in self.words["own"]
                    or following in ("them", "it", "everything", "those")
                )
            )
        )

    def _is_spanish_verb(self, number: int, known: Deed, before: str) -> bool:
        if known.infinitive:
            return before != "por"  # "por hacer" is a state
        if before in ("lo", "la", "los", "las", "se", "le", "les", "me", "nos"):
            return known.surely or not (number in self.named and before in ("la", "las", "los"))
        if before in self.words["articles"] or before in ("de", "en", "con", "por", "sin", "a", "para", "cuyo", "y/o"):
            return False
        if known.surely:
            return True
        if number in self.named and not self._acts_before(number):
            return False
        following = self.folded[number + 1] if number + 1 < len(self.folded) else ""
        if following in self.words["articles"] and self._acts_earlier(number):
            return True
        if before in ("que", "quien") and number not in self.named and self._one_alone(number):
            return True
        opened = before in ("", "que", "y", "e", "o", "no", ",", "solo", "nadie", "quien", "tambien", "ni", "cuando")
        return (
            self._acts_before(number)
            or (
                opened
                and (
                    following in self.words["articles"]
                    or number + 1 in self.actors
                    or following in ("a", "que", "su", "sus")
                )
            )
            or (known.first and opened)
        )

    def _acts_before(self, number: int) -> bool:
        """Whether a person stands right before, past "solo", "no" and pronouns."""
        at = number - 1
        while at >= 0 and (
            self.folded[at] in self.words["only"]
            or self.folded[at] in self.words["not"]
            or self.folded[at]
            in (
                "also",
                "tambien",
                "se",
                "las",
                "los",
                "la",
                "lo",
                "le",
                "les",
                "mismos",
                "mismas",
                "then",
                "always",
                "siempre",
                "who",
                "that",
                "que",
            )
        ):
            at -= 1
        return any(start + actor.size - 1 == at for start, actor in self.actors.items())

    def _one_alone(self, number: int) -> bool:
        """ "ser la única que crea …"."""
        return bool(self.words["only"] & set(self.folded[max(0, number - 3) : number]))

    def _acts_earlier(self, number: int) -> bool:
        """ "el residente de cada obra llene la bitácora": the person, what they are of, and the deed."""
        near = [start for start in self.actors if number - 7 < start < number]
        if not near or number in self.named:
            return False
        between = self.folded[max(near) + self.actors[max(near)].size : number]
        return between[:1] in (["de"], ["del"], ["of"], ["on"], ["at"], ["in"]) and not {",", "y", "e", ":", "("} & set(
            between
        )

    def _passive(self, number: int) -> bool:
        return "by" in self.folded[number + 1 : number + 4] or self.folded[number - 1] in ("be", "are", "is")

    def _signed_duty(self) -> bool:
        """ "para publicar hay que estar registrado", "need an account to write"."""
        duty = {
            "hay",
            "must",
            "need",
            "needs",
            "have",
            "tener",
            "tienen",
            "deben",
            "debe",
            "requiere",
            "requires",
            "tiene",
            "ser",
        }
        signed = [number for number, actor in self.actors.items() if actor.key == SIGNED_IN]
        return any(duty & set(self.folded[max(0, at - 5) : at + 1]) for at in signed) and not self.free

    # --- subjects ------------------------------------------------------------------------------------------------

    def _story(self) -> tuple[str, ...] | None:
        """ "As a tenant I want to", "Como gerente quiero": whom this sentence and the lines below are about."""
        if not self.folded or self.folded[0] not in ("como", "as"):
            return None
        start = next((n for n in range(1, min(4, len(self.folded))) if n in self.actors), None)
        if start is None or self.actors[start].key in NOT_PEOPLE:
            return None
        after = self.folded[start + self.actors[start].size : start + self.actors[start].size + 5]
        if not {"quiero", "necesito", "puedo", "i", "want", "need", "quisiera", "podre", "can"} & set(after):
            return None
        self._does(start)
        return (self.actors[start].key,)

    def _does(self, start: int) -> None:
        for spot in self.reading.spots:
            if (spot.sentence, spot.at) == (self.number, start):
                spot.acts = True

    def _subject(self, verb: int, known: Deed, role: tuple[str, ...] | None) -> _Subject | None:
        if role is not None:
            return _Subject(role, verb, verb)
        behind = self._subject_behind(verb, known)
        if behind is not None:
            return behind
        if self.signed and (known.infinitive or known.kind in ("make", "take")):
            return _Subject((SIGNED_IN,), verb, verb)
        if known.first and self.language == "es":
            return _Subject((WE,), verb, verb, only=self._only_near(verb))
        before = self._subject_before(verb)
        if before is not None:
            return before
        if self.reading._carried:
            return _Subject(self.reading._carried, verb, verb)
        if known.infinitive and self._we_want(verb):
            return _Subject((WE,), verb, verb)
        if self._subjectless(verb, known):
            return _Subject(self.reading._third, verb, verb)
        return None

    def _subjectless(self, verb: int, known: Deed) -> bool:
        """ "También puede abrir una incidencia", "They only see their own": the person of the sentence before."""
        if not self.reading._third:
            return False
        start = self.folded[:verb]
        pronouns = {"they", "he", "she", "ellos", "ellas", "el", "ella"}
        if self.language == "en":
            return bool(pronouns & set(start[-4:])) and not any(n < verb for n in self.actors)
        light = (
            self.words["modals"]
            | self.words["not"]
            | self.words["only"]
            | self.words["clitics"]
            | {"al", "y", "ademas", "despues", "entrar"}
        )
        return (not known.infinitive or bool(self.words["modals"] & set(start))) and all(
            word in light for word in start
        )

    def _we_want(self, verb: int) -> bool:
        """ "Queremos publicar propiedades": what the writer does."""
        wants = {
            "queremos",
            "quiero",
            "necesito",
            "necesitamos",
            "quisiera",
            "want",
            "need",
            "gustaria",
            "i",
            "we",
            "vamos",
            "voy",
        }
        return bool(wants & set(self.folded[max(0, verb - 4) : verb]))

    def _subject_behind(self, verb: int, known: Deed) -> _Subject | None:
        """ "lo puede ver la junta", "las sube la directiva", "visible to staff only", "seen by the committee"."""
        turned = self._is_turned(verb, known)
        if not turned:
            return None
        number, only = verb + 1, self._only_near(verb)
        marks = {"to", "by", "para", "por", "for"}
        while number < min(len(self.tokens), verb + 6):
            word = self.folded[number]
            if number in self.actors:
                if (
                    self.actors[number].key in NOT_PEOPLE
                    or number not in self.named
                    or not self._has_object_before(verb, number)
                ):
                    return self._gathered(number, only=only)
                return None
            if word in self.words["only"] or self._nothing_more(number):
                only = True
            elif word in self.words["apart"]:
                return None
            elif word == "," and {*self.folded[number + 1 : number + 2]} & self.words["only"]:
                pass  # "borrar, solo la junta"
            elif (
                word not in self.words["articles"]
                and word not in self.words["modals"]
                and word not in marks
                and not self._is_deed(number)
                and word not in ("nada", "mas")
            ):
                return None
            number += 1
        return None

    def _is_turned(self, verb: int, known: Deed) -> bool:
        if self.language == "en":
            by = self.folded[verb + 1 : verb + 4]
            return (
                self.folded[verb] == "visible" or "by" in by or (known.kind == "see" and self.folded[verb] == "public")
            )
        before = self.folded[verb - 1] if verb else ""
        two = self.folded[verb - 2] if verb > 1 else ""
        clitic = {"lo", "la", "los", "las", "se"}
        if self.folded[verb] in ("visible", "visibles"):
            return True
        opens = before in ("", ",", "y", "que", "solo", "ni", "pero") or (
            before in self.words["modals"] and two in ("", ",", "y", "que", "solo", *clitic)
        )
        enclitic = known.infinitive and self.folded[verb].endswith(("lo", "la", "los", "las"))
        return before in clitic or (before in self.words["modals"] and two in clitic) or enclitic or opens

    def _has_object_before(self, verb: int, actor: int) -> bool:
        pronoun = {"lo", "la", "los", "las"} & set(self.folded[max(0, verb - 2) : verb])
        return not pronoun and not any(number < verb for number in self.named) and actor in self.named

    def _nothing_more(self, number: int) -> bool:
        return self.folded[number : number + 2] == ["nada", "mas"]

    def _only_near(self, verb: int) -> bool:
        return any(word in self.words["only"] for word in self.folded[max(0, verb - 3) : verb + 2])

    def _subject_before(self, verb: int) -> _Subject | None:
        for number in range(verb - 1, max(-1, verb - _BACK), -1):
            if self.folded[number] in ("(", ";") and number < verb - 1:
                break
            if number in self.actors and self._may_act(number) and self.folded[number] not in ("con", "with"):
                return self._gathered(number)
        return None

    def _may_act(self, number: int) -> bool:
        """Not what something is done to: "gestionar clientes", "asignar a un técnico", "citas de los pacientes"."""
        if self.actors[number].key == WE:
            return True
        at = number - 1
        while at >= 0 and self.folded[at] in self.words["articles"]:
            if self.folded[at] in ("del", "al"):
                return False
            at -= 1
        before = self.folded[at] if at >= 0 else ""
        if before in _OBJECT and not (before == "a" and self.language == "en"):
            return False
        if at >= 0 and self._is_deed(at) and at in self.verbs and self.actors[number].key not in NOT_PEOPLE:
            known = self.verbs[at]
            return not known.surely and not known.infinitive and self.language == "es"
        return True

    def _gathered(self, number: int, *, only: bool = False) -> _Subject:
        """The person there with those named beside: "managers and HR"."""
        first, found = number, [self.actors[number].key]
        self._does(number)
        while (before := self._joined_before(first, listed=len(found) > 1)) is not None:
            first = before
            found.append(self.actors[first].key)
            self._does(first)
        last = number + self.actors[number].size
        while (after := self._joined_after(last)) is not None and self.actors[after].key not in (*found, NOBODY):
            found.append(self.actors[after].key)
            self._does(after)
            last = after + self.actors[after].size
        near = self.folded[max(0, first - 3) : first]
        each = self.folded[max(0, first - 1) : first] in (["cada"], ["each"], ["every"])
        only = (
            only
            or any(word in self.words["only"] for word in near)
            or self.folded[last : last + 1] in (["only"], ["alone"], ["nomas"])
        )
        only = only or self._is_only_one(first, last)
        denied = self.folded[max(0, first - 1) : first] in (["no"], ["ningun"], ["ninguna"], ["ni"], ["neither"])
        return _Subject(tuple(dict.fromkeys(found)), first, last, only=only, each=each, denied=denied)

    def _is_only_one(self, first: int, last: int) -> bool:
        """ "the treasurer is the only one who looks", "y nadie más", "nobody else"."""
        tail = self.folded[last : last + 6]
        text = " ".join(tail)
        return any(
            said in text
            for said in (
                "only one",
                "la unica",
                "el unico",
                "y nadie mas",
                "nadie mas",
                "nobody else",
                "no one else",
                "y ya",
            )
        ) or " ".join(self.folded[max(0, first - 3) : first]).endswith(
            ("nada mas", "nomas el", "nomas la", "nomas las", "nomas los", "nomas")
        )

    def _joined_before(self, first: int, *, listed: bool) -> int | None:
        at = first - 1
        while at >= 0 and self.folded[at] in self.words["articles"]:
            at -= 1
        if at < 0 or self.folded[at] not in self.words["links"] or (self.folded[at] == "," and not listed):
            return None
        return next(
            (
                n
                for n in range(at - 1, max(-1, at - 5), -1)
                if n in self.actors and n + self.actors[n].size == at and self._may_act(n)
            ),
            None,
        )

    def _joined_after(self, last: int) -> int | None:
        if self.folded[last : last + 1] and self.folded[last] in self.words["links"] and self.folded[last] != ",":
            at = last + 1
            while at < len(self.folded) and self.folded[at] in self.words["articles"]:
                at += 1
            if at in self.actors and at <= last + 3:
                return at
        return None

    # --- statements ----------------------------------------------------------------------------------------------

    def _verb(self, verb: int, role: tuple[str, ...] | None) -> None:
        known = self.verbs[verb]
        subject = self._subject(verb, known, role)
        if subject is None:
            if self.free and known.kind in ("make", "take", "see"):
                subject = _Subject((ANYBODY,), verb, verb)
            else:
                return
        if third := tuple(key for key in subject.who if key not in (WE, NOBODY)):
            self.reading._third = third
        end = self._clause_end(verb, behind=subject.first > verb)
        made = Statement(subject.who, known.kind, known.base)
        made.things, made.beside = self._objects(verb, end, known, subject)
        start = min(subject.first, verb)
        clause = self.folded[start:end]
        made.only = subject.only or (self._only_near(verb) and subject.first != verb) or (subject.only)
        made.each = subject.each
        made.negated = self._negated(subject, verb)
        made.own = self._own(verb, end) or any("suy" in word for word in clause)
        made.others = self._others(verb, end)
        if {"no", "ningun", "ninguna"} & set(self.folded[verb + 1 : end]) and made.others and not made.negated:
            made.own, made.others = True, False  # "of that property and of no other"
        made.every = (
            any(
                word in ("todo", "everything", "todos", "todas", "all")
                for word in self.folded[verb + 1 : end] or self.folded[start:verb]
            )
            and not made.others
        )
        made.free = self.free and made.kind in ("make", "take") and WE not in made.who
        if made.free:
            made.who = (ANYBODY,)
        if not made.things:
            self._without_object(made, verb, clause)
        if made.kind in ("make", "take") and not made.named and made.base not in _MAKES_IT:
            return
        if made.kind == "see" and (made.only or made.negated) and says_author(self.folded):
            made.own = made.others = True  # "solo nosotros y el que lo hizo"
        if made.negated and {"fuera", "outside", "afuera", "outsiders"} & set(self.folded):
            made.who = (ANYBODY,)  # "que de fuera no lo vea nadie"
        if made.only and made.kind == "see" and set(made.who) <= AUTHORS:
            made.own = True  # "visible solo para su autor"
        self.reading.statements.append(made)

    def _clause_end(self, verb: int, *, behind: bool) -> int:
        for number in range(verb + 1, len(self.folded)):
            if self.folded[number] in _HARD or (behind and self.folded[number] == ","):
                return number
            if number in self.verbs:
                return number
            if number in self.actors and number > verb + 3 and self._opens_clause(number):
                return number
        return len(self.folded)

    def _opens_clause(self, number: int) -> bool:
        """Whether a person there begins a clause of their own."""
        after = number + self.actors[number].size
        return any(n in self.verbs for n in range(after, min(after + 4, len(self.folded))))

    def _objects(self, verb: int, end: int, known: Deed, subject: _Subject) -> tuple[list[int], list[int]]:
        direct: list[int] = []
        beside: list[int] = []
        number = verb + 1
        while number < end:
            if number in self.named and not subject.first <= number < subject.last:
                draft, size = self.named[number]
                (beside if self._is_beside(number, verb) else direct).append(draft)
                number += size
            else:
                number += 1
        if not direct and (shared := self._shares_with(verb)) is not None:
            return self._objects(shared, self._clause_end(shared, behind=False), known, subject)
        if known.kind == "take" or (known.kind == "make" and not direct):
            return self._taken(verb, known, direct, beside)
        return direct, beside

    def _shares_with(self, verb: int) -> int | None:
        """The next verb, where its object is this one's too: "confirm or reject the …", "mira pero no toca las …"."""
        following = next((n for n in range(verb + 1, min(verb + 5, len(self.folded))) if n in self.verbs), None)
        if following is None:
            return None
        light = self.words["links"] | self.words["clitics"] | self.words["not"] | {"pero", "but"}
        return following if all(word in light for word in self.folded[verb + 1 : following]) else None

    def _taken(self, verb: int, known: Deed, direct: list[int], beside: list[int]) -> tuple[list[int], list[int]]:
        nouns = as_deed_noun(known.base, self.language)
        made = [draft for noun in nouns if (draft := self._thing_called(noun)) is not None][:1]
        acts = frozenset(tables("personal")["acts"]) | frozenset(tables("personal")["opinions"])
        own = [thing for thing in direct if thing in made or set(self.reading.drafts[thing].key.split(" ")) & acts]
        if known.base in ("seguir", "follow", "preguntar", "ask", "proponer"):
            own = own or direct
        things = list(dict.fromkeys([*own, *made])) or (direct[:1] if known.base in _REPORTS else [])
        return things, [thing for thing in (*direct, *beside) if thing not in things]

    def _thing_called(self, noun: str) -> int | None:
        hit = self.reading.things.at(self.reading.name_tokens(noun), 0)
        return hit[0] if hit else None

    def _is_beside(self, number: int, verb: int) -> bool:
        """Behind a preposition, unless that belongs to the verb: "look at the donations"."""
        at = number - 1
        while at > verb and (self.folded[at] in self.words["articles"] or self.folded[at] in self.words["own"]):
            if self.folded[at] in ("del", "al"):
                return self.folded[at] == "del"
            at -= 1
        before = self.folded[at]
        if at == verb + 1 and self.verbs[verb].kind in ("see", "mend", "judge"):
            return False
        return at > verb and before in (
            "de",
            "of",
            "por",
            "para",
            "for",
            "en",
            "on",
            "in",
            "with",
            "con",
            "about",
            "sobre",
            "to",
            "from",
            "at",
            "by",
            "after",
            "como",
            "as",
            "desde",
            "under",
            "into",
            "entre",
            "per",
            "between",
        )

    def _negated(self, subject: _Subject, verb: int) -> bool:
        if NOBODY in subject.who or subject.denied:
            return True
        start = max(subject.first, verb - 5) if subject.first < verb else max(0, verb - 4)
        return any(word in self.words["not"] and word not in ("sin", "without") for word in self.folded[start:verb])

    def _own(self, verb: int, end: int) -> bool:
        """ "sus citas", "their own leases", "lo suyo", "the visits assigned to them"."""
        part = self.folded[verb + 1 : end]
        if {
            "asignado",
            "asignada",
            "asignados",
            "asignadas",
            "assigned",
            "own",
            "propio",
            "propia",
            "propios",
            "propias",
            "suyo",
            "suya",
            "suyos",
            "suyas",
            "mio",
            "mia",
            "mine",
            "theirs",
        } & set(part):
            return True
        if any(part[at : at + 2] in (["lo", "de"], ["los", "de"], ["las", "de"]) for at in range(len(part))):
            return "sus" in part or "su" in part
        return any(
            word in self.words["own"]
            for number in self.named
            if verb < number < end
            for word in self.folded[max(verb + 1, number - 2) : number]
        )

    def _others(self, verb: int, end: int) -> bool:
        tail = self.folded[verb + 1 : end]
        if any(
            token.end - token.start > len(token.text)
            and token.folded in ("everyone", "everybody", "other", "neighbor", "neighbour", "else")
            for token in self.tokens[verb + 1 : end]
        ):
            return True
        return any(
            word in self.words["others"] or word.removesuffix("'s").removesuffix("’s") in self.words["others"]
            for word in tail
        )

    def _without_object(self, made: Statement, verb: int, clause: list[str]) -> None:
        """The thing before ("…which only staff can read", "las ven"), else all there is; nothing where another is named."""
        if made.kind == "see" and {"todo", "everything", "anything", "nada", "nothing"} & set(clause):
            made.whole = True
            return
        if self._means_all(made, verb):
            made.whole = True
            return
        people = {n for start, actor in self.actors.items() for n in range(start, start + actor.size)}
        before = [number for number in self.named if number < verb and number not in people]
        if self._has_other_object(verb) and not self._points_back(verb):
            return
        back = self._points_back(verb)
        if fronted := [n for n in before if self._is_fronted(n, verb)]:
            made.things = self._together(self._best(fronted, verb, made.kind))
        elif back and (known := self._last_things(verb, made.kind)):
            made.things, made.named = known, False
        elif before and (back or made.kind in ("judge", "mend")):
            made.things = self._together(self._best(before, verb, made.kind))
        elif back or made.kind in ("judge", "mend"):
            made.things, made.named = list(self.reading._topic)[:1], False
        else:
            made.whole = True

    def _is_fronted(self, thing: int, verb: int) -> bool:
        """ "los eventos los ve todo el mundo": nothing is done to it before, or the pronoun stands right behind it."""
        if not any(other < verb for other in self.verbs):
            return True
        end = thing + self.named[thing][1]
        return (
            self.language == "es"
            and bool({"lo", "la", "los", "las"} & set(self.folded[end : end + 2]))
            and verb - end <= 4
        )

    def _means_all(self, made: Statement, verb: int) -> bool:
        """ "Lo consulta solo la familia", "las fichas las toco yo": the app, or its rows as such."""
        if _RECORDS & set(self.folded[max(0, verb - 6) : verb]):
            return True
        start = [word for word in self.folded[:verb] if word not in self.words["modals"]]
        return made.kind == "see" and made.only and start in (["lo"], ["la"], [])

    def _best(self, numbers: list[int], verb: int, kind: str) -> int:
        """The nearest that agrees with the pronoun; of those that can be decided on, where a decision is meant."""
        numbers = self._agreeing(verb, numbers) or numbers
        decided = [n for n in numbers if self._is_act(n)] if kind in ("judge", "mend") else []
        return max(decided or numbers)

    def _together(self, nearest: int) -> list[int]:
        things = [self.named[nearest][0]]
        return things + [
            thing
            for n, (thing, _) in self.named.items()
            if n < nearest and self._listed_with(n, nearest) and thing not in things
        ]

    def _last_things(self, verb: int, kind: str) -> list[int]:
        """What was last done something to, if the pronoun may stand for it."""
        near = {"eso", "esto", "that", "this"} & set(self.folded[max(0, verb - 4) : verb + 3])
        first = min(self.verbs, default=verb)
        if near and (opening := [thing for at, (thing, _) in self.named.items() if at < first]):
            return opening[:1]  # "Del cliente guardamos el nombre, y eso solo lo vemos nosotros"
        found: list[list[int]] = []
        for said in reversed(self.reading.statements[-4:]):
            if fitting := [thing for thing in said.things if self._may_stand_for(verb, thing)]:
                found.append(fitting)
        decided = [things for things in found if self.reading.is_act(things[0])] if kind in ("judge", "mend") else []
        return next(iter([*decided, *found]), [])

    def _may_stand_for(self, verb: int, thing: int) -> bool:
        near = [word for word in self.folded[max(0, verb - 3) : verb] if word in ("lo", "la", "los", "las")]
        if self.language != "es" or not near:
            return True
        return _feminine(self.reading.drafts[thing].key.split(" ")[0]) == ("a" in near[-1])

    def _has_other_object(self, verb: int) -> bool:
        """ "save their favourites": what is done is done to something that is nobody's row."""
        for number in range(verb + 1, min(verb + 5, len(self.folded))):
            word = self.folded[number]
            if (
                number in self.verbs
                or number in self.actors
                or not self.tokens[number].is_word
                or word in self.words["links"]
                or word in self.words["breaks"]
            ):
                return False
            if word in tables("states")["nouns"]:
                return False
            if (
                word in self.words["articles"]
                or word in self.words["own"]
                or word in self.words["only"]
                or word in self.words["modals"]
            ):
                continue
            return word not in _LIGHT
        return False

    def _is_act(self, number: int) -> bool:
        """Whether the thing named there is one that people decide upon: a booking, an order, a request."""
        thing = self.named[number][0]
        return self.reading.is_act(thing) or self.reading.head(thing) in tables("states")["stateful"]

    def _agreeing(self, verb: int, before: list[int]) -> list[int]:
        """Of the things named before, those that "la" or "los" may stand for."""
        near = [word for word in self.folded[max(0, verb - 3) : verb] if word in ("lo", "la", "los", "las")]
        if self.language != "es" or not near:
            return []
        many, feminine = near[-1].endswith("s"), "a" in near[-1]
        return [
            n
            for n in before
            if (self.tokens[n].lemma != self.folded[n]) == many and _feminine(self.tokens[n].lemma) == feminine
        ]

    def _listed_with(self, one: int, other: int) -> bool:
        between = self.folded[one + self.named[one][1] : other]
        return all(
            word in self.words["links"]
            or word in self.words["articles"]
            or any(n in self.named and n <= k < n + self.named[n][1] for n in self.named)
            for k, word in enumerate(between, one + self.named[one][1])
        )

    def _points_back(self, verb: int) -> bool:
        """Whether a pronoun stands for what is meant: "las ven", "approves it", "which only staff can read"."""
        before, after = self.folded[max(0, verb - 6) : verb], self.folded[verb + 1 : verb + 3]
        if self.language == "en":
            return bool(
                {"them", "those", "these", "this", "it", "that", "one"} & set(after)
                or {"which", "that", "those", "these", "this"} & set(before)
            )
        near = self.folded[max(0, verb - 3) : verb]
        return bool(
            {"lo", "la", "los", "las"} & set(near)
            or {"esto", "esta", "estas", "estos", "esas", "esos", "eso"} & set(before)
            or "que" in near[-1:]
        ) or self.folded[verb].endswith(("rlos", "rlas", "rla", "rlo", "ndola", "ndolo", "ndolas", "ndolos"))

    def _verbless(self) -> None:
        self._stated()
        """ "Esas notas son solo para los profesionales", "todo lo demás solo el coro", "private to the owner"."""
        for number, word in enumerate(self.folded):
            if word not in self.words["only"] and not self._nothing_more(number):
                continue
            at = number + (2 if self._nothing_more(number) else 1)
            for_whom = self.folded[at : at + 1] in (["para"], ["for"], ["to"], ["pa"])
            at += for_whom
            while at < len(self.folded) and self.folded[at] in self.words["articles"] | {"de"}:
                at += 1
            group = at < len(self.folded) and at not in self.actors and self.folded[at] in _CIRCLES
            if not group and (at not in self.actors or self.actors[at].key in (WE, NOBODY)):
                continue
            if group and not for_whom and not _REST & set(self.folded[max(0, number - 5) : number]):
                continue
            subject = _Subject((SIGNED_IN,), at, at + 1, only=True) if group else self._gathered(at, only=True)
            behind = range(subject.last, min(subject.last + 4, len(self.folded)))
            if any(n in self.verbs for n in behind) or any(n in self.verbs and n > number - 3 for n in range(number)):
                continue
            made = Statement(subject.who, "see", "", only=True)
            before = [n for n in self.named if n < number]
            rest = _ALL & set(self.folded[max(0, number - 5) : number])
            if before and not rest:
                made.things = [self.named[max(before)][0]]
            else:
                made.whole = True
            self.reading.statements.append(made)

    def _stated(self) -> None:
        """ "Las concesiones son cosa de los funcionarios", "The schedule is public"."""
        for number, word in enumerate(self.folded):
            before = [n for n in self.named if n < number]
            if not before or number - max(before) > 5:
                continue
            thing = [self.named[max(before)][0]]
            if word in ("publico", "publica", "publicos", "publicas", "public") and {
                "es",
                "son",
                "is",
                "are",
                "sean",
                "sea",
            } & set(self.folded[number - 2 : number]):
                denied = bool({"no", "not"} & set(self.folded[max(0, number - 4) : number]))
                self.reading.statements.append(Statement((ANYBODY,), "see", "public", things=thing, negated=denied))
            if word in ("cosa", "asunto", "responsabilidad", "business") and self.folded[number + 1 : number + 2] == [
                "de"
            ]:
                at = next((n for n in range(number + 2, number + 5) if n in self.actors), None)
                if at is not None:
                    who = self._gathered(at, only=True).who
                    self.reading.statements += [
                        Statement(who, kind, "", things=thing, only=True) for kind in ("see", "run")
                    ]


def _feminine(lemma: str) -> bool:
    return lemma.endswith(("a", "cion", "sion", "dad", "tad", "tud", "umbre")) and not lemma.endswith(
        ("ema", "ama", "dia")
    )


_ALL = frozenset({"todo", "everything", "demas", "rest", "resto"})
_REST = _ALL | {"es", "is", "are", "son"}
_CIRCLES = frozenset(
    {
        "coro",
        "choir",
        "equipo",
        "team",
        "club",
        "grupo",
        "group",
        "banda",
        "band",
        "comunidad",
        "community",
        "oficina",
        "office",
        "empresa",
        "clase",
        "pena",
        "asociacion",
        "association",
        "familia",
        "family",
        "casa",
        "house",
        "socios",
        "members",
        "barrio",
        "edificio",
        "department",
        "departamento",
    }
)
_REPORTS = frozenset({"avisar", "reportar", "notificar", "report", "notify", "proponer", "propose"})
_MAKES_IT = frozenset(
    {
        "subir",
        "sube",
        "suben",
        "suba",
        "subo",
        "subimos",
        "escribir",
        "escribe",
        "escriben",
        "crear",
        "anadir",
        "publicar",
        "cargar",
        "registrar",
        "apuntar",
        "upload",
        "write",
        "add",
        "create",
        "publish",
        "post",
        "reservar",
        "book",
        "pedir",
        "solicitar",
        "request",
    }
)
_RECORDS = frozenset(
    {"fichas", "registros", "datos", "records", "entries", "contenido", "contenidos", "content", "informacion", "data"}
)
_LIGHTLY = frozenset(
    {
        "ever",
        "never",
        "always",
        "also",
        "only",
        "not",
        "then",
        "just",
        "still",
        "siempre",
        "nunca",
        "jamas",
        "tambien",
        "solo",
        "unicamente",
        "solamente",
        "no",
        "easily",
        "later",
    }
)
AUTHORS = frozenset({"autor", "author", "owner", "dueno", "propietario", "creator", "creador"})
_LIGHT = frozenset(
    {
        "en",
        "in",
        "on",
        "at",
        "desde",
        "from",
        "a",
        "to",
        "por",
        "by",
        "con",
        "with",
        "sin",
        "without",
        "luego",
        "then",
        "ya",
        "despues",
        "cuando",
        "tambien",
        "also",
        "solo",
        "mas",
        "nada",
        "them",
        "it",
        "those",
        "these",
        "this",
        "one",
        "online",
        "mismo",
        "mismos",
        "mismas",
        "himself",
        "themselves",
        "aqui",
        "ahi",
        "there",
        "here",
        "y",
        "de",
        "around",
        "al",
        "para",
        "for",
        "arriba",
        "ellos",
        "ellas",
        "nosotros",
        "via",
        "up",
        "out",
        "as",
        "como",
        "pa",
    }
)


_FREE = (
    "sin registrarse", "sin registro", "sin tener que registrarse", "sin cuenta", "sin hacer cuenta", "sin crear cuenta", "sin usuario", "sin iniciar sesion", "sin necesidad de registrarse",
    "sin necesidad de cuenta", "sin login", "sin loguearse", "no haya que loguearse", "no haya que registrarse", "no hace falta registrarse", "no hace falta cuenta", "sin estar registrado", "sin estar registrados", "sin entrar con", "sin clave", "sin contrasena", "no tienen que registrarse", "sin hacerse una cuenta", "sin hacerse cuenta", "sin abrir cuenta", "sin crearse",
    "sin darse de alta", "sin tener cuenta", "sin ser socio", "sin identificarse", "sin logearse",
    "without registering", "no need to register", "without an account", "without making an account", "without creating an account", "without signing up", "without signing in", "without logging in", "no login", "no account", "no sign-up", "no signup", "no registration", "without login", "no need to sign up", "no need for an account",
    "without having to register", "without having to sign up", "needn't register", "don't need an account", "without any account", "without a login", "no need to log in", "not need to register", "not need an account", "no account needed", "without having an account",
)  # fmt: skip


_MADE_IT = (
    "el que lo hizo", "la que lo hizo", "quien lo hizo", "quien la hizo", "el que la hizo", "quien lo creo", "quien la creo", "quien lo escribio", "quien la escribio", "el que lo escribio", "el que la escribio", "quien lo puso", "quien la puso", "quien lo pidio", "quien la pidio", "quien la envio", "quien lo envio", "el que lo puso",
    "who made it", "who made them", "whoever made it", "who created it", "who wrote it", "who sent it", "who filed it", "who submitted it", "who opened it", "who posted it", "who reported it", "its author", "su autor", "their author",
)  # fmt: skip


def says_author(folded: list[str]) -> bool:
    """Whether the person who made the row is named as such."""
    text = f" {' '.join(folded)} "
    return any(f" {words} " in text for words in _MADE_IT)


def free_words(folded: list[str]) -> frozenset[int]:
    """The numbers of the words that say that no account is needed."""
    found: set[int] = set()
    for words in _FREE:
        parts = words.split()
        for at in range(len(folded) - len(parts) + 1):
            if folded[at : at + len(parts)] == parts:
                found.update(range(at, at + len(parts)))
    return frozenset(found)


def without_account(folded: list[str]) -> bool:
    text = f" {' '.join(folded)} "
    return any(f" {words} " in text for words in _FREE)


def spoken(statements: list[Statement], drafts: list[EntityDraft]) -> Iterator[str]:
    """For people who look: one line a statement."""
    for each in statements:
        flags = [
            name
            for name in ("only", "negated", "own", "others", "every", "each", "free", "whole")
            if getattr(each, name)
        ]
        yield f"{'+'.join(each.who)} {each.kind}({each.base}) {[drafts[n].key for n in each.things]} {flags}"
