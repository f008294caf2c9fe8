"""Walks over one sentence and collects the things it names, their fields, and who they belong to.

A small machine: verbs of keeping ("registrar", "track") and words for the whole app ("sistema", "app") open a list of
things; "con" and "with" open a list of fields after a thing, and of things after an app or a place.
"""

from __future__ import annotations

from generation.blueprint.domains import Domain
from generation.blueprint.draft import AUDIENCE, KNOWN, LISTED, TOPIC, FieldDraft, Findings, Mention
from generation.blueprint.field_list import field_draft
from generation.blueprint.field_types import field_type, is_field_word
from generation.blueprint.inflection import Language, fold, is_plural
from generation.blueprint.marks import verb_kind
from generation.blueprint.noun_phrases import NounPhrase, noun_phrase
from generation.blueprint.schema import FieldType
from generation.blueprint.tokens import Sentence, Token
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
        self.modifier = False  # after a preposition: what follows only says where or when
        self.head_end = -1  # the token behind the head
        self.selling = False  # "vender …"
        self.modifier = False  # after a preposition: what follows says where or when
        self.at = 0

    def run(self) -> None:
        while self.at < len(self.marks):
            step = getattr(self, f"_on_{self.marks[self.at]}", self._skip)
            step()

    # --- steps: each one moves `at` forward ---------------------------------------------------------------------------

    def _skip(self) -> None:
        self.sentence.use(self.at)
        self.at += 1

    _on_stop = _on_sign = _on_close = _on_privacy = _on_phrase = _on_of = _skip

    def _on_verb(self) -> None:
        self._open_things(LISTED)
        self.selling = verb_kind(self.sentence.tokens[self.at], self.language) == "sell"
        self._skip()

    def _on_container(self) -> None:
        if self.mode == "fields":
            return self._field()
        following = self.marks[self.at + 1] if self.at + 1 < len(self.marks) else ""
        if self.language == "en" and self.mode == "things" and following in ("noun", "person"):
            return self._skip()  # "software teams"
        named_before = self.head if self.at and self.at == self.head_end else None
        self._open_things(TOPIC)
        self.of_container = True
        self.head = named_before  # "movie collection with title and year"
        return self._skip()

    def _on_place(self) -> None:
        if self.mode == "fields":
            return self._field()
        self.head = None
        self.of_container = False
        self._skip()
        return self._what_place()

    def _what_place(self) -> None:
        """ "una agencia de marketing": a bare singular after a place only says which."""
        following = self.marks[self.at : self.at + 2]
        if following == ["of", "noun"] and not is_plural(self.sentence.tokens[self.at + 1].text, self.language):
            self._skip()
            self._skip()

    def _on_prep(self) -> None:
        self.modifier = self.mode != "fields" and self.at > 0 and self.marks[self.at - 1] in ("noun", "person")
        self._skip()

    def _on_sep(self) -> None:
        self.modifier = False
        self._skip()

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
            self._open_things(AUDIENCE)
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
        if self._is_subject() or token.lemma in self.words.never_kept or (self.mode == "none" and not self.each):
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
        self.of_container = self.selling = self.modifier = False

    def _noun(self) -> None:
        phrase = noun_phrase(self.sentence, self.marks, self.at, self.language, self.domain)
        if self.modifier:
            return self._modify(phrase)
        strength = self._strength_of(phrase)
        self.at = phrase.after
        if not strength:
            if self.of_container:  # "tienda de ropa": it is in the title
                self.sentence.use(*phrase.numbers)
            return None
        self.sentence.use(*phrase.numbers)
        mention = self._mention(phrase, strength)
        if self.parent_next and self.head is not None and mention.key != self.head.key:
            self.head.parents.append((mention.key, False))
        for parent in phrase.parents:
            known = parent.known(self.domain, self.words) and parent.key not in self.words.never_kept
            if known or parent.key in self.found.mentions:
                self._relate(mention, self._mention(parent, KNOWN))
        mention.private = mention.private or self.own
        mention.titled = mention.titled or self.selling or (self.of_container and self.strength == TOPIC)
        self.parent_next = self.each = self.own = self.of_container = False
        self.head, self.head_end = mention, self.at
        return None

    def _modify(self, phrase: NounPhrase) -> None:
        """ "comentarios en los posts": a known thing is what the head belongs to, anything else only colours it."""
        self.modifier = False
        self.sentence.use(*phrase.numbers)
        known = self.found.mentions.get(phrase.key)
        if self.domain and (self.domain.entity_for(phrase.key)):
            known = self._mention(phrase, KNOWN)
        if self.head is not None and known is not None and known is not self.head:
            self._relate(self.head, known)
        self.at = phrase.after

    def _strength_of(self, phrase: NounPhrase) -> int:
        """How surely the noun is a thing to keep; 0 when nothing says so."""
        if phrase.before_container:
            return TOPIC
        known = phrase.known(self.domain, self.words)
        if self.each or self.parent_next:
            return LISTED
        if self.mode == "things":
            if self.strength <= TOPIC:
                return self.strength if known or phrase.is_plural else 0
            return LISTED
        following = self.marks[phrase.after] if phrase.after < len(self.marks) else ""
        if following == "with" and not phrase.is_plural and phrase.numbers[0] == 0:
            return TOPIC  # "Biblioteca con libros y préstamos"
        if following in ("with", "colon", "open") and (known or phrase.is_plural):
            return LISTED
        return KNOWN if known and phrase.is_plural else 0

    def _mention(self, phrase: NounPhrase, strength: int) -> Mention:
        mention = self.found.mentions.get(phrase.key) or self._longer(phrase)
        if mention is None:
            start = self.sentence.tokens[phrase.numbers[0]].start
            mention = Mention(phrase.key, phrase.one, phrase.many, strength, position=start)
            self.found.mentions[phrase.key] = mention
        mention.strength = max(mention.strength, strength)
        return mention

    def _longer(self, phrase: NounPhrase) -> Mention | None:
        """ "Each hive": the bee hives of the sentence before."""
        ending = f" {phrase.key}" if self.language == "en" else f"{phrase.key} "
        fits = str.endswith if self.language == "en" else str.startswith
        longer = [mention for key, mention in self.found.mentions.items() if fits(key, ending)]
        return longer[0] if len(longer) == 1 and (self.each or not phrase.is_plural) else None

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
        if self._field_of_head(token):
            return True
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
        if self._field_of_head(token):
            return False
        if head in self.words.many:
            return True
        if not phrase.is_plural or self.marks[first] == "number":
            return False
        if phrase.after < len(self.marks) and self.marks[phrase.after] == "with":
            return True
        if self.domain and any(head in entity.words for entity in self.domain.entities.values()):
            return True
        if is_field_word(token.folded):
            return False
        words = [each.folded for each in self.sentence.tokens[first:last]]
        return head in self.words.noun_class or field_type(words, self.language) is None

    def _field_of_head(self, token: Token) -> bool:
        """Whether the domain knows this word as a field of the head ("recetas con ingredientes")."""
        template = self.domain.entity_for(self.head.key) if self.domain and self.head else None
        return template is not None and any(
            token.folded == fold(label)
            for field in template.fields
            if not field.target
            for label in field.labels.values()
        )

    def _thing_in_fields(self, first: int) -> None:
        owner = self.head
        phrase = noun_phrase(self.sentence, self.marks, first, self.language, self.domain)
        mention = self._mention(phrase, LISTED)
        self.sentence.use(*phrase.numbers)
        self.at = max(phrase.after, first + 1)
        described = self.at < len(self.marks) and self.marks[self.at] in ("with", "open")
        if self.outer == "things" and phrase.key not in self.words.classifiers:
            self.mode, self.head, self.strength = "things", mention, LISTED
            return
        if owner is not None and phrase.key in self.words.classifiers:
            owner.parents.append((mention.key, phrase.key in self.words.many))
        elif owner is not None:
            mention.parents.append((owner.key, False))
        if described:
            self.mode, self.outer, self.head = "none", "none", mention

    @staticmethod
    def _add_field(head: Mention, draft: FieldDraft) -> None:
        if all(existing.label.lower() != draft.label.lower() for existing in head.fields):
            head.fields.append(draft)
