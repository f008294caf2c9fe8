"""What a description says word for word about a page: prices, opening hours, addresses, telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from generation.blueprint.lexicon import tables
from generation.blueprint.schema import Item
from generation.blueprint.words.hearing import Hearing, Spot
from generation.blueprint.words.inflection import Language, fold

_BLOCK = re.compile(r"\s*(?:\(([^()]{2,600})\)|:\s*([^\n]{2,600}?)(?=\.\s|\.?$|\n))", re.MULTILINE)
_AMOUNT = r"\d+(?:[.,]\d+)*"
_PRICE = re.compile(
    rf"((?:[$€£]|s/)\s?{_AMOUNT}|{_AMOUNT}\s?(?:€|\$|£|euros?|pesos|d[oó]lares|dollars|pounds|soles)(?:\s?/\s?\w+)?"
    r"|\bgratis\b|\bfree\b)",
    re.IGNORECASE,
)
_HOUR = r"\d{1,2}(?:[:.]\d{2})?\s?(?:h|hs|hrs|am|pm|a\.m\.|p\.m\.)?"
_SPAN = rf"{_HOUR}\s*(?:a|-|–|to)\s*{_HOUR}"
_TIME = re.compile(
    r"(?:(?:,|:)?\s*(?:a las?|de|desde las?|from|at)\s+)?"
    rf"({_HOUR}(?:\s*(?:a|-|–|to|hasta las?)\s*{_HOUR})?(?:\s*(?:y|and)\s*(?:de\s+)?{_SPAN})?)",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<![\d.,])(\+?\d[\d\s().-]{6,16}\d)(?![\d%€$])")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+\w")
_STREET_ES = (
    r"(?:calle|c/|avenida|avda\.?|av\.|plaza|paseo|carrera|cra\.?|camino|carretera|ronda|travesía|jirón|jr\.)\s+"
    r"[^\n;()]{3,80}?\d{1,5}[^\n;,()]{0,20}(?:,\s*[A-ZÁÉÍÓÚ]\w+)?"
)
_STREET_EN = (
    r"\d{1,5}\s+[A-Z][\w'.]*(?:\s+[A-Z][\w'.]*){0,3}\s+"
    r"(?:street|st\.?|road|rd\.?|avenue|ave\.?|lane|ln\.?|drive|dr\.?|square|way|boulevard|blvd\.?)\b[^\n;()]{0,40}?"
)
_ADDRESS = re.compile(rf"({_STREET_ES}|{_STREET_EN})(?=[.\n;,()]|\sy\s|\sand\s|$)", re.IGNORECASE)
_LINK = r"(?:https?://)?(?:www\.)?{site}\.(?:com|net|me|gg)/[\w./@-]+"
_QUOTED = re.compile(r"[\"«“]([^\"»”\n]{2,120})[\"»”]|(?<!\w)['‘]([^'’\n]{2,60})['’](?!\w)")
_LISTED = re.compile(r"([^\W\d_]{3,20})\s*\(([^()\n]{3,400}[,;][^()\n]{2,400})\)")
_PROPER = re.compile(
    r"\b(?:mi|nuestra|nuestro|my|our|una?|an?)\s+[a-záéíóúñ]{3,20}(?:\s+[a-záéíóúñ]{3,15})?,?\s+"
    r"([A-ZÁÉÍÓÚÑ][\w'&]+(?:\s+(?:(?:y|de|del|la|el|and|of|the|&)\s+)?[A-ZÁÉÍÓÚÑ][\w'&]+){0,4})"
)
_OWN = {
    "es": re.compile(
        r"\b(?:tengo|tenemos|para|de|soy dueñ[oa] de)\s+(?:una?|mi|nuestra|nuestro)\s+"
        r"([a-záéíóúñ]{3,20}(?:\s+de\s+[a-záéíóúñ]{3,20})?)",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(?:have|run|for|of)\s+(?:an?|my|our)\s+([a-z-]{3,20}(?:\s+(?!with\b|in\b|that\b|and\b|where\b|from\b)[a-z]{3,20})?)",
        re.IGNORECASE,
    ),
}
_NEAR = 40  # characters between a word and the quoted words it introduces


def items_behind(hearing: Hearing, spot: Spot, kind: str) -> tuple[Item, ...]:
    """What stands in brackets, or behind a colon, right after the word for a section."""
    last = hearing.tokens(spot)[-1]
    match = _BLOCK.match(hearing.text, last.end)
    if match is None:
        return ()
    pieces = _split(match.group(1) or match.group(2), kind)
    return tuple(item for piece in pieces[:30] if (item := _item(piece, kind)) is not None)


def unnamed_lists(hearing: Hearing) -> Iterator[tuple[str, tuple[Item, ...]]]:
    """Lists in brackets that no section has: "sabores (fresa, coco, limón)"."""
    sections = tables("landing")["sections"].values()
    known = {word for section in sections for phrase in section["words"] for word in str(phrase).split()}
    for match in _LISTED.finditer(hearing.text):
        items = tuple(item for piece in _split(match.group(2), "list") if (item := _item(piece, "list")) is not None)
        if len(items) > 1 and fold(match.group(1)) not in known:
            yield _capital(match.group(1)), items


def _split(block: str, kind: str) -> list[str]:
    if kind == "quotes":
        return ["".join(groups) for groups in _QUOTED.findall(block)] or [block]
    pieces = [piece for piece in re.split(r",(?!\d)|;|\n| · | / ", block) if piece.strip()]
    if len(pieces) > 1 and kind != "timetable":
        head, sign, tail = pieces[-1].partition(" y ") if " y " in pieces[-1] else pieces[-1].partition(" and ")
        return [*pieces[:-1], head, tail] if sign and tail.strip() and head.strip() else pieces
    return pieces


def _item(piece: str, kind: str) -> Item | None:
    words = " ".join(piece.split()).strip(" .-•")
    words = re.sub(r"^(?:y|and|e)\s+", "", words)
    if not words:
        return None
    pattern = {"prices": _PRICE, "timetable": _TIME, "list": _PRICE}.get(kind)
    match = pattern.search(words) if pattern else None
    if match is None or (kind == "timetable" and not _weekday(words[: match.start()])):
        return Item(label=_capital(words)[:300])
    label = (words[: match.start()] + " " + words[match.end() :]).strip(" ,:-–—=")
    label = re.sub(r"\s+(?:a|por|at|for|de|a las?|from)$", "", " ".join(label.split()))
    return Item(label=_capital(label)[:300] or match.group(1), value=match.group(1).strip())


def timetable_of(hearing: Hearing) -> tuple[Item, ...]:
    """Days with hours, wherever the text has them: "abrimos de lunes a viernes de 9 a 20"."""
    found: list[Item] = []
    for match in _days().finditer(hearing.text):
        days, hours = " ".join(match.group(1).split()), match.group(2).strip()
        found.append(
            Item(label=_capital(re.sub(r"^(?:de|from|los|on)\s+", "", days, flags=re.IGNORECASE)), value=hours)
        )
    return tuple(found[:14])


@lru_cache(maxsize=1)
def _days() -> re.Pattern[str]:
    day = "|".join(sorted((_with_accents(word) for word in tables("landing")["weekdays"]), key=len, reverse=True))
    days = rf"(?:de\s+|from\s+|los\s+|on\s+)?(?:{day})(?:\s*(?:,|y|e|a|and|to|-|–)\s*(?:los\s+)?(?:{day})){{0,6}}"
    return re.compile(rf"\b({days})\b{_TIME.pattern}", re.IGNORECASE)


def _with_accents(word: str) -> str:
    return word.replace("miercoles", "mi[eé]rcoles").replace("sabado", "s[aá]bado")


def _weekday(text: str) -> bool:
    return bool(set(re.findall(r"[a-z]+", fold(text))) & set(tables("landing")["weekdays"]))


def contact_value(text: str, ident: str) -> str:
    """The number, address or link of that kind in the text, as written."""
    match: re.Match[str] | None
    match ident:
        case "phone" | "whatsapp":
            match = _near(text, ident) or _PHONE.search(text)
            return match.group(1).strip() if match and sum(c.isdigit() for c in match.group(1)) >= 7 else ""
        case "email":
            match = _EMAIL.search(text)
        case "address":
            match = _ADDRESS.search(text)
        case _:
            match = re.search(_LINK.format(site=re.escape(ident)), text, re.IGNORECASE)
            if match is None and ident in ("instagram", "tiktok", "twitter") and re.search(ident, text, re.IGNORECASE):
                match = re.search(r"(?<![\w.])@\w[\w.]{2,30}", text)
    return " ".join(match.group().split()).strip(" .,") if match else ""


def _near(text: str, ident: str) -> re.Match[str] | None:
    """The number behind the word: a text may give one for calls and one for messages."""
    words = "|".join(map(re.escape, tables("landing")["contacts"][ident]["words"]))
    match = re.search(rf"\b(?:{words})\b", fold(text)) if len(fold(text)) == len(text) else None
    return _PHONE.search(text, match.end(), match.end() + _NEAR) if match else None


def quoted_behind(text: str, words: list[str]) -> str:
    """The words in quotation marks right behind one of these: 'my e-book "Sourdough for Sceptics"'."""
    for match in _QUOTED.finditer(text):
        before = fold(text[max(0, match.start() - _NEAR) : match.start()])
        if any(re.search(rf"\b{re.escape(word)}\b[^.\n]*$", before) for word in words):
            return " ".join((match.group(1) or match.group(2)).split())
    return ""


def whose(text: str, language: Language) -> str:
    """ "mi panadería Trigo y Sal" is Trigo y Sal; "tengo una heladería en Mendoza" is a heladería."""
    if match := _PROPER.search(text):
        return match.group(1)
    match = _OWN[language].search(text)
    return _capital(" ".join(match.group(1).split())) if match else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
