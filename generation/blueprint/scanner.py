"""Walks over one sentence and collects the things it names, their fields, and who they belong to.

A small machine: verbs of keeping ("registrar", "track") and words for the whole app ("sistema", "app") open a list of
things; "con" and "with" open a list of fields after a thing, and of things after an app or a place.
"""

from __future__ import annotations

from generation.blueprint.domains import Domain
from generation.blueprint.draft import KNOWN, LISTED, TOPIC, FieldDraft, Findings, Mention
from generation.blueprint.field_list import field_draft
from generation.blueprint.field_types import field_type, is_field_word
from generation.blueprint.inflection import Language, is_plural
from generation.blueprint.noun_phrases import NounPhrase, noun_phrase
from generation.blueprint.schema import FieldType
from generation.blueprint.tokens import Sentence
from generation.blueprint.vocabulary import vocabulary

_FIELD_END = frozenset({"sep", "close", "with", "that", "verb", "colon", "open"})


class Scanner:
    """State of one walk. `mode` says what a noun means here: nothing yet, a thing, or a field of `head`."""

    def __init__(self, sentence: Sentence, marks: list[str], language: Language, domain: Domain | None, found: Findings) -> None:  # fmt: skip
        self.sentence, self.marks, self.language = sentence, marks, language
        self.domain, self.found, self.words = domain, found, vocabulary(language)
        self.mode: str = "things" if sentence.after_colon else "none"
        self.outer = self.mode
        self.strength = LISTED if sentence.after_colon else KNOWN
        self.head: Mention | None = None
        self.parent_next = False  # "pertenece a …": the next thing is the head's parent
        self.each = False  # "cada …"
        self.own = False  # "sus …"
        self.of_container = False  # "sistema de …"
        self.at = 0

    def run(self) -> None:
        while self.at < len(self.marks):
            step = getattr(self, f"_on_{self.marks[self.at]}", self._skip)
            step()

    # --- steps: each one moves `at` forward ---------------------------------------------------------------------------

    def _skip(self) -> None:
        self.sentence.use(self.at)
        self.at += 1

    _on_sep = _on_stop = _on_sign = _on_close = _on_privacy = _on_phrase = _on_of = _skip

    def _on_verb(self) -> None:
        self._open_things(LISTED)
        self._skip()

    def _on_container(self) -> None:
        if self.mode == "fields":
            return self._field()
        self._open_things(TOPIC)
        self.of_container = True
        return self._skip()

    def _on_place(self) -> None:
        if self.mode == "fields":
            return self._field()
        self.head = None
        self.of_container = False
        return self._skip()

    def _on_with(self) -> None:
        following = self._next_content()
        if self.head is not None and self._list_is_of_fields(following):
            self.outer = self.mode
            self.mode = "fields"
        elif self.head is not None and self.head.strength > TOPIC and self.mode != "fields":
            self.outer, self.mode = "none", "fields"
        else:
            self._open_things(LISTED)
        self._skip()

    def _on_for(self) -> None:
        if self.mode != "fields":
            self._open_things(TOPIC)
        self._skip()

    def _on_can(self) -> None:
        if self.mode == "fields" and self.sentence.tokens[self.at].folded != "to":
            self.mode = "none"
        self._skip()

    def _on_that(self) -> None:
        if self.mode == "fields":
            self.mode = self.outer
        self._skip()

    _on_not = _skip

    def _on_each(self) -> None:
        self.each = True
        self.mode, self.outer = "none", "none"
        self._skip()

    def _on_only(self) -> None:
        self._skip()

    def _on_own(self) -> None:
        self.own = True
        self._skip()

    def _on_belongs(self) -> None:
        self.parent_next = self.head is not None
        self._skip()

    def _on_colon(self) -> None:
        if self.head is not None and self._definition():
            self.outer, self.mode = self.mode, "fields"
        elif self.mode == "none":
            self._open_things(LISTED)
        self._skip()

    def _on_open(self) -> None:
        if self.head is not None and self.mode != "fields":
            if self._list_is_of_fields(self._next_content(), inside=True):
                self._bracketed_fields()
                return
        self._skip()

    def _on_number(self) -> None:
        if self.mode == "fields":
            return self._field()
        return self._skip()

    def _on_person(self) -> None:
        token = self.sentence.tokens[self.at]
        self.found.people.setdefault(
            token.lemma, self.words.people.get(token.folded) or self.words.people.get(token.lemma, "member")
        )
        if self.mode == "fields":
            return self._field()
        if self._is_subject() or token.lemma in self.words.never_kept or self.mode == "none" and not self.each:
            self.each = False
            return self._skip()
        return self._noun()

    def _on_noun(self) -> None:
        if self.mode == "fields":
            self._field()
        else:
            self._noun()

    # --- things ---------------------------------------------------------------------------------------------------------

    def _open_things(self, strength: int) -> None:
        self.mode, self.outer, self.head, self.strength = "things", "things", None, strength
        self.of_container = False

    def _noun(self) -> None:
        phrase = noun_phrase(self.sentence, self.marks, self.at, self.language, self.domain)
        strength = self._strength_of(phrase)
        self.at = phrase.after
        if not strength:
            return
        self.sentence.use(*phrase.numbers)
        mention = self._mention(phrase, strength)
        if self.parent_next and self.head is not None and mention.key != self.head.key:
            self.head.parents.append((mention.key, False))
        for parent in phrase.parents:
            owner = self._mention(parent, KNOWN)
            self._relate(mention, owner)
        mention.private = mention.private or self.own
        self.parent_next = self.each = self.own = self.of_container = False
        self.head = mention

    def _strength_of(self, phrase: NounPhrase) -> int:
        """How surely the noun is a thing to keep; 0 when nothing says so."""
        if phrase.before_container:
            return TOPIC
        known = phrase.known(self.domain, self.words)
        if self.each or self.parent_next:
            return LISTED
        if self.mode == "things":
            if self.strength == TOPIC:
                return TOPIC if known or phrase.is_plural else 0
            return LISTED
        following = self.marks[phrase.after] if phrase.after < len(self.marks) else ""
        if following in ("with", "colon", "open") and (known or phrase.is_plural):
            return LISTED
        return KNOWN if known and phrase.is_plural else 0

    def _mention(self, phrase: NounPhrase, strength: int) -> Mention:
        mention = self.found.mentions.get(phrase.key)
        if mention is None:
            start = self.sentence.tokens[phrase.numbers[0]].start
            mention = Mention(phrase.key, phrase.one, phrase.many, strength, position=start)
            self.found.mentions[phrase.key] = mention
        mention.strength = max(mention.strength, strength)
        return mention

    def _relate(self, mention: Mention, owner: Mention) -> None:
        """ "comentarios de los posts": the comment has a post; "categorías de productos": the product has a category."""
        if mention.key in self.words.classifiers:
            owner.parents.append((mention.key, mention.key in self.words.many))
        else:
            mention.parents.append((owner.key, False))

    def _is_subject(self) -> bool:
        """A person followed by a verb acts in the app; only things are kept."""
        for number in range(self.at + 1, len(self.marks)):
            found = self.marks[number]
            if found in ("can", "verb"):
                return True
            if found not in ("only", "that", "stop", "sep", "person", "not", "own"):
                return False
        return False

    # --- fields ---------------------------------------------------------------------------------------------------------

    def _next_content(self) -> int:
        """The first token after this one that may start an item."""
        number = self.at + 1
        while number < len(self.marks) and self.marks[number] in ("stop", "own", "sep", "colon", "sign", "of", "open"):
            number += 1
        return number

    def _list_is_of_fields(self, first: int, *, inside: bool = False) -> bool:
        """Whether the list that starts there names fields of the head rather than things."""
        if self.head is None or first >= len(self.marks) or self.marks[first] in ("verb", "can"):
            return False
        for number in range(first, min(first + 12, len(self.marks))):
            if self.marks[number] in ("verb", "that") or (inside and self.marks[number] == "close"):
                break
            if self.marks[number] in ("noun", "person", "container", "number") and self._names_field(number):
                return True
        return False

    def _names_field(self, number: int) -> bool:
        token = self.sentence.tokens[number]
        if self.domain and self.domain.entity_for(token.lemma) and is_plural(token.text, self.language):
            return False
        return is_field_word(token.folded) or (
            not is_plural(token.text, self.language) and field_type([token.folded], self.language) is not None
        )

    def _definition(self) -> bool:
        """ "Cliente: nombre, email": the head stands right before the colon and fields follow."""
        return self._list_is_of_fields(self._next_content())

    def _bracketed_fields(self) -> None:
        back, outer = self.mode, self.outer
        self.mode = "fields"
        self._skip()
        while self.at < len(self.marks) and self.marks[self.at] != "close":
            if self.marks[self.at] in ("sep", "stop", "of"):
                self._skip()
            else:
                self._field()
        self.mode, self.outer = back, outer

    def _field(self) -> None:
        """One item of a field list; a plural that is no field word is a thing of its own."""
        first, last = self.at, self._item_end()
        if self._is_thing(first, last):
            return self._thing_in_fields(first)
        remark, after = self._remark(last)
        tokens = [self.sentence.tokens[number] for number in range(first, last)]
        draft = field_draft(tokens, remark, self.language)
        self.sentence.use(*range(first, after))
        if draft is not None and self.head is not None:
            self._add_field(self.head, draft)
        self.at = max(after, first + 1)
        return None

    def _item_end(self) -> int:
        """The end of the item; "fecha y hora" is one."""
        number = self.at
        while number < len(self.marks) and (number == self.at or self.marks[number] not in _FIELD_END):
            number += 1
        words = [token.folded for token in self.sentence.tokens[self.at : number + 2]]
        if field_type(words, self.language) is FieldType.DATETIME and len(words) - (number - self.at) == 2 and words[-2] in ("y", "and"):  # fmt: skip
            joined = " ".join(words)
            if is_field_word(joined):
                return number + 2
        return number

    def _remark(self, last: int) -> tuple[str, int]:
        """What stands between brackets after an item, and the place behind it."""
        if last >= len(self.marks) or self.marks[last] != "open":
            return "", last
        close = next((n for n in range(last, len(self.marks)) if self.marks[n] == "close"), len(self.marks))
        inner = self.sentence.tokens[last + 1 : close]
        return " ".join(token.text for token in inner), min(close + 1, len(self.marks))

    def _is_thing(self, first: int, last: int) -> bool:
        phrase = noun_phrase(self.sentence, self.marks, first, self.language, self.domain)
        token = self.sentence.tokens[first]
        head = phrase.head_word
        if head in self.words.many:
            return True
        if not phrase.is_plural or self.marks[first] == "number":
            return False
        if self.domain and any(head in entity.words for entity in self.domain.entities.values()):
            return True
        words = [each.folded for each in self.sentence.tokens[first:last]]
        return not is_field_word(token.folded) and field_type(words, self.language) is None

    def _thing_in_fields(self, first: int) -> None:
        owner = self.head
        phrase = noun_phrase(self.sentence, self.marks, first, self.language, self.domain)
        mention = self._mention(phrase, LISTED)
        self.sentence.use(*phrase.numbers)
        self.at = max(phrase.after, first + 1)
        if self.outer == "things" and phrase.key not in self.words.classifiers:
            self.mode, self.head, self.strength = "things", mention, LISTED
        elif owner is not None and phrase.key in self.words.classifiers:
            owner.parents.append((mention.key, phrase.key in self.words.many))
        elif owner is not None:
            mention.parents.append((owner.key, False))

    @staticmethod
    def _add_field(head: Mention, draft: FieldDraft) -> None:
        if all(existing.label.lower() != draft.label.lower() for existing in head.fields):
            head.fields.append(draft)
