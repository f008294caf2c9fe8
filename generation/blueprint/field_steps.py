"""The steps over a list of fields: where it begins, what its items are, and which of them are things after all."""

from __future__ import annotations

from dataclasses import replace

from generation.blueprint.draft import LISTED, TOPIC, FieldDraft, Mention
from generation.blueprint.evidence import ENOUGH
from generation.blueprint.field_list import asked_field, field_draft, split_options
from generation.blueprint.field_types import field_type, is_field_word, type_word
from generation.blueprint.inflection import fold, is_plural, singular
from generation.blueprint.lexicon import tables
from generation.blueprint.noun_phrases import NounPhrase
from generation.blueprint.scan_state import ScanState
from generation.blueprint.schema import FieldType
from generation.blueprint.shared_words import complete
from generation.blueprint.tokens import Token, written

_FIELD_END = frozenset({"sep", "close", "with", "that", "verb", "colon", "open", "phrase"})
_NOBODY = Mention("", "", "", 0)
_DETERMINED = frozenset({"el", "la", "un", "una", "the", "a", "an", "cada", "each", "every", "su", "my", "our", "their", "mi"})
_MINE = frozenset({"mi", "mis", "my", "our", "nuestro", "nuestra", "nuestros", "nuestras"})


class FieldSteps(ScanState):
    """What a walk does while it is inside a list of fields."""

    def _next_content(self) -> int:
        """The first token after this one that may start an item."""
        number = self.at + 1
        while number < len(self.marks) and self.marks[number] in ("stop", "own", "sep", "colon", "sign", "of", "open"):
            number += 1
        return number

    def _list_is_of_fields(self, first: int, *, inside: bool = False, owner: Mention | None = None) -> bool:
        """Whether the list that starts there names fields of the head rather than things."""
        if (owner or self.head) is None or first >= len(self.marks) or self.marks[first] in ("verb", "can"):
            return False
        depth = 0
        for number in range(first, min(first + 12, len(self.marks))):
            depth += (self.marks[number] == "open") - (self.marks[number] == "close" and depth > 0)
            if depth:  # what stands between brackets is of the word before them
                continue
            if self.marks[number] in ("verb", "that", "with") or (inside and self.marks[number] == "close"):
                break
            if self.marks[number] in ("noun", "person", "container", "number") and self._names_field(number):
                return True
        return False

    def _fields_follow(self, opener: int) -> bool:
        """Whether the list behind that token begins with a field, whatever thing it is of."""
        number = opener + 1
        while self._mark_at(number) in ("stop", "own"):
            number += 1
        if self._mark_at(number) not in ("noun", "person", "container", "number"):
            return False
        last = number
        while self.language == "en" and self._mark_at(last + 1) in ("noun", "person"):
            last += 1  # "start time": the last word decides
        token = self.sentence.tokens[last]
        if is_plural(token.text, self.language):
            return is_field_word(token.folded) and not self._is_known_thing(token.lemma)
        return is_field_word(token.folded) or self._field_in_list(last)

    def _field_in_list(self, first: int) -> bool:
        """ "variedad, fecha de siembra": a word that says little in a list with one that names a field."""
        for number in range(first, len(self.marks)):
            if self.marks[number] in ("with", "that", "verb", "can", "colon", "each"):
                return False
            if self.marks[number] == "sep" and self._mark_at(number + 1) in ("noun", "stop"):
                after = number + 1 + (self._mark_at(number + 1) == "stop")
                if self._mark_at(after) == "noun" and self._names_field(after):
                    return True
        return False

    def _names_field(self, number: int) -> bool:
        token = self.sentence.tokens[number]
        if self.language == "en" and self._mark_at(number + 1) in ("noun", "person"):
            return False  # "budget items": the last word decides
        if self._field_of_head(token):
            return True
        if is_plural(token.text, self.language) and self._is_known_thing(token.lemma):
            return False
        return (
            is_field_word(token.folded)
            or type_word(token.folded) is FieldType.BOOLEAN
            or (not is_plural(token.text, self.language) and field_type([token.folded], self.language) is not None)
        )

    def _is_known_thing(self, lemma: str) -> bool:
        return lemma in self.words.noun_class or (self.domain is not None and self.domain.entity_for(lemma) is not None)

    def _definition(self, owner: Mention) -> bool:
        """ "Cliente: nombre, email": the head stands before the colon and fields follow."""
        return self._list_is_of_fields(self._next_content(), owner=owner)

    def _described(self) -> Mention | None:
        """The thing that the brackets or the colon here describe: right before, or the last one in the sentence."""
        if self.head is not None and self.head_end == self.at:
            return self.head
        phrase = self._last_phrase(self.at)
        if phrase is None:
            return self.head or self._main_thing()
        mention = self.found.mentions.get(phrase.key)
        if mention is None:
            if not self._list_is_of_fields(self._next_content(), inside=self._mark_at(self.at) == "open", owner=_NOBODY):
                return self.head
            mention = self._mention(phrase, LISTED)
            self.sentence.use(*phrase.numbers)
        return mention

    def _main_thing(self) -> Mention | None:
        """ "Inventario con código y existencias": fields of what such an app is about, which nobody names."""
        templates = list(self.domain.entities.values()) if self.domain else []
        if self.domain is None or self.found.mentions or not self._list_is_of_fields(self._next_content(), owner=_NOBODY):
            return None
        wanted = self.domain.adopts["entity"] if self.domain.adopts else ""
        template = next((t for t in templates if t.ident == wanted), None) or next((t for t in templates if t.backbone), None)
        if template is None:
            return None
        one, many = (label.lower() for label in template.labels[self.language])
        start = self.sentence.tokens[self.at].start
        mention = Mention(fold(one), one, many, LISTED, plural=True, position=start, evidence=ENOUGH)
        self.found.mentions[mention.key] = mention
        return mention

    def _last_phrase(self, before: int) -> NounPhrase | None:
        """The last noun phrase before that token that may be a thing: a plural, a known one, or one with an article."""
        found: NounPhrase | None = None
        number = 0
        while number < before:
            if self.marks[number] not in ("noun", "person"):
                number += 1
                continue
            phrase = self._phrase(number)
            start = self.sentence.tokens[number - 1].folded if number else ""
            likely = phrase.is_plural or start in _DETERMINED or phrase.known(self.domain, self.words)
            if likely and not is_field_word(phrase.key) and self._mark_at(number - 1) != "prep":
                found = phrase
            number = max(phrase.after, number + 1)
        return found

    def _bracketed_fields(self) -> None:
        back, outer = self.mode, self.outer
        self.mode, self.closed = "fields", False
        self._skip()
        while self.at < len(self.marks) and self.marks[self.at] != "close":
            if self._asks(self.at):
                self._clause_field()
            elif self.marks[self.at] in ("sep", "stop", "of", "each", "with", "own"):
                self._skip()
            else:
                self._field()
        self.mode, self.outer = back, outer

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
        remark, after = self._remark(last)
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

    def _asks(self, number: int) -> bool:
        """Whether an item of the list begins there that is said as a question: "qué le pasa", "how many people"."""
        word = self.sentence.tokens[number].text.lower()
        opens = self._mark_at(number - 1) in ("sep", "open", "colon", "with", "verb", "for")
        return opens and word in tables("words")["clauses"]["asking"] and self._mark_at(number + 1) not in ("", "sep")

    def _clause_field(self) -> None:
        first = self.at
        end = first + 1
        while end < len(self.marks) and self.marks[end] not in ("sep", "close", "open", "colon"):
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
            if self.marks[number] == "that" and self.marks[number - 1] == "of":
                number += 1  # "el nombre de quien recibe"
            elif self.marks[number] in _FIELD_END:
                break
            number += 1
        return min(number, len(self.marks))

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
        if self._counted(first, phrase) or self._begins_another(first, phrase):
            return True
        if head in self.words.many:
            return True
        if not phrase.is_plural or self.marks[first] == "number":
            return False
        if self._mark_at(phrase.after) == "with" or (self.domain is not None and self.domain.names(head)):
            return True
        if is_field_word(token.folded):
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

    def _field_of_head(self, token: Token) -> bool:
        """Whether the domain knows this word as a field of the head ("recetas con ingredientes")."""
        counted = self.domain is not None and self.domain.names(token.lemma) and is_plural(token.text, self.language)
        words = [self.head.key, *self.head.key.split(" ")] if self.domain and self.head else []
        template = next((t for word in words if self.domain and (t := self.domain.entity_for(word))), None)
        return template is not None and any(
            token.folded == fold(label)
            for field in template.fields
            if not field.target and not (counted and field.type is FieldType.INTEGER)  # "rooms and guests" are things
            for label in field.labels.values()
        )

    def _thing_in_fields(self, first: int) -> None:
        owner = self.head
        phrase = self._phrase(first)
        mention = self._mention(phrase, LISTED)
        mention.evidence += ENOUGH if phrase.is_plural or phrase.key in self.words.many else 1
        mention.counted = mention.counted or self._counted(first, phrase)
        self.sentence.use(*phrase.numbers)
        self.at = max(phrase.after, first + 1)
        described = self._mark_at(self.at) in ("with", "open")
        mixed = owner is not None and (owner.strength == TOPIC or self._goes_on_with_fields())
        goes_on = self.outer == "things" and phrase.key not in self.words.classifiers and not mixed
        if goes_on or self._begins_another(first, phrase):
            self.mode, self.head, self.strength, self.opener = "things", mention, LISTED, "with"
            return
        if owner is not None and self._groups(phrase, owner):
            owner.parents.append((mention.key, phrase.key in self.words.many))
        elif owner is not None:
            mention.parents.append((owner.key, False))
        if described:
            self.mode, self.outer, self.head = "none", "none", mention

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
