"""The steps over verbs: what people's acts leave behind, and what is written down of it."""

from __future__ import annotations

from generation.blueprint.drafts.draft import LISTED, Mention
from generation.blueprint.drafts.evidence import ENOUGH
from generation.blueprint.lexicon import tables
from generation.blueprint.things.acts import Act, act_of, fills, reports
from generation.blueprint.things.description_steps import DescriptionSteps
from generation.blueprint.words.field_types import is_field_word
from generation.blueprint.words.noun_phrases import NounPhrase

_ANYBODY = frozenset({"we", "i", "someone", "somebody", "anyone", "anybody", "everyone", "everybody", "they", "people"})


_ONE = frozenset({"un", "una", "a", "an"})
_OR = frozenset({"o", "u", "or"})


class ActSteps(DescriptionSteps):
    """What a walk does at a verb."""

    def _filled_in(self) -> Mention | None:
        """What the fields behind this verb are of: "de cada cosecha apunto los kilos", "…donate, leaving a name"."""
        if self.about is not None:
            return self.about
        word = self.sentence.tokens[self.at].folded
        thing = self._thing_with_fields(self.at + 1)
        return (self.acted or self.found.topic) if fills(word, self.language) and not thing else None

    def _is_reported(self) -> bool:
        """ "Incidencias: cualquier vecino avisa de …": what somebody reports, behind the colon."""
        rest = range(self.at + 1, len(self.marks))
        return any(self.marks[n] == "verb" and reports(self.sentence.tokens[n].folded, self.language) for n in rest)

    def _past_examples(self) -> int:
        """Behind "avisa de una farola fundida o una acera rota": examples of what the sentence is about; else 0."""
        if self.about is None or not reports(self.sentence.tokens[self.at].folded, self.language):
            return 0
        number, ones = self.at + 1, 0
        while self._mark_at(number) in ("of", "prep", "stop", "noun", "adj", "sep"):
            word = self.sentence.tokens[number].folded
            if self._mark_at(number) == "sep" and word not in _OR:
                break
            ones += word in _ONE and self._mark_at(number + 1) in ("noun", "adj")
            number += 1
        return number if ones > 1 else 0

    def _filled_in_next(self) -> bool:
        """ "donar con tarjeta dejando su nombre": the list that is taken up stands behind "dejando"."""
        number = next((n for n in sorted(self.descriptions) if n > self.at), 0)
        between = range(self.at + 1, number)
        return not {"sep", "open", "colon"} & {self.marks[n] for n in between} and any(
            fills(self.sentence.tokens[n].folded, self.language) for n in between
        )

    def _past_means(self) -> None:
        while self.at not in self.descriptions:
            self._skip()

    def _thing_with_fields(self, number: int) -> bool:
        """ "deja una opinión con estrellas": not a field but a thing that has some."""
        if self.sentence.tokens[number].folded not in ("un", "una", "a", "an") if number < len(self.marks) else True:
            return False
        after = self._phrase(number + 1).after if self._mark_at(number + 1) == "noun" else number
        return self._mark_at(after) in ("with", "open")

    def _act(self) -> Act | None:
        """What the verb leaves behind, where people do it and no word for that stands behind it."""
        act = act_of(self.sentence.tokens[self.at].folded, self.language)
        done = {"can", "person"} & set(self.marks[: self.at]) or self._mark_at(self.at - 1) == "noun"
        passive = self.at > 0 and self.sentence.tokens[self.at - 1].folded == "se"  # "se prestan piezas"
        if act is None or not (done or self._is_ours() or (passive and act.sure)):
            return None
        if self.domain is not None and self.domain.shop and act.key in tables("nouns")["ordered"]:
            return None
        said = act.sure or (self.domain is not None and self.domain.entity_for(act.key) is not None)
        return act if said or act.key in self.found.spoken else None

    def _is_ours(self) -> bool:
        """ "we lend machines to refugees", "prestamos herramientas", "what I spend"."""
        before = self.sentence.tokens[self.at - 1].folded if self.at else ""
        return before in _ANYBODY or (self.language == "es" and self.sentence.tokens[self.at].folded.endswith("mos"))

    def _acted(self, act: Act) -> None:
        """Keeps the act; the thing behind it is what it is an act upon, unless that is an act itself."""
        self._skip()
        number = self.at
        while self._mark_at(number) in ("stop", "own", "each", "number", "adj"):
            number += 1
        to = self._mark_at(number) == "can" and self.sentence.tokens[number].folded == "to"
        if (to or self._mark_at(number) == "prep") and self._mark_at(number - 1) not in ("own", "each"):
            number = self._past_preposition(number)
        phrase = self._phrase(number) if self._mark_at(number) == "noun" else None
        upon_itself = phrase is not None and self.words.noun_class.get(phrase.head_word) == "event"
        self._open_things(LISTED, "act")
        if upon_itself and phrase is not None:
            self._mention(phrase, LISTED).evidence += ENOUGH
            return
        mention = self.found.mentions.get(act.key)
        if mention is None:
            start = self.sentence.tokens[self.at - 1].start
            mention = Mention(act.key, act.one, act.many, LISTED, plural=True, position=start)
            self.found.mentions[act.key] = mention
        mention.evidence += ENOUGH
        mention.strength = LISTED
        if phrase is None and self.found.topic is not None and self.found.topic is not mention:
            mention.parents.append((self.found.topic.key, False))  # "…propuestas, y la gente vota a favor"
        self.acted = self.found.topic = mention
        if phrase is not None and self._may_be_acted_upon(phrase):
            owner = self._mention(phrase, LISTED)
            self._weigh(owner, phrase)
            mention.parents.append((owner.key, False))
            self.sentence.use(*phrase.numbers)
            self.at = phrase.after
        self.head, self.head_end = mention, self.at

    def _past_preposition(self, number: int) -> int:
        number += 1
        while self._mark_at(number) in ("stop", "own", "each", "number", "adj"):
            number += 1
        return number

    def _may_be_acted_upon(self, phrase: NounPhrase) -> bool:
        known = phrase.known(self.domain, self.words) or phrase.key in self.found.mentions
        return (known or phrase.is_plural) and not is_field_word(phrase.key)

    def _verb_opener(self) -> str:
        """The kind of a verb that may be about things to keep; other verbs open nothing."""
        folded = self.sentence.tokens[self.at].folded
        known = self.words.verbs.get(folded) or self.words.maybe_verbs.get(folded, "")
        return known or ("deed" if "person" in self.marks[: self.at] else "")

    def _asked_about(self) -> Mention | None:
        """ "apunta qué vacuna se puso, el lote y la fecha": what is asked for first is what the rest is said of."""
        tokens, at = self.sentence.tokens, self.at
        if not fills(tokens[at].folded, self.language) or self._mark_at(at + 1) != "that":
            return None
        phrase = self._phrase(at + 2) if self._mark_at(at + 2) == "noun" else None
        if phrase is None or not phrase.known(self.domain, self.words) or "sep" not in self.marks[phrase.after :]:
            return None
        mention = self._mention(phrase, LISTED)
        mention.evidence += ENOUGH
        while self._mark_at(self.at) not in ("", "sep"):
            self._skip()
        return mention
