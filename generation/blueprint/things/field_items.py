"""Cuts a list of what is kept of a thing into its items, whatever their words mean.

An item is a noun with what is said of it, or a question ("si trae manchas", "who borrowed it"). The list ends where a
clause of its own begins, where a thing with fields of its own does, and where only whom the app is for is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from generation.blueprint.lexicon import tables
from generation.blueprint.schema import FieldType
from generation.blueprint.words.field_types import field_type, is_field_word, type_word
from generation.blueprint.words.inflection import Language
from generation.blueprint.words.noun_phrases import noun_phrase
from generation.blueprint.words.speech import Kind, kind_of
from generation.blueprint.words.tokens import Sentence, Token

_NAMES = frozenset({"noun", "person", "container", "place", "phrase", "number", "privacy"})
_LEADS = frozenset({"stop", "own", "sign"})
_OR = frozenset({"o", "u", "or"})
_MINE = frozenset({"mi", "mis", "my", "our", "nuestro", "nuestra", "nuestros", "nuestras"})
_OPENS = frozenset({"with", "colon", "that", "open"})
_ENDS = _OPENS | {"close", "can", "only", "not"}
_CLAUSE = 9  # words between a thing and its list
_LONGEST = 60  # items of one list


@dataclass(frozen=True)
class Item:
    """Token numbers, the ends exclusive: of its name, of what stands between brackets or is offered behind a colon."""

    first: int
    last: int
    after: int  # behind everything that belongs to it
    asked: bool = False
    said: tuple[int, int] | None = None  # what brackets hold, or the choices behind a colon


class Cutter:
    """Reads marks and words; writes nothing."""

    def __init__(self, sentence: Sentence, marks: list[str], language: Language) -> None:
        self.sentence, self.tokens, self.marks, self.language = sentence, sentence.tokens, marks, language
        self.asking = frozenset(tables("words")["clauses"]["asking"])
        self.also = frozenset(tables("words")["clauses"]["also"])

    def cut(self, start: int, end: int | None = None) -> list[Item]:
        """The items from there on; `end` is where brackets close."""
        limit = len(self.marks) if end is None else end
        items: list[Item] = []
        at = start
        while at < limit and len(items) < _LONGEST:
            first = self._past_leads(at, limit)
            item = self._item(first, limit) if first < limit else None
            if item is None or (items and self.mark(first - 1) in ("only", "not", "can")):
                break
            if items and self._goes_on_asking(items[-1], item):
                item = Item(items[-1].first, item.last, item.after, asked=True)
                items.pop()
            items.append(item)
            at = item.after
            if self.mark(at) != "sep":
                break
        return items

    def _goes_on_asking(self, one: Item, two: Item) -> bool:
        """ "si está pagado, pendiente o devuelto": one question."""
        either = one.asked and self.tokens[one.first].folded in ("si", "if", "whether")
        words = [token.folded for token in self.tokens[two.first : two.last]]
        return either and len(words) == 3 and words[1] in _OR and self.tokens[one.after].text == ","

    def mark(self, number: int) -> str:
        return self.marks[number] if 0 <= number < len(self.marks) else ""

    def folded(self, number: int) -> str:
        return self.tokens[number].folded if 0 <= number < len(self.tokens) else ""

    # --- one item ----------------------------------------------------------------------------------------------------

    def _past_leads(self, at: int, limit: int) -> int:
        while at < limit and not self.asks(at) and (self.mark(at) == "sep" or self._leads(at)):
            at += 1
        return at

    def _leads(self, at: int) -> bool:
        """An article, or "sus respectivos"; a word of no meaning that stands alone is the item itself."""
        if self._ranks(at):
            return False
        if self.mark(at) not in _LEADS:
            return self.folded(at) in tables("words")["described"]["respective"]
        alone = self.mark(at) == "stop" and self.folded(at) not in tables("words")["neighbours"]["determiners"]
        behind = self.mark(at - 1) in ("sep", "stop", "open", "with", "colon")
        return not (alone and behind and self.mark(at + 1) in ("sep", "close", "open", "prep", "of", ""))

    def asks(self, at: int) -> bool:
        """Whether a question begins there: "qué es", "de qué cliente es", "how many fit in"."""
        if self.mark(at) in ("prep", "of", "with", "for") or self.folded(at) == "a":
            named = self.folded(at + 1) == "nombre" and self.folded(at + 2) == "de"  # "a nombre de quién va"
            return self._asks(at + 3 if named else at + 1)
        return self._asks(at)

    def _asks(self, at: int) -> bool:
        word = self.tokens[at].text.lower() if at < len(self.tokens) else ""
        if word not in self.asking and not (word in ("que", "k") and self.language == "es"):
            return False
        if word in ("que", "q", "k"):  # no accent: "que falla tiene", against "que paga"
            if self.mark(at + 1) == "verb" and self.mark(at + 2) in ("verb", "with"):
                return True  # "que falla tiene"
            return self.mark(at + 1) == "noun" or self.folded(at + 1) in ("es", "le", "se")
        return self.mark(at + 1) not in ("", "sep", "close") or word in tables("fields")["alone"]

    def _ranks(self, at: int) -> bool:
        """ "próxima limpieza": no article, but part of the name."""
        return self.folded(at) in tables("words")["next_or_last"]

    def _item(self, first: int, limit: int) -> Item | None:
        if self.asks(first):
            return self._question(first, limit)
        if self._is_clause(first, limit):
            return None
        last = self._end_of_name(first, limit)
        if last is None or last == first:
            return None
        behind = last
        which = self.mark(last) == "prep" and self.mark(last + 1) == "that"  # "fecha en que lo necesita"
        if last < limit and (which or self.mark(last) in ("that", "verb") or self.folded(last) in ("si", "if")):
            behind = self._end_of_clause(last, limit)  # "el tiempo que tardó el grupo"
        return self._with_said(first, last, behind, limit)

    def _question(self, first: int, limit: int) -> Item:
        either = self.tokens[first].folded in ("si", "if", "whether")
        at = first + 1
        while at < limit and self.mark(at) not in ("open", "close", "colon"):
            if self.mark(at) == "sep" and not (either and self.folded(at) in _OR):
                break
            at += 1
        item = self._with_said(first, at, at, limit)
        return Item(item.first, item.last, item.after, asked=True, said=item.said)

    def _with_said(self, first: int, last: int, behind: int, limit: int) -> Item:
        if self.mark(behind) == "sep" and self.mark(behind + 1) == "not" and self.folded(behind) in _OR:
            return Item(first, last, behind + 2, said=(behind, behind + 2))  # "seen or not"
        if self.mark(behind) == "open" and behind < limit:
            close = next((n for n in range(behind, limit) if self.marks[n] == "close"), limit)
            return Item(first, last, min(close + 1, limit), said=(behind + 1, close))
        opener = self._one_of(behind)
        if (opener >= 0 or self.mark(behind) == "colon") and (end := self._end_of_choices(max(opener, behind), limit)):
            return Item(first, last, end, said=(max(opener, behind) + 1, end))
        return Item(first, last, behind)

    def _one_of(self, behind: int) -> int:
        """Where the choices begin behind "a tier, one of bronze, silver or gold"; -1 where none are offered so."""
        at = behind + (self.mark(behind) == "sep")
        if self.folded(at) in ("either", "entre", "between"):
            return at
        one = self.folded(at) in ("one", "uno", "una", "any") and self.mark(at + 1) == "of"
        return at + 1 if one else -1

    def _end_of_choices(self, colon: int, limit: int) -> int:
        """ "nivel: fácil, medio o difícil, precio": to the one behind "o", or to the end of the last item."""
        last_or = next((n for n in range(colon + 2, min(colon + 16, limit - 1)) if self.folded(n) in _OR), 0)
        plain = {"sep", "noun", "adj", "stop", "verb", "person", "number", "prep", "phrase", "container"}
        if last_or and set(self.marks[colon + 1 : last_or]) <= plain:
            end = last_or + 1
            while end < limit and self.mark(end) in ("noun", "adj", "stop", "verb", "person", "number", "prep"):
                end += 1
            return end
        stop = next((n for n in range(colon, limit) if self.tokens[n].text == ";"), limit)
        if stop < limit and set(self.marks[colon + 1 : stop]) <= plain:
            return stop  # "(nivel: inicial, medio; profesor, hora)"
        joined = any(self.folded(n) in ("y", "e", "and") for n in range(max(0, colon - 5), colon))
        rest = set(self.marks[colon + 1 : limit])
        return limit if joined and "sep" in rest and rest <= plain | {"of"} else 0

    def _end_of_name(self, first: int, limit: int) -> int | None:
        """The end of a noun item; None where it turns out to be a clause or a thing with fields of its own."""
        at = first
        named = False
        while at < limit:
            mark = self.marks[at]
            if mark in _OPENS and self._begins_thing(first, at):
                return None
            if (mark in _ENDS and not self._leads_on(at)) or self._stops(first, at, limit):
                break
            if mark == "verb" and at > first and named and not self._belongs_to_name(at, limit):
                return None  # "los pasajeros piden asiento"
            named = named or mark in _NAMES or mark in ("adj", "verb") or at == first
            at += 1
        return at if named else None

    def _leads_on(self, at: int) -> bool:
        """ "a link to their CV"."""
        return self.folded(at) == "to" and self.mark(at + 1) in ("own", "noun")

    def _stops(self, first: int, at: int, limit: int) -> bool:
        """Whether a name goes on no further than here."""
        mark = self.marks[at]
        if mark == "belongs":
            return self.mark(at + 1) not in ("sep", "close", "")
        if mark == "sep":
            return not self._is_joined(first, at)
        if mark in ("for", "prep"):
            return limit == len(self.marks) and self.leaves(at)
        return at > first and (self.folded(at) in ("si", "if") or self._explains(at))

    def _explains(self, at: int) -> bool:
        """ "texto explicando la causa"."""
        return self.mark(at) == "verb" and kind_of(self.folded(at), self.language) is Kind.GERUND

    def _is_joined(self, first: int, sep: int) -> bool:
        """ "fecha y hora de salida", "presencial u online", "nueva o usada": one item."""
        if self.mark(sep + 1) == "not":
            return False
        if self.folded(sep) in _OR or self.tokens[sep].text == "/":
            return True
        words = " ".join(token.folded for token in self.tokens[first : sep + 2])
        return is_field_word(words) and self.tokens[sep].text != ","

    def _belongs_to_name(self, at: int, limit: int) -> bool:
        """A word that looks like a verb and ends the item, or says what was done: "fecha entrega", "precio pagado"."""
        ends = at + 1 >= limit or self.mark(at + 1) in ("sep", "close", "open", "colon", "of", "prep")
        return ends or kind_of(self.folded(at), self.language) is Kind.PARTICIPLE

    def _begins_thing(self, first: int, opener: int) -> bool:
        """ "propuestas con título", "the stops day by day: …": a thing with fields of its own is no field."""
        if self.mark(first) not in ("noun", "person"):
            return False
        phrase = noun_phrase(self.sentence, self.marks, first, self.language, None)
        chosen = field_type([self.tokens[first].lemma], self.language) is FieldType.CHOICE
        one = self.mark(opener) == "with" and self.folded(first - 1) in ("un", "una", "a", "an")
        between = set(self.marks[phrase.after : opener])
        near = phrase.after == opener or self.mark(opener) == "colon" or (one and between <= {"prep", "noun", "stop"})
        if self.mark(opener) in ("that", "open"):  # "los encargos que me hace: …", but no "fotos (hasta tres)"
            return phrase.after == opener and self.mark(opener) == "that" and self._introduces(opener)
        if self.mark(opener) == "colon" and not phrase.is_plural:
            return not chosen and not self._end_of_choices(opener, len(self.marks))
        return near and not chosen and (phrase.is_plural or one or self.mark(first) == "person")

    def _introduces(self, that: int) -> bool:
        """Whether a list of its own stands behind the clause: "… que salen hacia cada comedor (fecha, kilos)"."""
        number = next((n for n in range(that, that + _CLAUSE) if self.mark(n) in ("colon", "open", "sep", "")), that)
        return self.mark(number) in ("colon", "open") and self.mark(number + 1) != ""

    def _is_clause(self, first: int, limit: int) -> bool:
        """ "…y avisar al cliente", "…y no se borra": something is done there, and nothing is named."""
        ends = self.mark(first + 1) in ("sep", "close", "", "open")
        if self.mark(first) == "belongs":
            return not ends
        if self.mark(first) in ("each", "can", "not", "only", "that", "with", "for", "colon", "close", "open"):
            return True
        if self.mark(first) == "prep":
            return self.folded(first) not in ("desde", "hasta", "from")
        if self.mark(first) != "verb":
            return False
        clitic = self.folded(first - 1) in tables("words")["clauses"]["clitics"]
        determined = first > 0 and self.mark(first - 1) in ("stop", "own") and not clitic
        alone = first + 1 >= limit or self.mark(first + 1) in ("sep", "close", "open", "of", "colon")
        alone = alone or type_word(self.folded(first + 1)) is FieldType.BOOLEAN  # "attending yes/no"
        infinitive = self.language == "es" and self.folded(first).endswith(("ar", "er", "ir", "rse"))
        return infinitive or not (determined or alone)

    def _end_of_clause(self, at: int, limit: int) -> int:
        while at < limit and self.mark(at) not in ("sep", "close", "open"):
            at += 1
        return at

    def leaves(self, at: int) -> bool:
        """ "…y raza para una clínica", "…en mi biblioteca": whom or where the app is for, and no part of a field."""
        after = at + 1
        while self.mark(after) in ("stop", "own"):
            after += 1
        if self.mark(after) in ("place", "container") or self.mark(after) in ("verb", "that", "can"):
            return True
        own = any(token.folded in _MINE for token in self.tokens[at + 1 : after])
        if self.marks[at] == "prep":
            return own
        return after > at + 1 or "sep" not in self.marks[after:]


def plain_words(tokens: list[Token]) -> list[str]:
    return [token.folded for token in tokens if token.is_word]


def joined(items: list[Item], tokens: list[Token]) -> set[int]:
    """Numbers of the items whose next one stands behind "y", not behind a comma."""
    return {number for number, (one, two) in enumerate(pairwise(items)) if tokens[one.after].text != "," and two.first}
