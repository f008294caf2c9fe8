"""A text of a few words that names one common thing and nothing else: "photo album sharing", "bike rental".

Only where nothing else was found to keep, and never a word that no list knows.
"""

from __future__ import annotations

from collections.abc import Iterator

from generation.blueprint.drafts.draft import LISTED, Findings, Mention
from generation.blueprint.drafts.evidence import ENOUGH
from generation.blueprint.words.everyday import common
from generation.blueprint.words.inflection import Language, fold, plural
from generation.blueprint.words.tokens import Token

_FEW = 8  # words of such a text
_LONGEST = 3  # words of a name


def note_named_alone(found: Findings, language: Language) -> None:
    """Adds the one thing that the title names, if it is a thing that any app may keep."""
    if len(found.marked) != 1 or len(found.marked[0][0].tokens) > _FEW:
        return
    sentence, marks = found.marked[0]
    for run in _runs(sentence.tokens, marks):
        words = [token.lemma for token in run]
        key = " ".join(words)
        if common(key, language) is None:
            continue
        one = " ".join([*(token.text.lower() for token in run[:-1]), run[-1].lemma])
        mention = Mention(fold(one), one, plural(one, language), LISTED, plural=True, position=run[0].start)
        mention.evidence = ENOUGH
        found.mentions[mention.key] = mention
        return


def _runs(tokens: list[Token], marks: list[str]) -> Iterator[list[Token]]:
    """Nouns that stand together, the longest first."""
    for size in range(_LONGEST, 0, -1):
        for at in range(len(tokens) - size + 1):
            if all(mark == "noun" for mark in marks[at : at + size]):
                yield tokens[at : at + size]
