"""The step over a description that was found beforehand: its items become fields, links and further things."""

from __future__ import annotations

from dataclasses import replace

from generation.blueprint.drafts.draft import LISTED, FieldDraft, Mention
from generation.blueprint.drafts.evidence import ENOUGH
from generation.blueprint.lexicon import tables
from generation.blueprint.schema import FieldType
from generation.blueprint.things.acts import fills
from generation.blueprint.things.asked_fields import asked_field
from generation.blueprint.things.description import Description
from generation.blueprint.things.field_items import Item
from generation.blueprint.things.field_list import choices, chosen_from, field_draft, split_options
from generation.blueprint.things.list_owners import ListOwners
from generation.blueprint.words.field_types import field_type
from generation.blueprint.words.inflection import fold, is_plural
from generation.blueprint.words.noun_phrases import NounPhrase, noun_phrase
from generation.blueprint.words.shared_words import complete
from generation.blueprint.words.tokens import Token, written

_COUNTED = (FieldType.INTEGER, FieldType.BOOLEAN, FieldType.DECIMAL)


class DescriptionSteps(ListOwners):
    """What a walk does where a description begins."""

    def _describe(self, found: Description) -> bool:
        """Keeps what is listed; False when nobody knows of what."""
        owner = self._described_by(found)
        if owner is None:
            return False
        owner.evidence += ENOUGH
        above = self.about
        if above is not None and above is not owner and not found.framed and not found.inside and not owner.parents:
            owner.parents.append((above.key, False))  # "an invoice has a number and several lines: …"
        if found.above is not None:
            owner.parents.append((self._mention(found.above, LISTED).key, False))
        if found.framed:
            self.about = owner
        self._take(found, owner)
        return True

    def _take_list(self, owner: Mention, start: int, *, inside: bool = False) -> bool:
        """Keeps the list that begins there of an owner that the walk knows; False when nothing is listed."""
        end = self._closing(start) if inside else None
        items = self.cutter.cut(start, end)
        kept = self.kinds.without_things(items, inside=inside)
        if not kept:
            return False
        after = kept[-1].after + 1 if inside else kept[-1].after
        self._take(Description(None, start, after, tuple(kept), inside=inside, more=len(kept) < len(items)), owner)
        return True

    def _take(self, found: Description, owner: Mention) -> None:
        """What is listed there becomes the owner's, and the walk goes on behind it."""
        mode, opener, strength = self.mode, self.opener, self.strength
        self.sentence.use(*range(self.at, found.after))
        twin = self._mention(found.twin, LISTED) if found.twin else None
        self._keep_all(found, owner, twin)
        self.at = found.after
        self.mode = mode if mode == "things" else "none"
        if found.more:
            self.mode, opener, strength = "things", "with", LISTED
        self.opener, self.strength = opener, strength
        self.head, self.head_end, self.found.topic = owner, self.at, owner
        self.each = self.own = self.of_container = self.modifier = False

    def _described_by(self, found: Description) -> Mention | None:
        made = found.owner is not None and self.acted is not None and self.acted.key in tables("acts")["of_object"]
        if self.acted is not None and found.at_colon and not made:  # "parents register a camper: …" tells of the camper
            return self.acted  # "se prestan piezas a otros museos: contacto, fecha de salida"
        if found.owner is not None:
            owner = self._mention(found.owner, LISTED)
            self.sentence.use(*found.owner.numbers)
            return owner
        if found.after_clause and self._mark_at(found.first) == "with":
            return self.acted
        if (left := self._left_by_strangers(found)) is not None:
            return left
        if found.after_clause and not (self.acted or self.about or self.found.topic):
            return self._thing_of_the_kind()
        here = self.head if self.head is not None and self.head.strength == LISTED else None
        last = max(self.found.mentions.values(), key=lambda each: each.position, default=None)
        return self.acted or self.about or here or self.found.topic or last or self._named_before()

    def _left_by_strangers(self, found: Description) -> Mention | None:
        """ "El visitante pide fecha y deja nombre y correo": a request of theirs, and no fields of the boat."""
        words = self.sentence.tokens
        said = fills(words[found.first - 1].folded, self.language) if found.first else False
        who = {token.lemma for token in words[: found.first]} & set(tables("acts")["strangers"])
        topic = self.head or self.found.topic
        if not said or not who or self.acted or self.about or topic is None or self._is_deed(topic.key):
            return None
        named = ([token.folded for token in words[item.first : item.last]] for item in found.items if not item.asked)
        if not any(field_type(each, self.language) in (FieldType.EMAIL, FieldType.PHONE) for each in named):
            return None
        one, many = ("solicitud", "solicitudes") if self.language == "es" else ("request", "requests")
        fresh = Mention(one, one, many, LISTED, plural=True, position=words[found.first].start)
        mention = self.found.mentions.setdefault(one, fresh)
        if mention is not topic:
            mention.parents.append((topic.key, False))
        return mention

    def _is_deed(self, key: str) -> bool:
        """Whether the thing is something people do or send already: a booking, a question."""
        return self.words.noun_class.get(key.split(" ")[0]) in ("event", "text", "person", "money")

    def _named_before(self) -> Mention | None:
        """ "Tenemos sondas en tres salas; de cada una …": the first several of the sentence before."""
        if len(self.found.marked) < 2:
            return None
        sentence, marks = self.found.marked[-2]
        several = (n for n, mark in enumerate(marks) if mark == "noun")
        number = next((n for n in several if is_plural(sentence.tokens[n].text, self.language)), None)
        if number is None:
            return None
        phrase = noun_phrase(sentence, marks, number, self.language, self.domain)
        mention = Mention(phrase.key, phrase.one, phrase.many, LISTED, plural=True, position=sentence.tokens[0].start)
        sentence.use(*phrase.numbers)
        return self.found.mentions.setdefault(mention.key, mention)

    def _keep_all(self, found: Description, owner: Mention, twin: Mention | None) -> None:
        number, items = 0, found.items
        while number < len(items):
            item = items[number]
            pair = self._pair(item, items[number + 1]) if number + 1 < len(items) else None
            drafts = (
                [field_draft(tokens, "", self.language) for tokens in pair]
                if pair
                else [self._kept(item, owner, inside=found.inside)]
            )
            for draft in drafts:
                if draft is not None:
                    self._add_field(owner, draft)
                    if twin is not None and twin is not owner:
                        self._add_field(twin, replace(draft))
            number += 2 if pair else 1

    def _pair(self, one: Item, two: Item) -> tuple[list[Token], list[Token]] | None:
        """ "hora de inicio y fin": two items that share a word."""
        tokens = self.sentence.tokens
        if one.asked or two.asked or one.said or two.said or tokens[one.after].text == ",":
            return None
        both = tokens[one.first : one.last], tokens[two.first : two.last]
        whole = complete(*both, self.language)
        return whole if whole != both else None

    def _of_each(self, item: Item, owner: Mention) -> bool:
        """ "Cuotas: de cada socio y año, el importe": the thing that there is one of for each row is a relation."""
        number = item.first
        while self._mark_at(number) in ("of", "for", "prep"):
            number += 1
        if self._mark_at(number) != "each" or self._mark_at(number + 1) not in ("noun", "person"):
            return False
        phrase = self._phrase(number + 1)
        known = phrase.known(self.domain, self.words) or phrase.key in self.found.mentions
        if not known or phrase.key in self.words.periods or phrase.key == owner.key:
            return False
        owner.parents.append((phrase.key, False))
        return True

    def _kept(self, item: Item, owner: Mention, *, inside: bool = True) -> FieldDraft | None:
        """The field of an item; None where it is a thing of its own."""
        if not item.asked and self._of_each(item, owner):
            return None
        remark = written(self.sentence.tokens[item.said[0] : item.said[1]]) if item.said else ""
        inner = self.kinds.inner(item)
        if item.asked:
            return self._answered(item, inner, remark, owner)
        among = inside or len(owner.fields) > 1
        thing = self.kinds.keeps_rows(item) if inside else self.kinds.is_thing(item)
        thing = thing and self._phrase(item.first).key != owner.key  # "horas" of an hour are a number
        if thing or (not among and self.kinds.may_be_thing(item)) or (inner and self.kinds.has_rows(item)):
            self._thing(item.first, inner, owner)
            return None
        if not inner:
            tokens, remark = chosen_from(self.sentence.tokens[item.first : item.last], remark)
            return field_draft(tokens, remark, self.language)
        counted = field_type([self.sentence.tokens[item.first].folded], self.language)
        if counted in (FieldType.DECIMAL, FieldType.INTEGER) and len(inner) > 1:
            for each in inner:  # "sus medidas (busto, cintura)"
                draft = field_draft(self.sentence.tokens[each.first : each.last], "", self.language)
                if draft is not None:
                    draft.type = counted if draft.type is FieldType.TEXT else draft.type
                    self._add_field(owner, draft)
            return None
        self._fill(owner, inner)  # "un contacto (fecha, resumen)": fields like those before
        return None

    def _answered(self, item: Item, inner: list[Item], remark: str, owner: Mention) -> FieldDraft | None:
        """ "de qué cliente es (nombre y teléfono)" points at a thing, "en qué estado está (nueva, usada)" chooses."""
        tokens = self.sentence.tokens
        draft = asked_field(tokens[item.first : item.last], self.language)
        if draft is None:
            return None
        first = fold(draft.label.split(" ")[0])
        noun = next((n for n in range(item.first, item.last) if tokens[n].folded == first), None)
        rows = noun is not None and is_plural(tokens[noun].text, self.language) and self._has_rows(noun)
        if noun is not None and (inner or rows):
            self._thing(noun, inner, owner, asked=True)
            return None
        if len(parts := split_options(remark)) > 1:
            draft.type, draft.options = FieldType.CHOICE, choices(parts)
        return draft

    def _has_rows(self, number: int) -> bool:
        lemma = self.sentence.tokens[number].lemma
        return lemma in self.found.described or self._is_known_thing(lemma)

    def _fill(self, owner: Mention, items: list[Item]) -> None:
        for each in items:
            if (draft := self._kept(each, owner)) is not None:
                self._add_field(owner, draft)

    def _thing(self, number: int, inner: list[Item], owner: Mention, *, asked: bool = False) -> None:
        """A thing among the fields: several of it belong to the owner, one of it is what the owner points at."""
        phrase = self._phrase(number)
        mention = self._mention(phrase, LISTED)
        mention.evidence += ENOUGH
        mention.counted = mention.counted or self._counted(number, phrase)
        self._fill(mention, inner)
        if asked or not phrase.is_plural or self._groups(phrase, owner):
            owner.parents.append((mention.key, (asked and phrase.is_plural) or phrase.key in self.words.many))
        else:
            mention.parents.append((owner.key, False))

    def _counted(self, first: int, phrase: NounPhrase) -> bool:
        """ "varios plazos", "many photos": rows of their own, unless the word itself counts something."""
        before = self.sentence.tokens[first - 1].folded if first else ""
        counts = field_type([self.sentence.tokens[first].folded], self.language) in _COUNTED
        return phrase.is_plural and before in self.words.quantities and not counts

    def _groups(self, phrase: NounPhrase, owner: Mention) -> bool:
        """Whether the owner belongs to the thing rather than the other way round: people to departments and offices."""
        if phrase.key in self.words.classifiers or phrase.key in self.words.many:
            return True
        of_people = self.words.noun_class.get(owner.key) == "person" or owner.key in self.words.people
        return of_people and self.words.noun_class.get(phrase.key) == "group"

    @staticmethod
    def _add_field(head: Mention, draft: FieldDraft) -> None:
        if all(existing.label.lower() != draft.label.lower() for existing in head.fields):
            head.fields.append(draft)
