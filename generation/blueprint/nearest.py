"""Which of the plan's things a word of the description is about: the one that is named nearest to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generation.blueprint.inflection import fold
from generation.blueprint.schema import Entity
from generation.blueprint.tokens import Sentence

_LEAST_LETTERS = 3
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


def nearest(sentences: Sequence[Sentence], wanted: frozenset[Phrase], candidates: Sequence[Entity]) -> Iterator[Entity]:
    """For each place of the words, the candidate whose name stands nearest in that sentence or in the one before."""
    before: Sentence | None = None
    for sentence in sentences:
        for place in places(sentence, wanted):
            found = _closest(sentence, place, candidates)
            if found is None and before is not None:
                found = _closest(before, len(before.tokens), candidates)
            if found is not None:
                yield found
        before = sentence


def _closest(sentence: Sentence, place: int, candidates: Sequence[Entity]) -> Entity | None:
    best: tuple[int, Entity] | None = None
    for entity in candidates:
        names = _names(entity)
        for number, token in enumerate(sentence.tokens):
            distance = abs(number - place)
            if {token.folded, token.lemma} & names and (best is None or distance < best[0]):
                best = (distance, entity)
    return best[1] if best else None


def _names(entity: Entity) -> set[str]:
    """The first word of its name, in one and in many: what is behind it only says which kind."""
    heads = (fold(label).split()[0] for label in (entity.label, entity.label_plural) if label.split())
    return {head for head in heads if len(head) >= _LEAST_LETTERS}
