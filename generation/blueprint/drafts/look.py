"""Reads what a sentence says about the look: colours, what they are for, and whether it is dark or light.

Finds whole phrases ("dark theme with purple accents"), so that none of their words is taken for a thing to keep.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from generation.blueprint.lexicon import tables
from generation.blueprint.words.inflection import Language, fold
from generation.blueprint.words.tokens import Sentence, Token
from generation.blueprint.words.vocabulary import vocabulary

Mode = Literal["auto", "light", "dark"]
Part = Literal["background", "primary", "accent", "whole", "text"]
_HEX = re.compile(r"[0-9a-f]{6}|[0-9a-f]{3}")
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
            _note(kept, language, look, denied=_is_denied(sentence, kept[0].first))
            found.update(range(kept[0].first, kept[-1].last + 1))
    return frozenset(found)


def _is_denied(sentence: Sentence, first: int) -> bool:
    """ "no dark mode", "nada de tema oscuro"."""
    return bool(
        {"no", "sin", "nada", "without", "not", "never"}
        & {t.folded for t in sentence.tokens[max(0, first - 2) : first]}
    )


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
    if hexed := _hex(tokens, at):
        return hexed
    kind, value = _word(tokens[at].folded)
    return Piece(kind, value, at, at)


def _hex(tokens: list[Token], at: int) -> Piece | None:
    """ "#1e3a8a", "#fff"."""
    if tokens[at].folded != "#" or at + 1 == len(tokens) or not _HEX.fullmatch(tokens[at + 1].folded):
        return None
    digits = tokens[at + 1].folded
    return Piece("colour", "#" + (digits if len(digits) == 6 else "".join(2 * digit for digit in digits)), at, at + 1)


def _word(folded: str) -> tuple[Literal["mode", "part", "glue", "other"], str]:
    words = tables("look")
    for mode in ("dark", "light"):
        if folded in words[mode]:
            return "mode", mode
    for part in ("background", "primary", "accent", "whole", "text"):
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
    """ "…in dark blue", "web azul", "Verde sobre blanco.": against "red cars", which is about the cars."""
    piece, words = run[number], vocabulary(language)
    if _is_all_said(run, sentence) or _is_upon(run, number):
        return True
    if number and run[number - 1].value in tables("look")["opens"]:
        return True
    before = [each.value for each in run[:number] if each.kind == "glue"]
    ends = run[-1].last + 1 == len(sentence.tokens) and len(before) == number
    if ends and set(before) & set(tables("look")["opens"]):
        return True  # "would be nice in a warm terracotta."
    near = [n for n in (piece.first - 1, piece.last + 1) if 0 <= n < len(sentence.tokens)]
    return any(sentence.tokens[n].folded in words.containers | words.places for n in near)


def _is_upon(run: list[Piece], number: int) -> bool:
    """ "navy on white": two colours, one upon the other."""
    near = run[max(0, number - 2) : number + 3]
    under = tables("look")["under"]
    return any(
        one.kind == other.kind == "colour" and glue.value in under
        for one, glue, other in zip(near, near[1:], near[2:], strict=False)
    )


def _is_all_said(run: list[Piece], sentence: Sentence) -> bool:
    """A sentence of colours alone, or one that opens with two of them: "Red and white, like our tablecloths."."""
    first, last = run[0].first, run[-1].last
    colours = sum(piece.kind == "colour" for piece in run)
    ends = last + 1 == len(sentence.tokens) or run[-1].value == ","
    return first == 0 and ((colours > 0 and last + 1 == len(sentence.tokens)) or (colours > 1 and ends))


def _note(run: list[Piece], language: Language, look: Look, *, denied: bool) -> None:
    if denied:  # "no dark mode"
        modes = [piece.value for piece in run if piece.kind == "mode"]
        look.mode = "light" if modes == ["dark"] else "dark" if modes == ["light"] else look.mode
        return
    for number, piece in enumerate(run):
        if piece.kind == "mode":
            look.mode = "dark" if piece.value == "dark" else "light"
        elif piece.kind == "colour":
            part = _part_of(run, number, language)
            again = (
                part == "background" and any(each.kind == "colour" for each in run[:number]) and _joined(run, number)
            )
            _paint(piece.value, "whole" if again else part, look)


def _joined(run: list[Piece], number: int) -> bool:
    """ "fondo blanco y azul cobalto": the second is the app's, one background is enough."""
    return run[number - 1].value in ("y", "e", "and", "with", "con", ",", "&")


def _part_of(run: list[Piece], number: int, language: Language) -> str:
    """What the colour is for: in English mostly the next word, in Spanish the part named last."""
    following = run[number + 1] if number + 1 < len(run) else None
    if (
        number
        and run[number - 1].value in tables("look")["under"]
        and any(each.kind == "colour" for each in run[:number])
    ):
        return "background"  # "navy on white", "verde sobre fondo blanco"
    if language == "en" and following is not None and following.kind == "part":
        return following.value
    for piece in reversed(run[:number]):
        if piece.kind == "part" and piece.value != "whole":
            return piece.value
        if piece.kind == "part" and not any(each.value == "background" for each in run[:number]):
            return "whole"
    return "whole"


def _paint(colour: str, part: str, look: Look) -> None:
    if part == "text":
        return
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
