"""Whose list it is where only the walk can tell: what it has spoken of, or what such an app is about."""

from __future__ import annotations

from generation.blueprint.drafts.draft import LISTED, Mention
from generation.blueprint.drafts.evidence import ENOUGH
from generation.blueprint.schema import FieldType
from generation.blueprint.things.field_list import field_draft, split_options
from generation.blueprint.things.scan_state import ScanState
from generation.blueprint.words.field_types import field_type, is_field_word
from generation.blueprint.words.inflection import fold, is_plural, singular
from generation.blueprint.words.noun_phrases import NounPhrase
from generation.blueprint.words.tokens import written

LONG = 150  # words between brackets
NEAR = 60  # words within which a thing is described
_DETERMINED = frozenset(
    {"el", "la", "un", "una", "the", "a", "an", "cada", "each", "every", "su", "my", "our", "their", "mi"}
)


class ListOwners(ScanState):
    """Questions of a walk about the list at `at`."""

    def _described(self) -> Mention | None:
        """The thing that the brackets or the colon here describe: right before, or the last one in the sentence."""
        if self.head is not None and self.head_end == self.at:
            return self.head
        phrase = self._last_phrase(self.at)
        if phrase is None:
            return self.head or self._main_thing()
        mention = self.found.mentions.get(phrase.key)
        if mention is None:
            end = self._closing(self.at + 1) if self._mark_at(self.at) == "open" else None
            if not self.kinds.lists_fields(self.cutter.cut(self.at + 1, end)):
                return self.head
            mention = self._mention(phrase, LISTED)
            self.sentence.use(*phrase.numbers)
        return mention

    def _closing(self, start: int) -> int:
        last = min(start + LONG, len(self.marks))
        return next((n for n in range(start, last) if self.marks[n] == "close"), last)

    def _main_thing(self) -> Mention | None:
        """ "Inventario con código y existencias": fields of what such an app is about, which nobody names."""
        if self.found.mentions or self.cutter.asks(self.at + 1) or not self.kinds.begins_fields(self.at + 1):
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

    def _bracketed_kinds(self) -> list[str]:
        """ "votos (a favor, en contra)": what kinds there are; nothing when plurals, which are things, stand there."""
        tokens = self.sentence.tokens
        close = self._closing(self.at)
        remark, inside = written(tokens[self.at + 1 : close]), range(self.at + 1, close)
        plain = {"sep", "noun", "adj", "stop", "prep", "not", "of"}
        things = any(self.marks[n] == "noun" and is_plural(tokens[n].text, self.language) for n in inside)
        kinds = split_options(remark)
        if things or len(kinds) < 2 or not {self.marks[n] for n in inside} <= plain:
            return []
        self.sentence.use(*range(self.at, close + 1))
        self.at = close + 1
        return kinds

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
