"""Cuts a description into sentences of tokens. Every token remembers where it stood, so nothing is lost silently."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from generation.blueprint.words.inflection import Language, fold, singular

_YES_NO = r"\b(?:yes|s[ií]|y|s|true|verdadero)/(?:no|n|false|falso)\b"
_SHORT = (  # "serial no., year", "max. players", and no full stop of a sentence
    r"\bw/o?(?=\s)"
    r"|\b(?:nr|num|núm|tel|tlf|ref|approx|aprox|min|max|máx|mín|incl|ext|dept|vol|qty|cant|desc|obs|temp)\.(?=\s?[,);:/])"
    r"|(?<!\bo )(?<!\bor )\bno\.(?=\s?[,);:/]|\s(?-i:of|de)\b)"
    r"|\b(?:núm|approx|aprox|max|min|máx|mín)\.(?=\s(?-i:[a-zñ0-9]))"
)
_TOKEN = re.compile(
    rf"{_YES_NO}|{_SHORT}|[^\W_]+(?:[-'’·.][^\W_]+)*(?:[#]|\+\+)?|[#&+/(),;:.!?¿¡\n€$\"«»“”]|\S", re.IGNORECASE
)
_NUMBERS = frozenset({"no.", "nr.", "num.", "núm."})
_NUMBER = {"es": "número", "en": "number"}
_ENDS = frozenset(".!?\n;")
_BREAKS = frozenset(".!?\n")
_BULLET = re.compile(r"^[ \t]*(?:[-*•–]|\d{1,2}[.)])[ \t]+", re.MULTILINE)


@dataclass(frozen=True)
class Token:
    text: str
    folded: str
    lemma: str  # folded singular
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        return self.text[0].isalnum()


@dataclass
class Sentence:
    """Tokens between two full stops; `bullet` marks a line of a list, `after_colon` one that continues "…:"."""

    tokens: list[Token]
    bullet: bool = False
    after_colon: bool = False
    used: set[int] = field(default_factory=set)  # token numbers some rule has understood

    def use(self, *numbers: int) -> None:
        self.used.update(numbers)


def sentences(description: str, language: Language) -> list[Sentence]:
    """The description's sentences, in order. List marks are dropped, their lines kept apart."""
    bullets = {match.end() for match in _BULLET.finditer(description)}
    plain = _BULLET.sub(lambda match: " " * len(match.group()), description)
    found: list[Sentence] = []
    current: list[Token] = []
    colon = False
    depth = 0  # a semicolon between brackets ends nothing
    for match in _TOKEN.finditer(plain):
        text = match.group()
        depth = 0 if text in _BREAKS else depth + (text == "(") - (text == ")" and depth > 0)
        if text in _ENDS and not (text == ";" and depth):
            colon = _close(found, current, bullets, colon)
            current = []
        else:
            current.append(token(text, match.start(), match.end(), language))
    _close(found, current, bullets, colon)
    return found


def _close(found: list[Sentence], tokens: list[Token], bullets: set[int], after_colon: bool) -> bool:
    """Keep a finished sentence; True when a list may follow it."""
    if not tokens:
        return after_colon
    bullet = tokens[0].start in bullets
    found.append(Sentence(tokens, bullet=bullet, after_colon=after_colon and bullet))
    return tokens[-1].text == ":" or (after_colon and bullet)


def written(tokens: list[Token]) -> str:
    """The tokens with a space where the text has one: "A+" stays one word."""
    parts = [
        token.text if n and tokens[n - 1].end == token.start else f" {token.text}" for n, token in enumerate(tokens)
    ]
    return "".join(parts).strip()


def token(text: str, start: int, end: int, language: Language) -> Token:
    if language == "en" and text.lower().endswith(("'s", "’s")):
        text = text[:-2]  # "people's notes"
    if len(text) > 1 and text.endswith("."):
        text = _NUMBER[language] if text.lower() in _NUMBERS else text[:-1]  # "serial no.", "max. players"
    folded = fold(text)
    return Token(text, folded, fold(singular(text, language)), start, end)
