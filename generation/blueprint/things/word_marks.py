"""Settles, by the words beside it, whether an unknown word is a thing, a verb, or only says what something is like.

Takes marks in which every word that no list knows is a noun; gives verbs, adjectives and the words that name nothing
their own. A word that the lexicon or the domain knows as a thing or a field stays one, except behind a pronoun.
"""

from __future__ import annotations

import re

from generation.blueprint.lexicon import tables
from generation.blueprint.words.domains import Domain
from generation.blueprint.words.field_types import is_field_word
from generation.blueprint.words.inflection import Language, fold, is_irregular_noun, is_plural
from generation.blueprint.words.noun_phrases import classifies
from generation.blueprint.words.speech import Kind, kind_of
from generation.blueprint.words.tokens import Token
from generation.blueprint.words.vocabulary import vocabulary

_PLURAL_FORM = re.compile(r"(?:[aei]mos|[ae]n|ron)$")  # nobody takes "la aprobemos" for an article and a thing
_TITLE = 5  # words before which a text says what it asks for
_OBJECTS = frozenset({"it", "them", "him", "us", "me"})
_LISTS = ("sep", "with", "open", "colon")


def settle(tokens: list[Token], marks: list[str], language: Language, domain: Domain | None) -> None:
    """Changes the marks of unknown words in place, from the first to the last."""
    settler = _Settler(tokens, marks, language, domain)
    for number, mark in enumerate(marks):
        if mark == "noun" and settler.is_account(number):
            marks[number] = "stop"
        elif mark == "noun" and not tokens[number].folded.isdigit():
            marks[number] = settler.spanish(number) if language == "es" else settler.english(number)


class _Settler:
    def __init__(self, tokens: list[Token], marks: list[str], language: Language, domain: Domain | None) -> None:
        self.tokens, self.marks, self.language, self.domain = tokens, marks, language, domain
        self.words, self.near = vocabulary(language), tables("words")["neighbours"]

    def is_account(self, number: int) -> bool:
        """ "quien tiene cuenta", "without an account": how people get in, unless something is said of the account."""
        known = tables("words")["clauses"]["accounts"]
        described = self._mark(number + 1) in ("with", "open") and self._folded(number - 1) in ("una", "an", "su")
        if self._pays(number):
            return True
        if self.tokens[number].folded not in known["words"] or described:
            return False
        return self._folded(number - 1) in known["before"]

    def _pays(self, number: int) -> bool:
        """ "Paying online with a card", "pagan en efectivo": how, and no thing."""
        near = [self._folded(n) for n in range(max(0, number - 5), number)]
        means = self._folded(number) in tables("words")["clauses"]["means"]
        return (
            means
            and self._folded(number - 1) in ("with", "by", "in", "a", "con", "en", "or", "o")
            and any(word.startswith(("pay", "paid", "pag")) for word in near)
        )

    # --- Spanish -----------------------------------------------------------------------------------------------------

    def spanish(self, number: int) -> str:
        kind = kind_of(self.tokens[number].folded, "es")
        if self._is_told_to_you(number) or (self._says_who(number - 1) and kind in (Kind.VERB, Kind.MAYBE)):
            return "verb"
        if self._says_which_app(number):
            return "adj"
        if kind is Kind.UNKNOWN:
            return "noun"
        if self._does_it(number):
            return "verb" if kind in (Kind.VERB, Kind.MAYBE) else "noun"
        return "noun" if self._is_known(number) else self._spanish_unknown(number, kind)

    def _says_who(self, number: int) -> bool:
        """ "él anota el producto"."""
        return number >= 0 and self.tokens[number].text.lower() in ("él", "ella", "ellos", "ellas", "yo", "usted")

    def _is_told_to_you(self, number: int) -> bool:
        """ "subís el archivo", "elegís material": how one speaks to a friend in the south."""
        text = self.tokens[number].text.lower()
        stem = fold(text)[:-2]
        if text.endswith("ís"):
            return len(text) > 4 and text != "país"
        ending = {"ás": "ar", "és": "er"}.get(text[-2:])
        return ending is not None and kind_of(stem + ending, "es") is Kind.VERB and len(text) > 4

    def _says_which_app(self, number: int) -> bool:
        """ "Wiki interna", "un recetario familiar": right behind what the app is called, before what it has."""
        opening = number < _TITLE and self._mark(number - 1) == "container" and self._mark(number - 2) in ("", "stop")
        single = self.tokens[number].folded == self.tokens[number].lemma and not self._is_known(number)
        return opening and single and self._mark(number + 1) in ("with", "of", "for", "colon", "sep", "that", "")

    def _spanish_unknown(self, number: int, kind: Kind) -> str:
        if kind is Kind.ADVERB:
            return "stop"
        if kind in (Kind.PARTICIPLE, Kind.ADJECTIVE):
            return "noun" if self._mark(number - 1) == "each" else self._spanish_adjective(number)
        word = self.tokens[number].folded
        if kind is Kind.MAYBE:
            return "verb" if self._takes_something(number) else "noun"
        if kind is Kind.GERUND or _PLURAL_FORM.search(word):
            return "verb"
        return self._spanish_verb(number)

    def _spanish_verb(self, number: int) -> str:
        """ "al entrar" says when; "(patente, modelo, año)" and "la siembra" name things."""
        word = self.tokens[number].folded
        if word.endswith(("ar", "er", "ir")) and self._folded(number - 1) == "al":
            return "stop"
        determined = self._folded(number - 1) in self.near["es_articles"]
        listed = self._mark(number - 1) in _LISTS and self._mark(number + 1) in ("sep", "close")
        if listed and not word.endswith(("ar", "er", "ir", "rse")) and self._mark(number - 1) in ("open", "sep"):
            return "noun"  # "(patente, modelo, año)"
        return "noun" if determined and not word.endswith(("ar", "er", "ir", "rse")) else "verb"

    def _takes_something(self, number: int) -> bool:
        """ "…y paga una señal": no thing stands right before an article."""
        opened = self._folded(number - 1) not in self.near["es_articles"] and self._mark(number - 1) not in (
            "of",
            "with",
        )
        one = not self.tokens[number].folded.endswith("s")
        return opened and one and self._folded(number + 1) in self.near["es_objects"]

    def _does_it(self, number: int) -> bool:
        """ "se reserva", "le llega", "que reserva el cliente": a verb whatever else the word may be."""
        before = self._folded(number - 1)
        whoever = self._mark(number - 1) == "verb" and self._mark(number - 2) == "that"  # "el que viene reserva"
        if whoever and kind_of(self.tokens[number].folded, "es") in (Kind.VERB, Kind.MAYBE):
            return True
        return before in self.near["es_clitics"] or (
            before in ("no",) and self._mark(number - 2) in ("noun", "person", "that")
        )

    def _spanish_adjective(self, number: int) -> str:
        """Part of the words before it, or of a list of them; else it says how something is."""
        before = self._mark(number - 1)
        if before in ("noun", "person", "place", "container", "number"):
            return "noun"
        if self._folded(number - 1) in self.near["es_being"]:
            return "stop"
        headed = before in ("", "sep") and self._folded(number + 1) in (":", "—", "–", "(")
        if headed and is_plural(self.tokens[number].text, "es"):
            return "noun"  # "Interesados: nombre, teléfono"
        opened = before in ("with", "of", "verb", "own", "number", "each") and self._mark(number + 1) != "noun"
        if opened and is_plural(self.tokens[number].text, "es"):
            return "noun"  # "un club con partidas", "directorio de artesanos"
        return "adj"

    # --- English -----------------------------------------------------------------------------------------------------

    def english(self, number: int) -> str:
        word = self.tokens[number].folded
        kind = kind_of(word, "en")
        if kind is Kind.UNKNOWN:
            return "noun"
        determined = self._mark(number - 1) in ("each", "own", "number", "of", "adj") or (
            self._folded(number - 1) in self.near["en_articles"]
        )
        if kind in (Kind.VERB, Kind.MAYBE) and self._closes_purpose(number):
            return "noun"
        acts = self._does_more(number) or self._is_asked(number) or self._folded(number + 1) in _OBJECTS
        if kind in (Kind.VERB, Kind.MAYBE) and not determined and acts:
            return "verb"  # also "a manager prices it"
        if self._is_known(number):
            return "noun"
        if kind in (Kind.ADVERB, Kind.ADJECTIVE, Kind.PARTICIPLE, Kind.GERUND):
            return self._english_form(number, kind)
        if kind is Kind.MAYBE:
            return "verb" if not determined and self._is_done_to(number) else "noun"
        between = self._mark(number - 1) == "noun" and self._mark(number + 1) == "noun" and not self._agrees(number)
        return "noun" if determined or between or self._is_listed(number) else "verb"

    def _agrees(self, number: int) -> bool:
        """ "each kite gives readings", "bakers deliver loaves": a verb in the number of what stands before it."""
        many = is_plural(self.tokens[number - 1].text, "en")
        third = self.tokens[number].folded.endswith("s")
        each = self._folded(number - 2) in ("each", "every", "a", "an", "one")
        return (many and not third) or (each and not many and third)

    def _english_form(self, number: int, kind: Kind) -> str:
        if kind is Kind.ADVERB:
            return "stop"
        if kind is Kind.ADJECTIVE:
            return self._english_adjective(number)
        return self._english_past(number) if kind is Kind.PARTICIPLE else self._english_gerund(number)

    def _is_done_to(self, number: int) -> bool:
        """ "a lease ties a tenant to a unit", "drivers record every stop and report damage to a van"."""
        word = self.tokens[number].folded
        doer = number - 1
        while self._folded(doer) in ("then", "also", "always", "usually", "only", "often", "just", "sometimes"):
            doer -= 1
        if self._mark(doer) in ("noun", "person"):
            many = is_plural(self.tokens[doer].text, "en")
            after = self._mark(number + 1) in ("noun", "person") and is_plural(self.tokens[number + 1].text, "en")
            apart = after and (doer < number - 1 or self._folded(doer - 1) in ("a", "an", "each", "every"))
            return many != word.endswith("s") and (self._determined(number + 1) or apart)
        before = self.marks[:number]
        goes_on = before[-1:] == ["sep"] and self.tokens[number - 1].text != "," and "verb" in before
        since = before[len(before) - before[::-1].index("verb") :] if goes_on else []
        behind = self._mark(number + 2) in ("prep", "can")
        takes = self._determined(number + 1) or (self._mark(number + 1) == "noun" and behind)
        return goes_on and not {"with", "colon"} & set(since) and takes

    def _does_more(self, number: int) -> bool:
        """ "owners register dogs (name, breed) and book walks: date, time": a thing that is described behind it."""
        joined = self._folded(number - 1) == "and" and self._mark(number + 1) == "noun"
        if not joined or self._mark(number + 2) not in ("colon", "open"):
            return False
        before = _without_brackets(self.marks[:number])
        since = before[len(before) - before[::-1].index("verb") :] if "verb" in before else ["colon"]
        return not {"with", "colon"} & set(since) and is_plural(self.tokens[number + 1].text, "en")

    def _closes_purpose(self, number: int) -> bool:
        """ "a shop for vintage watches: …": the plural that ends what something is for or of; "play = game, date"."""
        if self._folded(number + 1) == "=":
            return True
        start = number - 1
        while start > number - 4 and self._mark(start) in ("noun", "adj", "person"):
            start -= 1
        ends = self._mark(number + 1) in ("", "sep", "close", "open", "with", "colon")
        return ends and self.tokens[number].folded.endswith("s") and self._mark(start) in ("for", "of")

    def _is_listed(self, number: int) -> bool:
        """ "intensity, triggers and duration": a plural between commas that takes nothing."""
        ends = self._mark(number + 1) in ("", "sep", "close", "open", "with", "colon")
        opens = number == 0 or self._mark(number - 1) in (*_LISTS, "verb")
        return self.tokens[number].folded.endswith("s") and opens and ends

    def _is_asked(self, number: int) -> bool:
        """Behind "to", "can", a pronoun, or between who does it and what it is done to."""
        before = self._folded(number - 1)
        if self._mark(number - 1) in ("can", "not") or before in self.near["en_subjects"]:
            return True
        if self._mark(number - 1) != "person":
            return False
        many = is_plural(self.tokens[number - 1].text, "en")
        agrees = many != self.tokens[number].folded.endswith("s")
        return agrees and (self._determined(number + 1) or self._mark(number + 1) in ("noun", "own", "prep"))

    def _english_adjective(self, number: int) -> str:
        following = self._mark(number + 1) in ("noun", "person", "container")
        if self._folded(number + 1) in tables("words")["generic"]:
            return "adj"  # "an internal tool", "a public page"
        return "noun" if following and classifies(self.tokens[number].folded) else "adj"

    def _english_past(self, number: int) -> str:
        """ "price paid" and "treated boards" say which; "a blogger wrote about us" tells what happened."""
        if self._mark(number + 1) in ("noun", "person") and self._mark(number - 1) not in ("person", "noun"):
            return "adj"
        if self._mark(number - 1) in _LISTS and self._folded(number + 1) in ("on", ",", ")", ""):
            return "adj"  # "email, phone, joined on"
        if self._folded(number - 1) in self.near["en_subjects"] or self._determined(number + 1):
            return "verb"
        return "adj" if self._mark(number - 1) == "noun" else "stop"

    def _english_gerund(self, number: int) -> str:
        """ "training", "wine tasting" where they stand like a thing, "managing clients" where they take one."""
        if self._mark(number - 1) == "noun" and not self._determined(number + 1):
            return "noun"
        if self._mark(number + 1) in ("noun", "person"):
            return "noun"  # "hiking clubs"
        if self._determined(number + 1) or self._mark(number + 1) in ("own", "each", "prep"):
            return "verb"
        return "noun" if self._mark(number - 1) in (*_LISTS, "each", "own", "of") else "stop"

    # --- what stands beside it ---------------------------------------------------------------------------------------

    def _is_known(self, number: int) -> bool:
        token = self.tokens[number]
        if self.domain is not None and self.domain.entity_for(token.lemma) is not None:
            return True
        known = token.lemma in self.words.noun_class or is_field_word(token.folded) or is_field_word(token.lemma)
        known = known or token.lemma in tables("fields")["no_participles"]
        return known or is_irregular_noun(token.folded, self.language)

    def _determined(self, number: int) -> bool:
        return self._mark(number) == "own" or self._folded(number) in self.near["determiners"]

    def _mark(self, number: int) -> str:
        return self.marks[number] if 0 <= number < len(self.marks) else ""

    def _folded(self, number: int) -> str:
        return self.tokens[number].folded if 0 <= number < len(self.tokens) else ""


def _without_brackets(marks: list[str]) -> list[str]:
    depth, kept = 0, []
    for mark in marks:
        depth += (mark == "open") - (mark == "close")
        kept += [] if depth or mark == "close" else [mark]
    return kept
