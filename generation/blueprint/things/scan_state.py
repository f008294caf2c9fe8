"""State of one walk over a sentence, and the few moves that all of its steps share."""

from __future__ import annotations

from generation.blueprint.drafts.draft import KNOWN, LISTED, Findings, Mention
from generation.blueprint.drafts.evidence import Sight, is_background, weight
from generation.blueprint.things.description import Description
from generation.blueprint.things.field_items import Cutter
from generation.blueprint.things.item_kinds import ItemKinds
from generation.blueprint.things.line import Line
from generation.blueprint.words.field_types import is_field_word
from generation.blueprint.words.noun_phrases import NounPhrase


class ScanState:
    """`mode` says what a noun means here: nothing yet, or a thing."""

    def __init__(self, line: Line, found: Findings, descriptions: dict[int, Description]) -> None:
        self.line, self.sentence, self.marks = line, line.sentence, line.marks
        self.language, self.domain, self.words = line.language, line.domain, line.words
        self.found, self.descriptions = found, descriptions
        self.cutter = Cutter(line)
        self.kinds = ItemKinds(line, self.cutter, found.described)
        self.mode: str = "things" if line.sentence.after_colon else "none"
        self.strength = LISTED if line.sentence.after_colon else KNOWN
        self.head: Mention | None = None
        self.head_end = -1  # the token behind the head
        self.parent_next = False  # "pertenece a …": the next thing is the head's parent
        self.each = False  # "cada …"
        self.firm = False  # "cada …" where it says what is kept, and not how often or of what
        self.own = False  # "sus …"
        self.of_container = False  # "sistema de …"
        self.selling = False  # "vender …"
        self.about: Mention | None = None  # "de cada cultivo quiero guardar …"
        self.acted: Mention | None = None  # "los socios reservan …": what that leaves behind
        self.opener = "colon" if line.sentence.after_colon else ""  # what opened the list of things
        self.loose = False  # something stands between the opener and here
        self.background = is_background(line.sentence, line.marks)
        self.modifier = False  # after a preposition: what follows says where or when
        self.at = 0

    def _mark_at(self, number: int) -> str:
        """The mark there, or "" outside the sentence."""
        return self.line.mark(number)

    def _skip(self) -> None:
        self.sentence.use(self.at)
        self.at += 1

    def _past(self, end: int) -> None:
        while self.at < end:
            self._skip()

    def _phrase(self, at: int) -> NounPhrase:
        return self.line.phrase(at)

    def _open_things(self, strength: int, opener: str = "") -> None:
        self.opener, self.loose = opener, False
        self.mode, self.head, self.strength = "things", None, strength
        self.of_container = self.selling = self.modifier = False

    def _is_name(self, number: int) -> bool:
        """ "artesanos de Michoacán": a capital where no sentence begins, on a word that no list knows."""
        text = self.sentence.tokens[number].text
        lower = sum(token.text[:1].islower() for token in self.sentence.tokens)
        capital = number > 0 and text[:1].isupper() and text[1:].islower() and lower * 2 > len(self.sentence.tokens)
        return capital and not self._phrase(number).known(self.domain, self.words)

    def _mention(self, phrase: NounPhrase, strength: int) -> Mention:
        mention = self.found.mentions.get(phrase.key) or self._longer(phrase)
        if mention is None:
            start = self.sentence.tokens[phrase.numbers[0]].start
            mention = Mention(phrase.key, phrase.one, phrase.many, strength, position=start)
            self.found.mentions[phrase.key] = mention
        mention.label = mention.label or phrase.label
        mention.plural = mention.plural or phrase.is_plural
        mention.strength = max(mention.strength, strength)
        return mention

    def _weigh(self, mention: Mention, phrase: NounPhrase, *, each: bool = False) -> None:
        before = self.sentence.tokens[phrase.numbers[0] - 1].folded if phrase.numbers[0] else ""
        expected = self.domain is not None and bool(
            self.domain.entity_for(phrase.key) or self.domain.entity_for(phrase.head_word)
        )
        sight = Sight(
            opener=self.opener if self.mode == "things" else "",
            loose=self.loose,
            plural=phrase.is_plural,
            view=phrase.key in self.words.views and not expected,
            known=phrase.known(None, self.words) and (phrase.is_plural or not is_field_word(phrase.head_word)),
            expected=expected,
            each=each,
            own=self.own,
            counted=before in self.words.counting,
            title=len(self.found.marked) == 1,
            background=self.background,
        )
        mention.evidence += weight(sight)

    def _longer(self, phrase: NounPhrase) -> Mention | None:
        """ "Each hive": the bee hives of the sentence before."""
        ending = f" {phrase.key}" if self.language == "en" else f"{phrase.key} "
        fits = str.endswith if self.language == "en" else str.startswith
        longer = [mention for key, mention in self.found.mentions.items() if fits(key, ending)]
        if len(longer) != 1:
            return None
        earlier = longer[0].position < self.sentence.tokens[0].start
        return longer[0] if self.each or earlier or not phrase.is_plural else None

    def _relate(self, mention: Mention, owner: Mention) -> None:
        """A comment "de los posts" has a post, but with "categorías de productos" the product has a category."""
        if mention.key in self.words.classifiers:
            owner.parents.append((mention.key, mention.key in self.words.many))
        else:
            mention.parents.append((owner.key, False))

    def _is_known_thing(self, lemma: str) -> bool:
        return lemma in self.words.noun_class or (self.domain is not None and self.domain.entity_for(lemma) is not None)
