"""Finds who does something in a text, by its constructions alone: "las ve el sumiller", "in charge are the wardens".

One walk over the whole text before its rights are read; whoever is somebody in one place is somebody in every place.
Never takes a thing, a word of the app or a field for a person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from generation.blueprint.lexicon import tables
from generation.blueprint.people.deeds import Deed, deed
from generation.blueprint.people.people import NOT_PEOPLE, Actor, actor_at
from generation.blueprint.words.field_types import is_field_word
from generation.blueprint.words.inflection import Language, singular
from generation.blueprint.words.speech import Kind, kind_of
from generation.blueprint.words.tokens import Sentence, Token
from generation.blueprint.words.vocabulary import vocabulary

_WRITER = re.compile(
    r" (?:yo (?:el|la)|nosotr[oa]s l[oa]s|somos(?: \w+)?|we are(?: \w+)?|i am the|i'm the|me the|us the"
    r"|l[oa] (?:llevamos|usamos|gestionamos|manejamos)(?: solo)?(?: l[oa]s| entre \w+)) $"
)
_AGENTS = frozenset({"by", "por", "to", "for", "para"})
_NO_NAMES = (Kind.VERB, Kind.GERUND, Kind.PARTICIPLE, Kind.ADVERB)
IsThing = Callable[[list[Token], int], object]


class Strangers:
    """Who does something: `at` finds again those whom no list knows, `is_told` where anybody is said to."""

    def __init__(self, listed: list[Sentence], language: Language, is_thing: IsThing) -> None:
        self.language = language
        self._known: dict[tuple[str, ...], Actor] = {}
        self._told: set[tuple[int, int]] = set()
        for number, sentence in enumerate(listed):
            for first, last in _Told(sentence, language, is_thing).spans():
                self._told.update((number, at) for at in range(first, last))
                part = sentence.tokens[first:last]
                if any(actor_at(sentence.tokens, at, language) for at in range(first, last)):
                    continue
                label = " ".join([*(t.text.lower() for t in part[:-1]), singular(part[-1].text, language).lower()])
                key = tuple(token.lemma for token in part)
                self._known.setdefault(key, Actor(" ".join(key), len(key), label, listed=False))

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(actor.key for actor in self._known.values())

    def is_told(self, sentence: int, at: int) -> bool:
        return (sentence, at) in self._told

    def at(self, tokens: list[Token], number: int) -> Actor | None:
        for size in (2, 1):
            found = self._known.get(tuple(token.lemma for token in tokens[number : number + size]))
            if found is not None and found.size == size:
                return found
        return None


def writes(folded: list[str], number: int) -> bool:
    """Whether who stands there is who wrote the text, in so many words."""
    before = " ".join(word for word in folded[max(0, number - 4) : number] if word != ",")
    return bool(_WRITER.search(f" {before} "))


class _Told:
    """One sentence, and where in it somebody unlisted must stand."""

    def __init__(self, sentence: Sentence, language: Language, is_thing: IsThing) -> None:
        self.tokens, self.bullet, self.language = sentence.tokens, sentence.bullet, language
        self.folded = [token.folded for token in sentence.tokens]
        self.is_thing = is_thing
        self.words = {name: frozenset(map(str, each)) for name, each in tables("strangers").items()}
        self.deeds = tables("deeds")

    def spans(self) -> Iterator[tuple[int, int]]:
        """First and last of the words of each; a noun before the name belongs to it in English ("bell ringers")."""
        for number in range(len(self.tokens)):
            if self._may_be_somebody(number) and self._is_told(number):
                yield self._from(number), number + 1

    def _from(self, number: int) -> int:
        before = number - 1
        joined = (
            self.language == "en"
            and self._may_be_somebody(before)
            and self.tokens[before].lemma == self.folded[before]
            and not self.is_thing(self.tokens, before)
            and deed(self.folded[before], "en") is None
        )
        return before if joined else number

    def _may_be_somebody(self, number: int) -> bool:
        if not 0 <= number < len(self.tokens) or not self.tokens[number].is_word:
            return False
        token, words, people = self.tokens[number], vocabulary(self.language), tables("people")
        if (known := actor_at(self.tokens, number, self.language)) is not None:
            return known.key not in NOT_PEOPLE
        if not token.lemma.isalpha() or (len(token.lemma) < 3 and not token.text.isupper()):
            return False
        plain = {token.folded, token.lemma}
        taken = (words.stop, words.tags, words.containers, words.verbs, words.quantities, words.periods, words.views)
        if any(plain & set(group) for group in taken) or plain & {*people["never"], *people["not_people"]}:
            return False
        if any(is_field_word(word) for word in plain) or plain & self.words["never"]:
            return False
        if words.noun_class.get(token.lemma, "person") not in ("person", "group"):
            return False
        kinds = {kind_of(token.folded, self.language), kind_of(token.lemma, self.language)}
        return not kinds & set(_NO_NAMES)

    # --- the constructions ---------------------------------------------------------------------------------------

    def _is_told(self, number: int) -> bool:
        if self.is_thing(self.tokens, number):  # "cada huerta (nombre, plazas) acepta socios"
            return self._looks(number) or self._is_listed(number) or self._tells_story(number)
        return (
            self._acts(number)
            or self._is_let(number)
            or self._is_only_one(number)
            or self._is_writer(number)
            or self._is_behind(number)
            or self._is_listed(number)
            or self._heads_deeds(number)
            or self._has_own(number)
            or self._tells_story(number)
        )

    def _acts(self, number: int) -> bool:
        """ "el sumiller las aprueba", "only wardens may see", "jefes que las revisan", "wardens who check them"."""
        after = number + 1 + (self._word(number + 1) == "," and self._word(number + 2) in ("who", "quienes"))
        if not self._opens(number) and not (self._word(after) in ("who", "quienes") and self._is_plural(number)):
            return False
        clause = self._word(after) in ("que", "who", "quien", "quienes")
        if clause:
            after += 1
        light = after
        while self._word(light) in self.words["light"]:
            light += 1
        if self._word(light) == "se":
            among = self._word(number - 1) == "entre" and self._is_deed(
                light + 1
            )  # "entre luthiers no se ven las fichas"
            return among or self._word(light + 1) in self.words["reflexive"]
        if self._word(light) in ("tiene", "tienen", "has", "have") and self._word(light + 1) in ("acceso", "access"):
            return True
        if clause and light == after and self._word(after - 1) == "que" and not self._is_had(number):
            return False  # "vinilos que ven los socios"
        if self._word(light) in self.words["can"]:
            many = self.tokens[number].lemma != self.folded[number]
            agrees = self.language == "en" or self._word(light).endswith("n") == many  # "las actas las puede ver …"
            said = any(self._is_deed(n) for n in range(light + 1, light + 4)) or self._word(light + 1) == ""
            return agrees and said
        found = self._deed(light)
        pronoun = bool({"lo", "la", "los", "las"} & set(self.folded[after:light]))
        sure = light > after and not pronoun  # "los luthiers solo consultan …"
        return found is not None and self._agrees(number, light, found, pronoun=pronoun, sure=sure)

    def _is_only_one(self, number: int) -> bool:
        """ "el luthier es el único que puede crear", "the warden is the only one who can add"."""
        after = self.folded[number + 2 : number + 6]
        being = self._word(number + 1) in ("es", "son", "is", "are")
        return being and bool(set(after) & set(self.deeds["only"])) and self._opens(number)

    def _is_writer(self, number: int) -> bool:
        """ "yo, el director, edito", "we are eleven volunteers"; in "somos una clínica" the house writes."""
        token = self.tokens[number]
        houses = {*vocabulary(self.language).places, *tables("personal")["houses"]}
        return not {token.folded, token.lemma} & houses and writes(self.folded, self._from(number))

    def _looks(self, number: int) -> bool:
        """ "cada hortelano ve lo suyo": only people look at something."""
        near = [found for at in range(number + 1, number + 4) if (found := self._deed(at)) is not None]
        looks = any(found.kind == "see" and found.base not in self.words["by_itself"] for found in near)
        return looks and self._acts(number)

    def _is_let(self, number: int) -> bool:
        """ "I want the warden to be able to check", "let squires see"."""
        wants = self.words["letting"] & set(self.folded[max(0, number - 5) : number])
        to = self._word(number + 1) == "to" or "let" in wants
        return bool(wants) and to and any(self._is_deed(at) for at in range(number + 1, number + 6))

    def _opens(self, number: int) -> bool:
        """Whether a subject may begin there: with an article, or without one in the plural or the English singular."""
        before = self._word(self._from(number) - 1)
        listed = actor_at(self.tokens, number, self.language) is not None
        many = listed or self.tokens[number].lemma != self.folded[number]
        article = before in self.words["articles"] or before in self.deeds["only"]
        return article or (many and (before in self.words["before_plural"] or self._from(number) == 0))

    def _is_had(self, number: int) -> bool:
        return bool(self.words["having"] & set(self.folded[max(0, number - 6) : number]))

    def _agrees(self, number: int, verb: int, found: Deed, *, pronoun: bool, sure: bool = False) -> bool:
        """A finite form of the right number, of a deed that things do not do by themselves."""
        word, many = self.folded[verb], self.tokens[number].lemma != self.folded[number]
        by_itself = found.base in self.words["by_itself"] and word not in self.words["enters"]
        if by_itself and many and self.folded[verb : verb + 2] == ["look", "at"]:
            by_itself = False
        if by_itself and many and any(self._is_thing(n) for n in (verb + 1, verb + 2)):
            by_itself = False  # "los feriantes suben vinilos"
        if found.infinitive or found.first or by_itself:
            return False
        if self.language == "en":
            return word == found.base if many else word.endswith("s") and word != found.base
        if pronoun and self._word(verb + 1) in ("el", "la", "los", "las", "mi", "nuestra", "nuestro", "solo"):
            return False  # "la comanda la toma el mesero"
        return word.endswith("n") == many and (found.surely or pronoun or sure or self._leads_on(verb + 1))

    def _is_plural(self, number: int) -> bool:
        return self.tokens[number].lemma != self.folded[number]

    def _is_thing(self, number: int) -> bool:
        return number < len(self.tokens) and bool(self.is_thing(self.tokens, number))

    def _leads_on(self, number: int) -> bool:
        """Behind a form that is a noun as well ("registra"): an object."""
        return self._word(number) in self.words["articles"] | {"a", "lo", "todo", "sus", "su", "que", "y", "cada"} or (
            number < len(self.tokens) and self.tokens[number].lemma != self.folded[number]
        )

    def _is_behind(self, number: int) -> bool:
        """ "las crea el sumiller", "seen by a warden", "nadie más que el luthier", "cosa de los luthiers"."""
        at = self._from(number) - 1
        while self._word(at) in self.words["articles"]:
            at -= 1
        if self.folded[max(0, at - 1) : at + 1] == ["nada", "mas"]:
            return self._is_after_deed(at - 2, only=True)
        if self._is_after_words(at):
            return True
        if self._is_place(number):
            return False
        if self._word(at) in _AGENTS or self._word(at) in self.deeds["only"]:
            return self._is_after_deed(at)
        pronoun = ("lo", "la", "los", "las")
        clitic = self._word(at - 1) in pronoun or (
            self._word(at - 1) in self.words["can"] and self._word(at - 2) in pronoun
        )
        found = self._deed(at)
        plainly = found is not None and not found.infinitive and not found.first
        return self.language == "es" and at < self._from(number) - 1 and plainly and clitic

    def _is_place(self, number: int) -> bool:
        token = self.tokens[number]
        return token.lemma in vocabulary(self.language).places or token.lemma in self.deeds["circles"]

    def _is_after_words(self, at: int) -> bool:
        """ "nobody but", "in charge of it:": whole phrases that somebody follows."""
        before = " " + " ".join(self.folded[max(0, at - 5) : at + 1])
        return any(before.endswith(" " + words) for words in self.words["before"])

    def _is_after_deed(self, at: int, *, only: bool = False) -> bool:
        """ "by" behind a deed, "only" there or at the end of a clause: "solo los luthiers", "visible to wardens"."""
        while self._word(at) in _AGENTS or self._word(at) in self.deeds["only"]:
            only = only or self._word(at) in self.deeds["only"]
            at -= 1
        near = range(max(0, at - 2), at + 1)
        if any(self._is_participle(n) for n in near) or self._word(at) in ("visible", "visibles", "open"):
            return True
        if only and self._word(at) in ("eso", "esto", "that"):
            return True  # "que los socios no borren, eso solo el luthier"
        clitic = {"lo", "la", "los", "las", "se"} & set(self.folded[max(0, at - 3) : at + 1])
        done = bool(clitic) and any(self._is_deed(n) for n in near)  # against "see only the walks of their dogs"
        return only and (at < 0 or not self.tokens[at].is_word or done)

    def _is_participle(self, number: int) -> bool:
        return self._word(number) == "run" or kind_of(self._word(number), self.language) is Kind.PARTICIPLE

    def _is_listed(self, number: int) -> bool:
        """ "Roles: luthier y rapsoda", "kinds of user: wardens and mudlarks (their own)"."""
        colon = next((n for n in range(min(number, 8)) if self.folded[n] == ":"), None)
        if colon is None or not self.words["titles"] & set(self.folded[:colon]):
            return False
        before = self._word(self._from(number) - 1)
        inside = self.folded[colon:number].count("(") > self.folded[colon:number].count(")")
        return not inside and (before in (":", ",", "y", "e", "and", "or", "o", "/", "+"))

    def _heads_deeds(self, number: int) -> bool:
        """ "Luthiers: ver todo", "- Warden: sees their own"."""
        if any(word not in ("-", "•", "*") for word in self.folded[: self._from(number)]):
            return False
        if self._word(number + 1) not in (":", "-", "–", "—"):
            return False
        return any(self._is_deed(n) for n in range(number + 2, number + 4))

    def _has_own(self, number: int) -> bool:
        """ "cada rapsoda, solo las suyas", "a squire only theirs", "a cada feriante le aparecen"."""
        if not self._opens(number):
            return False
        following = self.folded[number + 1 : number + 7]
        told = bool(set(following[:2]) & set(self.deeds["only"]) or following[:1] in (["just"], ["unicamente"]))
        own = any(word in self.deeds["own"] or word in ("theirs", "suyas", "suyos") for word in following)
        comes = self._is_deed(number + 2) or self._word(number + 2) in self.words["comes_to"]
        to_them = self.language == "es" and following[:1] in (["le"], ["les"]) and comes
        return (told and own) or to_them

    def _tells_story(self, number: int) -> bool:
        """ "Como hortelano quiero …", "As a setter I want …"."""
        before = self.folded[: self._from(number)]
        wants = self.words["wanting"] & set(self.folded[number + 1 : number + 5])
        return before[:1] in (["como"], ["as"]) and not set(before[1:]) - self.words["articles"] and bool(wants)

    # --- words ---------------------------------------------------------------------------------------------------

    def _word(self, number: int) -> str:
        return self.folded[number] if 0 <= number < len(self.folded) else ""

    def _deed(self, number: int) -> Deed | None:
        return deed(self._word(number), self.language) or self._enters(number)

    def _enters(self, number: int) -> Deed | None:
        """ "entran", "log in": what only people do, and nobody's rights."""
        word = self._word(number)
        if word not in self.words["enters"]:
            return None
        base = word if self.language == "es" or word in ("log", "sign", "use") else word[:-1]
        return Deed("see", base)

    def _is_deed(self, number: int) -> bool:
        return self._deed(number) is not None
