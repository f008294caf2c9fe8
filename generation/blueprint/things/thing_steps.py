"""The steps over a noun that may be a thing: how surely it is one, and what it belongs to."""

from __future__ import annotations

from generation.blueprint.drafts.draft import KNOWN, LISTED, TOPIC, Mention
from generation.blueprint.drafts.evidence import ENOUGH
from generation.blueprint.lexicon import tables
from generation.blueprint.things.act_steps import ActSteps
from generation.blueprint.things.field_list import field_draft
from generation.blueprint.words.inflection import is_plural
from generation.blueprint.words.noun_phrases import NounPhrase

# What stands around a plural that is a whole sentence or an item of a bare list.
_AFTER_BARE = frozenset({"", "sep", "for", "with", "open"})
_BEFORE_BARE = frozenset({"stop", "noun", "person", "sep", "own", "sign"})


class ThingSteps(ActSteps):
    """What a walk does at a noun outside of a list of fields."""

    def _colour(self) -> None:
        """ "propiedades en venta o alquiler": a word for an app, where it only says which."""
        joined = self.sentence.tokens[self.at + 1].folded if self.at + 1 < len(self.marks) else ""
        self.modifier = joined in ("o", "u", "or")
        self._skip()
        self.head_end = self.at

    def _behind_head(self) -> bool:
        return self.head is not None and self.at == self.head_end

    def _thing_next(self) -> bool:
        number = self.at + 1
        while self._mark_at(number) in ("stop", "own", "each", "number", "adj"):
            number += 1
        return self._mark_at(number) in ("noun", "person")

    def _thing_alone(self) -> bool:
        token = self.sentence.tokens[self.at]
        return is_plural(token.text, "en") or self._is_known_thing(token.lemma)

    def _noun(self) -> None:
        phrase = self._phrase(self.at)
        if self.modifier:
            return self._modify(phrase)
        self._name_rented(phrase)
        idle = (phrase.key in self.words.periods and not (self.each or self._is_listed_main(phrase))) or (
            self._is_proper(phrase)
        )
        strength = 0 if idle else self._strength_of(phrase)
        self.at = phrase.after
        if not strength:
            if self.of_container:  # "tienda de ropa": it is in the title
                self.sentence.use(*phrase.numbers)
            return None
        self.sentence.use(*phrase.numbers)
        mention = self._mention(phrase, strength)
        self._weigh(mention, phrase, each=self._is_firm(phrase))
        mention.title_only = mention.title_only or (self.mode == "none" and self._is_title(phrase))
        kinds = phrase.kinds or self._two_purposes(phrase)
        mention.kinds += [kind for kind in kinds if kind not in mention.kinds]
        self._relate_to_others(mention, phrase, strength)
        mention.titled = (
            mention.titled or self.selling or phrase.before_container or (self.of_container and self.strength == TOPIC)
        )
        opens = self._opens_with(phrase) or self._is_defined(phrase)
        self.about = mention if opens else self.about
        self.each = self.own = self.of_container = False
        if strength >= TOPIC and mention.evidence >= ENOUGH:
            self.found.topic = mention
        if not self._stays_with_the_child():
            self.head, self.head_end = mention, self.at
        return None

    def _two_purposes(self, phrase: NounPhrase) -> list[str]:
        """ "propiedades en venta o alquiler", "homes for sale or rent": which of two."""
        words = [token.folded for token in self.sentence.tokens[phrase.after : phrase.after + 4]]
        marks = self.marks[phrase.after : phrase.after + 4]
        if len(words) < 4 or words[0] not in ("en", "para", "for") or words[2] not in ("o", "u", "or"):
            return []
        named = {marks[1], marks[3]} <= {"noun", "container"} and phrase.is_plural
        plain = not any(is_plural(self.sentence.tokens[phrase.after + n].text, self.language) for n in (1, 3))
        ends = self._mark_at(phrase.after + 4) not in ("noun", "of")
        return [words[1], words[3]] if named and plain and ends else []

    def _name_rented(self, phrase: NounPhrase) -> None:
        """ "Alquiler de disfraces": what the app is called says what it is about."""
        titled = len(self.found.marked) == 1 and phrase.numbers[0] == 0
        if not titled or self.words.noun_class.get(phrase.head_word) != "event":
            return
        for parent in phrase.parents:
            if parent.is_plural and parent.key not in self.words.never_kept and parent.key not in self.words.people:
                about = self._mention(parent, TOPIC)
                about.titled, about.evidence = True, about.evidence + ENOUGH
                self.found.topic = about

    def _is_firm(self, phrase: NounPhrase) -> bool:
        """Whether the words around it alone make it a thing to keep."""
        return (
            (self.each and (self.firm or self._is_main(phrase)))
            or self.parent_next
            or phrase.before_container
            or bool(phrase.kinds)
            or self._is_bare_item(phrase)
            or self._mark_at(phrase.after) == "belongs"
            or self._is_defined(phrase)
        )

    def _is_listed_main(self, phrase: NounPhrase) -> bool:
        """ "con alumnos, cursos y notas": a span of time, but in a list of what schools keep no such thing."""
        listed = self.mode == "things" and phrase.is_plural and self.domain is not None
        return listed and self.domain is not None and self.domain.names(phrase.key)

    def _is_main(self, phrase: NounPhrase) -> bool:
        """ "the total of each order": what apps of this kind are about needs no more than that."""
        known = self.domain.entity_for(phrase.key) if self.domain is not None else None
        return known is not None and known.backbone

    def _relate_to_others(self, mention: Mention, phrase: NounPhrase, strength: int) -> None:
        if self.parent_next and self.head is not None and mention.key != self.head.key:
            self.head.parents.append((mention.key, False))
        for parent in phrase.parents:
            known = parent.known(self.domain, self.words) and parent.key not in self.words.never_kept
            if known or parent.key in self.found.mentions:
                owner = self._mention(parent, KNOWN)
                self._weigh(owner, parent)
                self._relate(mention, owner)
        if self.about is not None and self.about is not mention and strength == LISTED and not mention.parents:
            mention.parents.append((self.about.key, False))  # "de cada partido se anotan las tarjetas"

    def _modify(self, phrase: NounPhrase) -> None:
        """ "comentarios en los posts": a known thing is what the head belongs to, anything else only colours it."""
        self.modifier = self._goes_on_modifying(phrase)
        self.sentence.use(*phrase.numbers)
        known = self.found.mentions.get(phrase.key) or self._longer(phrase)
        if self.domain and self.domain.entity_for(phrase.key):
            known = self._mention(phrase, KNOWN)
            known.evidence += 1
        if self.each and phrase.known(None, self.words):
            known = self._mention(phrase, LISTED)  # "contacts at each company"
            known.evidence += ENOUGH
        if self.head is not None and known is not None and known is not self.head:
            self._relate(self.head, known)
        elif self.head is not None and self._counted_by(phrase):
            draft = field_draft([self.sentence.tokens[n] for n in phrase.numbers], "", self.language)
            self._add_field(self.head, draft) if draft else None
        behind = self.head is not None and not set(self.marks[self.head_end : phrase.numbers[0]]) & {"sep", "verb"}
        self.at = phrase.after
        self.each = False
        if behind:
            self.head_end = self.at

    def _is_proper(self, phrase: NounPhrase) -> bool:
        before = self._mark_at(phrase.numbers[0] - 1)
        return not phrase.is_plural and before not in ("", "colon", "sign") and self._is_name(phrase.numbers[0])

    def _counted_by(self, phrase: NounPhrase) -> bool:
        """ "notas por materia y periodo", "marks per subject": what there is one of for each is said with it."""
        by = self.sentence.tokens[phrase.numbers[0] - 1].folded if phrase.numbers[0] else ""
        kept = self.head is not None and self.head.strength == LISTED and self.head.key not in self.words.views
        return kept and by in ("por", "per") and not phrase.is_plural and not self.words.people.get(phrase.key)

    def _goes_on_modifying(self, phrase: NounPhrase) -> bool:
        """ "for sale or rent": what is joined to a modifier is one."""
        joined = self.sentence.tokens[phrase.after].folded if phrase.after < len(self.marks) else ""
        return joined in ("o", "u", "or") and not phrase.is_plural

    def _strength_of(self, phrase: NounPhrase) -> int:
        """How surely the noun is a thing to keep; 0 when nothing says so."""
        if phrase.before_container:
            return TOPIC
        if self.each or self.parent_next or phrase.kinds:
            return LISTED
        known = phrase.known(self.domain, self.words)
        if not known and (self._tells_a_state(phrase) or self._is_paper(phrase)):
            return 0
        if self.mode == "things":
            if self.strength <= TOPIC and self._describes(phrase):
                return LISTED
            if self.strength <= TOPIC:
                return self.strength if known or phrase.is_plural else 0
            return LISTED
        return self._strength_alone(phrase, known=known)

    def _is_paper(self, phrase: NounPhrase) -> bool:
        """ "hacemos las fichas a mano": what is written on today."""
        alone = self.language == "es" or len(phrase.numbers) == 1
        paper = alone and phrase.head_word in tables("words")["described"]["papers"]
        return paper and not {phrase.key, phrase.head_word} & self.found.described

    def _strength_alone(self, phrase: NounPhrase, *, known: bool) -> int:
        """The strength of a noun that no list and no verb introduces."""
        following = self._mark_at(phrase.after)
        if self._is_title(phrase):
            return TOPIC
        if (
            self._defines(phrase)
            or self._describes(phrase)
            or following == "belongs"
            or (following == "with" and phrase.key in self.found.mentions)
        ):
            return LISTED
        if following in ("with", "colon", "open") and (known or phrase.is_plural):
            return LISTED
        if (phrase.is_plural and self._is_bare_item(phrase)) or self._is_defined(phrase):
            return LISTED  # "…; estaciones; tarifas"
        return KNOWN if (known or self.own) and phrase.is_plural else 0

    def _is_defined(self, phrase: NounPhrase) -> bool:
        """ "A weekly plan says which recipe we eat": a sentence about what any such thing is or does."""
        first = [token.folded for token in self.sentence.tokens[: phrase.numbers[0]]]
        says = self._mark_at(phrase.after) == "verb" and not self.background
        return says and len(first) in (1, 2) and first[0] in ("a", "an", "un", "una") and not phrase.is_plural

    def _is_bare_item(self, phrase: NounPhrase) -> bool:
        after = self._mark_at(phrase.after)
        opens = self.sentence.bullet or phrase.known(self.domain, self.words)
        bare = set(self.marks[: phrase.numbers[0]]) <= _BEFORE_BARE and (
            after in _AFTER_BARE or (opens and after in ("prep", "of", "colon", "that"))
        )
        return self.mode == "none" and bare and (phrase.is_plural or self._is_title(phrase))

    def _stays_with_the_child(self) -> bool:
        """ "a move belongs to a crate and has a date": the fields, or another owner, are still the move's."""
        owned = self.parent_next and self.head is not None
        self.parent_next = owned and self._names_another_parent()
        return self.parent_next or (owned and self.marks[self.at : self.at + 2] == ["sep", "with"])

    def _names_another_parent(self) -> bool:
        """A singular of its own article or "to" behind "and", with nothing said of it."""
        number = self.at + 1
        while self._mark_at(number) in ("stop", "can", "of", "each", "own"):
            number += 1
        joined = (
            self._mark_at(self.at) == "sep" and number > self.at + 1 and self._mark_at(number) in ("noun", "person")
        )
        after = self._phrase(number).after if joined else number
        return joined and self._mark_at(after) in ("", "sep")

    def _opens_with(self, phrase: NounPhrase) -> bool:
        """ "De cada cultivo …", "For each patient …": what the sentence is about."""
        before = set(self.marks[: phrase.numbers[0]])
        return bool({"of", "for"} & before) and before <= {"of", "for", "each", "own", "stop", "sep"}

    def _defines(self, phrase: NounPhrase) -> bool:
        """ "A walk has a start time and notes", "los pacientes tienen nombre": fields follow, whatever the word."""
        having = self._mark_at(phrase.after) == "with" and (
            self.sentence.tokens[phrase.after].folded in self.words.having
        )
        return having and self.kinds.begins_fields(phrase.after + 1)

    def _describes(self, phrase: NounPhrase) -> bool:
        """ "a loan history with borrower, date out and due date": fields of its own, however it is brought up."""
        opened = self._mark_at(phrase.after) in ("with", "open", "colon") and not self._is_title(phrase)
        return opened and self.kinds.begins_fields(phrase.after + 1) and "sep" in self.marks[phrase.after :]

    def _is_title(self, phrase: NounPhrase) -> bool:
        """ "Yacht charter with yachts and skippers": what the app is called, if it keeps anything else."""
        following = self._mark_at(phrase.after)
        opens = following == "with" or (following == "colon" and phrase.after not in self.descriptions)
        return opens and not phrase.is_plural and phrase.numbers[0] == 0
