"""Whole phrases that say that no account is needed, or that a row is seen by who made it."""

from __future__ import annotations

from generation.blueprint.lexicon import tables


def says_author(folded: list[str]) -> bool:
    """Whether the person who made the row is named as such."""
    text = f" {' '.join(folded)} "
    return any(f" {words} " in text for words in tables("deeds")["made_it"])


def free_words(folded: list[str]) -> frozenset[int]:
    """The numbers of the words that say that no account is needed."""
    found: set[int] = set()
    said = set(folded)
    for words in tables("deeds")["free"]:
        parts = words.split()
        if not said.issuperset(parts):
            continue
        for at in range(len(folded) - len(parts) + 1):
            if folded[at : at + len(parts)] == parts:
                found.update(range(at, at + len(parts)))
    return frozenset(found)


def without_account(folded: list[str]) -> bool:
    text = f" {' '.join(folded)} "
    return any(f" {words} " in text for words in tables("deeds")["free"])
