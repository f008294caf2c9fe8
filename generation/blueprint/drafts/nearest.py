"""Which of the plan's things a word of the description is about: the one that is named nearest to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from generation.blueprint.schema import Entity
from generation.blueprint.words.inflection import fold
from generation.blueprint.words.tokens import Sentence

_LEAST_LETTERS = 3
_NEAR = 8
_THIN = 2
_COMMA, _FAR = 4, 9
Phrase = tuple[str, ...]


def phrases(words: Iterable[str]) -> frozenset[Phrase]:
    return frozenset(tuple(str(word).split()) for word in words)


def places(sentence: Sentence, wanted: frozenset[Phrase]) -> Iterator[int]:
    """Where in the sentence one of the phrases begins."""
    folded = [token.folded for token in sentence.tokens]
    lengths = {len(phrase) for phrase in wanted}
    for start in range(len(folded)):
        if any(tuple(folded[start : start + length]) in wanted for length in lengths):
            yield start


def near(sentence: Sentence, beginnings: Iterable[str], others: Iterable[str]) -> Iterator[int]:
    """Where a word begins so and one of the others stands near it."""
    starts, beside = tuple(beginnings), frozenset(others)
    folded = [token.folded for token in sentence.tokens]
    for number, word in enumerate(folded):
        if word.startswith(starts) and beside & set(folded[max(0, number - _NEAR) : number + _NEAR]):
            yield number


def main_things(entities: Sequence[Entity]) -> list[Entity]:
    """Without those that only name or sort others, such as categories, where there are richer ones."""
    return [entity for entity in entities if len(entity.fields) > _THIN] or list(entities)


def nearest(sentences: Sequence[Sentence], wanted: frozenset[Phrase], candidates: Sequence[Entity]) -> Iterator[Entity]:
    """For each place of the words, the candidate whose name stands nearest in that sentence or in the one before."""
    yield from nearest_to(sentences, partial(places, wanted=wanted), candidates)


def nearest_to(
    sentences: Sequence[Sentence], find: Callable[[Sentence], Iterable[int]], candidates: Sequence[Entity]
) -> Iterator[Entity]:
    before: Sentence | None = None
    for sentence in sentences:
        for place in find(sentence):
            found = _closest(sentence, place, candidates)
            if found is None and before is not None:
                found = _closest(before, len(before.tokens), candidates)
            if found is not None:
                yield found
        before = sentence


def _closest(sentence: Sentence, place: int, candidates: Sequence[Entity]) -> Entity | None:
    """Not further away than what people mean together; a comma between them counts as several words."""
    commas = [number for number, token in enumerate(sentence.tokens) if not token.is_word]
    best: tuple[int, Entity] | None = None
    for entity in candidates:
        names = _names(entity)
        for number, token in enumerate(sentence.tokens):
            low, high = sorted((number, place))
            distance = high - low + _COMMA * sum(low < comma < high for comma in commas)
            if {token.folded, token.lemma} & names and distance < (best[0] if best else _FAR):
                best = (distance, entity)
    return best[1] if best else None


def _names(entity: Entity) -> set[str]:
    """The first word of its name, in one and in many: what is behind it only says which kind."""
    heads = (fold(label).split()[0] for label in (entity.label, entity.label_plural) if label.split())
    return {head for head in heads if len(head) >= _LEAST_LETTERS}
