"""Finds the fixed phrases of the lexicon (features, technologies) in a sentence: longest first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from generation.blueprint.lexicon import tables
from generation.blueprint.words.inflection import fold
from generation.blueprint.words.tokens import Sentence

Kind = Literal["charge", "feature", "same", "other"]
_WORDS = re.compile(r"[^\s]+")


@dataclass(frozen=True)
class Phrase:
    kind: Kind
    value: Any
    bare: bool = False  # asked for only where nothing else is said of it: "reports", and no "bug reports"


@dataclass(frozen=True)
class Hit:
    phrase: Phrase
    first: int  # token numbers in the sentence, both included
    last: int


def find(sentence: Sentence) -> Iterator[Hit]:
    """Every phrase of the sentence, left to right and without overlap."""
    table, longest = _table()
    words = [token.folded for token in sentence.tokens]
    position = 0
    while position < len(words):
        hit = _longest_at(words, position, table, longest)
        if hit is None:
            position += 1
        else:
            yield hit
            position = hit.last + 1


def _longest_at(words: list[str], at: int, table: Mapping[tuple[str, ...], Phrase], longest: int) -> Hit | None:
    for size in range(min(longest, len(words) - at), 0, -1):
        if phrase := table.get(tuple(words[at : at + size])):
            return Hit(phrase, at, at + size - 1)
    return None


@lru_cache(maxsize=1)
def _table() -> tuple[dict[tuple[str, ...], Phrase], int]:
    table: dict[tuple[str, ...], Phrase] = {}
    for entry in tables("features"):
        kind: Kind = "charge" if entry["feature"] == "charge" else "feature"
        _add(table, entry["words"], Phrase(kind, entry["feature"], bare=entry.get("bare", False)))
    stacks = tables("stacks")
    _add(table, stacks["same"], Phrase("same", ""))
    for words, name in stacks["other"].items():
        if name:
            _add(table, [words], Phrase("other", name))
    return table, max(len(key) for key in table)


def _add(table: dict[tuple[str, ...], Phrase], phrases: list[str], meaning: Phrase) -> None:
    for words in phrases:
        table[tuple(_WORDS.findall(fold(str(words))))] = meaning
