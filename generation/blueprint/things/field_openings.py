"""Where a list of fields begins, and which thing it describes."""

from __future__ import annotations

from generation.blueprint.drafts.draft import LISTED, Mention
from generation.blueprint.drafts.evidence import ENOUGH
from generation.blueprint.lexicon import tables
from generation.blueprint.schema import FieldType
from generation.blueprint.things.scan_state import ScanState
from generation.blueprint.words.field_types import field_type, is_field_word, type_word
from generation.blueprint.words.inflection import fold, is_plural
from generation.blueprint.words.noun_phrases import NounPhrase
from generation.blueprint.words.tokens import Token

NEAR = 60  # words within which a thing is described
_NOBODY = Mention("", "", "", 0)
_DETERMINED = frozenset(
    {"el", "la", "un", "una", "the", "a", "an", "cada", "each", "every", "su", "my", "our", "their", "mi"}
)


class FieldOpenings(ScanState):
    """Questions about the words that follow: whether they name fields, and of what."""

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
            if self._asks(number):
                return True
            if self.marks[number] in ("verb", "that", "with", "for") or (inside and self.marks[number] == "close"):
                break
            if self.marks[number] in ("noun", "person", "container", "number") and self._names_field(number):
                return True
        return False

    def _fields_follow(self, opener: int, *, strictly: bool = False) -> bool:
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
        if strictly and self.words.noun_class.get(token.lemma) in ("event", "text", "person"):
            return False
        return is_field_word(token.folded) or (not strictly and self._field_in_list(last))

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
            if not self._list_is_of_fields(
                self._next_content(), inside=self._mark_at(self.at) == "open", owner=_NOBODY
            ):
                return self.head
            mention = self._mention(phrase, LISTED)
            self.sentence.use(*phrase.numbers)
        return mention

    def _main_thing(self) -> Mention | None:
        """ "Inventario con código y existencias": fields of what such an app is about, which nobody names."""
        if self.found.mentions or not self._fields_follow(self.at):
            return None
        return self._thing_of_the_kind()

    def _thing_of_the_kind(self) -> Mention | None:
        """What an app of this kind is about, by its domain."""
        if self.domain is None:
            return None
        templates = list(self.domain.entities.values())
        wanted = self.domain.adopts["entity"] if self.domain.adopts else ""
        template = next((t for t in templates if t.ident == wanted), None) or next(
            (t for t in templates if t.backbone), None
        )
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
        number = max(0, before - NEAR)
        while number < before:
            if self.marks[number] not in ("noun", "person"):
                number += 1
                continue
            phrase = self._phrase(number)
            start = self.sentence.tokens[number - 1].folded if number else ""
            title = number == 0 and phrase.after == before  # "wine cellar: bottle, vintage, …"
            likely = phrase.is_plural or start in _DETERMINED or phrase.known(self.domain, self.words) or title
            likely = likely and not self._is_name(number)
            field = is_field_word(phrase.key) and not phrase.is_plural
            if likely and not field and self._mark_at(number - 1) != "prep":
                found = phrase
            number = max(phrase.after, number + 1)
        return found

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

    def _asks(self, number: int) -> bool:
        """Whether an item of the list begins there that is said as a question: "qué le pasa", "how many people"."""
        word = self.sentence.tokens[number].text.lower()
        opens = self._mark_at(number - 1) in ("sep", "open", "colon", "with", "verb", "for") or (
            self._mark_at(number - 1) in ("of", "prep") and self._mark_at(number - 2) in ("sep", "open")
        )
        asks = opens and word in tables("words")["clauses"]["asking"]
        alone = self._mark_at(number + 1) in ("", "sep", "close")
        return asks and (not alone or word in tables("fields")["alone"])
