"""Finds in sentences the states a row may be in: "pendiente → pagado → enviado", "is open, waiting or closed".

Says which words they are and where; whose states they are is for `workflows.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from generation.blueprint.lexicon import tables
from generation.blueprint.schema import FieldType
from generation.blueprint.words.field_types import field_type
from generation.blueprint.words.inflection import Language, singular
from generation.blueprint.words.tokens import Sentence, Token, written

_QUOTES = frozenset("\"'«»“”‘’")
MOST_ITEMS = 12
MOST_WORDS = 4
_PARTICIPLE = {
    "es": re.compile(r"(?:ad|id|iert|uest|crit|uelt|vist)[oa]s?$|\w{3}(?:ando|iendo)$|^(?:satisf|des)?hech[oa]s?$"),
    "en": re.compile(r"(?:ed|ing|wn|able)$"),
}
_LEADS = {"es": ("en", "por", "sin", "fuera"), "en": ("in", "under", "on", "out", "not", "up", "awaiting")}
_ARTICLES = frozenset(
    {
        "el",
        "la",
        "los",
        "las",
        "un",
        "una",
        "the",
        "a",
        "an",
        "lo",
        "it",
        "cuantos",
        "cuantas",
        "ya",
        "primero",
        "como",
        "as",
        "still",
        "aun",
        "todavia",
        "first",
    }
)


@dataclass(frozen=True)
class StateList:
    """States in their order, and the tokens that name them; `sure` where the text calls them states."""

    labels: tuple[str, ...]
    first: int
    last: int
    sure: bool
    field: str = ""  # the word by which the text calls it: "estado", "stage"
    board: bool = False  # rows move between them in any order


class StateFinder:
    """One sentence's lists of states."""

    def __init__(self, sentence: Sentence, language: Language) -> None:
        kept = [number for number, token in enumerate(sentence.tokens) if token.text not in _QUOTES]
        self.numbers, self.language = kept, language
        self.tokens = [sentence.tokens[number] for number in kept]
        self.folded = [token.folded for token in self.tokens]
        self.lists = tables("states")
        self.lists_being = frozenset(self.lists["being"])
        self._by_verbs = False  # whether verbs may stand between the states: "then becomes"

    def all(self) -> list[StateList]:
        found: list[StateList] = []
        number = 0
        while number < len(self.tokens):
            made = (
                self._named(number)
                or self._arrows(number)
                or self._gone(number)
                or self._begun(number)
                or self._been(number)
                or self._bracketed(number)
                or self._set_as(number)
                or self._slashes(number)
            )
            if made is None:
                number += 1
            else:
                number = max(made.last, number) + 1
                found.append(replace(made, first=self.numbers[made.first], last=self.numbers[made.last]))
        return found

    # --- the ways to write them -----------------------------------------------------------------------------------

    def _named(self, at: int) -> StateList | None:
        """ "estado (abierta, cerrada)", "Statuses: submitted, approved", "stage: lead, demo, won"."""
        if self.folded[at] not in self.lists["nouns"]:
            return None
        opener = at + 1
        while opener < len(self.folded) and opener <= at + 4 and self.folded[opener] not in (":", "("):
            if self.folded[opener] in (",", ")"):
                return self._said_of_noun(at)
            opener += 1
        if opener >= len(self.folded) or self.folded[opener] not in (":", "("):
            return self._said_of_noun(at)
        stop = ")" if self.folded[opener] == "(" else ""
        items, last = self._items(opener + 1, stop=stop, strict=False)
        return self._made(items, at, last, sure=True, field=self.folded[at]) if len(items) > 1 else None

    def _said_of_noun(self, at: int) -> StateList | None:
        """ "a status, which goes from received to ready", "status can be open or closed"."""
        for number in range(at + 1, min(at + 5, len(self.folded))):
            if self.folded[number] in self.lists["being"] or self.folded[number] in ("ser", "estar", "be"):
                items, last = self._items(number + 1, stop="", strict=False)
                if len(items) > 1:
                    return self._made(items, at, last, sure=True, field=self.folded[at])
            if self.folded[number] in self.lists["going"]:
                return self._gone(number)
        items, last = self._items(at + 1, stop="", strict=True)  # "columns new, in print and shipped"
        return self._made(items, at, last, sure=True, field=self.folded[at]) if len(items) > 1 else None

    def _arrows(self, at: int) -> StateList | None:
        if self._arrow(at) == 0 or at == 0:
            return None
        start, behind = self._back(at), at + self._arrow(at)
        items, last = self._items(start, stop="", strict=False, arrows=True)
        arrows = sum(self._arrow(number) > 0 for number in range(start, last + 1))
        if arrows < 2 and (start == 0 or not all(self._like_state(self._tokens_of(span)) for span in items)):
            start = behind  # "Pedidos → pendiente / pagado / enviado"
            items, last = self._items(behind, stop="", strict=True)
        if arrows < 2 and any(self._is_kept(span) for span in items):
            return None
        return self._made(items, start, last, sure=True) if len(items) > 1 else None

    def _arrow(self, at: int) -> int:
        if self.folded[at] in self.lists["arrows"]:
            return 1
        return 2 if self.folded[at : at + 2] in (["-", ">"], ["=", ">"], ["–", ">"]) else 0

    def _back(self, at: int) -> int:
        """Where the item before an arrow begins."""
        start = at
        while (
            start > 0
            and at - start < MOST_WORDS
            and self.tokens[start - 1].is_word
            and (self._is_led(start - 1) or self.folded[start - 1] not in (*self._verbs, *_ARTICLES, "que"))
        ):
            start -= 1
        while start < at - 1 and not self._like_state(self.tokens[start:at]):
            start += 1
        return start

    @property
    def _verbs(self) -> tuple[str, ...]:
        return (*self.lists["being"], *self.lists["going"])

    def _is_led(self, number: int) -> bool:
        """The article of "in the shop"."""
        return number > 0 and self.folded[number] == "the" and self.folded[number - 1] in _LEADS[self.language]

    def _gone(self, at: int) -> StateList | None:
        """ "pasa de recibido a en preparación y listo", "move it from reported to fixed", "moverlas entre"."""
        if self.folded[at] not in self.lists["going"]:
            return None
        for number in range(at + 1, min(at + 7, len(self.folded))):
            if self.folded[number] in ("de", "from"):
                items, last = self._items(number + 1, stop="", strict=False, to=True)
                if len(items) > 1 and self._like_state(self._tokens_of(items[0])):
                    return self._made(items, at, last, sure=True)
                return None
            if self.folded[number] in ("entre", "between", "through", "por"):
                items, last = self._items(number + 1, stop="", strict=False)
                if len(items) > 1 and self._like_state(self._tokens_of(items[0])):
                    return self._made(items, at, last, sure=True, board=True)
                return None
            if self.folded[number] == ":":
                items, last = self._items(number + 1, stop="", strict=True)
                return self._made(items, at, last, sure=True) if len(items) > 1 else None
        return None

    def _begun(self, at: int) -> StateList | None:
        """ "starts as draft, then submitted, awarded or declined", "nace nuevo, pasa a en curso y acaba cerrado"."""
        if self.folded[at] not in self.lists["starting"]:
            return None
        self._by_verbs = True
        items, last = self._items(at + 1, stop="", strict=True)
        self._by_verbs = False
        return self._made(items, at, last, sure=True) if len(items) > 2 else None

    def _been(self, at: int) -> StateList | None:
        """ "está abierta, en taller o resuelta", "it is draft, sent, paid or overdue", "su pedido: pagado, enviado"."""
        asked = self.folded[at] in ("si", "whether")
        if not (asked or self.folded[at] == ":" or self.folded[at] in self.lists["being"]):
            return None
        start = at + 1
        if asked and self.lists_being & set(self.folded[at + 1 : at + 6]):
            return None  # "whether a kayak is new or sold": behind the "is"
        items, last = self._items(start, stop="", strict=True)
        return self._made(items, at, last, sure=False) if len(items) > 1 else None

    def _bracketed(self, at: int) -> StateList | None:
        """ "en qué va cada prenda (recibida, en lavado, lista)": nothing but states between the brackets."""
        if self.folded[at] != "(":
            return None
        items, last = self._items(at + 1, stop=")", strict=True)
        closed = self.folded[last + 1 : last + 2] == [")"]
        return self._made(items, at, last, sure=False) if len(items) > 1 and closed else None

    def _set_as(self, at: int) -> StateList | None:
        """ "marca la prenda como nueva o lista", "pone admitida o rechazada", "pasa el trabajo a impreso o fallido"."""
        if self.folded[at] not in self.lists["setting"]:
            return None
        near = range(at + 1, min(at + 6, len(self.folded)))
        told = [n + 1 for n in near if self.folded[n] in ("como", "as")]
        moved = self.folded[at + 1 : at + 2] in (["de"], ["from"])  # "paso de nuevo a en curso"
        brought = [n + 1 for n in near if self.folded[n] in ("a", "to") and not moved]
        for start in [*told[:1], at + 1, *brought[:1]]:
            items, last = self._items(start, stop="", strict=True)
            if len(items) > 1 and last - start > 1:
                return self._made(items, start, last, sure=True)
        return None

    def _slashes(self, at: int) -> StateList | None:
        if self.folded[at] not in ("/", "|") or at == 0:
            return None
        start = self._back(at)
        items, last = self._items(start, stop="", strict=True)
        return self._made(items, start, last, sure=False) if len(items) > 2 else None

    # --- items ---------------------------------------------------------------------------------------------------

    def _items(
        self, start: int, *, stop: str, strict: bool, arrows: bool = False, to: bool = False
    ) -> tuple[list[tuple[int, int]], int]:
        """Spans of the items from there on; with `strict` each must read like a state."""
        items: list[tuple[int, int]] = []
        number, last = start, start
        while number < len(self.folded) and len(items) < MOST_ITEMS:
            number = self._past_joints(number)
            end = self._item_end(number, arrows=arrows, to=to)
            if end <= number or (stop and self.folded[number] == stop) or (not stop and self._stops(number)):
                break
            span = self._trimmed(number, end)
            loose = not strict and (stop or arrows or len(items) > 0 or end - number <= 2)
            if span is None or span[1] - span[0] > MOST_WORDS or not (self._like_state(self._tokens_of(span)) or loose):
                break
            items.append(span)
            last, number = span[1] - 1, end
            if number >= len(self.folded) or not (
                self._is_joint(number) or (to and self.folded[number] in ("a", "to"))
            ):
                break
            if to and self.folded[number] in ("a", "to"):
                number += 1
        return items, last

    def _stops(self, number: int) -> bool:
        return self.folded[number] in _STOPS and self.folded[number] not in _LEADS[self.language]

    def _past_joints(self, number: int) -> int:
        while number < len(self.folded) and (
            self._is_joint(number)
            or self.folded[number] in _ARTICLES
            or self.folded[number] in ("esta", "estan", "queda", "be", "is", "as", "como", "cuando", "entregado:")
            or (self._by_verbs and self._is_step(number))
            or (number and self.folded[number] in ("de", "from") and self.folded[number - 1] in ("y", "and", ","))
        ):
            number += self._arrow(number) or 1
        return number

    def _is_step(self, number: int) -> bool:
        """A verb that leads to the next state, and what belongs to it: "pasa a", "ends up"."""
        word, before = self.folded[number], self.folded[number - 1] if number else ""
        steps = {*self.lists["setting"], *self.lists["going"], *self.lists["starting"]}
        return word in steps or (before in steps and word in ("a", "to", "up", "as", "como"))

    def _is_joint(self, number: int) -> bool:
        word, following = self.folded[number], self.folded[number + 1 : number + 2]
        if word in ("al", "por"):
            return following in (["final"], ["fin"], ["ultimo"])
        return (word in self.lists["then"] and word not in ("a", "to")) or self._arrow(number) > 0 or word == "-"

    def _item_end(self, number: int, *, arrows: bool, to: bool) -> int:
        end = number
        while end < len(self.folded) and end - number <= MOST_WORDS + 1:
            word = self.folded[end]
            if (self._is_joint(end) and word not in ("no", "not", "final", "fin")) or not (
                self.tokens[end].is_word or word == "-"
            ):
                break
            if to and end > number and word in ("a", "to"):
                break
            if end > number and word in _STOPS and not (word == "for" and self.folded[end - 1] in _FOR):
                break
            end += 1
        return end

    def _trimmed(self, first: int, last: int) -> tuple[int, int] | None:
        """The item without articles before it; None when nothing is left."""
        while first < last and self.folded[first] in _ARTICLES:
            first += 1
        return (first, last) if first < last else None

    def _is_kept(self, span: tuple[int, int]) -> bool:
        """Whether the words name a field that holds something else than how it stands."""
        kind = field_type(self.folded[span[0] : span[1]], self.language)
        return kind not in (None, FieldType.BOOLEAN, FieldType.CHOICE)

    def _tokens_of(self, span: tuple[int, int]) -> list[Token]:
        return self.tokens[span[0] : span[1]]

    def _like_state(self, tokens: list[Token]) -> bool:
        """Whether these words may be a state: a participle, a known word, "en curso", "under maintenance"."""
        if not tokens:
            return False
        first = tokens[0].folded
        if first in _LEADS[self.language] and len(tokens) > 1:
            return True
        if self.language == "es":
            return is_state_word(tokens[0], "es")
        return any(is_state_word(token, "en") for token in (tokens[0], tokens[-1]))

    def _made(
        self, items: list[tuple[int, int]], first: int, last: int, *, sure: bool, field: str = "", board: bool = False
    ) -> StateList | None:
        labels = tuple(dict.fromkeys(written(self._tokens_of(span)) for span in items))
        return StateList(labels, first, last, sure, field, board) if len(labels) > 1 else None


_FOR = frozenset({"waiting", "ready", "looking", "up"})
_STOPS = frozenset(
    {
        "con",
        "with",
        "que",
        "which",
        "that",
        "cuando",
        "when",
        "y/o",
        "por",
        "segun",
        "para",
        "for",
        "en_cada",
        "because",
        "porque",
        "donde",
        "where",
        "hasta",
        "until",
        "si",
        "if",
        "how",
        "quien",
        "who",
        "todo",
        "all",
        "by",
    }
)


def is_state_word(token: Token, language: Language) -> bool:
    words = _known(language)
    word = token.folded
    if word in words or token.lemma in words or singular(word, language) in words:
        return True
    if language == "es" and word.endswith(("a", "as", "os")) and word.rstrip("s")[:-1] + "o" in words:
        return True
    return len(word) > 4 and bool(_PARTICIPLE[language].search(word))


@lru_cache(maxsize=2)
def _known(language: Language) -> frozenset[str]:
    return frozenset(map(str, tables("states")["words"][language]))
