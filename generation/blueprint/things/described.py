"""What a whole text describes: the descriptions of its sentences, and of the lines of its lists."""

from __future__ import annotations

from generation.blueprint.things.descriptions import Description, Finder
from generation.blueprint.words.domains import Domain
from generation.blueprint.words.inflection import Language
from generation.blueprint.words.tokens import Sentence

Marked = list[tuple[Sentence, list[str]]]


def described(marked: Marked, language: Language, domain: Domain | None) -> frozenset[str]:
    """Keys of the things whose fields some sentence lists."""
    found = (Finder(*each, language, domain).find().values() for each in marked)
    owners = [description.owner for listed in found for description in listed if description.owner]
    return frozenset(owner.key for owner in owners) | {owner.head_word for owner in owners}


def find_descriptions(
    marked: Marked, language: Language, domain: Domain | None, known: frozenset[str]
) -> list[dict[int, Description]]:
    """The descriptions of every sentence; lines of a list that are all fields belong to what the list is about."""
    finders = [Finder(*each, language, domain, known) for each in marked]
    found = [finder.find() for finder in finders]
    for start, end in _lists(marked):
        if end - start > 1 and all(finder.is_field_line() for finder in finders[start:end]):
            for number in range(start, end):
                found[number] = {0: finders[number].line()}
    return found


def _lists(marked: Marked) -> list[tuple[int, int]]:
    """First and behind last of the lines of each list."""
    runs: list[tuple[int, int]] = []
    for number, (sentence, _) in enumerate(marked):
        if sentence.bullet and runs and runs[-1][1] == number:
            runs[-1] = (runs[-1][0], number + 1)
        elif sentence.bullet:
            runs.append((number, number + 1))
    return runs
