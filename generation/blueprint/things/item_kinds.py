"""Tells of the items of a list which are fields and which have rows of their own."""

from __future__ import annotations

from collections.abc import Collection

from generation.blueprint.lexicon import tables
from generation.blueprint.schema import FieldType
from generation.blueprint.things.field_items import Cutter, Item, joined
from generation.blueprint.words.domains import Domain
from generation.blueprint.words.field_types import field_type, is_field_word, type_word
from generation.blueprint.words.inflection import Language, is_plural
from generation.blueprint.words.noun_phrases import NounPhrase, noun_phrase
from generation.blueprint.words.tokens import Sentence
from generation.blueprint.words.vocabulary import vocabulary

_NOUNS = ("noun", "person")
_OR = frozenset({"o", "u", "or"})
_COUNTED = (FieldType.INTEGER, FieldType.BOOLEAN, FieldType.DECIMAL)


class ItemKinds(Cutter):
    """`described`: keys of the things that other parts of the text describe."""

    def __init__(
        self,
        sentence: Sentence,
        marks: list[str],
        language: Language,
        domain: Domain | None,
        described: Collection[str] = (),
    ) -> None:
        super().__init__(sentence, marks, language)
        self.domain, self.described, self.words = domain, described, vocabulary(language)
        self.lists = tables("words")["described"]

    def _without_things(self, items: list[Item], *, inside: bool) -> list[Item]:
        """ "propuestas con título y texto, votos y asambleas": behind the last field the list of things goes on."""
        closing = joined(items, self.tokens)
        for number in range(len(items) - 1):
            later = items[number + 1]
            closed = number - 1 in closing and number not in closing
            several = is_plural(self.tokens[later.first].text, self.language)
            if not inside and closed and (self._is_thing_like(later) or (several and later.said)):
                return items[: number + 1]
        return items

    def _are_fields(self, items: list[Item], *, sure: bool, inside: bool, bare: bool) -> bool:
        things = sum(self.is_thing(item) for item in items)
        certain = sum(self._is_sure(item) for item in items)
        if inside:
            return things < len(items) and (certain > 0 or (bare and self._are_bare(items)))
        if sure:
            return things < len(items)
        return things <= len(items) / 2 and (certain > 0 or self._are_bare(items))

    def _are_bare(self, items: list[Item]) -> bool:
        """Two and more singulars of which no list knows any, and no names ("cuentas: Bancolombia, Nequi")."""
        if sum(self.tokens[item.first].text[:1].isupper() for item in items[1:]) * 2 >= len(items) > 1:
            return False
        apps = any(self.mark(item.first) in ("container", "phrase") for item in items)
        return len(items) > 1 and not apps and not any(self._is_thing_like(item) for item in items)

    def _is_sure(self, item: Item) -> bool:
        """Whether it can only be a field: a question, or a word for one."""
        if item.asked:
            return True
        words = [token.folded for token in self.tokens[item.first : item.last] if token.is_word]
        if self._are_parts(item) or self._is_chosen(item):
            return True
        if not words or self.is_thing(item):
            return False
        head = words[0] if self.language == "es" else words[-1]
        if self.mark(item.first) == "phrase" and not is_field_word(" ".join(words)):
            return False  # "carrito y pago con tarjeta"
        many = is_plural(self.tokens[item.first].text, self.language)
        return (
            is_field_word(head)
            or is_field_word(" ".join(words))
            or type_word(words[-1]) is not None
            or (not many and field_type(words, self.language) is not None)
        )

    def _is_thing_like(self, item: Item) -> bool:
        """A plural that no list has as a field."""
        if item.asked or self.mark(item.first) not in (*_NOUNS, "phrase") or self._are_parts(item):
            return False
        phrase = self._phrase(item.first)
        return phrase.is_plural and not is_field_word(self._head_of(item))

    def _head_of(self, item: Item) -> str:
        return self.folded(item.first if self.language == "es" else item.last - 1)

    def is_thing(self, item: Item) -> bool:
        """A plural that has rows of its own: described elsewhere, or known as a thing."""
        if self.keeps_rows(item):
            return True
        if item.asked or self.mark(item.first) not in _NOUNS:
            return False
        phrase = self._phrase(item.first)
        known = phrase.head_word in self.words.noun_class and not is_field_word(self._head_of(item))
        return phrase.is_plural and known

    def _are_parts(self, item: Item) -> bool:
        """ "sus medidas (busto, cintura, cadera)": numbers, each with a name."""
        kind = field_type([self.folded(item.first)], self.language)
        several = is_plural(self.tokens[item.first].text, self.language)
        return bool(item.said) and several and kind in _COUNTED and bool(self.inner(item))

    def _is_chosen(self, item: Item) -> bool:
        """ "voz: soprano, contralto, tenor o bajo"."""
        return item.said is not None and self.mark(item.said[0] - 1) == "colon" and self._offers(item.said)

    def keeps_rows(self, item: Item) -> bool:
        """A plural that the text itself, or the app's kind, has rows of."""
        if self._are_parts(item) or item.asked or self.mark(item.first) not in _NOUNS:
            return False
        phrase = self._phrase(item.first)
        if not phrase.is_plural:
            return False
        kind = field_type([self._head_of(item)], self.language)
        if self.folded(item.first - 1) in self.words.quantities and kind not in _COUNTED:
            return True
        if any(key in known for key in (phrase.key, phrase.head_word) for known in (self.described, self.words.many)):
            return True
        return self.domain is not None and self.domain.names(phrase.head_word) and not self._names_field(item)

    def inner(self, item: Item) -> list[Item]:
        """The fields between the brackets behind an item; none where choices or a remark stand there."""
        if item.said is None or self.mark(item.said[0] - 1) != "open":
            return []
        words = [token.folded for token in self.tokens[item.first : item.last]]
        kind = field_type(words, self.language)
        if not item.asked and kind is FieldType.CHOICE:
            return []
        items = self.cut(*item.said)
        if kind in _COUNTED and is_plural(self.tokens[item.first].text, self.language) and len(words) == 1:
            named = all(item.last - item.first > 0 and len(self.folded(item.first)) > 2 for item in items)
            return items if named and len(items) > 1 else []  # "sus medidas (busto, cintura, cadera)"
        if item.asked and len(words) > 2 and self.mark(item.first) in ("of", "prep") and not self._offers(item.said):
            return items
        sure = sum(self._is_sure(each) for each in items)
        return items if sure > 1 and sure * 2 > len(items) else []

    def _offers(self, said: tuple[int, int]) -> bool:
        return any(self.folded(number) in _OR for number in range(*said))

    def _is_row(self, item: Item) -> bool:
        """Whether the app's domain keeps such things."""
        return self.domain is not None and self.domain.entity_for(self.tokens[item.first].lemma) is not None

    def has_rows(self, item: Item) -> bool:
        """Whether an item with fields of its own is a thing rather than a word for them all."""
        head = self.tokens[item.first].lemma if self.language == "es" else self.tokens[item.last - 1].lemma
        known = head in self.described or head in self.words.noun_class or self.mark(item.first) == "person"
        return (known and not is_field_word(self._head_of(item))) or self._is_thing_like(item)

    def may_be_thing(self, item: Item) -> bool:
        """A plural that no list knows."""
        return self._is_thing_like(item) and field_type([self._head_of(item)], self.language) is None

    def _names_field(self, item: Item) -> bool:
        return is_field_word(self._head_of(item))

    def _phrase(self, at: int) -> NounPhrase:
        return noun_phrase(self.sentence, self.marks, at, self.language, self.domain)
