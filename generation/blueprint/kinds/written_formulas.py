"""Formulas written in a description: "total = monto + 2 % × meses", "multiplica las horas por la tarifa y suma 10 %".

Finds them and what they are called; how arithmetic is read is in `arithmetic.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from generation.blueprint.drafts.names import identifier
from generation.blueprint.kinds.arithmetic import Expression, NoArithmetic, number, read_expression
from generation.blueprint.lexicon import tables
from generation.blueprint.words.inflection import Language, fold, plural

_STATEMENT = re.compile(r"(?<=[.!?])\s+|\n+|;")
_CUT = re.compile(
    r",(?!\d)|\.(?!\d)|\(|:| y (?:el|la|los|las) | and the | so that | para que | donde | where ", re.IGNORECASE
)
_LONGEST_RESULT = 5  # words
_MOST = 6  # formulas of one text
_LONGEST_STATEMENT = 400
DEFAULT = "Total"
_ENDS_RESULT = frozenset({"para", "for", "que", "with", "con", "that", "i", "yo", "we", "where", "donde"})
_HAS_SIGN = re.compile(r"\d|[×*+÷]|\b(?:x|m[aá]s|plus|times|menos|minus)\b", re.IGNORECASE)
_CHARGES = re.compile(r"\b(?:cobr(?:o|amos|a|an)|cuestan?|vale|charges?|costs?|se cobran?)\b", re.IGNORECASE)
_RATE = re.compile(
    r"([$€£]?\s?\d+(?:[.,]\d+)*)\s*(?:€|£|euros?|pesos|d[oó]lares|dollars|pounds|soles)?\s*"
    r"(?:por\s+cada|por|cada|per|each|an?|la|el|al|/)\s+([^\W\d_]{1,20})",
    re.IGNORECASE,
)


def _limit(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{words})\D{{0,15}}(\d+(?:[.,]\d+)*)", re.IGNORECASE)


_LIMITS = {
    "max": _limit("m[ií]nimo|minimum|at least|al menos|never less than|no less than"),
    "min": _limit("m[aá]ximo|maximum|at most|tope|never more than|no more than|capped at"),
}


Found = tuple[Expression, str, str]  # what it reads as, as written, what stands behind it


@dataclass(frozen=True)
class Written:
    name: str  # identifier of the result
    label: str
    expression: Expression
    said: str  # the statement as written
    rest: str = ""  # of the sentence, behind the formula


def written_formulas(text: str, language: Language) -> list[Written]:
    """Every formula of the text, in order; a later one may use what an earlier one gives."""
    found: list[Written] = []
    for statement in _STATEMENT.split(text):
        known = tuple(each.name for each in found)
        each = _read(statement.strip()[:_LONGEST_STATEMENT], language, known)
        if each is not None and each.name not in known and len(found) < _MOST:
            found.append(each)
    return found


def _read(statement: str, language: Language, known: tuple[str, ...]) -> Written | None:
    if not statement or is_example(statement):
        return None
    charged = _charged(statement, language)
    return (
        _assigned(statement, language, known)
        or (charged != statement and _stated(charged, language))
        or _ordered(statement, language)
        or _stated(statement, language)
        or None
    )


def _charged(statement: str, language: Language) -> str:
    """ "cobro 25 € la hora más 40" as "cobro: 25 × horas más 40"."""
    if not (verb := _CHARGES.search(statement)):
        return statement

    def times(match: re.Match[str]) -> str:
        return f"{match.group(1)} × {plural(match.group(2).lower(), language)}"

    return f"{statement[: verb.start()]} : {_RATE.sub(times, statement[verb.end() :])}"


def _assigned(statement: str, language: Language, known: tuple[str, ...]) -> Written | None:
    """ "… es total = monto + …": the words before the sign name the result."""
    for sign in _equals().finditer(statement):
        label = _result(statement[: sign.start()])
        if label and (found := _longest(statement[sign.end() :], language, known)):
            return _written(label, found, said=f"{label} = {found[1]}")
    return None


def _stated(statement: str, language: Language) -> Written | None:
    """ "el precio es horas por tarifa más 10 %": an expression behind a verb that says what something comes to."""
    for sign in _is().finditer(statement):
        found = _longest(statement[sign.end() :], language, ())
        if found and _is_plain(found[1], found[0]):
            return _written(_result(statement[: sign.start()]) or DEFAULT, found)
    found = _longest(statement, language, ())
    return _written(DEFAULT, found) if found and _HAS_SIGN.search(found[1]) else None


def _longest(text: str, language: Language, known: tuple[str, ...]) -> Found | None:
    """The longest beginning of the text that is arithmetic, with what is said of its limits behind it."""
    for piece in _pieces(text):
        if expression := _expression(piece, language, known):
            rest = text[len(piece) :]
            limited = _limited(expression, rest, language)
            if limited is not expression:
                return limited, text.strip().rstrip("."), ""
            return expression, piece.strip(), rest
    return None


def _limited(expression: Expression, rest: str, language: Language) -> Expression:
    """ "…, mínimo 35 €": never less than that."""
    formula = expression.formula
    for function, pattern in _LIMITS.items():
        if match := pattern.search(rest):
            formula = f"{function}({formula}, {number(match.group(1), language)})"
    return expression if formula == expression.formula else Expression(formula, expression.names)


def _ordered(statement: str, language: Language) -> Written | None:
    """ "multiplico las horas por la tarifa y le sumo el material" as "horas * tarifa + material"."""
    words = re.findall(r"[^\W_]+(?:[.,]\d+)*(?:\s?%)?|[,]", statement)
    line = _as_signs(words)
    if not line:
        return None
    found = _longest(line, language, ())
    return _written(DEFAULT, found, said=statement.strip()) if found else None


def _as_signs(words: list[str]) -> str:
    """The words from the first order on, with each order's sign where its joint stands."""
    orders, line, pending = _orders(), "", ""
    for word in words:
        folded = fold(word)
        if folded in orders:
            sign, _ = orders[folded]
            line = f"({_without_joint(line)}) {sign}" if line.strip() else line
            pending = "" if line.strip() else sign
            line = line or " "
        elif line and pending and folded in _joints(pending):
            line, pending = f"{line} {pending}", ""
        elif line and folded not in ("le", "se", "lo", "por", "entre", "by", ","):
            line = f"{line} {word}"
        elif line and word == ",":
            pending = ""
    return line.strip()


def _without_joint(line: str) -> str:
    words = line.strip().split()
    while words and fold(words[-1]) in tables("arithmetic")["joining"]:
        words.pop()
    return " ".join(words)


def _joints(sign: str) -> frozenset[str]:
    return frozenset(map(fold, tables("arithmetic")["orders"][sign]["joints"]))


@lru_cache(maxsize=1)
def _orders() -> dict[str, tuple[str, frozenset[str]]]:
    return {
        fold(verb): (sign, _joints(sign))
        for sign, order in tables("arithmetic")["orders"].items()
        for verb in order["verbs"]
    }


def _expression(piece: str, language: Language, known: tuple[str, ...]) -> Expression | None:
    try:
        return read_expression(piece, language, known)
    except NoArithmetic:
        return None


def _is_plain(piece: str, expression: Expression) -> bool:
    """Written with two signs or a number in it: "ropa por encargo" is no formula, "horas por tarifa más 10 %" is."""
    signs = len(re.findall(r"[-+*/]", expression.formula))
    return signs >= 2 or bool(re.search(r"\d", piece)) or bool(re.search(r"[×*+÷]", piece))


def _pieces(text: str) -> Iterator[str]:
    """The text, and shorter and shorter beginnings of it."""
    yield text.rstrip(". ")
    cuts = [match.start() for match in _CUT.finditer(text)][:12]
    for end in reversed(cuts):
        if text[:end].strip():
            yield text[:end]


def _result(before: str) -> str:
    """The words that name the result: those behind the last "es" or comma, without "calculadora de"."""
    last = re.split(r"[,:;.(]|\b(?:es|is|are|sera|seria)\b", before)[-1]
    fillers = frozenset(tables("arithmetic")["fillers"])
    nouns = frozenset(map(fold, tables("tools")["nouns"]))
    words = last.split()
    heads = [n for n, word in enumerate(words) if fold(word) in nouns]
    words = words[heads[-1] + 1 :] if heads else words
    while words and fold(words[0]) in fillers:
        words = words[1:]
    end = next((n for n, word in enumerate(words) if fold(word) in _ENDS_RESULT), len(words))
    label = " ".join(words[:end][-_LONGEST_RESULT:]).strip(" \"'«“*-")
    return label if identifier(label) else ""


def _written(label: str, found: Found, *, said: str = "") -> Written:
    expression, piece, rest = found
    capital = label[:1].upper() + label[1:]
    return Written(identifier(label), capital, expression, " ".join((said or piece).split()), rest.strip(" ,.("))


def is_example(statement: str) -> bool:
    """Whether it begins like "por ejemplo" or "e.g."."""
    folded = fold(statement)
    return any(folded.lstrip("(¿ ").startswith(word) for word in tables("arithmetic")["example"] if len(word) > 3)


@lru_cache(maxsize=1)
def _equals() -> re.Pattern[str]:
    return _alternatives(tables("arithmetic")["equals"])


@lru_cache(maxsize=1)
def _is() -> re.Pattern[str]:
    return _alternatives(tables("arithmetic")["is"])


def _alternatives(phrases: list[str]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    parts = [rf"\b{re.escape(each)}\b" if each[0].isalpha() else re.escape(each) for each in longest_first]
    return re.compile("|".join(parts), re.IGNORECASE)
