"""Finds the descriptions of a sentence: whose fields are listed there, and the list.

"De cada X anotamos a, b y c", "X (a, b)", "los X tienen a y b", "a, b y c de mis X", "También su d": what matters is
who is described, and never whether the words of the list are known. Reads marks and words; writes nothing.
"""

from __future__ import annotations

from dataclasses import replace

from generation.blueprint.lexicon import tables
from generation.blueprint.things.acts import fills
from generation.blueprint.things.description import Description
from generation.blueprint.things.field_items import Cutter, Item
from generation.blueprint.things.item_kinds import ItemKinds
from generation.blueprint.things.lead_ins import LeadIns
from generation.blueprint.things.line import Line
from generation.blueprint.things.openers import is_possessive, opens_at
from generation.blueprint.things.owners import Owners
from generation.blueprint.things.whole_sentence import WholeSentence
from generation.blueprint.words.inflection import is_plural
from generation.blueprint.words.noun_phrases import NounPhrase, noun_phrase

_NOUNS = ("noun", "person")
_LINKS = ("with", "colon", "open")
_DEFINITE = frozenset(
    {"el", "la", "los", "las", "the", "mi", "mis", "my", "our", "nuestro", "nuestra", "nuestros", "nuestras"}
)
_OURS = frozenset({"mi", "mis", "my", "our", "nuestro", "nuestra", "nuestros", "nuestras"})

_LONG = 150  # words between brackets


class Finder:
    """Goes through a sentence from left to right."""

    def __init__(self, line: Line, cutter: Cutter, leads: LeadIns, kinds: ItemKinds, owners: Owners) -> None:
        self.line, self.cutter, self.leads, self.kinds, self.owners = line, cutter, leads, kinds, owners
        self.whole = WholeSentence(line, cutter, kinds)
        self.lists = tables("words")["described"]

    def find(self) -> dict[int, Description]:
        """Where the walk takes it up → the description."""
        found: dict[int, Description] = {}
        at = 0
        while at < len(self.line):
            each = self._at(at)
            if each is not None:
                found[each.first] = each
                at = each.after
            else:
                at += 1
        return found

    def _at(self, at: int) -> Description | None:
        if (
            self.line.marks[at] == "each"
            and self.line.mark(at + 1) in _NOUNS
            and is_possessive(self.line.tokens[at + 1])
        ):
            return None
        if self.line.marks[at] in _NOUNS and is_possessive(self.line.tokens[at]):
            return self._of_possessor(at)
        if self.line.marks[at] == "each" or self._of_each_one(at):
            return self._of_each(at)
        if at == 0 and self.line.marks[0] not in ("of", "prep", "for") and (found := self.whole.find()) is not None:
            return found
        if self.line.marks[at] == "of" and self._opens_clause(at):
            return self._of_these(at)
        if (
            self.line.marks[at] in _NOUNS
            or self.line.tokens[at].lemma in self.lists["fields"]
            or self._is_listed_thing(at)
        ):
            return self._of_noun(at)
        return self._of_deed(at)

    def _of_deed(self, at: int) -> Description | None:
        """What no noun in front of the list is described by."""
        if self.line.marks[at] in _LINKS and at:
            return self._of_what_was_said(at)
        if self.line.marks[at] in ("verb", "stop") and self.leads.asks_for(at):
            return self._behind(at)
        return None

    # --- who is described --------------------------------------------------------------------------------------------

    def _of_each(self, at: int) -> Description | None:
        """ "De cada X anotamos …", "cada X tiene …", "por cada X: …", "de cada uno …"."""
        number = at + 1
        while self.line.mark(number) in ("stop", "adj"):
            number += 1
        owner = None
        alone = self.line.mark(at + 1) == "with" and self.line.folded(at + 1) in self.line.words.having  # "Each has …"
        after = at + 1 if alone else at + 2 if self.line.folded(at) in ("cada", "each", "every") else number
        if self.line.mark(number) in _NOUNS and not self._of_each_one(at):
            owner = self.line.phrase(number)
            if self.owners.is_nobody(owner):
                return None
            after = owner.after
        elif self.line.mark(at - 1) == "open" and self.line.mark(at - 2) in _NOUNS:
            owner = self.owners.starting_before(at - 2)  # "el servicio (cada uno con su precio)"
        framed = self.line.mark(at - 1) in ("of", "for", "prep") or self.line.folded(at - 1) == "a" or owner is None
        after = opens_at(self.line.tokens, self.line.marks, after)
        if owner is not None and self.line.mark(after) == "open" and self.owners.is_made_for(at):
            owner = self.owners.qualified(owner, number)  # "escribe un parte diario de cada residente (comida, sueño)"
        if self.line.mark(after) in _LINKS or self.leads.consists(after) or (owner and self.owners.holds(after)):
            found = self._listed(owner, after, sure=True)
            return replace(found, first=at) if found and owner is None and not alone else found
        if framed and (at < 3 or owner is None or self.line.mark(at - 2) in ("sep", "colon", "sign")):
            return self._listed(owner, after, sure=True, chain=True)
        return None

    def _of_what_was_said(self, at: int) -> Description | None:
        """ "registran lo encontrado (descripción, fecha)", "se postulan: nombre, rubro": the walk knows of what."""
        if self.line.folded(at) in self.line.words.having or self.line.marks[at - 1] in ("container", "phrase"):
            return None
        if self.line.marks[at] == "with" and self.owners.is_filled_in(at):
            return None
        if self.line.marks[at] == "colon" and any(self.owners.offers_choices(n) for n in self._nouns_before(at)):
            return None  # "Estados del proyecto: presupuestado, aceptado"
        inside = self.line.marks[at] == "open"
        items = self.cutter.cut(at + 1, self._close(at) if inside else None)
        sure = sum(self.kinds.is_sure(item) for item in items)
        if sure < 2 or any(self.kinds.is_thing(item) for item in items) or self._is_example(at + 1):
            return None
        after = items[-1].after + inside
        apart = self.line.marks[at] == "with" and self.line.mark(at - 1) == "sep"
        owner = self.owners.object_before(at) if apart else None
        if self.line.marks[at] == "colon" and self.leads.asks_for(at - 1):
            owner = self.owners.brought_up(at - 1)  # "cuando entra una prenda apunta: de quién es, precio"
        return Description(owner, at, after, tuple(items), inside=inside, after_clause=True)

    def _nouns_before(self, at: int) -> list[int]:
        return [n for n in range(max(0, at - 4), at) if self.line.mark(n) == "noun" and (n < 1 or n == at - 1)]

    def _is_listed_thing(self, at: int) -> bool:
        """ "… a bares: venta con bar, botellas y precio": a word for an app that is a thing in a list."""
        if self.line.marks[at] == "stop" and self.line.folded(at) in self.lists["nouns"]:
            return (
                self.line.mark(at - 1) in ("stop", "each") and self.line.mark(at + 1) in _LINKS
            )  # "el parte lleva fecha y firma"
        known = self.line.marks[at] == "container" and self.line.tokens[at].lemma in self.line.words.noun_class
        return known and at > 0 and self.line.mark(at - 1) in ("colon", "sep") and self.line.mark(at + 1) in _LINKS

    def _of_possessor(self, at: int) -> Description | None:
        """ "each tram's calibre, phone and notes"."""
        owner = noun_phrase(self.line.sentence, self.line.marks[: at + 1], at, self.line.language, self.line.domain)
        items = self.cutter.cut(at + 1)
        sure = sum(self.kinds.is_sure(item) for item in items)
        framed = self.line.mark(at - 1) == "each" or sure > 1
        if (
            len(items) < 2
            or self.owners.is_nobody(owner)
            or not framed
            or any(self.kinds.is_thing(item) for item in items)
        ):
            return None
        return Description(owner, at, items[-1].after, tuple(items), framed=True)

    def _of_each_one(self, at: int) -> bool:
        """ "de cada una", "for each one": the thing spoken of before."""
        if self.line.folded(at) not in ("cada", "each", "every"):
            return False
        anything = self.line.tokens[at + 1].lemma if at + 1 < len(self.line) else ""
        row = (
            anything in self.lists["anything"]
            and anything not in self.kinds.described
            and self.line.mark(at - 1) == "that"
        )
        return row or self.line.folded(at + 1) in ("una", "uno", "one")

    def _of_these(self, at: int) -> Description | None:
        """ "De los X guardamos …", "Del X quiero saber …"."""
        number = at + 1
        while self.line.mark(number) in ("stop", "own"):
            number += 1
        definite = self.line.folded(at) == "del" or self.line.folded(number - 1) in _DEFINITE
        if not definite or self.line.mark(number) not in _NOUNS:
            return None
        owner = self.line.phrase(number)
        if self.line.mark(owner.after) == "of" and self.line.mark(owner.after + 1) == "stop":
            owner = replace(owner, after=owner.after + 2)  # "de las clientas de siempre"
        named = self.line.folded(owner.after) in _DEFINITE and self.line.mark(owner.after) == "stop"
        if named and not self.owners.is_nobody(owner):
            return self._listed(owner, owner.after, sure=True)  # "Del paciente el nombre, el móvil y la edad"
        asked = any(self.leads.asks_for(n) for n in range(owner.after, min(owner.after + 5, len(self.line))))
        if (
            not asked
            or self.owners.is_nobody(owner)
            or self.line.mark(owner.after) not in ("verb", "stop", "sep", "that")
        ):
            return None
        return self._listed(owner, owner.after, sure=True, chain=True)

    def _of_noun(self, at: int) -> Description | None:
        """ "X con …", "X: …", "X (…)", "los X tienen …", "campos del X: …"."""
        phrase = self.line.phrase(at)
        if self.line.tokens[at].lemma in self.lists["fields"]:
            return self._of_fields(at)
        many = is_plural(self.line.tokens[at].text, self.line.language)
        if (
            self.line.language == "es"
            and self.line.mark(at - 1) == "noun"
            and many == is_plural(self.line.tokens[at - 1].text, "es")
        ):
            return None  # in the middle of a phrase
        if self._is_called_details(phrase):
            return self._listed(self._without_last(phrase), phrase.after, sure=True)
        link = self.owners.link_of(phrase)
        shown = self.line.mark(link - 1) == "container" and self.owners.holds(link)
        if not (shown or self.line.mark(link) in _LINKS or self.leads.consists(link)) or self.owners.is_nobody(phrase):
            return None
        owner = self.owners.qualified(phrase, at)
        if (
            owner is None
            or (self.line.mark(link) == "with" and self.owners.only_shows(owner))
            or self.owners.is_choice(at, self.line.mark(link))
            or (owner is not phrase and self.owners.is_choice(owner.numbers[0]))  # "Estados del proyecto: …"
        ):
            return None
        if self.line.mark(link) == "with" and self.owners.is_filled_in(link):
            return None
        having = self.line.mark(link) == "with" and self.line.folded(link) in self.line.words.having
        article = self.line.folded(at - 1) in ("un", "una", "a", "an", "el", "la", "the") or at == 0
        own = self.line.mark(link) == "colon" and self.line.mark(at - 1) == "own"  # "carga su informe: …"
        sure = own or self.leads.consists(link) or (having and (phrase.is_plural or article))
        found = self._listed(owner, link, sure=sure)
        if found and self.owners.is_only_reported(owner):
            return replace(found, owner=None, after_clause=True)
        return found and self._with_twin(found, at)

    def _is_called_details(self, phrase: NounPhrase) -> bool:
        """ "Tram details: …", "Tram fields: …"."""
        last = self.line.tokens[phrase.numbers[-1]]
        said = self.line.language == "en" and len(phrase.numbers) > 1 and self.line.mark(phrase.after) == "colon"
        return said and last.lemma in self.lists["fields"]

    def _without_last(self, phrase: NounPhrase) -> NounPhrase:
        marks = self.line.marks[: phrase.numbers[-1]]
        return noun_phrase(self.line.sentence, marks, phrase.numbers[0], self.line.language, self.line.domain)

    def _of_fields(self, at: int) -> Description | None:
        """ "Campos del X: …", "los datos de cada X son …", "Campos: …"."""
        number = at + 1
        while (
            self.line.mark(number) in ("of", "stop", "each", "own")
            and self.line.folded(number) not in self.lists["are"]
        ):
            number += 1
        owner = self.line.phrase(number) if self.line.mark(number) in _NOUNS and number > at + 1 else None
        after = owner.after if owner else number
        said = self.line.folded(after) in self.lists["are"] or self.line.mark(after) in ("colon", "open")
        return self._listed(owner, after, sure=True) if said else None

    def _behind(self, at: int) -> Description | None:
        """ "me interesa saber a, b y c de cada X", "apuntar a y b de mis X": the owner stands behind the list."""
        start = at + 1
        while self.line.mark(start) in ("verb", "can") or (self.leads.asks_for(start) and not self.cutter.asks(start)):
            start += 1
        items = self.cutter.cut(start)
        tail = self._tail(items)
        if tail is None:
            plain = len(items) > 1 and not any(self.kinds.is_thing_like(item) for item in items)
            rows = any(self.kinds.is_row(item) for item in items)
            each = bool(items) and self._is_for_each(items[-1].after)
            enough = sum(self.kinds.is_sure(item) for item in items) > (len(items) < 3)
            kept = plain and not rows and enough and (each or fills(self.line.folded(at), self.line.language))
            owner = self.owners.brought_up(at)
            return Description(owner, start, items[-1].after, tuple(items)) if kept else None
        of, owner = tail
        fields = [*items[:-1], Item(items[-1].first, of, owner.after, asked=items[-1].asked)]
        if len(fields) < 2 or any(
            self.kinds.is_thing(item) or self.line.mark(item.first) == "container" for item in fields
        ):
            return None
        if not self._is_each(of + 1) and len(fields) < 3 and sum(self.kinds.is_sure(item) for item in fields) < 2:
            return None
        return Description(owner, start, owner.after, tuple(fields))

    def _tail(self, items: list[Item]) -> tuple[int, NounPhrase] | None:
        """Where "de cada X" begins at the end of the last item, and the X."""
        if not items:
            return None
        last = items[-1]
        for of in range(last.last, last.first, -1):
            plain = self.line.mark(of) == "of" and of < last.last
            about = self.line.mark(of) in ("of", "for") or self.line.folded(of) in ("about", "sobre")
            if not plain and not (about and self._is_each(of + 1)):
                continue
            number = of + 1
            while self.line.mark(number) in ("stop", "each", "own"):
                number += 1
            named = number > of + 1 or self.line.folded(of) == "del"
            if not named or self.line.mark(number) not in _NOUNS:
                return None
            owner = self.line.phrase(number)
            return (of, owner) if owner.after >= last.last and not self.owners.is_nobody(owner) else None
        return None

    def _is_for_each(self, number: int) -> bool:
        """ "… for each", "… of each of them", "… de cada una": of what was spoken of before."""
        joined = self.line.mark(number) in ("of", "for") and self.line.mark(number + 1) == "each"
        return joined and self.line.mark(number + 2) in ("", "of", "stop", "sep")

    def _is_each(self, number: int) -> bool:
        return self.line.mark(number) == "each" or self.line.folded(number) in _OURS

    # --- the list ----------------------------------------------------------------------------------------------------

    def _listed(self, owner: NounPhrase | None, after: int, *, sure: bool, chain: bool = False) -> Description | None:
        start = self.leads.past_chain(after) if chain else self._start_of_list(after)
        inside = self.line.mark(after) == "open"
        start = self._past_what(start)
        end = self._close(after) if inside else None
        if start < 0 or (inside and self._is_example(start)):
            return None
        listed = [item for item in self.cutter.cut(start, end) if not self._is_understood(item)]
        items = self.kinds.without_things(listed, inside=inside)
        bare = owner is None or (
            owner.after == after and owner.is_plural and owner.head_word not in self.line.words.classifiers
        )
        if inside and len(items) == 1 and items[0].asked:
            return None  # "a technician (who manages them)"
        if not items and sure and owner is not None and not inside:
            return self._part_of(owner, start)
        if not inside and not sure and self.kinds.are_described(items):
            return None
        if self.line.mark(after) == "colon" and not sure and self.kinds.asks_of_first(items):
            owner, items = self.line.phrase(items[0].first), items[1:]  # "mudanza: cajas, qué hay en cada una"
        few = not sure and not inside and self.line.mark(after) == "colon" and len(items) < 2
        if not items or few or not self.kinds.are_fields(items, sure=sure, inside=inside, bare=bare):
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
            at_colon=self.line.mark(after) == "colon" and not sure,
        )

    def _start_of_list(self, after: int) -> int:
        start = after
        if self.leads.consists(start):
            start = next(n for n in (start, start + 1) if self.line.folded(n) in self.lists["consists"]) + 1
            return start + (self.line.mark(start) in ("of", "prep"))
        opened = self.line.mark(start) in _LINKS or self.owners.holds(start)
        if opened or self.line.folded(start) in self.lists["are"]:
            start += 1 + (self.line.folded(start + 1) == "de")
        return start

    def _is_understood(self, item: Item) -> bool:
        """ "con autenticación por clave": several words that ask for something every app has."""
        marks = [self.line.mark(number) for number in range(item.first, item.last)]
        return len(marks) > 2 and set(marks) == {"phrase"}

    def _past_what(self, start: int) -> int:
        """ "…: what we note is a, b and c"."""
        said = self.line.folded(start) in ("what", "lo") and self.line.folded(start + 1) in ("we", "i", "que")
        being = next((n for n in range(start, start + 5) if self.line.folded(n) in self.lists["are"]), -1)
        return being + 1 if said and being > 0 else start

    def _close(self, opener: int) -> int:
        """Where the brackets end, or a list between them would at the latest."""
        last = min(opener + _LONG, len(self.line))
        return next((n for n in range(opener, last) if self.line.marks[n] == "close"), last)

    def _part_of(self, owner: NounPhrase, start: int) -> Description | None:
        """ "Cada equipo tiene jugadores con nombre y edad": the first thing in the list is described itself."""
        while self.line.mark(start) in ("stop", "own", "number"):
            start += 1
        inner = self._of_noun(start) if self.line.mark(start) in _NOUNS else None
        return replace(inner, above=owner) if inner is not None and inner.owner is not None else None

    def _is_example(self, at: int) -> bool:
        return self.line.folded(at) in tables("words")["clauses"]["examples"] or self.line.folded(at) in ('"', "“", "«")

    def _opens_clause(self, at: int) -> bool:
        return at == 0 or self.line.mark(at - 1) in ("sep", "sign", "stop")

    def _with_twin(self, found: Description, at: int) -> Description:
        """ "perros y gatos con nombre": exactly two plurals, of which neither is described before."""
        before = at - 2
        pair = (
            self.line.mark(at - 1) == "sep"
            and self.line.tokens[at - 1].text != ","
            and self.line.mark(before) in _NOUNS
        )
        if not pair or found.inside or self.line.mark(found.first) != "with" or self.line.mark(before - 1) == "sep":
            return found
        other = self.line.phrase(before)
        both = other.is_plural and found.owner is not None and found.owner.is_plural
        return replace(found, twin=other) if both else found
