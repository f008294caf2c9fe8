"""Which features a text asks for in so many words: charts, comments, uploads, payments; and which it refuses.

Reads words of `lexicon/wanted.yaml` sentence by sentence; knows nothing of the things that the app keeps.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from generation.blueprint.lexicon import tables
from generation.blueprint.words.tokens import Sentence, written

_NEAR = 4  # words before a phrase in which something may refuse it
_CLAUSE = frozenset({",", ";", ":", "(", ")", "pero", "but", "aunque", "sino"})
_NOT_FEATURES = frozenset({"refused", "reports", "reports_unless", "static"})
Phrases = tuple[tuple[str, ...], ...]


def wanted(listed: list[Sentence]) -> dict[str, str]:
    """Feature → the words that ask for it, as they were written."""
    found: dict[str, str] = {}
    for sentence in listed:
        folded = [token.folded for token in sentence.tokens]
        for name in _names():
            if name not in found and (span := _asked(name, folded)) is not None:
                found[name] = written(sentence.tokens[span[0] : span[1]])
                sentence.use(*range(*span))
    return found


def asking_words(name: str) -> list[str]:
    """The phrases that ask for a feature, or for reports."""
    entry = tables("wanted").get(name, {})
    return [str(words) for words in (entry if isinstance(entry, list) else entry.get("words", ()))]


def refused(listed: list[Sentence]) -> frozenset[str]:
    """The features that the text says it can do without."""
    said: set[str] = set()
    for sentence in listed:
        folded = [token.folded for token in sentence.tokens]
        said |= {name for name in _names() if any(_is_refused(folded, *span) for span in _spans(name, folded))}
    return frozenset(said)


def _names() -> list[str]:
    return [name for name in tables("wanted") if name not in _NOT_FEATURES]


def _asked(name: str, folded: list[str]) -> tuple[int, int] | None:
    unless = frozenset(tables("wanted")[name].get("unless", ()))
    for first, last in _spans(name, folded):
        beside = folded[max(0, first - 3) : last + 4]
        if not unless & set(beside) and not _is_refused(folded, first, last):
            return first, last
    return None


def _spans(name: str, folded: list[str]) -> Iterator[tuple[int, int]]:
    said = set(folded)
    for words in _phrases(name):
        if not said.issuperset(words):
            continue
        for start in range(len(folded) - len(words) + 1):
            if tuple(folded[start : start + len(words)]) == words:
                yield start, start + len(words)
    near = tables("wanted")[name].get("near")
    if near:
        places = [next((n for n, word in enumerate(folded) if word in group), None) for group in near]
        if None not in places and not _is_negated(folded, places[0] or 0):
            yield places[0] or 0, (places[0] or 0) + 1


@lru_cache(maxsize=64)
def _phrases(name: str) -> Phrases:
    return tuple(tuple(str(words).split()) for words in tables("wanted")[name]["words"])


def _is_negated(folded: list[str], at: int) -> bool:
    return any(word in tables("wanted")["refused"]["before"] for word in folded[max(0, at - 3) : at])


def _is_refused(folded: list[str], first: int, last: int) -> bool:
    """ "sin comentarios", "no hace falta cobrar por internet", "pagos online no"."""
    before: list[str] = []
    for word in reversed(folded[max(0, first - _NEAR) : first]):
        if word in _CLAUSE:
            break
        before.append(word)
    words = tables("wanted")["refused"]
    behind = folded[last : last + 1]
    end = folded[last + 1 : last + 2]
    return bool(set(words["before"]) & set(before)) or (
        bool(behind) and behind[0] in words["behind"] and (not end or not end[0].isalpha())
    )
