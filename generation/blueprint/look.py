"""Reads what a sentence says about the look: colours, what they are for, and whether it is dark or light.

Finds whole phrases ("dark theme with purple accents"), so that none of their words is taken for a thing to keep.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from generation.blueprint.inflection import Language, fold
from generation.blueprint.lexicon import tables
from generation.blueprint.tokens import Sentence, Token
from generation.blueprint.vocabulary import vocabulary

Mode = Literal["auto", "light", "dark"]
Part = Literal["background", "primary", "accent", "whole"]
_DARK_BELOW, _LIGHT_ABOVE = 70, 200  # of 255: what a background's brightness says about the rest


@dataclass
class Look:
    """The colours of a description by their part; `whole` holds those that are of nothing in particular."""

    whole: list[str] = field(default_factory=list)
    background: str | None = None
    primary: str | None = None
    accent: str | None = None
    mode: Mode = "auto"


@dataclass(frozen=True)
class Piece:
    """One word or colour of a sentence, as far as the look is concerned."""

    kind: Literal["colour", "mode", "part", "glue", "other"]
    value: str
    first: int
    last: int


def find_look(sentence: Sentence, language: Language, look: Look) -> frozenset[int]:
    """Note what the sentence says about the look; the numbers of the tokens that say it."""
    found: set[int] = set()
    for run in _runs(_pieces(sentence)):
        kept = _kept(run, sentence, language)
        if kept:
            _note(kept, language, look)
            found.update(range(kept[0].first, kept[-1].last + 1))
    return frozenset(found)


def _pieces(sentence: Sentence) -> Iterator[Piece]:
    number = 0
    while number < len(sentence.tokens):
        piece = _piece(sentence.tokens, number)
        yield piece
        number = piece.last + 1


def _piece(tokens: list[Token], at: int) -> Piece:
    colours, longest = _colours()
    for size in range(min(longest, len(tokens) - at), 0, -1):
        if value := colours.get(tuple(token.folded for token in tokens[at : at + size])):
            return Piece("colour", value, at, at + size - 1)
    kind, value = _word(tokens[at].folded)
    return Piece(kind, value, at, at)


def _word(folded: str) -> tuple[Literal["mode", "part", "glue", "other"], str]:
    words = tables("look")
    for mode in ("dark", "light"):
        if folded in words[mode]:
            return "mode", mode
    for part in ("background", "primary", "accent", "whole"):
        if folded in words[part]:
            return "part", part
    return ("glue" if folded in words["glue"] else "other"), folded


def _runs(pieces: Iterator[Piece]) -> Iterator[list[Piece]]:
    run: list[Piece] = []
    for piece in pieces:
        if piece.kind == "other":
            yield run
            run = []
        else:
            run.append(piece)
    yield run


def _kept(run: list[Piece], sentence: Sentence, language: Language) -> list[Piece]:
    """The part of a run that speaks of the look: from its first word that does to its last."""
    telling = [number for number, piece in enumerate(run) if _tells(run, number, sentence, language)]
    if not telling:
        return []
    first, last = telling[0], telling[-1]
    while first and run[first - 1].kind == "part":
        first -= 1
    while last + 1 < len(run) and run[last + 1].kind == "part":
        last += 1
    before = next((n for n in range(first - 1, -1, -1) if run[n].kind != "glue"), None)
    if before is not None and run[before].kind == "part" and all(run[n].value != "," for n in range(before, first)):
        first = before  # "fondo de color blanco"
    return run[first : last + 1]


def _tells(run: list[Piece], number: int, sentence: Sentence, language: Language) -> bool:
    piece = run[number]
    beside = [run[n] for n in (number - 1, number + 1) if 0 <= n < len(run)]
    if piece.kind == "mode":
        return any(each.kind == "part" for each in beside)
    if piece.kind != "colour":
        return False
    if any(each.kind == "part" for each in run):
        return True
    colours = [n for n, each in enumerate(run) if each.kind == "colour"]
    return any(_stands_for_the_look(run, n, sentence, language) for n in colours)


def _stands_for_the_look(run: list[Piece], number: int, sentence: Sentence, language: Language) -> bool:
    """ "…in dark blue", "web azul": against "red cars", which is about the cars."""
    piece, words = run[number], vocabulary(language)
    if number and run[number - 1].value in tables("look")["opens"]:
        return True
    near = [n for n in (piece.first - 1, piece.last + 1) if 0 <= n < len(sentence.tokens)]
    return any(sentence.tokens[n].folded in words.containers | words.places for n in near)


def _note(run: list[Piece], language: Language, look: Look) -> None:
    for number, piece in enumerate(run):
        if piece.kind == "mode":
            look.mode = "dark" if piece.value == "dark" else "light"
        elif piece.kind == "colour":
            _paint(piece.value, _part_of(run, number, language), look)


def _part_of(run: list[Piece], number: int, language: Language) -> str:
    """What the colour is for: in English mostly the next word, in Spanish the part named last."""
    following = run[number + 1] if number + 1 < len(run) else None
    if language == "en" and following is not None and following.kind == "part":
        return following.value
    for piece in reversed(run[:number]):
        if piece.kind == "part" and piece.value != "whole":
            return piece.value
        if piece.kind == "part" and not any(each.value == "background" for each in run[:number]):
            return "whole"
    return "whole"


def _paint(colour: str, part: str, look: Look) -> None:
    brightness = _brightness(colour)
    if part == "background" or brightness > _LIGHT_ABOVE:
        look.background = look.background or colour
        if look.mode == "auto" and brightness < _DARK_BELOW:
            look.mode = "dark"
        elif look.mode == "auto" and brightness > _LIGHT_ABOVE:
            look.mode = "light"
    elif part == "primary":
        look.primary = look.primary or colour
    elif part == "accent":
        look.accent = look.accent or colour
    elif colour not in look.whole:
        look.whole.append(colour)


def _brightness(colour: str) -> float:
    red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


@lru_cache(maxsize=1)
def _colours() -> tuple[dict[tuple[str, ...], str], int]:
    table = {tuple(fold(words).split()): colour for words, colour in tables("colours").items()}
    return table, max(len(words) for words in table)
