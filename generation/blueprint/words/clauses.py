"""Tells verbs and acting people from things by what stands beside them, where the word lists leave it open.

"los alumnos las entregan": the word behind the pronoun is what the students do, and students are whom the app serves.
"""

from __future__ import annotations

import re

from generation.blueprint.lexicon import tables
from generation.blueprint.words.domains import Domain
from generation.blueprint.words.field_types import is_field_word
from generation.blueprint.words.inflection import Language, is_irregular_noun, is_plural
from generation.blueprint.words.tokens import Sentence
from generation.blueprint.words.vocabulary import vocabulary

_PLURAL_VERB = re.compile(r"(?:an|en|aron|ieron|on)$")
_SINGULAR_VERB = re.compile(r"[aeo]$")
_ARTICLES = ("lo", "la", "los", "las")
_ENCLITIC = re.compile(r"\w{3}(?:ar|er|ir)l[oa]s?$")  # "pasarlo"; "charla" and "perla" have less before it
_TO = ("al", "a")
_PARTICIPLE = re.compile(r"(?:ed|en|wn)$")


def refine(sentence: Sentence, marks: list[str], language: Language, domain: Domain | None) -> list[str]:
    """The marks with finite verbs and the people before them marked as what they are."""
    clause = _Clause(sentence, list(marks), language, domain)
    clause.mark_periods()
    clause.mark_examples()
    if language == "es":
        clause.mark_belonging()
    is_verb = clause.is_spanish_verb if language == "es" else clause.is_english_verb
    for number, found in enumerate(clause.marks):
        if found in ("noun", "container") and is_verb(number):
            clause.marks[number] = "verb"
    for number, found in enumerate(clause.marks):
        if found == "noun" and clause.acts(number):
            clause.marks[number] = "person"
    if language == "en":
        clause.mark_passives()
    clause.mark_visible()
    return clause.marks


class _Clause:
    """Questions about one token and its neighbours."""

    def __init__(self, sentence: Sentence, marks: list[str], language: Language, domain: Domain | None) -> None:
        self.tokens, self.marks, self.language, self.domain = sentence.tokens, marks, language, domain
        self.words, self.lists = vocabulary(language), tables("words")["clauses"]

    def is_spanish_verb(self, number: int) -> bool:
        word = self.tokens[number].folded
        before = self._folded(number - 1)
        if before in self.lists["clitics"] or self._goes_with_a_pronoun(number):
            return True
        if word in self.words.maybe_verbs and self._subject_before(number) > 0 and self._determined(number + 1):
            return self._mark(self._subject_before(number) - 1) in ("each", "stop")
        if self._known_noun(number):
            return False
        many = bool(_PLURAL_VERB.search(word)) and len(word) > 3
        if before in _ARTICLES and self._mark(number - 2) == "person" and not word.endswith("s"):
            return True  # "el administrador las resuelve"
        if before in ("los", "las"):
            return (many or bool(_SINGULAR_VERB.search(word))) and self._is_thing(number - 2)
        if self._mark(number - 1) == "that":
            return many or (bool(_SINGULAR_VERB.search(word)) and self._mark(number + 1) != "noun")
        subject = self._subject_before(number)
        if many:
            return subject >= 0 and is_plural(self.tokens[subject].text, "es")
        return subject >= 0 and self.marks[subject] == "person" and self._is_done_by_one(number, subject)

    def _is_done_by_one(self, number: int, subject: int) -> bool:
        """ "el alumno entrega las tareas", "cada empleado ficha al entrar"."""
        word = self.tokens[number].folded
        where = self._mark(subject - 1) == "each" and word.endswith(("a", "e")) and self._folded(number + 1) in _TO
        return bool(_SINGULAR_VERB.search(word)) and (where or self._determined(number + 1))

    def _goes_with_a_pronoun(self, number: int) -> bool:
        """ "pasarlo", "cuando lo planto", "los fontaneros lo aceptan": against "lo mejor" and "a lo largo"."""
        word = self.tokens[number].folded
        if self._known_noun(number):
            return False
        clause = self._mark(number - 2) in ("that", "noun", "person", "sep")
        after_lo = self._folded(number - 1) == "lo" and clause and bool(re.search(r"(?:an|en|[aeo])$", word))
        return after_lo or bool(_ENCLITIC.search(word))

    def is_english_verb(self, number: int) -> bool:
        token, before = self.tokens[number], self.tokens[number - 1] if number else None
        if self._folded(number + 1) in self.lists["objects"] or self._folded(number - 1) in self.lists["pronouns"]:
            return True
        if before is not None and self._is_verb_of_many(number, before.text):
            return True
        if (
            before is None
            or self.marks[number] != "noun"
            or self.marks[number - 1] != "person"
            or not self._determined(number + 1)
        ):
            return False
        return is_plural(before.text, "en") != is_plural(token.text, "en")

    def _is_verb_of_many(self, number: int, before: str) -> bool:
        """ "walkers log routes": between what does and what is done."""
        token = self.tokens[number]
        if token.folded not in self.words.maybe_verbs or token.folded.endswith(("s", "ing")):
            return False
        done = self._determined(number + 1) or (
            self._mark(number + 1) == "noun" and is_plural(self.tokens[number + 1].text, "en")
        )
        return self._mark(number - 1) in ("noun", "person") and is_plural(before, "en") and done

    def acts(self, number: int) -> bool:
        """An unknown noun that does something: "los apicultores registran…", "each beekeeper sees…"."""
        if self._known_noun(number) or self._mark(number - 1) in ("noun", "of", "verb", "with", "own", "prep"):
            return False
        after = number + 1
        while self._mark(after) in ("only", "not"):
            after += 1
        if self._mark(after) == "can" and self._folded(after) != "to":
            after += 1
            while self._mark(after) in ("only", "not"):
                after += 1
            return self._mark(after) == "verb" and not self._folded(after).endswith("rse")
        return self._mark(after) == "verb" and self._is_finite(after, number)

    def _is_finite(self, verb: int, subject: int) -> bool:
        word = self.tokens[verb].folded
        if word in self.lists["display"]:
            return False
        if self.language == "es":
            return not word.endswith(("r", "ndo", "rse", "rlo", "rla", "rlos", "rlas"))
        many = is_plural(self.tokens[subject].text, "en")
        listed = self._mark(subject - 1) == "sep" and not self._determined(verb + 1)  # "and triagers change their …"
        return not word.endswith("ing") and many != word.endswith("s") and not listed

    def mark_periods(self) -> None:
        """ "cada mes", "every day" say how often, unless something is said of the month itself."""
        for number, token in enumerate(self.tokens):
            if self._mark(number - 1) == "each" and token.folded in self.lists["each_one"]:
                self.marks[number - 1] = self.marks[number] = "stop"
            often = self._mark(number - 1) == "each" and token.lemma in self.lists["periods"]
            of_itself = ("with", "can", "of", "colon") if number > 1 else ("with", "can", "of", "colon", "open", "verb")
            ours = self._folded(number + 1).endswith("mos")  # "cada día anotamos"
            if often and (ours or self._mark(number + 1) not in of_itself):
                self.marks[number - 1] = self.marks[number] = "stop"

    def mark_belonging(self) -> None:
        """ "cada entrega es de un socio": whose it is. "al entrar" says when."""
        for number, token in enumerate(self.tokens):
            if token.folded == "es" and self._folded(number + 1) == "de" and "each" in self.marks[:number]:
                self.marks[number], self.marks[number + 1] = "belongs", "stop"
            when = self._folded(number - 1) == "al" and token.folded.endswith(("ar", "er", "ir"))
            if when and self.marks[number] == "noun" and not self._known_noun(number):
                self.marks[number] = "stop"

    def mark_examples(self) -> None:
        """ "una app como Uber": another app is an example, and neither a name nor a thing."""
        for number, token in enumerate(self.tokens):
            likened = self._folded(number - 1) in self.lists["likened"] and token.text[:1].isupper()
            if likened and self._mark(number) in ("noun", "stop", "container", "verb"):
                self.marks[number] = "example"

    def mark_passives(self) -> None:
        """ "books borrowed by members": no thing called Borrowed."""
        for number, token in enumerate(self.tokens):
            passive = self.marks[number] == "noun" and number and _PARTICIPLE.search(token.folded)
            if passive and self._folded(number + 1) == "by":
                self.marks[number] = "stop"

    def mark_visible(self) -> None:
        """ "visible solo para su autor" says who sees it and is no field."""
        for number, token in enumerate(self.tokens):
            if token.lemma == "visible" and self._mark(number + 1) in ("only", "for", "can"):
                self.marks[number] = "stop"

    def _subject_before(self, number: int) -> int:
        """The thing or person right before, past "solo" and "no"; -1 without one."""
        number -= 1
        while self._mark(number) in ("only", "not"):
            number -= 1
        return number if self._is_thing(number) else -1

    def _known_noun(self, number: int) -> bool:
        token = self.tokens[number]
        if self.domain is not None and self.domain.entity_for(token.lemma) is not None:
            return True
        known = token.lemma in self.words.noun_class or is_field_word(token.folded)
        return known or is_irregular_noun(token.folded, self.language)

    def _determined(self, number: int) -> bool:
        return self._mark(number) in ("own", "only") or self._folded(number) in self.lists["determiners"]

    def _is_thing(self, number: int) -> bool:
        return self._mark(number) in ("noun", "person", "place")

    def _mark(self, number: int) -> str:
        return self.marks[number] if 0 <= number < len(self.marks) else ""

    def _folded(self, number: int) -> str:
        return self.tokens[number].folded if 0 <= number < len(self.tokens) else ""
