"""Gives a thing the kinds that prose tells: "come in two types: small and large", "el tipo puede ser fácil o difícil".

Only what no list of fields has taken already; states, which rows move through, are for `workflows.py`.
"""

from __future__ import annotations

from generation.blueprint.drafts.draft import EntityDraft, FieldDraft
from generation.blueprint.drafts.names import identifier, sentence_case
from generation.blueprint.lexicon import tables
from generation.blueprint.people.people import actor_at
from generation.blueprint.people.rights import Reading
from generation.blueprint.schema import FieldType
from generation.blueprint.tables.state_words import plain
from generation.blueprint.words.inflection import Language, fold, singular
from generation.blueprint.words.tokens import Sentence, Token, written

_MOST, _LONGEST = 10, 3
_AND = frozenset({"y", "e", "o", "u", "and", "or"})
_JOINTS = _AND | {",", "/"}
_BEING = frozenset({"es", "son", "is", "are", "be", "ser", "sea", "sean", "either"})
_LIGHT = frozenset({"puede", "pueden", "can", "may", "could", "debe", "must"})
_ARTICLES = frozenset({"el", "la", "los", "las", "un", "una", "the", "a", "an"})


def note_kinds(
    drafts: list[EntityDraft], listed: list[Sentence], reading: Reading, language: Language
) -> list[EntityDraft]:
    """Put the kinds of the text into the drafts: a choice field for each list. Returns what was taken for things."""
    taken: list[EntityDraft] = []
    last: int | None = None
    for sentence in listed:
        things = _things(sentence, reading, drafts, language)
        for at in range(len(sentence.tokens)):
            if (found := _list_at(sentence.tokens, at)) is None:
                continue
            labels, end = found
            things = [each for each in things if drafts[each[1]].key != sentence.tokens[at].lemma]
            before = [thing for place, thing in things if place < at]
            behind = [thing for place, thing in things if place > end]
            owner = next(iter([*reversed(before), *behind]), last)
            if owner is not None and not _is_known(drafts, labels):
                _put(drafts[owner], sentence.tokens[at], labels, language)
                sentence.use(*range(at, end))
                taken += [each for each in drafts if _is_the_list(each, sentence.tokens[at], labels)]
        last = things[0][1] if things else last
    return taken


def _is_the_list(draft: EntityDraft, noun: Token, labels: list[str]) -> bool:
    """A thing called "type" whose fields are the kinds."""
    wanted = {plain(label) for label in labels}
    fields = {plain(each.label) for each in draft.fields}
    return draft.key == noun.lemma and bool(fields) and fields <= wanted


def _things(
    sentence: Sentence, reading: Reading, drafts: list[EntityDraft], language: Language
) -> list[tuple[int, int]]:
    """Where which thing is named, people apart."""
    found: list[tuple[int, int]] = []
    for at in range(len(sentence.tokens)):
        hit = reading.things.at(sentence.tokens, at)
        if hit and actor_at(reading.name_tokens(drafts[hit[0]].one), 0, language) is None:
            found.append((at, hit[0]))
    return found


def _list_at(tokens: list[Token], at: int) -> tuple[list[str], int] | None:
    """The kinds that the noun there is followed by, and where they end."""
    if tokens[at].folded not in tables("states")["kinds"]:
        return None
    start = at + 1
    if start < len(tokens) and tokens[start].text == ":":
        return _items(tokens, start + 1)
    while start < len(tokens) and tokens[start].folded in _LIGHT:
        start += 1
    if start < len(tokens) and tokens[start].folded in _BEING:
        return _items(
            tokens, start + 1 + (tokens[start + 1 : start + 2] != [] and tokens[start + 1].folded == "either")
        )
    return None


def _items(tokens: list[Token], start: int) -> tuple[list[str], int] | None:
    """The items up to the one behind the last "and" or "or"; none where there is no such word, or where they go on."""
    spans: list[tuple[int, int]] = []
    first, closing = start, False
    for number in range(start, len(tokens) + 1):
        word = tokens[number].folded if number < len(tokens) else "."
        if word not in _JOINTS and number < len(tokens) and tokens[number].is_word and number - first < _LONGEST:
            continue
        if number > first:
            spans.append((first, number))
        if closing or word not in _JOINTS:
            break
        closing, first = word in _AND, number + 1
    joined = len(spans) > 1 and tokens[spans[-1][0] - 1].folded in _AND
    ends = not spans or spans[-1][1] >= len(tokens) or not tokens[spans[-1][1]].is_word
    if not joined or not ends or len(spans) > _MOST:
        return None
    labels = [_label(tokens[a:b]) for a, b in spans]
    return (labels, spans[-1][1]) if all(labels) and len(set(labels)) == len(labels) else None


def _label(part: list[Token]) -> str:
    while part and part[0].folded in _ARTICLES and len(part) > 1:
        part = part[1:]
    return sentence_case(written(part))


def _is_known(drafts: list[EntityDraft], labels: list[str]) -> bool:
    """Whether some field has all of these choices already."""
    wanted = {plain(label) for label in labels}
    return any(wanted <= {plain(label) for _, label in each.options} for draft in drafts for each in draft.fields)


def _put(draft: EntityDraft, noun: Token, labels: list[str], language: Language) -> None:
    """In the field of that name, else in a new one; what was read of the list as fields of their own goes."""
    wanted = {plain(label) for label in labels}
    name = singular(noun.text, language)
    draft.fields = [each for each in draft.fields if not _is_part(each, wanted)]
    holder = next((each for each in draft.fields if plain(each.label) == plain(name)), None)
    if holder is None:
        holder = FieldDraft(sentence_case(name), FieldType.CHOICE)
        draft.fields.append(holder)
    holder.type, holder.template = FieldType.CHOICE, None
    holder.options = tuple({identifier(label): label for label in labels}.items())


def _is_part(each: FieldDraft, wanted: set[str]) -> bool:
    chosen = {plain(label) for _, label in each.options}
    return (bool(chosen) and chosen <= wanted) or (each.target is None and plain(fold(each.label)) in wanted)
