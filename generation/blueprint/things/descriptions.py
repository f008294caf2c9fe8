"""Finds the descriptions of a sentence: whose fields are listed there, and the list.

"De cada X anotamos a, b y c", "X (a, b)", "los X tienen a y b", "a, b y c de mis X", "También su d": what matters is
who is described, and never whether the words of the list are known. Reads marks and words; writes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from generation.blueprint.lexicon import tables
from generation.blueprint.schema import FieldType
from generation.blueprint.things.acts import fills
from generation.blueprint.things.field_items import Item
from generation.blueprint.things.openers import is_possessive, opens_at, spoken_of
from generation.blueprint.things.owners import Owners
from generation.blueprint.words.inflection import is_plural
from generation.blueprint.words.noun_phrases import NounPhrase, noun_phrase

_NOUNS = ("noun", "person")
_LINKS = ("with", "colon", "open")
_NAMED = frozenset({"noun", "person", "container", "place"})
_COUNTED = (FieldType.INTEGER, FieldType.BOOLEAN, FieldType.DECIMAL)
_NEAR = 12  # words between a thing and the verb that asks for its fields
_DEEP = 3  # complements of one thing
_OR = frozenset({"o", "u", "or"})
_CHAIN = frozenset({"stop", "verb", "can", "that", "sep", "own", "sign", "colon"})
_DEFINITE = frozenset(
    {"el", "la", "los", "las", "the", "mi", "mis", "my", "our", "nuestro", "nuestra", "nuestros", "nuestras"}
)
_OURS = frozenset({"mi", "mis", "my", "our", "nuestro", "nuestra", "nuestros", "nuestras"})

_LONG = 150  # words between brackets


@dataclass(frozen=True)
class Description:
    """`owner` is None where the thing spoken of before is described; the walk knows which that is."""

    owner: NounPhrase | None
    first: int  # where the walk takes it up, behind its owner
    after: int
    items: tuple[Item, ...]
    inside: bool = False  # between brackets
    above: NounPhrase | None = None  # what the described thing belongs to
    framed: bool = False  # "cada X tiene …": what else the sentence brings up belongs to the X
    more: bool = False  # things follow: "propuestas con título y texto, votos y asambleas"
    at_colon: bool = False
    after_clause: bool = False  # behind what somebody does: "se prestan piezas a otros: fecha, contacto"
    twin: NounPhrase | None = None  # "perros y gatos con nombre": the other of two that share their fields


class Finder(Owners):
    """Goes through a sentence from left to right."""

    def find(self) -> dict[int, Description]:
        """Where the walk takes it up → the description."""
        found: dict[int, Description] = {}
        at = 0
        while at < len(self.marks):
            each = self._at(at)
            if each is not None:
                found[each.first] = each
                at = each.after
            else:
                at += 1
        return found

    def _at(self, at: int) -> Description | None:
        if self.marks[at] == "each" and self.mark(at + 1) in _NOUNS and is_possessive(self.tokens[at + 1]):
            return None
        if self.marks[at] in _NOUNS and is_possessive(self.tokens[at]):
            return self._of_possessor(at)
        if self.marks[at] == "each" or self._of_each_one(at):
            return self._of_each(at)
        if at == 0 and self.marks[0] not in ("of", "prep", "for") and (found := self._goes_on()) is not None:
            return found
        if self.marks[at] == "of" and self._opens_clause(at):
            return self._of_these(at)
        if self.marks[at] in _NOUNS or self.tokens[at].lemma in self.lists["fields"] or self._is_listed_thing(at):
            return self._of_noun(at)
        return self._of_deed(at)

    def _of_deed(self, at: int) -> Description | None:
        """What no noun in front of the list is described by."""
        if self.marks[at] in _LINKS and at:
            return self._of_what_was_said(at)
        if self.marks[at] in ("verb", "stop") and self._asks_for(at):
            return self._behind(at)
        return None

    # --- who is described --------------------------------------------------------------------------------------------

    def _of_each(self, at: int) -> Description | None:
        """ "De cada X anotamos …", "cada X tiene …", "por cada X: …", "de cada uno …"."""
        number = at + 1
        while self.mark(number) in ("stop", "adj"):
            number += 1
        owner = None
        alone = self.mark(at + 1) == "with" and self.folded(at + 1) in self.words.having  # "Each has …"
        after = at + 1 if alone else at + 2 if self.folded(at) in ("cada", "each") else number
        if self.mark(number) in _NOUNS and not self._of_each_one(at):
            owner = self._phrase(number)
            if self._is_nobody(owner):
                return None
            after = owner.after
        elif self.mark(at - 1) == "open" and self.mark(at - 2) in _NOUNS:
            owner = self._starting_before(at - 2)  # "el servicio (cada uno con su precio)"
        framed = self.mark(at - 1) in ("of", "for", "prep") or self.folded(at - 1) == "a" or owner is None
        after = opens_at(self.tokens, self.marks, after)
        if self.mark(after) in _LINKS or self._consists(after) or (owner and self._holds(after)):
            return self._listed(owner, after, sure=True)
        if framed and (at < 3 or owner is None or self.mark(at - 2) in ("sep", "colon", "sign")):
            return self._listed(owner, after, sure=True, chain=True)
        return None

    def _of_what_was_said(self, at: int) -> Description | None:
        """ "registran lo encontrado (descripción, fecha)", "se postulan: nombre, rubro": the walk knows of what."""
        if self.folded(at) in self.words.having or self.marks[at - 1] in ("container", "phrase"):
            return None
        if self.marks[at] == "with" and self._is_filled_in(at):
            return None
        inside = self.marks[at] == "open"
        items = self.cut(at + 1, self._close(at) if inside else None)
        sure = sum(self._is_sure(item) for item in items)
        if sure < 2 or any(self.is_thing(item) for item in items) or self._is_example(at + 1):
            return None
        after = items[-1].after + inside
        return Description(None, at, after, tuple(items), inside=inside, after_clause=True)

    def _is_listed_thing(self, at: int) -> bool:
        """ "… a bares: venta con bar, botellas y precio": a word for an app that is a thing in a list."""
        if self.marks[at] == "stop" and self.folded(at) in self.lists["nouns"]:
            return (
                self.mark(at - 1) in ("stop", "each") and self.mark(at + 1) in _LINKS
            )  # "el parte lleva fecha y firma"
        known = self.marks[at] == "container" and self.tokens[at].lemma in self.words.noun_class
        return known and at > 0 and self.mark(at - 1) in ("colon", "sep") and self.mark(at + 1) in _LINKS

    def _of_possessor(self, at: int) -> Description | None:
        """ "each tram's calibre, phone and notes"."""
        owner = noun_phrase(self.sentence, self.marks[: at + 1], at, self.language, self.domain)
        items = self.cut(at + 1)
        sure = sum(self._is_sure(item) for item in items)
        framed = self.mark(at - 1) == "each" or sure > 1
        if len(items) < 2 or self._is_nobody(owner) or not framed or any(self.is_thing(item) for item in items):
            return None
        return Description(owner, at, items[-1].after, tuple(items), framed=True)

    def _of_each_one(self, at: int) -> bool:
        """ "de cada una", "for each one": the thing spoken of before."""
        return self.folded(at) in ("cada", "each") and self.folded(at + 1) in ("una", "uno", "one")

    def _of_these(self, at: int) -> Description | None:
        """ "De los X guardamos …", "Del X quiero saber …"."""
        number = at + 1
        while self.mark(number) in ("stop", "own"):
            number += 1
        definite = self.folded(at) == "del" or self.folded(number - 1) in _DEFINITE
        if not definite or self.mark(number) not in _NOUNS:
            return None
        owner = self._phrase(number)
        asked = any(self._asks_for(n) for n in range(owner.after, min(owner.after + 5, len(self.marks))))
        if not asked or self._is_nobody(owner) or self.mark(owner.after) not in ("verb", "stop", "sep", "that"):
            return None
        return self._listed(owner, owner.after, sure=True, chain=True)

    def _of_noun(self, at: int) -> Description | None:
        """ "X con …", "X: …", "X (…)", "los X tienen …", "campos del X: …"."""
        phrase = self._phrase(at)
        if self.tokens[at].lemma in self.lists["fields"]:
            return self._of_fields(at)
        many = is_plural(self.tokens[at].text, self.language)
        if self.language == "es" and self.mark(at - 1) == "noun" and many == is_plural(self.tokens[at - 1].text, "es"):
            return None  # in the middle of a phrase
        link = self._link_of(phrase)
        shown = self.mark(link - 1) == "container" and self._holds(link)
        if not (shown or self.mark(link) in _LINKS or self._consists(link)) or self._is_nobody(phrase):
            return None
        owner = self._qualified(phrase, at)
        if owner is None or (self.mark(link) == "with" and self._only_shows(owner)) or self._is_choice(at):
            return None
        if self.mark(link) == "with" and self._is_filled_in(link):
            return None
        having = self.mark(link) == "with" and self.folded(link) in self.words.having
        article = self.folded(at - 1) in ("un", "una", "a", "an", "el", "la", "the") or at == 0
        own = self.mark(link) == "colon" and self.mark(at - 1) == "own"  # "carga su informe: …"
        sure = own or self._consists(link) or (having and (phrase.is_plural or article))
        found = self._listed(owner, link, sure=sure)
        return found and self._with_twin(found, at)

    def _of_fields(self, at: int) -> Description | None:
        """ "Campos del X: …", "los datos de cada X son …", "Campos: …"."""
        number = at + 1
        while self.mark(number) in ("of", "stop", "each", "own") and self.folded(number) not in self.lists["are"]:
            number += 1
        owner = self._phrase(number) if self.mark(number) in _NOUNS and number > at + 1 else None
        after = owner.after if owner else number
        said = self.folded(after) in self.lists["are"] or self.mark(after) in ("colon", "open")
        return self._listed(owner, after, sure=True) if said else None

    def _behind(self, at: int) -> Description | None:
        """ "me interesa saber a, b y c de cada X", "apuntar a y b de mis X": the owner stands behind the list."""
        start = at + 1
        while self.mark(start) in ("verb", "can") or (self._asks_for(start) and not self.asks(start)):
            start += 1
        items = self.cut(start)
        tail = self._tail(items)
        if tail is None:
            plain = len(items) > 1 and not any(self._is_thing_like(item) for item in items)
            rows = any(self._is_row(item) for item in items)
            sure = not rows and sum(self._is_sure(item) for item in items) > 1
            kept = plain and sure and fills(self.folded(at), self.language)
            owner = self._brought_up(at)
            return Description(owner, start, items[-1].after, tuple(items)) if kept else None
        of, owner = tail
        fields = [*items[:-1], Item(items[-1].first, of, owner.after, asked=items[-1].asked)]
        if len(fields) < 2 or any(self.is_thing(item) or self.mark(item.first) == "container" for item in fields):
            return None
        if not self._is_each(of + 1) and len(fields) < 3 and sum(self._is_sure(item) for item in fields) < 2:
            return None
        return Description(owner, start, owner.after, tuple(fields))

    def _tail(self, items: list[Item]) -> tuple[int, NounPhrase] | None:
        """Where "de cada X" begins at the end of the last item, and the X."""
        if not items:
            return None
        last = items[-1]
        for of in range(last.last, last.first, -1):
            plain = self.mark(of) == "of" and of < last.last
            if not plain and not (self.mark(of) in ("of", "for") and self._is_each(of + 1)):
                continue
            number = of + 1
            while self.mark(number) in ("stop", "each", "own"):
                number += 1
            named = number > of + 1 or self.folded(of) == "del"
            if not named or self.mark(number) not in _NOUNS:
                return None
            owner = self._phrase(number)
            return (of, owner) if owner.after >= last.last and not self._is_nobody(owner) else None
        return None

    def _is_each(self, number: int) -> bool:
        return self.mark(number) == "each" or self.folded(number) in _OURS

    def _goes_on(self) -> Description | None:
        """ "También su c.", "Lo que apunto es a, b y c.", "Título, autor, año.": of the thing spoken of before."""
        start = spoken_of(self.tokens, self.marks)
        if start:
            items = self.cut(start)
            fields = bool(items) and not any(self._is_thing_like(item) or self.is_thing(item) for item in items)
            return Description(None, start, items[-1].after, tuple(items)) if fields else None
        while self.folded(start) in self.also or (start and self.mark(start) in ("sep", "own", "stop")):
            start += 1
        asked = not start and [self.folded(0), self.folded(1)] in (["lo", "que"], ["what", "we"], ["what", "i"])
        if asked:
            while start < len(self.marks) and self.folded(start) not in self.lists["are"]:
                start += 1
            start += 1
        items = self.cut(start)
        whole = bool(items) and items[-1].after >= len(self.marks)
        being = any(token.folded in self.lists["are"] for token in self.tokens[start:])
        if not whole or being or any(self.is_thing(item) for item in items):
            return None
        sure = sum(self._is_sure(item) for item in items)
        bare = start and self.mark(start - 1) in ("stop", "own") and not self._is_thing_like(items[0])
        listed = (
            not items[0].asked
            and sure > 1
            and len(items) > 2
            and not self._is_thing_like(items[0])
            and self.mark(0) != "stop"
        )
        enough = asked or listed or (start and (sure or bare))
        return Description(None, start, items[-1].after, tuple(items)) if enough else None

    def is_field_line(self) -> bool:
        """Whether a line of a list is a field and nothing else."""
        items = self.cut(0)
        return len(items) == 1 and items[0].after >= len(self.marks) and not self._is_thing_like(items[0])

    def line(self) -> Description:
        items = self.cut(0)
        return Description(None, 0, len(self.marks), tuple(items))

    # --- the list ----------------------------------------------------------------------------------------------------

    def _listed(self, owner: NounPhrase | None, after: int, *, sure: bool, chain: bool = False) -> Description | None:
        start = after
        inside = self.mark(after) == "open"
        if chain:
            start = self._past_chain(after)
        elif self._consists(start):
            start = next(n for n in (start, start + 1) if self.folded(n) in self.lists["consists"]) + 1
            start += self.mark(start) in ("of", "prep")
        elif self.mark(start) in _LINKS or self._holds(start) or self.folded(start) in self.lists["are"]:
            start += 1 + (self.folded(start + 1) == "de")
        end = self._close(after) if inside else None
        if start < 0 or (inside and self._is_example(start)):
            return None
        listed = self.cut(start, end)
        items = self._without_things(listed, inside=inside)
        bare = owner is None or (
            owner.after == after and owner.is_plural and owner.head_word not in self.words.classifiers
        )
        if inside and len(items) == 1 and items[0].asked:
            return None  # "a technician (who manages them)"
        if not items and sure and owner is not None and not inside:
            return self._part_of(owner, start)
        few = not sure and not inside and self.mark(after) == "colon" and len(items) < 2
        if not items or few or not self._are_fields(items, sure=sure, inside=inside, bare=bare):
            return None
        last = items[-1].after
        return Description(
            owner,
            after,
            last + 1 if inside else last,
            tuple(items),
            inside=inside,
            framed=sure and owner is not None,
            more=len(items) < len(listed),
            at_colon=self.mark(after) == "colon" and not sure,
        )

    def _close(self, opener: int) -> int:
        """Where the brackets end, or a list between them would at the latest."""
        last = min(opener + _LONG, len(self.marks))
        return next((n for n in range(opener, last) if self.marks[n] == "close"), last)

    def _part_of(self, owner: NounPhrase, start: int) -> Description | None:
        """ "Cada equipo tiene jugadores con nombre y edad": the first thing in the list is described itself."""
        while self.mark(start) in ("stop", "own", "number"):
            start += 1
        inner = self._of_noun(start) if self.mark(start) in _NOUNS else None
        return replace(inner, above=owner) if inner is not None and inner.owner is not None else None

    def _past_chain(self, after: int) -> int:
        """The start of the list behind "anotamos", "hay que poner", "el jefe apunta"; -1 when it is not about that."""
        number = after
        while number < len(self.marks):
            if self.mark(number) == "not":
                return -1
            if self.asks(number) and number > after:
                return number
            if (self.mark(number) == "verb" and self._is_named(number)) or self._ranks(number):
                return number
            if self.mark(number) == "stop" and not self._leads(number):
                return number  # "interesa el estilo (…)"
            if self.mark(number) in _CHAIN or self._asks_for(number):
                number += 1
            elif self.mark(number) in _NOUNS and self._acts(self._phrase(number).after):
                number = self._phrase(number).after  # who does it
            else:
                break
        said = [n for n in range(after, number) if self.mark(n) == "verb"]
        asked = any(self._asks_for(n) for n in range(after, number))
        straight = number - after < 2 or {"sep", "colon", "sign"} & set(self.marks[after:number])
        return number if asked or (not said and straight) else -1

    def _acts(self, number: int) -> bool:
        return self.mark(number) == "verb" and self._asks_for(number)

    def _is_named(self, number: int) -> bool:
        """ "necesito el calibre": a noun that looks like a verb."""
        return self.folded(number - 1) in tables("words")["neighbours"]["determiners"]

    # --- words -------------------------------------------------------------------------------------------------------

    def _asks_for(self, at: int) -> bool:
        word = self.folded(at)
        return (self.mark(at) == "verb" and fills(word, self.language)) or word in self.lists["wanted"]

    def _consists(self, at: int) -> bool:
        return any(self.folded(n) in self.lists["consists"] for n in (at, at + 1)) and self.mark(at) in ("verb", "stop")

    def _is_example(self, at: int) -> bool:
        return self.folded(at) in tables("words")["clauses"]["examples"] or self.folded(at) in ('"', "“", "«")

    def _opens_clause(self, at: int) -> bool:
        return at == 0 or self.mark(at - 1) in ("sep", "sign", "stop")

    def _with_twin(self, found: Description, at: int) -> Description:
        """ "perros y gatos con nombre": exactly two plurals, of which neither is described before."""
        before = at - 2
        pair = self.mark(at - 1) == "sep" and self.tokens[at - 1].text != "," and self.mark(before) in _NOUNS
        if not pair or found.inside or self.mark(found.first) != "with" or self.mark(before - 1) == "sep":
            return found
        other = self._phrase(before)
        both = other.is_plural and found.owner is not None and found.owner.is_plural
        return replace(found, twin=other) if both else found
