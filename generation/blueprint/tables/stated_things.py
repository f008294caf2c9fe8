"""Names the things that a text gives states or deeds and calls by no other word: "ver si está abierta o resuelta".

Adds mentions for the choice of entities; decides on no state.
"""

from __future__ import annotations

from collections.abc import Iterator

from generation.blueprint.drafts.draft import LISTED, FieldDraft, Findings, Mention
from generation.blueprint.drafts.evidence import ENOUGH
from generation.blueprint.drafts.names import sentence_case
from generation.blueprint.lexicon import tables
from generation.blueprint.people.deeds import as_deed_noun
from generation.blueprint.people.people import actor_at
from generation.blueprint.people.rights import Reading
from generation.blueprint.people.strangers import Strangers
from generation.blueprint.schema import FieldType
from generation.blueprint.tables.state_lists import StateFinder, StateList
from generation.blueprint.tables.state_words import agree
from generation.blueprint.words.field_types import field_type, is_field_word
from generation.blueprint.words.inflection import Language, fold, plural, singular
from generation.blueprint.words.tokens import Sentence, Token


def forget_people(found: Findings, listed: list[Sentence], language: Language) -> None:
    """ "los feriantes cargan puestos": whoever does something is no thing, unless its fields are told."""
    kept = set(found.mentions)
    strangers = Strangers(listed, language, lambda tokens, at: False)
    for key, mention in list(found.mentions.items()):
        words = key.split(" ")
        somebody = key in strangers.keys or key in tables("strangers")["kinds_of_user"]
        theirs = len(words) > 1 and words[0] in strangers.keys and " ".join(words[1:]) in kept  # "a squire's kayaks"
        told = [field for field in mention.fields if not _is_access(field)]  # "el regidor tiene acceso a todo"
        if (somebody and not told) or theirs:
            del found.mentions[key]


def _is_access(field: FieldDraft) -> bool:
    return fold(field.label).split()[:1] in (["acceso"], ["access"])


def name_subjects(found: Findings, listed: list[Sentence], language: Language) -> None:
    """ "dar parte de una avería y ver si está abierta o resuelta": what has states is a thing to keep."""
    for number, sentence in enumerate(listed):
        for states in (*StateFinder(sentence, language).all(), *_started(sentence)):
            if (token := _subject_of(states, listed, number, found, language)) is not None:
                _mention(token, found, language)


def take_contents(found: Findings, language: Language) -> None:
    """ "subís el archivo y elegís el color; el encargado pasa el trabajo a listo": the file is the job's."""
    sure = [mention for mention in found.mentions.values() if mention.evidence >= ENOUGH]
    stated = [mention for mention in sure if mention.stated and not mention.fields]
    held = [mention for mention in sure if _is_content(mention, language)]
    if len(sure) != 2 or len(stated) != 1 or len(held) != 1:
        return
    thing, content = stated[0], held[0]
    kind = field_type([content.key], language) or FieldType.TEXT
    thing.fields = [FieldDraft(sentence_case(content.one), kind), *content.fields]
    thing.holds = (content.key,)
    del found.mentions[content.key]


def _is_content(mention: Mention, language: Language) -> bool:
    """One file, picture or text that somebody hands in, with what is said of it."""
    kind = field_type([mention.key], language)
    handed_in = kind in (FieldType.FILE, FieldType.IMAGE, FieldType.URL, FieldType.LONG_TEXT)
    return handed_in and is_field_word(mention.key) and not mention.plural and bool(mention.fields)


def name_deeds(found: Findings, listed: list[Sentence], language: Language) -> None:
    """ "el huésped reserva indicando…": what people make by what they do, where no other word names it."""
    for said in Reading(listed, [], language).statements:
        one = tables("states")["deeds"].get(said.base)
        wanted = set(as_deed_noun(said.base, language)) | {fold(one or "")}
        known = [
            mention for key, mention in found.mentions.items() if {key, key.split(" ")[0], key.split(" ")[-1]} & wanted
        ]
        if not one or not said.who or said.negated:
            continue
        for mention in known:
            mention.evidence = max(mention.evidence, ENOUGH)
        if not known:
            found.mentions[fold(one)] = Mention(
                fold(one), one, plural(one, language), LISTED, position=10**6, evidence=ENOUGH, plural=True
            )


def _started(sentence: Sentence) -> Iterator[StateList]:
    """ "El préstamo arranca pendiente"."""
    for at, token in enumerate(sentence.tokens[:-1]):
        if at and token.folded in tables("states")["starting"]:
            yield StateList((sentence.tokens[at + 1].text,), at, at + 1, sure=False)


def _subject_of(
    states: StateList, listed: list[Sentence], number: int, found: Findings, language: Language
) -> Token | None:
    """The nearest word before for what goes through states; none where a thing stands right before them."""
    tokens = listed[number].tokens[: states.first]
    tokens = [token for at, token in enumerate(tokens) if not _takes_thing(tokens, at, found)]
    near = [token for at, token in enumerate(tokens) if at > len(tokens) - 3 and actor_at(tokens, at, language) is None]
    if any(token.lemma in found.mentions and not _may_have_states(token) for token in near):
        return None
    before = [
        *reversed(tokens),
        *(token for sentence in reversed(listed[max(0, number - 2) : number]) for token in sentence.tokens),
    ]
    return next(
        (token for token in before if _may_have_states(token) and agree(states.labels, token.text, language)), None
    )


def _takes_thing(tokens: list[Token], at: int, found: Findings) -> bool:
    """ "Employers post vacancies": a verb, whatever else the word may be."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    several = following is not None and following.lemma in found.mentions and following.lemma != following.folded
    return several and tokens[at].lemma == tokens[at].folded and tokens[at].lemma not in found.mentions


def _may_have_states(token: Token) -> bool:
    return token.lemma in tables("states")["stateful"] or token.lemma in tables("personal")["acts"]


def _mention(token: Token, found: Findings, language: Language) -> None:
    known = [
        mention for key, mention in found.mentions.items() if token.lemma in (key.split(" ")[0], key.split(" ")[-1])
    ]
    for mention in known:
        mention.stated = True
        mention.evidence = max(mention.evidence, ENOUGH)
    if not known:
        one = singular(token.text, language)
        mention = Mention(
            token.lemma,
            one,
            plural(one, language),
            LISTED,
            position=token.start,
            evidence=ENOUGH,
            stated=True,
            plural=True,
        )
        found.mentions[token.lemma] = mention
