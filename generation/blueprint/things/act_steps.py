"""The steps over verbs: what people's acts leave behind, and what is written down of it."""

from __future__ import annotations

from generation.blueprint.drafts.draft import LISTED, Mention
from generation.blueprint.drafts.evidence import ENOUGH
from generation.blueprint.lexicon import tables
from generation.blueprint.things.acts import Act, act_of, fills, reports
from generation.blueprint.things.description_steps import DescriptionSteps
from generation.blueprint.words.field_types import is_field_word
from generation.blueprint.words.inflection import is_plural
from generation.blueprint.words.noun_phrases import NounPhrase
from generation.blueprint.words.speech import Kind, kind_of

_ANYBODY = frozenset({"we", "i", "someone", "somebody", "anyone", "anybody", "everyone", "everybody", "they", "people"})


_SELF = frozenset({"se", "me", "nos", "te"})
_WHO = frozenset({"quien", "quienes", "who"})
_EXAMPLES = frozenset({"noun", "sep", "stop", "of", "adj"})
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
        word, before = self.sentence.tokens[self.at].folded, [t.folded for t in self.sentence.tokens[: self.at]]
        told = any(
            number in self.descriptions and self._mark_at(number) not in ("with", "colon", "open")
            for number in (self.at + 1, self.at + 2)  # "se anota color y precio"
        )
        own = act_of(f"se {word}", self.language) if not told and before[-1:] and before[-1] in _SELF else None
        act = own or act_of(word, self.language)
        act = act.named(self.found.spoken) if act is not None else None
        asked = bool(_WHO & set(before[-3:]))  # "quién ya pagó"
        passive = before[-1:] == ["se"] and own is None  # "se prestan piezas"
        doer = self._mark_at(self.at - 2 if own else self.at - 1) == "noun" and not (own and self.about)
        whoever = (
            self._mark_at(self.at - 1) == "verb" and self._mark_at(self.at - 2) == "that"
        )  # "el que viene reserva"
        done = asked or doer or whoever or {"can", "person"} & set(self.marks[: self.at])
        if act is None or not (done or self._is_ours() or (passive and act.sure)):
            return None
        return act if asked or self._is_kept_act(act) else None

    def _is_kept_act(self, act: Act) -> bool:
        if self.domain is not None and self.domain.shop and act.key in tables("nouns")["ordered"]:
            return False
        expected = self.domain is not None and self.domain.entity_for(act.key) is not None
        return act.sure or expected or act.key in self.found.spoken or self._is_written_up()

    def _is_written_up(self) -> bool:
        """ "reportan baches con foto y calle", "reportar lo que perdió dejando sus datos: …"."""
        if not reports(self.sentence.tokens[self.at].folded, self.language) or self.about is not None:
            return False
        return any(found.owner is None for number, found in self.descriptions.items() if number > self.at)

    def _is_ours(self) -> bool:
        """ "we lend machines to refugees", "prestamos herramientas", "what I spend"."""
        before = self.sentence.tokens[self.at - 1].folded if self.at else ""
        return before in _ANYBODY or (self.language == "es" and self.sentence.tokens[self.at].folded.endswith("mos"))

    def _acted(self, act: Act) -> None:
        """Keeps the act; the thing behind it is what it is an act upon, unless that is an act itself."""
        verb = self.at
        self._skip()
        number = self._past_preposition()
        phrase = self._phrase(number) if self._mark_at(number) == "noun" else None
        reported = reports(self.sentence.tokens[verb].folded, self.language)
        if reported and phrase is not None and not self._is_kept(phrase):
            phrase = None  # only examples
        self._open_things(LISTED, "act")
        event = phrase is not None and self.words.noun_class.get(phrase.head_word) == "event"
        if phrase is not None and event and act.key not in tables("acts")["upon_events"]:
            self._mention(phrase, LISTED).evidence += ENOUGH
            return
        mention = self._act_mention(act, verb)
        if phrase is None and self.found.topic is not None and self.found.topic is not mention:
            mention.parents.append((self.found.topic.key, False))  # "…propuestas, y la gente vota a favor"
        self.acted = self.found.topic = mention
        owner: Mention | None = None
        if phrase is not None and self._may_be_acted_upon(phrase):
            owner = self._mention(phrase, LISTED)
            self._weigh(owner, phrase)
            mention.parents.append((owner.key, False))
            self.sentence.use(*phrase.numbers)
            self.at = phrase.after
        self.head, self.head_end = mention, self.at
        if owner is None and self._fills_in(self.at):
            self._take_list(mention, self.at)  # "reserva llegada, salida y cuántas personas"
        while reported and phrase is None and self.at not in self.descriptions and self._mark_at(self.at) in _EXAMPLES:
            self._skip()

    def _fills_in(self, start: int) -> bool:
        """Whether two fields and more stand right behind the verb."""
        soon = any(number in self.descriptions for number in range(start, start + 3))
        items = self.cutter.cut(start)
        return not soon and len(items) > 1 and sum(self.kinds.is_sure(item) for item in items) > 1

    def _act_mention(self, act: Act, verb: int) -> Mention:
        start = self.sentence.tokens[verb].start
        fresh = Mention(act.key, act.one, act.many, LISTED, plural=True, position=start)
        mention = self.found.mentions.setdefault(act.key, fresh)
        mention.evidence += ENOUGH
        mention.strength = LISTED
        return mention

    def _is_kept(self, phrase: NounPhrase) -> bool:
        return phrase.known(self.domain, self.words) or phrase.key in self.found.described

    def _past_preposition(self) -> int:
        """Where the thing that is acted upon may begin."""
        number = self._past_determiners(self.at)
        to = self._mark_at(number) == "can" and self.sentence.tokens[number].folded == "to"
        if (to or self._mark_at(number) == "prep") and self._mark_at(number - 1) not in ("own", "each"):
            number = self._past_determiners(number + 1)
        return number

    def _past_determiners(self, number: int) -> int:
        while self._mark_at(number) in ("stop", "own", "each", "number", "adj"):
            number += 1
        return number

    def _tells_a_state(self, phrase: NounPhrase) -> bool:
        """ "pagado / enviado / entregado": what became of a thing is none, unless a list of fields opens behind it."""
        token = self.sentence.tokens[phrase.numbers[0 if self.language == "es" else -1]]
        kind = kind_of(token.folded, self.language)
        said = kind is Kind.PARTICIPLE and not is_plural(token.text, self.language)
        if self.language == "es" and kind in (Kind.PARTICIPLE, Kind.ADJECTIVE) and is_plural(token.text, "es"):
            said = self._mark_at(phrase.numbers[0] - 1) == "verb" or self._is_most(phrase.numbers[0] - 1)
        named = token.lemma in tables("fields")["no_participles"] or self._mark_at(phrase.after) in ("with", "open")
        return said and not named and len(phrase.numbers) == 1

    def _is_most(self, number: int) -> bool:
        """ "los más urgentes"."""
        return self._mark_at(number) == "stop" and self.sentence.tokens[number].folded in ("mas", "menos", "muy")

    def _may_be_acted_upon(self, phrase: NounPhrase) -> bool:
        if self._tells_a_state(phrase):
            return False
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
