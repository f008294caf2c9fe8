"""Tells of the items of a list which are fields and which have rows of their own."""

from __future__ import annotations

from collections.abc import Collection

from generation.blueprint.schema import FieldType
from generation.blueprint.things.field_items import Cutter, Item, joined
from generation.blueprint.things.line import Line
from generation.blueprint.words.field_types import field_type, is_field_word, type_word
from generation.blueprint.words.inflection import is_plural

_NOUNS = ("noun", "person")
_OR = frozenset({"o", "u", "or"})
_MADE = (FieldType.URL, FieldType.EMAIL, FieldType.PHONE, FieldType.IMAGE, FieldType.FILE)  # "reference links"
_COUNTED = (FieldType.INTEGER, FieldType.BOOLEAN, FieldType.DECIMAL)


class ItemKinds:
    """`described`: keys of the things that other parts of the text describe."""

    def __init__(self, line: Line, cutter: Cutter, described: Collection[str] = ()) -> None:
        self.line, self.cutter, self.described = line, cutter, described

    def without_things(self, items: list[Item], *, inside: bool) -> list[Item]:
        """ "propuestas con título y texto, votos y asambleas": behind the last field the list of things goes on."""
        closing = joined(items, self.line.tokens)
        for number in range(len(items) - 1):
            later = items[number + 1]
            closed = number - 1 in closing and number not in closing
            several = is_plural(self.line.tokens[later.first].text, self.line.language)
            if not inside and closed and (self.is_thing_like(later) or (several and later.said)):
                return items[: number + 1]
        return items

    def are_fields(self, items: list[Item], *, sure: bool, inside: bool, bare: bool) -> bool:
        things = sum(self.is_thing(item) for item in items)
        certain = sum(self.is_sure(item) for item in items)
        if not inside and self._are_things_alone(items):
            return False
        if inside:
            return things < len(items) and (certain > 0 or (bare and self._are_bare(items)))
        if sure:
            return things < len(items)
        return things <= len(items) / 2 and (certain > 0 or self._are_bare(items))

    def _are_things_alone(self, items: list[Item]) -> bool:
        """ "League with teams, players, fixtures and results": plurals and nothing else, and the first has rows."""
        tokens, language = self.line.tokens, self.line.language
        heads = [tokens[item.first if language == "es" else item.last - 1] for item in items]
        plain = all(not item.asked and not item.said for item in items)
        several = all(is_plural(head.text, language) for head in heads)
        return len(items) > 2 and plain and several and self.is_thing(items[0])

    def _are_bare(self, items: list[Item]) -> bool:
        """Two and more singulars of which no list knows any, and no names ("cuentas: Bancolombia, Nequi")."""
        if sum(self.line.tokens[item.first].text[:1].isupper() for item in items[1:]) * 2 >= len(items) > 1:
            return False
        apps = any(self.line.mark(item.first) in ("container", "phrase") for item in items)
        return len(items) > 1 and not apps and not any(self.is_thing_like(item) for item in items)

    def is_sure(self, item: Item) -> bool:
        """Whether it can only be a field: a question, or a word for one."""
        if item.asked:
            return True
        words = [token.folded for token in self.line.tokens[item.first : item.last] if token.is_word]
        if self._are_parts(item) or self._is_chosen(item):
            return True
        if not words or self.is_thing(item):
            return False
        head = words[0] if self.line.language == "es" else words[-1]
        if self.line.mark(item.first) == "phrase" and not is_field_word(" ".join(words)):
            return False  # "carrito y pago con tarjeta"
        many = is_plural(self.line.tokens[item.first].text, self.line.language)
        return (
            is_field_word(head)
            or is_field_word(" ".join(words))
            or type_word(words[-1]) is not None
            or (not many and field_type(words, self.line.language) is not None)
        )

    def are_described(self, items: list[Item]) -> bool:
        """ "partes: obra (nombre, cliente) / trabajador (nombre, oficio)": things, each with fields of its own."""
        return sum(bool(self.inner(item)) for item in items if not item.asked) > 1

    def asks_of_first(self, items: list[Item]) -> bool:
        """ "cajas numeradas, qué hay dentro de cada una y a qué habitación van": a thing, and questions about it."""
        if len(items) < 3 or items[0].asked or self.line.mark(items[0].first) not in _NOUNS:
            return False
        several = is_plural(self.line.tokens[items[0].first].text, self.line.language)
        return several and all(item.asked for item in items[1:])

    def is_thing_like(self, item: Item) -> bool:
        """A plural that no list has as a field."""
        if item.asked or self.line.mark(item.first) not in (*_NOUNS, "phrase", "place") or self._are_parts(item):
            return False
        phrase = self.line.phrase(item.first)
        return phrase.is_plural and not is_field_word(self._head_of(item))

    def _head_of(self, item: Item) -> str:
        return self.line.folded(item.first if self.line.language == "es" else item.last - 1)

    def is_thing(self, item: Item) -> bool:
        """A plural that has rows of its own: described elsewhere, or known as a thing."""
        if self.keeps_rows(item):
            return True
        if item.asked or self.line.mark(item.first) not in _NOUNS:
            return False
        phrase = self.line.phrase(item.first)
        words = [token.folded for token in self.line.tokens[item.first : item.last]]
        compound = len(words) > 1 and (field_type(words, self.line.language) in _MADE or self._says_without(item))
        known = phrase.head_word in self.line.words.noun_class and not is_field_word(self._head_of(item))
        return phrase.is_plural and known and not compound

    def _says_without(self, item: Item) -> bool:
        """ "pisos sin elevador": how many there are."""
        return any(self.line.mark(number) == "not" for number in range(item.first, item.last))

    def _are_parts(self, item: Item) -> bool:
        """ "sus medidas (busto, cintura, cadera)": numbers, each with a name."""
        kind = field_type([self.line.folded(item.first)], self.line.language)
        several = is_plural(self.line.tokens[item.first].text, self.line.language)
        return bool(item.said) and several and kind in _COUNTED and bool(self.inner(item))

    def begins_fields(self, start: int, *, strictly: bool = False) -> bool:
        """Whether the list that starts there begins with a field, whatever thing it is of."""
        items = self.cutter.cut(start)
        if not items or items[0].asked:
            return len(items) > 1
        first = items[0]
        if self.line.mark(first.first) not in (*_NOUNS, "container", "number"):
            return False
        token = self.line.tokens[first.first if self.line.language == "es" else self._last_noun(first)]
        if is_plural(token.text, self.line.language):
            return is_field_word(token.folded) and not self._is_known(token.lemma)
        if strictly and self.line.words.noun_class.get(token.lemma) in ("event", "text", "person"):
            return False
        return is_field_word(token.folded) or (not strictly and any(self.is_sure(item) for item in items[1:]))

    def _last_noun(self, item: Item) -> int:
        """ "start time": the last word of the row decides."""
        number = item.first
        while number + 1 < item.last and self.line.mark(number + 1) in _NOUNS:
            number += 1
        return number

    def _is_known(self, lemma: str) -> bool:
        domain = self.line.domain
        return lemma in self.line.words.noun_class or (domain is not None and domain.entity_for(lemma) is not None)

    def lists_fields(self, items: list[Item]) -> bool:
        """Whether at least one is a field for sure, and no more than half of them are things."""
        if (
            len(items) == 1
            and not items[0].asked
            and is_plural(self.line.tokens[items[0].first].text, self.line.language)
        ):
            return False  # "a programme: pieces in order, with composer and duration"
        things = sum(self.is_thing(item) for item in items)
        sure = any(self.is_sure(item) and not self._are_known(item) for item in items)
        return sure and things * 2 <= len(items)

    def _are_known(self, item: Item) -> bool:
        """ "with rooms and guests": though both words may count something of a thing."""
        token = self.line.tokens[item.first if self.line.language == "es" else item.last - 1]
        return not item.asked and is_plural(token.text, self.line.language) and self._is_known(token.lemma)

    def _is_chosen(self, item: Item) -> bool:
        """ "voz: soprano, contralto, tenor o bajo"."""
        return item.said is not None and self.line.mark(item.said[0] - 1) == "colon" and self._offers(item.said)

    def keeps_rows(self, item: Item) -> bool:
        """A plural that the text itself, or the app's kind, has rows of."""
        if self._are_parts(item) or item.asked or self.line.mark(item.first) not in _NOUNS:
            return False
        phrase = self.line.phrase(item.first)
        if not phrase.is_plural:
            return phrase.head_word in self.line.words.many and not item.said  # "title, director, genre"
        kind = field_type([self._head_of(item)], self.line.language)
        if self.line.folded(item.first - 1) in self.line.words.quantities and kind not in _COUNTED:
            return True
        if any(
            key in known for key in (phrase.key, phrase.head_word) for known in (self.described, self.line.words.many)
        ):
            return True
        return self.line.domain is not None and self.line.domain.names(phrase.head_word) and not self._names_field(item)

    def inner(self, item: Item) -> list[Item]:
        """The fields between the brackets behind an item; none where choices or a remark stand there."""
        if item.said is None or self.line.mark(item.said[0] - 1) != "open":
            return []
        words = [token.folded for token in self.line.tokens[item.first : item.last]]
        kind = field_type(words, self.line.language)
        if not item.asked and kind is FieldType.CHOICE:
            return []
        items = self.cutter.cut(*item.said)
        if kind in _COUNTED and is_plural(self.line.tokens[item.first].text, self.line.language) and len(words) == 1:
            named = all(item.last - item.first > 0 and len(self.line.folded(item.first)) > 2 for item in items)
            return items if named and len(items) > 1 else []  # "sus medidas (busto, cintura, cadera)"
        if (
            item.asked
            and len(words) > 2
            and self.line.mark(item.first) in ("of", "prep")
            and not self._offers(item.said)
        ):
            return items
        sure = len({self._head_of(each) for each in items if self.is_sure(each)})  # "half body, full body" are choices
        return items if sure > 1 and sure * 2 > len(items) else []

    def _offers(self, said: tuple[int, int]) -> bool:
        return any(self.line.folded(number) in _OR for number in range(*said))

    def is_row(self, item: Item) -> bool:
        """Whether the app's domain keeps such things."""
        return (
            self.line.domain is not None and self.line.domain.entity_for(self.line.tokens[item.first].lemma) is not None
        )

    def has_rows(self, item: Item) -> bool:
        """Whether an item with fields of its own is a thing rather than a word for them all."""
        head = (
            self.line.tokens[item.first].lemma if self.line.language == "es" else self.line.tokens[item.last - 1].lemma
        )
        known = head in self.described or head in self.line.words.noun_class or self.line.mark(item.first) == "person"
        return (known and not is_field_word(self._head_of(item))) or self.is_thing_like(item)

    def may_be_thing(self, item: Item) -> bool:
        """A plural that no list knows."""
        return self.is_thing_like(item) and field_type([self._head_of(item)], self.line.language) is None

    def _names_field(self, item: Item) -> bool:
        return is_field_word(self._head_of(item))
