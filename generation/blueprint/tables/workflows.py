"""Gives a thing the states that the text writes down, and sensible moves between them.

From lists ("pendiente → pagado → enviado"), from single steps ("la marca como usada") and from what people decide
("la confirman o la anulan"). Owns which states there are and in what order; what they are called stays as written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from generation.blueprint.drafts.draft import EntityDraft, FieldDraft
from generation.blueprint.drafts.names import identifier, sentence_case
from generation.blueprint.lexicon import tables
from generation.blueprint.people.deeds import deed
from generation.blueprint.people.people import actor_at
from generation.blueprint.people.rights import Reading
from generation.blueprint.schema import FieldType
from generation.blueprint.tables.entities import noun_class
from generation.blueprint.tables.kind_lists import note_kinds
from generation.blueprint.tables.moves import begins
from generation.blueprint.tables.state_lists import StateFinder, StateList, is_state_word
from generation.blueprint.tables.state_words import agree, feminine, is_participle, plain, state_label
from generation.blueprint.words.field_types import default_options
from generation.blueprint.words.inflection import Language, fold
from generation.blueprint.words.tokens import Sentence, Token, written

MOST_STATES = 10


@dataclass
class States:
    """What the text says of one thing's states, in the order it says it."""

    labels: list[str] = field(default_factory=list)
    sure: bool = False
    board: bool = False
    named: str = ""  # the word for it: "estado", "stage"
    first: str = ""  # said to be the first
    listed: bool = False  # in one list, which begins where rows begin

    def add(self, labels: tuple[str, ...]) -> None:
        known = {plain(label) for label in self.labels}
        self.labels += [label for label in labels if plain(label) not in known]


def note_states(drafts: list[EntityDraft], listed: list[Sentence], reading: Reading, language: Language) -> None:
    """Put the states of the text into the drafts: a choice field each, which `workflow` finds again; and the kinds."""
    taken = note_kinds(drafts, listed, reading, language)
    found = _Walk(drafts, listed, reading, language).found
    for number, states in found.items():
        labels = [state_label(label, language) for label in states.labels][:MOST_STATES]
        if len(labels) > 1:
            _put(drafts[number], labels, states, language)
    drafts[:] = [draft for draft in drafts if draft not in taken]


def _put(draft: EntityDraft, labels: list[str], states: States, language: Language) -> None:
    """In the field that holds them already, in one for a state, or in a new one."""
    options = tuple({identifier(label): label for label in labels}.items())
    wanted = {plain(label) for label in labels}
    holder = next(
        (f for f in draft.fields if f.type is FieldType.CHOICE and wanted & {plain(label) for _, label in f.options}),
        None,
    )
    holder = holder or next((f for f in draft.fields if _is_state_field(f, states)), None)
    draft.fields = [f for f in draft.fields if f is holder or not _is_state_of(f, wanted)]
    if holder is None:
        name = (
            states.named if states.named in ("stage", "etapa", "fase", "phase") else tables("states")["label"][language]
        )
        holder = FieldDraft(sentence_case(name), FieldType.CHOICE)
        draft.fields.append(holder)
    if holder.options != options:
        holder.options, holder.template = options, None
    holder.type, holder.required = FieldType.CHOICE, True
    draft.states = (holder, states.board)


def _is_state_field(each: FieldDraft, states: States) -> bool:
    words = fold(each.label).split()
    called = bool(words) and (words[0] in tables("states")["nouns"] or words[-1] in tables("states")["nouns"])
    plainly = len(words) == 1 or each.type is FieldType.CHOICE
    return called and plainly and (not each.options or states.sure or _by_default(each))


def _by_default(each: FieldDraft) -> bool:
    """Whether its choices are those of the domain or of nobody in particular."""
    return each.template is not None or any(
        each.options == default_options(["status"], language).options[language] for language in ("es", "en")
    )


def _is_state_of(each: FieldDraft, wanted: set[str]) -> bool:
    """A yes or no, or a word, that says no more than one of the states."""
    return each.type in (FieldType.BOOLEAN, FieldType.TEXT) and plain(each.label) in wanted and each.target is None


class _Walk:
    """Over the whole text, sentence by sentence; `found` says what is known of which thing."""

    def __init__(self, drafts: list[EntityDraft], listed: list[Sentence], reading: Reading, language: Language) -> None:
        self.drafts, self.reading, self.language = drafts, reading, language
        self.found: dict[int, States] = {}
        self.seen: list[tuple[int, int]] = []  # things so far: sentence, number
        self.heading: int | None = None  # the thing whose lines follow
        self.lists = tables("states")
        for number, sentence in enumerate(listed):
            self._sentence(number, sentence)
        self._judged(listed)
        self._begin()

    # --- lists and steps -----------------------------------------------------------------------------------------

    def _sentence(self, number: int, sentence: Sentence) -> None:
        things = self._things(sentence)
        taken: set[int] = set()
        for states in StateFinder(sentence, self.language).all():
            owner = self._under_heading(states, things, sentence)
            if owner is None:
                owner = self._owner(states, things, number, _clitic(sentence, states.first, self.language))
            if owner is not None:
                self._add(owner, states)
                self.found[owner].listed = self.found[owner].listed or len(states.labels) > 2
                taken.update(range(states.first, states.last + 1))
                sentence.use(*range(states.first, states.last + 1))
        self._steps(sentence, things, number, taken)
        if not sentence.bullet:
            self.heading = things[0][1] if things and len(sentence.tokens) < 4 else None
        self.seen += [(number, thing) for _, thing in things]

    def _things(self, sentence: Sentence) -> list[tuple[int, int]]:
        """Where which thing is named, people apart."""
        found: list[tuple[int, int]] = []
        at = 0
        while at < len(sentence.tokens):
            hit = self.reading.things.at(sentence.tokens, at)
            if hit is not None:
                found.append((at, hit[0]))
            at += hit[1] if hit else 1
        return found

    def _add(self, owner: int, states: StateList) -> None:
        known = self.found.setdefault(owner, States())
        if states.sure and not known.sure:
            fresh = States(sure=True)
            fresh.add(states.labels)
            fresh.add(tuple(known.labels))
            self.found[owner] = known = fresh
        else:
            known.add(states.labels)
        known.board = known.board or states.board
        known.named = known.named or states.field

    def _under_heading(self, states: StateList, things: list[tuple[int, int]], sentence: Sentence) -> int | None:
        """ "Instruments", and in a line below: "available / under maintenance / retired"."""
        own = any(at < states.first for at, _ in things)
        return self.heading if sentence.bullet and not own else None

    def _owner(self, states: StateList, things: list[tuple[int, int]], number: int, clitic: str = "") -> int | None:
        """The thing named last before, that the states may be said of; with none, the one of the sentences before."""
        before = [thing for at, thing in reversed(things) if at < states.first]
        inside = [thing for at, thing in things if states.first <= at <= states.last and thing not in before]
        after = [thing for at, thing in things if at > states.last]
        ranked = list(dict.fromkeys([*before, *self._earlier(number), *after, *inside]))  # "esperando repuesto"
        fitting = [thing for thing in ranked if self._agrees(states.labels, thing)]
        if clitic:
            fitting = [thing for thing in ranked if ("a" in clitic) == feminine(self.drafts[thing].one)] or fitting
        fitting = fitting or ranked
        things_only = [thing for thing in fitting if not self._is_person(thing)]
        if things and states.first and self._right_before(things, states.first) in things_only:
            return self._right_before(things, states.first)
        likely = [thing for thing in things_only if self._is_stateful(thing)]
        near = [thing for thing in likely if thing in before or thing in self._earlier(number)[:4]]
        return next(iter([*near, *things_only, *likely, *fitting]), None)

    def _right_before(self, things: list[tuple[int, int]], first: int) -> int | None:
        """The thing that stands next to the states: "un tema está abierto o cerrado"."""
        return next((thing for at, thing in things if first - 2 <= at < first), None)

    def _earlier(self, number: int) -> list[int]:
        """The things of the sentences before: those of the nearest first, in each the one that opens it."""
        numbers = sorted({sentence for sentence, _ in self.seen if number - 4 <= sentence < number}, reverse=True)
        return [thing for each in numbers for sentence, thing in self.seen if sentence == each]

    def _is_stateful(self, thing: int) -> bool:
        """Orders, requests, tasks: what goes through states wherever there is one."""
        words = self.drafts[thing].key.split(" ")
        head = words[0] if self.language == "es" else words[-1]
        return head in self.lists["stateful"] or head in tables("personal")["acts"] or self._is_judged(thing)

    def _is_person(self, thing: int) -> bool:
        draft = self.drafts[thing]
        tokens = self.reading.name_tokens(draft.one)
        return noun_class(draft.key, self.language) == "person" or actor_at(tokens, 0, self.language) is not None

    def _is_judged(self, thing: int) -> bool:
        return any(said.kind == "judge" and thing in said.things for said in self.reading.statements)

    def _agrees(self, labels: tuple[str, ...], thing: int) -> bool:
        """ "recibida, resuelta" is said of an incidence and of no receipt."""
        return agree(labels, self.drafts[thing].one, self.language)

    def _steps(self, sentence: Sentence, things: list[tuple[int, int]], number: int, taken: set[int]) -> None:
        """ "arranca pendiente", "lo pone aceptado o rechazado", "marks it as no-show"."""
        folded = [token.folded for token in sentence.tokens]
        for at, word in enumerate(folded):
            starts = word in self.lists["starting"]
            if at in taken or not (starts or word in self.lists["setting"]):
                continue
            labels, last = self._step(sentence, at)
            if not labels or taken & set(range(at, last + 1)):
                continue
            owner = self._owner(
                StateList(tuple(labels), at, last, sure=True), things, number, _clitic(sentence, at, self.language)
            )
            if owner is not None:
                self._add(owner, StateList(tuple(labels), at, last, sure=False))
                if starts:
                    self.found[owner].first = labels[0]
                sentence.use(*range(at, last + 1))

    def _step(self, sentence: Sentence, at: int) -> tuple[list[str], int]:
        """The one or two states behind a verb that sets them."""
        tokens, labels, last = sentence.tokens, [], at
        number, gap = at + 1, 0
        while number < len(tokens) and number < at + 9:
            word = tokens[number].folded
            if word == "limpio":  # "lo pasan a limpio"
                break
            if word in ("en", "a", "in", "to") and number + 1 < len(tokens) and self._is_phrase_state(tokens, number):
                said = tokens[number + 1].text.lower()
                plainly = word in ("a", "to") and is_participle(said)  # "pasa a publicada" against "pasa a revisión"
                labels.append(said if plainly or word == "to" else f"{'en' if word == 'a' else word} {said}")
                last, number, gap = number + 1, number + 2, 0
                continue
            if is_state_word(tokens[number], self.language) and not self.reading.things.at(tokens, number):
                size = self._size(tokens, number)
                labels.append(written(tokens[number : number + size]).lower())
                last, gap = number + size - 1, 0
                number += size - 1
            elif word not in _BETWEEN and (gap > 1 or labels):
                break
            else:
                gap += word not in _BETWEEN
            number += 1
        return labels, last

    def _size(self, tokens: list[Token], number: int) -> int:
        """Two for "esperando repuesto", three for "waiting for parts"."""
        word, behind = tokens[number].folded, tokens[number + 1 : number + 3]
        if word.endswith(("ando", "iendo")) and behind and behind[0].is_word and behind[0].folded not in _BETWEEN:
            return 2 if behind[0].folded not in ("el", "la", "los", "las", "que", "por", "en") else 1
        return 3 if word == "waiting" and len(behind) == 2 and behind[0].folded == "for" else 1

    def _is_phrase_state(self, tokens: list, number: int) -> bool:  # type: ignore[type-arg]
        """ "en curso", "a revisión": a known word for a state behind the preposition."""
        return is_state_word(tokens[number + 1], self.language) and not self.reading.things.at(tokens, number + 1)

    # --- decisions -----------------------------------------------------------------------------------------------

    def _judged(self, listed: list[Sentence]) -> None:
        """ "recepción la confirma o la anula" makes two states, where two are decided or the thing has states."""
        made = self._decided_by_nobody(listed)
        for said in self.reading.statements:
            participle = self.lists["made"].get(said.base)
            if participle is None or said.negated:
                continue
            for thing in said.things[:1]:
                ending = "a" if self.language == "es" and feminine(self.drafts[thing].one) else "o"
                made.setdefault(thing, []).append(participle.format(o=ending))
        for thing, labels in made.items():
            several = len(set(labels)) > 1
            if thing in self.found or several:
                self.found.setdefault(thing, States()).add(tuple(labels))

    def _decided_by_nobody(self, listed: list[Sentence]) -> dict[int, list[str]]:
        """ "las propuestas se aceptan o se rechazan"."""
        made: dict[int, list[str]] = {}
        for number, sentence in enumerate(listed):
            folded = [token.folded for token in sentence.tokens]
            found = [
                (at, self.lists["made"][known.base])
                for at, word in enumerate(folded)
                if at and folded[at - 1] == "se" and (known := deed(word, "es")) and known.base in self.lists["made"]
            ]
            if self.language != "es" or len(found) < 2 or not {"o", "u"} & set(folded):
                continue
            states = StateList(tuple(said.format(o="o") for _, said in found), found[0][0], found[-1][0], sure=False)
            owner = self._owner(replace(states, labels=()), self._things(sentence), number)
            if owner is not None:
                ending = "a" if feminine(self.drafts[owner].one) else "o"
                made.setdefault(owner, []).extend(said.format(o=ending) for _, said in found)
        return made

    def _begin(self) -> None:
        """What was only decided upon began somewhere."""
        for thing, states in self.found.items():
            if states.first:
                states.labels.sort(key=lambda label: plain(label) != plain(states.first))
            elif (
                len(states.labels) > 1
                and not states.sure
                and (self._is_decision(states.labels[0]) or not (states.listed or _opens(states.labels[0])))
            ):
                states.labels.sort(key=lambda label: not self._is_decision(label))
                ending = "a" if self.language == "es" and feminine(self.drafts[thing].one) else "o"
                asked = any(
                    said.kind == "take" and thing in said.things and said.base in ("request", "solicitar")
                    for said in self.reading.statements
                )
                word = self.lists["requested" if asked else "first"][self.language].format(o=ending)
                if plain(word) not in {plain(label) for label in states.labels}:
                    states.labels.insert(0, word)

    def _is_decision(self, label: str) -> bool:
        decided = {plain(word.format(o="o")) for word in self.lists["made"].values()}
        return plain(label) in decided


def _opens(label: str) -> bool:
    """Whether a row may begin in that state."""
    return not begins(fold(label), "done") and not begins(fold(label), "cancel") and not begins(fold(label), "reject")


_BETWEEN = frozenset(
    {
        "como",
        "as",
        "a",
        "to",
        "o",
        "or",
        "y",
        "and",
        "e",
        "u",
        "la",
        "lo",
        "el",
        "los",
        "las",
        "it",
        "them",
        "al",
        "final",
        "then",
        "luego",
        "despues",
        "finalmente",
        "finally",
        "the",
        "either",
        "be",
    }
)


def _clitic(sentence: Sentence, at: int, language: Language) -> str:
    """ "moverlas entre", "lo pone aceptado": the pronoun that stands for the thing."""
    word, before = sentence.tokens[at].folded, sentence.tokens[at - 1].folded if at else ""
    if language != "es":
        return ""
    found = re.search(r"(?:ar|er|ir|ndo)(l[oa]s?)$", word)
    return found.group(1) if found else before if before in ("lo", "la", "los", "las") else ""
