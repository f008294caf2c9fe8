"""The steps over a list of fields: where it begins, what its items are, and which of them are things after all."""

from __future__ import annotations

from dataclasses import replace

from generation.blueprint.drafts.draft import LISTED, TOPIC, FieldDraft, Mention
from generation.blueprint.drafts.evidence import ENOUGH
from generation.blueprint.lexicon import tables
from generation.blueprint.schema import FieldType
from generation.blueprint.things.asked_fields import asked_field
from generation.blueprint.things.field_list import field_draft, split_options
from generation.blueprint.things.field_openings import FieldOpenings
from generation.blueprint.words.field_types import field_type, is_field_word
from generation.blueprint.words.inflection import is_plural, singular
from generation.blueprint.words.noun_phrases import NounPhrase
from generation.blueprint.words.shared_words import complete
from generation.blueprint.words.speech import Kind, kind_of
from generation.blueprint.words.tokens import Token, written

_FIELD_END = frozenset({"sep", "close", "with", "that", "verb", "colon", "open", "phrase"})
_OR = frozenset({"o", "u", "or"})
_MINE = frozenset({"mi", "mis", "my", "our", "nuestro", "nuestra", "nuestros", "nuestras"})


class FieldSteps(FieldOpenings):
    """What a walk does while it is inside a list of fields."""

    def _bracketed_fields(self) -> None:
        back, outer = self.mode, self.outer
        self.mode, self.closed, self.inside = "fields", False, True
        self._skip()
        while self.at < len(self.marks) and self.marks[self.at] != "close":
            if self._asks(self.at):
                self._clause_field()
            elif self.marks[self.at] in ("sep", "stop", "of", "each", "with", "own"):
                self._skip()
            else:
                self._field()
        self.mode, self.outer, self.inside = back, outer, False

    def _bracketed_kinds(self) -> list[str]:
        """ "votos (a favor, en contra)": what kinds there are; nothing when plurals, which are things, stand there."""
        tokens = self.sentence.tokens
        remark, after = self._remark(self.at)
        inside = range(self.at + 1, after - 1)
        plain = {"sep", "noun", "adj", "stop", "prep", "not", "of"}
        things = any(self.marks[n] == "noun" and is_plural(tokens[n].text, self.language) for n in inside)
        kinds = split_options(remark)
        if things or len(kinds) < 2 or not {self.marks[n] for n in inside} <= plain:
            return []
        self.sentence.use(*range(self.at, after))
        self.at = after
        return kinds

    def _field(self) -> None:
        """One item of a field list; a plural that is no field word is a thing of its own."""
        first, last = self.at, self._item_end(self.at)
        if self._is_thing(first, last):
            return self._thing_in_fields(first)
        if self._mark_at(last) == "colon" and self.head is not None and self._are_states(first, last):
            return self._states(self.head)
        remark, after = self._said_behind(last)
        items = [self.sentence.tokens[first:last]]
        if not remark and (pair := self._sharing(first, last)):
            items, after = pair
        self.sentence.use(*range(first, after))
        for tokens in items:
            draft = field_draft(tokens, remark, self.language)
            if draft is not None and self.head is not None:
                self._add_field(self.head, draft)
                if self.twin is not None and self.twin is not self.head:
                    self._add_field(self.twin, replace(draft))
        self.at = max(after, first + 1)
        return None

    def _said_behind(self, last: int) -> tuple[str, int]:
        """What brackets, choices or "or not" behind an item say of it, and the place behind that."""
        remark, after = self._remark(last)
        if self._lists_more(last):
            remark, after = "", last + 1  # "with a contact (date, summary)": fields like those before
        elif not remark and (choices := self._choices(last)):
            remark, after = choices
        if not remark and self._or_not(last):
            remark, after = ("sí/no" if self.language == "es" else "yes/no"), last + 2
        return remark, after

    def _lists_more(self, opener: int) -> bool:
        """Whether the brackets behind an item hold fields, and no choices for it."""
        if self._mark_at(opener) != "open":
            return False
        close = self._remark(opener)[1] - 1
        inside = [n for n in range(opener + 1, close) if self.marks[n] in ("noun", "number", "person")]
        fields = sum(is_field_word(self.sentence.tokens[n].folded) for n in inside)
        return fields > 1 and fields * 2 > len(inside) and "sep" in self.marks[opener:close]

    def _choices(self, colon: int) -> tuple[str, int] | None:
        """ "cuerda: soprano, contralto, tenor o bajo": choices go on to the one behind "o"."""
        if self._mark_at(colon) != "colon":
            return None
        tokens = self.sentence.tokens
        last = next((n for n in range(colon + 2, min(colon + 14, len(tokens) - 1)) if tokens[n].folded in _OR), None)
        if last is None or not set(self.marks[colon + 1 : last + 2]) <= {
            "sep",
            "noun",
            "adj",
            "stop",
            "verb",
            "person",
        }:
            return None
        return written(tokens[colon + 1 : last + 2]), last + 2

    def _or_not(self, number: int) -> bool:
        folded = [token.folded for token in self.sentence.tokens[number : number + 2]]
        return len(folded) == 2 and folded[0] in _OR and folded[1] in ("no", "not")

    def _clause_field(self) -> None:
        first = self.at
        end = first + 1
        either = self.sentence.tokens[first].folded in ("si", "if", "whether")
        while end < len(self.marks) and (
            self.marks[end] not in ("sep", "close", "open", "colon")
            or (either and self.sentence.tokens[end].folded in _OR)
        ):
            end += 1
        self.sentence.use(*range(first, end))
        self.at = end
        draft = asked_field(self.sentence.tokens[first:end], self.language)
        if draft is not None and self.head is not None:
            self._add_field(self.head, draft)

    def _sharing(self, first: int, last: int) -> tuple[list[list[Token]], int] | None:
        """ "hora de inicio y fin": two items, and the place behind the second."""
        tokens = self.sentence.tokens
        if self._mark_at(last) != "sep" or tokens[last].text == "," or last + 1 >= len(tokens):
            return None
        end = self._item_end(last + 1)
        one, two = tokens[first:last], tokens[last + 1 : end]
        both = complete(one, two, self.language)
        return (list(both), end) if both != (one, two) else None

    def _item_end(self, first: int) -> int:
        """The end of the item; "fecha y hora de salida" is one."""
        number = self._plain_end(first)
        words = " ".join(token.folded for token in self.sentence.tokens[number - 1 : number + 2])
        if is_field_word(words) and field_type(words.split(), self.language) is FieldType.DATETIME:
            return self._plain_end(number + 1)
        return number

    def _plain_end(self, first: int) -> int:
        number = first + 1
        while number < len(self.marks) and not self._leaves_list(number):
            of = "of" in self.marks[max(first, number - 2) : number]
            if self.marks[number] == "that" and self.marks[number - 1] == "of":
                number += 1  # "el nombre de quien recibe"
            elif (self.marks[number] == "phrase" and of) or self._ends_item(number):
                pass  # "vencimiento del seguro", "queen seen or not"
            elif self.marks[number] in _FIELD_END:
                break
            number += 1
        return min(number, len(self.marks))

    def _ends_item(self, number: int) -> bool:
        seen = self.marks[number] == "verb" and self.marks[number - 1] == "noun"
        past = kind_of(self.sentence.tokens[number].folded, self.language) is Kind.PARTICIPLE
        return seen and past and self._mark_at(number + 1) in ("sep", "close", "")

    def _leaves_list(self, number: int) -> bool:
        """ "…y raza para una clínica", "…en mi biblioteca": whom or where the app is for, and no part of a field."""
        if self.marks[number] not in ("for", "prep"):
            return False
        after = number + 1
        while self._mark_at(after) in ("stop", "own"):
            after += 1
        if self._mark_at(after) in ("place", "container"):
            return True
        own = any(token.folded in _MINE for token in self.sentence.tokens[number + 1 : after])
        if self.marks[number] == "prep":
            return own
        return after > number + 1 or "sep" not in self.marks[after:]

    def _remark(self, last: int) -> tuple[str, int]:
        """What stands between brackets after an item, and the place behind it."""
        if self._mark_at(last) != "open":
            return "", last
        close = next((n for n in range(last, len(self.marks)) if self.marks[n] == "close"), len(self.marks))
        return written(self.sentence.tokens[last + 1 : close]), min(close + 1, len(self.marks))

    def _is_thing(self, first: int, last: int) -> bool:
        phrase, token = self._phrase(first), self.sentence.tokens[first]
        head = phrase.head_word
        if self._field_of_head(token):
            return False
        if self._counted(first, phrase) or self._begins_another(first, phrase) or head in self.words.many:
            return True
        if not phrase.is_plural or self.marks[first] == "number":
            return False
        if self.inside and self._mark_at(phrase.after) not in ("with", "open", "colon"):
            return False  # what stands between brackets is said of the thing before them
        return self._are_things(first, last, phrase)

    def _are_things(self, first: int, last: int, phrase: NounPhrase) -> bool:
        """Whether a plural in a list of fields names things."""
        token, head = self.sentence.tokens[first], phrase.head_word
        behind = phrase.numbers[-1] if self.language == "en" else first
        is_field = is_field_word(token.folded) or is_field_word(self.sentence.tokens[behind].folded)
        if self._mark_at(phrase.after) in ("open", "colon") and not is_field:
            return True  # "cada torneo tiene partidas (blancas, negras, resultado)"
        if self._mark_at(phrase.after) == "with" or (self.domain is not None and self.domain.names(head)):
            return True
        if is_field:
            return False
        words = [each.folded for each in self.sentence.tokens[first : min(last, phrase.after)]]
        if len(words) > 1 and words[0] in tables("fields")["counting"]:
            return False  # "max players"
        among = self.head is not None and len(self.head.fields) > 1 and not self.closed
        return head in self.words.noun_class or (field_type(words, self.language) is None and not among)

    def _begins_another(self, first: int, phrase: NounPhrase) -> bool:
        """ "propuestas con título y texto, votos y asambleas": behind the last field the list of things goes on."""
        after_comma = first > 0 and self.sentence.tokens[first - 1].text == ","
        known = phrase.head_word in self.words.noun_class or phrase.head_word in self.words.dependents
        known = known or " " in phrase.key
        return self.closed and after_comma and phrase.is_plural and known

    def _counted(self, first: int, phrase: NounPhrase) -> bool:
        """ "varios plazos", "many photos": rows of their own, unless the word itself counts something."""
        before = self.sentence.tokens[first - 1].folded if first else ""
        counts = field_type([self.sentence.tokens[first].folded], self.language) in (
            FieldType.INTEGER,
            FieldType.BOOLEAN,
            FieldType.DECIMAL,
        )
        return phrase.is_plural and before in self.words.quantities and not counts

    def _thing_in_fields(self, first: int) -> None:
        owner = self.head
        phrase = self._phrase(first)
        mention = self._mention(phrase, LISTED)
        mention.evidence += ENOUGH if phrase.is_plural or phrase.key in self.words.many else 1
        mention.counted = mention.counted or self._counted(first, phrase)
        self.sentence.use(*phrase.numbers)
        self.at = max(phrase.after, first + 1)
        described = self._mark_at(self.at) in ("with", "open", "colon")
        mixed = owner is not None and (owner.strength == TOPIC or self._goes_on_with_fields())
        goes_on = self.outer == "things" and phrase.key not in self.words.classifiers and not mixed
        if goes_on or self._begins_another(first, phrase):
            self.mode, self.head, self.strength, self.opener = "things", mention, LISTED, "with"
            self.head_end = self.at
            return
        if owner is not None and self._groups(phrase, owner):
            owner.parents.append((mention.key, phrase.key in self.words.many))
        elif owner is not None:
            mention.parents.append((owner.key, False))
        if described:
            self.mode, self.outer, self.head, self.head_end = "none", "none", mention, self.at

    def _goes_on_with_fields(self) -> bool:
        """ "migraines with intensity, triggers and duration": single words for fields after a thing are the head's."""
        for number in range(self.at, len(self.marks)):
            mark = self.marks[number]
            if mark in ("with", "open", "that", "verb", "each", "for"):
                return False
            single = mark == "noun" and not is_plural(self.sentence.tokens[number].text, self.language)
            if single and self._names_field(number):
                return True
        return False

    def _groups(self, phrase: NounPhrase, owner: Mention) -> bool:
        """Whether the owner belongs to the thing rather than the other way round: people to departments and offices."""
        if phrase.key in self.words.classifiers or phrase.key in self.words.many:
            return True
        of_people = self.words.noun_class.get(owner.key) == "person" or owner.key in self.words.people
        return of_people and self.words.noun_class.get(phrase.key) == "group"

    def _stated(self) -> Mention | None:
        """The thing whose states stand behind the colon, when they are named one by one."""
        token = self.sentence.tokens[self.at]
        things = sorted(self.found.mentions.values(), key=lambda mention: mention.position)
        before = [mention for mention in things if mention.position < token.start and mention.key != token.lemma]
        return before[-1] if before and self._are_states(self.at, self.at + 1) else None

    def _are_states(self, first: int, colon: int) -> bool:
        known = (
            colon == first + 1 and field_type([self.sentence.tokens[first].lemma], self.language) is FieldType.CHOICE
        )
        tail = set(self.marks[colon + 1 :])
        return known and "sep" in tail and not tail & {"with", "open", "colon"}

    def _states(self, owner: Mention) -> None:
        tokens = self.sentence.tokens
        draft = field_draft([tokens[self.at]], written(tokens[self.at + 2 :]), self.language)
        self.sentence.use(*range(self.at, len(tokens)))
        self.at = len(tokens)
        if draft is not None:
            draft.label = singular(draft.label, self.language).capitalize()
            owner.fields = [field for field in owner.fields if field.label.lower() != draft.label.lower()]
            owner.fields.append(draft)

    @staticmethod
    def _add_field(head: Mention, draft: FieldDraft) -> None:
        if all(existing.label.lower() != draft.label.lower() for existing in head.fields):
            head.fields.append(draft)
