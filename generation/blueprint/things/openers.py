"""The small words between a thing and the list of what is kept of it: "each with", ", which has", "is described by".

Reads tokens and marks; says nothing of what the list holds.
"""

from __future__ import annotations

from collections.abc import Sequence

from generation.blueprint.lexicon import tables
from generation.blueprint.words.tokens import Token

_OF_THEM = frozenset({"of", "de", "them", "ellos", "ellas", "uno", "una", "one"})
_DOERS = ("verb", "can", "stop", "sep")  # "It should store", "They also have"


def opens_at(tokens: Sequence[Token], marks: Sequence[str], number: int) -> int:
    """Where "with" stands behind ", each", "which" or "along": "lanterns, each with …"; the number itself elsewhere."""
    joiners = tables("words")["described"]["joiners"]
    at = number + (_mark(marks, number) == "sep")
    if at >= len(tokens) or tokens[at].folded not in joiners or _mark(marks, at) == "with":
        return number
    at += 1
    while at < len(tokens) and tokens[at].folded in _OF_THEM:
        at += 1
    return at if _mark(marks, at) == "with" else number


def spoken_of(tokens: Sequence[Token], marks: Sequence[str]) -> int:
    """Behind "They also have", "It should store", "Each has", where the thing spoken of before goes on; else 0."""
    lists = tables("words")["described"]
    if not tokens or tokens[0].folded not in lists["pronouns"]:
        return 0
    at = 1
    while _mark(marks, at) in _DOERS and tokens[at].folded not in lists["holds"] and at < 4:
        at += 1
    said = _mark(marks, at) == "with" or (at < len(tokens) and tokens[at].folded in lists["holds"])
    return at + 1 if said else 0


def is_possessive(token: Token) -> bool:
    """ "each tram's calibre": the token has lost its ending."""
    return token.end - token.start > len(token.text)


def _mark(marks: Sequence[str], number: int) -> str:
    return marks[number] if 0 <= number < len(marks) else ""
