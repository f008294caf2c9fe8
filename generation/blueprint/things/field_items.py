"""Cuts a list of what is kept of a thing into its items, whatever their words mean.

An item is a noun with what is said of it, or a question ("si trae manchas", "who borrowed it"). The list ends where a
clause of its own begins, where a thing with fields of its own does, and where only whom the app is for is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from generation.blueprint.lexicon import tables
from generation.blueprint.schema import FieldType
from generation.blueprint.things.line import Line
from generation.blueprint.words.field_types import field_type, is_field_word, type_word
from generation.blueprint.words.noun_phrases import noun_phrase
from generation.blueprint.words.speech import Kind, kind_of
from generation.blueprint.words.tokens import Token

_NAMES = frozenset({"noun", "person", "container", "place", "phrase", "number", "privacy"})
_LEADS = frozenset({"stop", "own", "sign"})
_OR = frozenset({"o", "u", "or"})
_WITHOUT = frozenset({"sin", "without"})
_MINE = frozenset({"mi", "mis", "my", "our", "nuestro", "nuestra", "nuestros", "nuestras"})
_OPENS = frozenset({"with", "colon", "that", "open"})
_ENDS = _OPENS | {"close", "can", "only", "not"}
_WHICH = frozenset({"for", "prep", "noun", "adj", "stop"})  # "homes for sale or rent with …"
_NOTHING = ("", "of", "stop", "sep")
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

    def __init__(self, line: Line) -> None:
        self.line = line
        self.asking = frozenset(tables("words")["clauses"]["asking"])
        self.also = frozenset(tables("words")["clauses"]["also"])

    def cut(self, start: int, end: int | None = None) -> list[Item]:
        """The items from there on; `end` is where brackets close."""
        limit = len(self.line) if end is None else end
        items: list[Item] = []
        at = start
        while at < limit and len(items) < _LONGEST:
            first = self._past_leads(at, limit)
            item = self._item(first, limit) if first < limit else None
            if self.line.folded(first) in tables("words")["described"]["closing"] and items:
                break
            if item is None or (items and self.line.mark(first - 1) in ("only", "not", "can")):
                break
            if items and self._goes_on_asking(items[-1], item):
                item = Item(items[-1].first, item.last, item.after, asked=True)
                items.pop()
            items.append(item)
            at = item.after
            if self.line.mark(at) != "sep":
                break
        return items

    def _goes_on_asking(self, one: Item, two: Item) -> bool:
        """ "si está pagado, pendiente o devuelto": one question."""
        either = one.asked and self.line.tokens[one.first].folded in ("si", "if", "whether")
        words = [token.folded for token in self.line.tokens[two.first : two.last]]
        return either and len(words) == 3 and words[1] in _OR and self.line.tokens[one.after].text == ","

    def mark(self, number: int) -> str:
        return self.line.marks[number] if 0 <= number < len(self.line) else ""

    def folded(self, number: int) -> str:
        return self.line.tokens[number].folded if 0 <= number < len(self.line.tokens) else ""

    # --- one item ----------------------------------------------------------------------------------------------------

    def _past_leads(self, at: int, limit: int) -> int:
        while at < limit and not self.asks(at) and (self.line.mark(at) == "sep" or self.leads(at)):
            at += 1
        return at

    def leads(self, at: int) -> bool:
        """An article, or "sus respectivos"; a word of no meaning that stands alone is the item itself."""
        if self.ranks(at):
            return False
        if self.line.mark(at) not in _LEADS:
            return self.line.folded(at) in tables("words")["described"]["respective"]
        alone = (
            self.line.mark(at) == "stop" and self.line.folded(at) not in tables("words")["neighbours"]["determiners"]
        )
        behind = self.line.mark(at - 1) in ("sep", "stop", "open", "with", "colon")
        return not (alone and behind and self.line.mark(at + 1) in ("sep", "close", "open", "prep", "of", ""))

    def asks(self, at: int) -> bool:
        """Whether a question begins there: "qué es", "de qué cliente es", "how many fit in"."""
        if self.line.mark(at) in ("prep", "of", "with", "for") or self.line.folded(at) == "a":
            named = self.line.folded(at + 1) == "nombre" and self.line.folded(at + 2) == "de"  # "a nombre de quién va"
            return self._asks(at + 3 if named else at + 1)
        return self._asks(at)

    def _asks(self, at: int) -> bool:
        word = self.line.tokens[at].text.lower() if at < len(self.line.tokens) else ""
        if word not in self.asking and not (word in ("que", "k") and self.line.language == "es"):
            return False
        if word in ("que", "q", "k") and "can" in (self.line.mark(at + 1), self.line.mark(at + 2)):
            return False  # "y que se puedan reservar mesas"
        if word in ("que", "q", "k"):  # no accent: "que falla tiene", against "que paga"
            if self.line.mark(at + 1) == "verb" and self.line.mark(at + 2) in ("verb", "with"):
                return True  # "que falla tiene"
            return self.line.mark(at + 1) == "noun" or self.line.folded(at + 1) in ("es", "le", "se", "hay", "era")
        return self.line.mark(at + 1) not in ("", "sep", "close") or word in tables("fields")["alone"]

    def ranks(self, at: int) -> bool:
        """ "próxima limpieza": no article, but part of the name."""
        return self.line.folded(at) in tables("words")["next_or_last"]

    def _item(self, first: int, limit: int) -> Item | None:
        if self.asks(first):
            return self._question(first, limit)
        if (either := self._with_or_without(first, limit)) is not None:
            return either
        if self._is_clause(first, limit):
            return None
        last = self._end_of_name(first, limit)
        if last is None or last == first:
            return None
        if self.line.mark(last) == "that" and self.line.mark(last - 1) == "of":
            last = self._end_of_clause(last, limit)  # "el nombre de quien recibe"
        behind = last
        which = self.line.mark(last) == "prep" and self.line.mark(last + 1) == "that"  # "fecha en que lo necesita"
        if last < limit and (
            which or self.line.mark(last) in ("that", "verb") or self.line.folded(last) in ("si", "if")
        ):
            behind = self._end_of_clause(last, limit)  # "el tiempo que tardó el grupo"
        return self._with_said(first, last, behind, limit)

    def _with_or_without(self, first: int, limit: int) -> Item | None:
        """ "con o sin patrón", "con luz o sin luz", "lift or no lift": there or not."""
        at = first + (self.line.mark(first) == "with")
        named = self.line.mark(at) in ("noun", "adj")
        joined = at + named
        if self.line.folded(joined) not in _OR or self.line.mark(joined + 1) != "not":
            return None
        again = joined + 2
        thing = at if named else again
        said = self.line.folded(thing) == self.line.folded(again) and self.line.mark(again) in ("noun", "adj")
        return Item(thing, thing + 1, again + 1, said=(joined, again)) if said and again < limit else None

    def _question(self, first: int, limit: int) -> Item:
        either = self.line.tokens[first].folded in ("si", "if", "whether")
        at = first + 1
        while at < limit and self.line.mark(at) not in ("open", "close", "colon"):
            if self.line.mark(at) == "sep" and not (either and self.line.folded(at) in _OR):
                break
            at += 1
        item = self._with_said(first, at, at, limit)
        return Item(item.first, item.last, item.after, asked=True, said=item.said)

    def _with_said(self, first: int, last: int, behind: int, limit: int) -> Item:
        if self.line.mark(behind) == "sep" and self.line.mark(behind + 1) == "not" and self.line.folded(behind) in _OR:
            return Item(first, last, behind + 2, said=(behind, behind + 2))  # "seen or not"
        if self.line.mark(behind) == "open" and behind < limit:
            close = next((n for n in range(behind, limit) if self.line.marks[n] == "close"), limit)
            return Item(first, last, min(close + 1, limit), said=(behind + 1, close))
        opener = self._one_of(behind)
        if (opener >= 0 or self.line.mark(behind) == "colon") and (
            end := self._end_of_choices(max(opener, behind), limit)
        ):
            return Item(first, last, end, said=(max(opener, behind) + 1, end))
        return Item(first, last, behind)

    def _one_of(self, behind: int) -> int:
        """Where the choices begin behind "a tier, one of bronze, silver or gold"; -1 where none are offered so."""
        at = behind + (self.line.mark(behind) == "sep")
        if self.line.folded(at) in ("either", "entre", "between"):
            return at
        one = self.line.folded(at) in ("one", "uno", "una", "any") and self.line.mark(at + 1) == "of"
        return at + 1 if one else -1

    def _end_of_choices(self, colon: int, limit: int) -> int:
        """ "nivel: fácil, medio o difícil, precio": to the one behind "o", or to the end of the last item."""
        last_or = next((n for n in range(colon + 2, min(colon + 16, limit - 1)) if self.line.folded(n) in _OR), 0)
        plain = {"sep", "noun", "adj", "stop", "verb", "person", "number", "prep", "phrase", "container"}
        if last_or and set(self.line.marks[colon + 1 : last_or]) <= plain:
            end = last_or + 1
            while end < limit and self.line.mark(end) in ("noun", "adj", "stop", "verb", "person", "number", "prep"):
                end += 1
            return end
        stop = next((n for n in range(colon, limit) if self.line.tokens[n].text == ";"), limit)
        if stop < limit and set(self.line.marks[colon + 1 : stop]) <= plain:
            return stop  # "(nivel: inicial, medio; profesor, hora)"
        joined = any(self.line.folded(n) in ("y", "e", "and") for n in range(max(0, colon - 5), colon))
        rest = set(self.line.marks[colon + 1 : limit])
        return limit if joined and "sep" in rest and rest <= plain | {"of"} else 0

    def _end_of_name(self, first: int, limit: int) -> int | None:
        """The end of a noun item; None where it turns out to be a clause or a thing with fields of its own."""
        at = first
        named = False
        while at < limit:
            mark = self.line.marks[at]
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
        """ "a link to their CV", "1 to 5 stars", "pisos sin elevador"."""
        if self.line.mark(at) == "not":
            return self.line.folded(at) in _WITHOUT and self.line.mark(at + 1) == "noun"
        both = self.line.folded(at - 1).isdigit() and self.line.folded(at + 1).isdigit()
        the = self.line.mark(at + 1) == "stop" and self.line.mark(at + 2) == "noun"  # "link to the episode"
        named = self.line.mark(at + 1) in ("own", "noun") or (the and self.line.mark(at + 3) in ("", "sep", "close"))
        return self.line.folded(at) == "to" and (both or named)

    def _stops(self, first: int, at: int, limit: int) -> bool:
        """Whether a name goes on no further than here."""
        mark = self.line.marks[at]
        if mark == "belongs":
            return self.line.mark(at + 1) not in ("sep", "close", "")
        if mark == "sep":
            return not self._is_joined(first, at)
        if mark in ("for", "of") and self.line.mark(at + 1) == "each" and self.line.mark(at + 2) in _NOTHING:
            return True  # "… and quantity for each of them"
        if mark in ("for", "prep"):
            return limit == len(self.line) and self.leaves(at)
        return at > first and (self.line.folded(at) in ("si", "if") or self._explains(at))

    def _explains(self, at: int) -> bool:
        """ "texto explicando la causa"."""
        return self.line.mark(at) == "verb" and kind_of(self.line.folded(at), self.line.language) is Kind.GERUND

    def _is_joined(self, first: int, sep: int) -> bool:
        """ "fecha y hora de salida", "presencial u online", "nueva o usada": one item."""
        if self.line.mark(sep + 1) == "not":
            return False
        if self.line.folded(sep) in _OR or self.line.tokens[sep].text == "/":
            return True
        words = " ".join(token.folded for token in self.line.tokens[first : sep + 2])
        return is_field_word(words) and self.line.tokens[sep].text != ","

    def _belongs_to_name(self, at: int, limit: int) -> bool:
        """A word that looks like a verb and ends the item, or says what was done: "fecha entrega", "precio pagado"."""
        ends = at + 1 >= limit or self.line.mark(at + 1) in ("sep", "close", "open", "colon", "of", "prep")
        return ends or kind_of(self.line.folded(at), self.line.language) is Kind.PARTICIPLE

    def _begins_thing(self, first: int, opener: int) -> bool:
        """ "propuestas con título", "the stops day by day: …": a thing with fields of its own is no field."""
        if self.line.mark(first) not in ("noun", "person"):
            return False
        phrase = noun_phrase(self.line.sentence, self.line.marks, first, self.line.language, None)
        chosen = field_type([self.line.tokens[first].lemma], self.line.language) is FieldType.CHOICE
        one = self.line.mark(opener) == "with" and self.line.folded(first - 1) in ("un", "una", "a", "an")
        between = set(self.line.marks[phrase.after : opener])
        which = between <= {*_WHICH, "sep"} and phrase.is_plural
        ors = all(self.line.folded(n) in _OR for n in range(phrase.after, opener) if self.line.mark(n) == "sep")
        near = (
            (which and ors)
            or phrase.after == opener
            or self.line.mark(opener) == "colon"
            or (one and between <= {"prep", "noun", "stop"})
        )
        if self.line.mark(opener) in ("that", "open"):  # "los encargos que me hace: …", but no "fotos (hasta tres)"
            return phrase.after == opener and self.line.mark(opener) == "that" and self.introduces(opener)
        if self.line.mark(opener) == "colon" and self.line.mark(opener + 1) in ("that", "verb", "can"):
            return False  # "repairs with cost - which nobody may see"
        if self.line.mark(opener) == "colon" and not phrase.is_plural:
            return not chosen and not self._end_of_choices(opener, len(self.line))
        return near and not chosen and (phrase.is_plural or one or self.line.mark(first) == "person")

    def introduces(self, that: int) -> bool:
        """Whether a list of its own stands behind the clause: "… que salen hacia cada comedor (fecha, kilos)"."""
        number = next(
            (n for n in range(that, that + _CLAUSE) if self.line.mark(n) in ("colon", "open", "sep", "")), that
        )
        return self.line.mark(number) in ("colon", "open") and self.line.mark(number + 1) != ""

    def _is_clause(self, first: int, limit: int) -> bool:
        """ "…y avisar al cliente", "…y no se borra": something is done there, and nothing is named."""
        ends = self.line.mark(first + 1) in ("sep", "close", "", "open")
        if self.line.mark(first) == "belongs":
            return not ends
        if self.line.mark(first) in ("each", "can", "not", "only", "that", "with", "for", "colon", "close", "open"):
            return True
        if self.line.mark(first) == "prep":
            return self.line.folded(first) not in ("desde", "hasta", "from")
        if self.line.mark(first) != "verb":
            return False
        clitic = self.line.folded(first - 1) in tables("words")["clauses"]["clitics"]
        determined = first > 0 and self.line.mark(first - 1) in ("stop", "own") and not clitic
        alone = first + 1 >= limit or self.line.mark(first + 1) in ("sep", "close", "open", "of", "colon")
        alone = alone or type_word(self.line.folded(first + 1)) is FieldType.BOOLEAN  # "attending yes/no"
        infinitive = self.line.language == "es" and self.line.folded(first).endswith(("ar", "er", "ir", "rse"))
        return infinitive or not (determined or alone)

    def _end_of_clause(self, at: int, limit: int) -> int:
        while at < limit and self.line.mark(at) not in ("sep", "close", "open"):
            at += 1
        return at

    def leaves(self, at: int) -> bool:
        """ "…y raza para una clínica", "…en mi biblioteca": whom or where the app is for, and no part of a field."""
        after = at + 1
        while self.line.mark(after) in ("stop", "own"):
            after += 1
        if self.line.mark(after) in ("place", "container") or self.line.mark(after) in ("verb", "that", "can"):
            return True
        own = any(token.folded in _MINE for token in self.line.tokens[at + 1 : after])
        if self.line.marks[at] == "prep":
            return own
        return after > at + 1 or "sep" not in self.line.marks[after:]


def plain_words(tokens: list[Token]) -> list[str]:
    return [token.folded for token in tokens if token.is_word]


def joined(items: list[Item], tokens: list[Token]) -> set[int]:
    """Numbers of the items whose next one stands behind "y", not behind a comma."""
    return {number for number, (one, two) in enumerate(pairwise(items)) if tokens[one.after].text != "," and two.first}
