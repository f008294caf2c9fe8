"""Arithmetic as people write it, read into the language of `formula.py`.

    total = monto + monto × 1.5 % × meses + 80 pesos      →  monto + monto * 0.015 * meses + 80
    precio por metro x metros más 10%                      →  precio_por_metro * metros * 1.1

Owns signs, numbers, percentages and names; knows nothing of what is computed. Never guesses: what does not read as
arithmetic from end to end is none.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from generation.blueprint.drafts.names import identifier
from generation.blueprint.formula import CONSTANTS, FUNCTIONS, OVER_ROWS
from generation.blueprint.lexicon import tables
from generation.blueprint.words.inflection import Language, fold

_PIECE = re.compile(
    r"(?P<number>(?:[$€£]\s?)?\d+(?:[.,]\d+)*)|(?P<sign>\*\*|[-+*/×÷^()−–·∙%=²³])|(?P<word>[^\W\d_]+(?:['’-][^\W\d_]+)*\.?)|(?P<other>\S)"
)
_PLAIN_SIGN = {"×": "*", "·": "*", "∙": "*", "÷": "/", "−": "-", "–": "-", "**": "^"}
_LONGEST_NAME = 6  # words
_MOST_PIECES = 100  # of one formula
Kind = Literal["number", "percent", "sign", "name"]


class NoArithmetic(ValueError):
    """The words are no arithmetic."""


@dataclass(frozen=True)
class Piece:
    kind: Kind
    text: str  # a number as Python writes it, a sign, or a name as written
    remark: str = ""  # what stands behind a number: "80 pesos", "10 % del monto"


@dataclass(frozen=True)
class Expression:
    formula: str  # in identifiers
    names: dict[str, str]  # identifier → as written, in order of appearance


def read_expression(text: str, language: Language, known: tuple[str, ...] = ()) -> Expression:
    """The formula that a piece of text is. `known`: identifiers of earlier results. Raises NoArithmetic."""
    pieces = list(_pieces(text, language))
    reader = _Reader(pieces, language, known)
    formula = reader.whole()
    if not any(piece.kind == "sign" and piece.text not in "()" for piece in pieces) or not reader.names:
        raise NoArithmetic(text)
    return Expression(formula, reader.names)


def number(text: str, language: Language) -> str:
    """A number as Python writes it: "1.500,50" and "1,500.50" are 1500.50, "1.500" is 1500, "1,5" is 1.5."""
    digits = text.strip("$€£ ")
    marks = [char for char in digits if char in ".,"]
    if not marks:
        return str(int(digits))
    last = marks[-1]
    whole, _, rest = digits.rpartition(last)
    several = marks.count(last) > 1
    by_language = last == ("." if language == "es" else ",")
    thousands = len(rest) == 3 and whole not in ("0", "") and len(set(marks)) == 1 and (several or by_language)
    bare = whole.replace(".", "").replace(",", "")
    return str(int(bare + rest)) if thousands or several else f"{int(bare or 0)}.{rest}"


# --- pieces ----------------------------------------------------------------------------------------------------------


def _pieces(text: str, language: Language) -> Iterator[Piece]:
    """Numbers, signs and names, in order."""
    found = _raw(text)
    strong = _with_signs(found, _signs("signs"))
    has_times = any(kind == "sign" and sign in ("*", "/") for kind, sign in strong)
    pieces = strong if has_times else _with_signs(strong, _signs("weak_signs"))
    at = 0
    while at < len(pieces):
        kind, word = pieces[at]
        if kind == "number":
            piece, at = _number(pieces, at, language)
            yield piece
        elif kind == "sign":
            at += 1
            yield from _sign(word)
        elif kind == "word":
            words, at = _words(pieces, at)
            if name := _name(words):
                yield Piece("name", name)
        else:
            raise NoArithmetic(text)


def _raw(text: str) -> list[tuple[str, str]]:
    found = []
    for match in _PIECE.finditer(text):
        kind, said = match.lastgroup or "other", match.group()
        if kind == "other" and (said in "«»“”\"'`" or (said == "," and _sign_follows(text[match.end() :]))):
            continue
        found.append(("sign", "*") if said in ("x", "X") else (kind, _PLAIN_SIGN.get(said, said)))
    return found


def _sign_follows(text: str) -> bool:
    """Whether a comma only stands before "más" or "+"; any other ends the arithmetic."""
    words = tuple(fold(word) for word in text.split()[:3])
    return bool(words) and (words[0][0] in "+-*/×÷−" or any(words[:n] in _signs("signs") for n in (1, 2, 3)))


def _with_signs(found: list[tuple[str, str]], signs: dict[tuple[str, ...], str]) -> list[tuple[str, str]]:
    """The same with phrases that stand for a sign replaced by it."""
    longest = max(map(len, signs))
    kept: list[tuple[str, str]] = []
    at = 0
    while at < len(found):
        for size in range(min(longest, len(found) - at), 0, -1):
            phrase = tuple(fold(word).rstrip(".") for _, word in found[at : at + size])
            inside = found[at][0] != "number" and phrase in signs
            if inside:
                kept.append(("sign", signs[phrase]))
                at += size
                break
        else:
            kept.append(found[at])
            at += 1
    return kept


def _sign(word: str) -> Iterator[Piece]:
    match word:
        case "²" | "**2":
            yield from (Piece("sign", "^"), Piece("number", "2"))
        case "³" | "**3":
            yield from (Piece("sign", "^"), Piece("number", "3"))
        case "%" | "=":
            raise NoArithmetic(word)
        case _:
            yield Piece("sign", word)


def _number(pieces: list[tuple[str, str]], at: int, language: Language) -> tuple[Piece, int]:
    """A number with its percent sign and the words that say of what it is."""
    value, at = number(pieces[at][1], language), at + 1
    percent = False
    for words in _percent():
        if tuple(fold(word) for _, word in pieces[at : at + len(words)]) == words:
            percent, at = True, at + len(words)
            break
    remark, at = _words(pieces, at)
    return Piece("percent" if percent else "number", value, " ".join(remark)), at


def _words(pieces: list[tuple[str, str]], at: int) -> tuple[list[str], int]:
    start = at
    while at < len(pieces) and pieces[at][0] == "word":
        at += 1
    return [word for _, word in pieces[start:at]], at


def _name(words: list[str]) -> str:
    """The words without articles at either end; a name is short."""
    fillers = frozenset(tables("arithmetic")["fillers"])
    while words and fold(words[0]) in fillers:
        words = words[1:]
    while words and fold(words[-1]) in fillers:
        words = words[:-1]
    if len(words) > _LONGEST_NAME:
        raise NoArithmetic(" ".join(words))
    return " ".join(words).strip(".")


@lru_cache(maxsize=4)
def _signs(which: str) -> dict[tuple[str, ...], str]:
    entries: list[dict[str, Any]] = tables("arithmetic")[which]
    return {tuple(fold(str(phrase)).split()): entry["sign"] for entry in entries for phrase in entry["words"]}


@lru_cache(maxsize=1)
def _percent() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(fold(phrase).split()) for phrase in tables("arithmetic")["percent"])


# --- grammar ---------------------------------------------------------------------------------------------------------


class _Reader:
    """sum := product (± product)*; product := power (×÷ power)*; power := atom (^ atom)?"""

    def __init__(self, pieces: list[Piece], language: Language, known: tuple[str, ...]) -> None:
        self.pieces = pieces
        self.language = language
        self.known = known
        self.at = 0
        self.names: dict[str, str] = {}

    def whole(self) -> str:
        if len(self.pieces) > _MOST_PIECES:
            raise NoArithmetic("too long")  # brackets within brackets are read one inside the other
        formula = self.sum()
        if self.at < len(self.pieces):
            raise NoArithmetic(self.pieces[self.at].text)
        return formula

    def sum(self) -> str:
        left = self.product()
        while self.next_sign() in ("+", "-"):
            sign = self.take().text
            if share := self.bare_percent():
                left = f"({left}) * (1 {sign} {share})"  # "más 10 %": of what stands before
                continue
            left = f"{left} {sign} {self.product()}"
        return left

    def product(self) -> str:
        left = self.power()
        while self.next_sign() in ("*", "/"):
            sign = self.take().text
            left = f"{left} {sign} {self.power()}"
        return left

    def power(self) -> str:
        base = self.atom()
        if self.next_sign() == "^":
            self.take()
            return f"{base} ** {self.atom()}"
        return base

    def atom(self) -> str:
        if self.at >= len(self.pieces):
            raise NoArithmetic("the end")
        piece = self.take()
        match piece.kind:
            case "name":
                return self.named(piece.text)
            case "number" | "percent":
                return self.numbered(piece)
        if piece.text == "(":
            inner = self.sum()
            if self.next_sign() != ")":
                raise NoArithmetic("no closing bracket")
            self.take()
            return f"({inner})"
        if piece.text == "-":
            return f"-{self.atom()}"
        raise NoArithmetic(piece.text)

    def numbered(self, piece: Piece) -> str:
        """ "10 % del monto" is a share of it; "80 pesos de papelería" is 80."""
        value = percent(piece.text) if piece.kind == "percent" else piece.text
        of = self.same(piece.remark) if piece.kind == "percent" else None
        return f"{value} * {of}" if of else value

    def bare_percent(self) -> str | None:
        """A percentage that stands alone between signs and is of nothing that has a name."""
        if self.at >= len(self.pieces) or self.pieces[self.at].kind != "percent":
            return None
        piece = self.pieces[self.at]
        following = self.pieces[self.at + 1] if self.at + 1 < len(self.pieces) else None
        if (following and following.text in ("*", "/", "^")) or self.same(piece.remark):
            return None
        self.at += 1
        return percent(piece.text)

    def same(self, remark: str) -> str | None:
        """The name that a remark speaks of, when the formula has it already or an earlier one made it."""
        name = _identifier(" ".join(word for word in remark.split() if fold(word) not in _OF))
        return name if name and (name in self.names or name in self.known) else None

    def named(self, words: str) -> str:
        name = _identifier(words)
        if not name:
            raise NoArithmetic(words)
        self.names.setdefault(name, words)
        return name

    def next_sign(self) -> str:
        following = self.pieces[self.at] if self.at < len(self.pieces) else None
        return following.text if following is not None and following.kind == "sign" else ""

    def take(self) -> Piece:
        self.at += 1
        return self.pieces[self.at - 1]


def _identifier(words: str) -> str:
    name = identifier(words)
    return f"{name}_" if name in _TAKEN else name


def percent(value: str) -> str:
    """1.5 % as a number: 0.015, written without an exponent."""
    digits = value.replace(".", "")
    places = len(value.partition(".")[2]) + 2
    whole = digits.rjust(places + 1, "0")
    written = f"{int(whole[:-places])}.{whole[-places:]}".rstrip("0").rstrip(".")
    return written or "0"


_OF = frozenset({"de", "del", "of", "sobre", "on"})
_TAKEN = frozenset({*FUNCTIONS, *OVER_ROWS, *CONSTANTS, *keyword.kwlist})
