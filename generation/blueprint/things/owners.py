"""Finds whose list one is: the thing in front of it, past what only says which, where or for whom."""

from __future__ import annotations

from collections.abc import Collection

from generation.blueprint.lexicon import tables
from generation.blueprint.schema import FieldType
from generation.blueprint.things.acts import act_of, fills, reports
from generation.blueprint.things.field_items import Cutter
from generation.blueprint.things.line import Line
from generation.blueprint.things.openers import opens_at
from generation.blueprint.words.field_types import field_type, is_field_word
from generation.blueprint.words.inflection import is_plural
from generation.blueprint.words.noun_phrases import NounPhrase
from generation.blueprint.words.speech import Kind, kind_of

_NOUNS = ("noun", "person")
_LINKS = ("with", "colon", "open")
_NAMED = frozenset({"noun", "person", "container", "place"})
_NEAR = 12  # words between a thing and the verb that asks for its fields
_DEEP = 3  # complements of one thing
_LIMITS = frozenset({"hasta", "desde", "up"})  # "suben hasta tres fotos con título"
_DETAILS = frozenset({"fields", "details", "data", "info", "information", "datos", "campos"})
_WHEN = frozenset({"after", "before", "tras"})
_BEING = frozenset({"is", "are", "was", "were"})
_OR = frozenset({"o", "u", "or"})
_EACH_ONE = frozenset({("cada", "uno"), ("cada", "una"), ("each", "one")})


class Owners:
    """Questions about a noun phrase and what stands around it; `described`: keys of the things described anywhere."""

    def __init__(self, line: Line, cutter: Cutter, described: Collection[str] = ()) -> None:
        self.line, self.cutter, self.described = line, cutter, described
        self.lists = tables("words")["described"]

    def link_of(self, phrase: NounPhrase) -> int:
        """Behind the phrase, and behind what says where or which: "the stops day by day: …", "lo que entra (…)"."""
        number = opens_at(self.line.tokens, self.line.marks, phrase.after)
        if number > phrase.after:
            return number
        if self.line.mark(number) == "container" and self.holds(number + 1):
            return number + 1  # "the trams list shows …"
        if phrase.numbers[0] == 0 and self.line.mark(number) in ("not", "prep"):  # "RSVP without login: name, song"
            return next((n for n in range(number, number + 5) if self.line.mark(n) == "colon"), number)
        if self.line.mark(number) == "that" and phrase.is_plural and self.cutter.introduces(number):
            return next(n for n in range(number, len(self.line)) if self.line.mark(n) in ("colon", "open"))
        if self.line.mark(number + 1) == "colon" and self._only_says_how(number):
            return number + 1  # "Tram fields: …"
        if (kept := self._kept_as(number) or self._has_later(number) or self._each_of(number)) > 0:
            return kept
        one = self.line.folded(phrase.numbers[0] - 1) in ("un", "una", "a", "an") if phrase.numbers[0] else False
        return (
            self._past_tail(phrase)
            if (phrase.is_plural or one)
            and (self.line.mark(number) in ("prep", "noun") or self.line.folded(number) in _WHEN)
            else number
        )

    def _only_says_how(self, number: int) -> bool:
        """ "Tram fields: …", "Show trams publicly: …"."""
        word = self.line.folded(number)
        how = self.line.mark(number) == "stop" and kind_of(word, self.line.language) is Kind.ADVERB
        return word in _DETAILS or (how and word.endswith(("ly", "mente")))

    def _kept_as(self, number: int) -> int:
        """ "Approvals are separate records with …", "systems are kept in a list: …": behind the word for the rows."""
        if self.line.folded(number) not in ("are", "is", "son", "es", "live", "go"):
            return 0
        for at in range(number + 1, min(number + 6, len(self.line))):
            if self.line.folded(at) in self.lists["rows"] and self.line.mark(at + 1) in ("with", "colon"):
                return at + 1
        return 0

    def _has_later(self, number: int) -> int:
        """ "Trams should have …", "the tram must also have …", "trams come with …"."""
        if self.line.mark(number) != "can" and self.line.folded(number) not in ("come", "comes", "need", "needs"):
            return 0
        at = number + 1
        while self.line.mark(at) == "stop" and self.line.folded(at) in ("also", "all", "always", "each"):
            at += 1
        if self.line.mark(at) == "with" and self.line.folded(at) not in ("get", "receive"):
            return at
        return number if self.line.folded(number) in ("need", "needs") else 0

    def _each_of(self, number: int) -> int:
        """ "peritajes, cada uno de una aseguradora: …", "jobs, each for one clinic: …"."""
        at = number + 1 if self.line.mark(number) == "sep" else number
        if (self.line.folded(at), self.line.folded(at + 1)) not in _EACH_ONE and self.line.folded(at) != "each":
            return 0
        at += 1 if self.line.folded(at) == "each" and self.line.folded(at + 1) != "one" else 2
        if self.line.mark(at) not in ("of", "for", "prep", "on"):
            return 0
        while self.line.mark(at) in ("of", "for", "prep", "stop", "own", "on"):
            at += 1
        behind = self.line.phrase(at).after if self.line.mark(at) in _NOUNS else at + 1
        return behind if self.line.mark(behind) in _LINKS else 0

    def holds(self, at: int) -> bool:
        """ "every tram stores …", "the trams list shows …"."""
        return self.line.mark(at) == "verb" and self.line.folded(at) in self.lists["holds"]

    def _past_tail(self, phrase: NounPhrase) -> int:
        number = phrase.after
        for _ in range(_DEEP):
            start = number
            while self.line.mark(number) in ("prep", "stop", "own", "each") or self.line.folded(number) in _WHEN:
                number += 1
            if self.line.mark(number) not in _NAMED or (
                self.line.mark(number) != "container" and self.cutter.leaves(start)
            ):
                break
            number = self.line.phrase(number).after if self.line.mark(number) in _NOUNS else number + 1
            if self.line.mark(number) in _LINKS:
                return number if self.line.mark(number) != "open" or self.line.mark(start) == "noun" else phrase.after
        return phrase.after

    def qualified(self, phrase: NounPhrase, at: int) -> NounPhrase | None:
        """ "propiedades en venta o alquiler con …" are properties; "para mis colegas: …" describes nobody."""
        number = at
        for _ in range(_DEEP):
            before = number - 1
            while self.line.mark(before) in ("stop", "own", "adj") or (
                self.line.mark(before) == "each" and self.line.mark(before - 1) == "of"
            ):
                before -= 1  # "un parte diario de cada residente (…)"
            if self.line.folded(before - 1) in tables("words")["holders"] and self.line.mark(before - 2) != "noun":
                return phrase  # "una ficha por clienta"
            if self._is_audience(before, number == at, self.line.mark(phrase.after)):
                return self._collected(before) if number == at else None
            further = self._further(before, self.line.mark(phrase.after))
            if further < 0:
                break
            number = further
        return phrase if number == at else self.starting_before(number)

    def _further(self, before: int, link: str) -> int:
        """The noun that the one behind that word only says something of; -1 without one."""
        joined = (
            self.line.mark(before) == "sep" and self.line.folded(before) in _OR and self.line.mark(before - 1) in _NAMED
        )
        if joined or (self.line.mark(before) in ("prep", "of", "for") and self.line.mark(before - 1) in _NOUNS):
            return before - 1
        if self.line.mark(before) == "prep" and link == "open" and (done := self._done_before(before)) >= 0:
            return done
        if (
            (self.line.mark(before) == "with" or self.line.folded(before) == "to")
            and link == "open"
            and self._is_each_thing(before - 1)
        ):
            return before - 1  # "every call with a keeper (date, summary)"
        app = self._app_before(before) if self.line.mark(before) == "of" else -1
        return app - 1 if app >= 0 and self.line.mark(app - 1) == "noun" else -1  # "gastos compartidos de un piso"

    def _done_before(self, prep: int) -> int:
        """ "Analyses are run on a sample (…)": what something is done with; -1 where nothing is."""
        number = prep - 1
        while number > 0 and self.line.mark(number) in ("verb", "stop") and self.line.folded(number) not in _BEING:
            number -= 1
        return number - 1 if self.line.folded(number) in _BEING and self.line.mark(number - 1) in _NOUNS else -1

    def _is_audience(self, before: int, nearest: bool, link: str) -> bool:
        """ "para mis colegas: …", "para mi gimnasio de barrio: …", "en un barrio con …"."""
        named = self.line.mark(before - 1) in _NOUNS
        if self.line.mark(before) == "for":
            return link == "colon" or not named
        if self.line.mark(before) == "prep" and fills(self.line.folded(before - 1), self.line.language):
            return False  # "fills in a request: …"
        if self.line.mark(before) == "prep" and self.line.folded(before) not in _LIMITS:
            return nearest and not named and link != "open"
        app = self._app_before(before) if self.line.mark(before) == "of" else -1
        while app > 0 and self.line.mark(app - 1) in ("stop", "own", "adj"):
            app -= 1
        return app > 0 and self.line.mark(app - 1) in ("for", "prep")

    def _collected(self, link: int) -> NounPhrase | None:
        """ "Tram list for our depot: …", "catálogo de tranvías para mi cochera: …": the rows of what is so called."""
        if self.line.mark(link) != "for":
            return None
        if self.line.mark(link - 1) == "container" and self.line.mark(link - 2) in _NOUNS:
            return self.starting_before(link - 2)
        of_things = self.line.mark(link - 1) == "noun" and self.line.mark(link - 2) == "of"
        return self.line.phrase(link - 1) if of_things and self.line.mark(link - 3) == "container" else None

    def _is_each_thing(self, number: int) -> bool:
        return self.line.mark(number) in _NOUNS and self.line.mark(number - 1) == "each"

    def _app_before(self, of: int) -> int:
        """ "una agencia pequeña de …": the word for an app or a place, -1 without one."""
        number = of - 1
        while self.line.mark(number) in ("stop", "adj"):
            number -= 1
        return number if self.line.mark(number) in ("container", "place") else -1

    def is_choice(self, at: int, link: str = "") -> bool:
        """ "Estados del proyecto: …" lists no fields, and a word for one has none."""
        token = self.line.tokens[at]
        known = token.lemma in self.line.words.noun_class or token.lemma in self.described
        acted = self.line.mark(at - 1) == "stop" and self.line.mark(at - 2) == "verb"
        known = known or (acted and link == "open")  # "administra la medicación (…)"
        if is_field_word(token.folded) and not known and not is_plural(token.text, self.line.language):
            return self.line.domain is None or self.line.domain.entity_for(token.lemma) is None
        return field_type([self.line.tokens[at].lemma], self.line.language) is FieldType.CHOICE

    def is_only_reported(self, owner: NounPhrase) -> bool:
        """ "reportan grietas, goteras y ruidos con foto": the last of the examples of what is reported."""
        number = owner.numbers[0] - 1
        while self.line.mark(number) in ("noun", "adj", "stop", "sep", "prep", "of"):
            number -= 1
        reported = self.line.mark(number) == "verb" and reports(self.line.folded(number), self.line.language)
        listed = "sep" in self.line.marks[number : owner.numbers[0]]
        return reported and listed and not owner.known(self.line.domain, self.line.words)

    def is_made_for(self, each: int) -> bool:
        """ "un parte diario de cada residente": one thing is written for each of the others."""
        number = each - 2
        while self.line.mark(number) in ("noun", "adj", "container"):
            number -= 1
        made = self.line.mark(each - 1) == "of" and number < each - 2 and self.line.mark(number + 1) == "noun"
        return made and self.line.folded(number) in ("un", "una", "a", "an")

    def offers_choices(self, at: int) -> bool:
        return field_type([self.line.tokens[at].lemma], self.line.language) is FieldType.CHOICE

    def starting_before(self, last: int) -> NounPhrase:
        """The phrase that ends with that noun, by its head: in Spanish the first of its nouns."""
        first = last
        while self.line.mark(first - 1) == "noun":
            first -= 1
        return self.line.phrase(first)

    def brought_up(self, verb: int) -> NounPhrase | None:
        """ "Cuando llega una X se anota …": the thing with an article named last, if this sentence names one."""
        for number in range(verb - 1, max(0, verb - _NEAR), -1):
            determined = self.line.folded(number - 1) in tables("words")["neighbours"]["determiners"]
            if (
                self.line.marks[number] in _NOUNS
                and determined
                and self.line.mark(number - 2) not in ("prep", "of", "for")
            ):
                if self._is_acted_upon(number):
                    return None  # "anyone can donate to an appeal, leaving their name": of the donation
                phrase = self.line.phrase(number)
                if self.line.tokens[number].lemma in self.line.words.people and self.line.folded(verb - 1) != "se":
                    return None  # "el visitante pide fecha y deja nombre y correo"
                acts = self.line.words.noun_class.get(phrase.key) == "person"  # "el huésped reserva indicando la fecha"
                return None if acts or is_field_word(phrase.key) else phrase
        return None

    def object_before(self, at: int) -> NounPhrase | None:
        """ "record movements of an item from one bin to another, with …": what the last verb is about."""
        verb = next((n for n in range(at - 1, -1, -1) if self.line.mark(n) == "verb"), -1)
        number = verb + 1
        while self.line.mark(number) in ("stop", "each", "number", "adj"):
            number += 1
        between = set(self.line.marks[number : at - 1])
        plain = verb >= 0 and self.line.mark(number) in _NOUNS and not between & {"sep", "open", "colon", "that"}
        return self.line.phrase(number) if plain and between & {"of", "prep"} else None

    def _is_acted_upon(self, number: int) -> bool:
        """ "donate to an appeal", "donar a una campaña": an act of its own is left behind there."""
        at = number - 1
        while at > 0 and (
            self.line.mark(at) in ("stop", "own", "each", "prep", "adj") or self.line.folded(at) in ("to", "a")
        ):
            at -= 1
        act = act_of(self.line.folded(at), self.line.language)
        domain = self.line.domain
        return act is not None and (act.sure or (domain is not None and domain.entity_for(act.key) is not None))

    def is_filled_in(self, at: int) -> bool:
        """ "pagar con tarjeta dejando su nombre y correo": the list begins behind the verb, not behind "con"."""
        for number in range(at + 1, len(self.line)):
            if self.line.mark(number) in ("sep", "open", "close", "colon"):
                return False
            gerund = kind_of(self.line.folded(number), self.line.language) is Kind.GERUND
            if gerund and fills(self.line.folded(number), self.line.language):
                return True
        return False

    def only_shows(self, owner: NounPhrase) -> bool:
        """ "un panel con cuántos van abiertos": a view of other things."""
        known = self.line.domain is not None and self.line.domain.entity_for(owner.head_word) is not None
        return owner.head_word in self.line.words.views and not known

    def is_nobody(self, phrase: NounPhrase) -> bool:
        return phrase.key in self.line.words.never_kept and phrase.key not in tables("words")["anybody"]
