"""Identifiers, class names, slugs and labels made from the words of a description."""

from __future__ import annotations

import keyword
import re
from collections.abc import Sequence
from functools import lru_cache

from generation.blueprint.drafts.draft import FieldDraft
from generation.blueprint.lexicon import tables
from generation.blueprint.reserved import CLASS_ENDINGS, CLASS_NAMES, FIELD_NAMES, SHOP_CLASS_NAMES, SHOP_SLUGS, SLUGS
from generation.blueprint.words.inflection import fold

_PARTS = re.compile(r"[a-z0-9]+")
LIMIT = 40


@lru_cache(maxsize=1)
def _small() -> frozenset[str]:
    return frozenset(tables("words")["small"])


def words_of(text: str) -> list[str]:
    """ASCII words of a text; letters that have no ASCII form are left out."""
    return _PARTS.findall(fold(text.replace("ñ", "n").replace("Ñ", "N")))


def identifier(text: str) -> str:
    """A column name or choice value: "Fecha de vacunación" → "fecha_vacunacion". Empty when no letter is left."""
    content = [word for part in text.split() if fold(part) not in _small() for word in words_of(part)] or words_of(text)
    name = re.sub(r"_+", "_", "_".join(content))[:LIMIT].strip("_")
    if not name:
        return ""
    return name if name[0].isalpha() else f"n_{name}"[:LIMIT].strip("_")


def field_name(text: str, taken: set[str], language: str) -> str:
    """A free identifier for a field: never a reserved word, never one that is taken."""
    name = identifier(text) or ("campo" if language == "es" else "field_value")
    if name in FIELD_NAMES or keyword.iskeyword(name):
        name = f"{name}_{'dato' if language == 'es' else 'value'}"
    return free(name, taken, "_")


def name_fields(fields: Sequence[FieldDraft], language: str) -> None:
    """Give every field its identifier, in order."""
    taken: set[str] = set()
    for field in fields:
        field.name = field_name(field.label, taken, language)
        taken.add(field.name)


def class_name(text: str, taken: set[str], language: str, *, shop: bool = False) -> str:
    """A free class name: "orden de compra" → "OrdenCompra"."""
    words = words_of(text)
    content = [word for word in words if word not in _small()] or words
    name = "".join(word.capitalize() for word in content)[:LIMIT] or ("Ficha" if language == "es" else "Record")
    name = name if name[0].isalpha() else f"N{name}"[:LIMIT]
    reserved = name in CLASS_NAMES | (SHOP_CLASS_NAMES if shop else frozenset())
    if reserved or keyword.iskeyword(name) or _made_for_another(name, taken):
        name = f"{name[:32]}{'Ficha' if language == 'es' else 'Record'}"
    return free(name, taken, "")


def _made_for_another(name: str, taken: set[str]) -> bool:
    """Whether the stack makes a class of that name for one of these, or one of these names for it."""
    return any(name == f"{other}{end}" or other == f"{name}{end}" for other in taken for end in CLASS_ENDINGS)


def slug(text: str, limit: int = 60) -> str:
    return "-".join(words_of(text))[:limit].strip("-")


def entity_slug(plural: str, taken: set[str], language: str, *, shop: bool = False) -> str:
    """The first part of an entity's addresses; never one the stack needs for itself."""
    name = slug(plural, 40) or ("fichas" if language == "es" else "records")
    if name in SLUGS | (SHOP_SLUGS if shop else frozenset()):
        name = f"{name}-{'lista' if language == 'es' else 'list'}"
    return free(name, taken, "-")


def free(name: str, taken: set[str], joint: str) -> str:
    """The name, numbered from 2 when it is taken already."""
    lowered = {each.lower() for each in taken}
    candidate, number = name, 2
    while candidate.lower() in lowered:
        tail = f"{joint}{number}"
        candidate, number = name[: LIMIT - len(tail)] + tail, number + 1
    return candidate


def sentence_case(text: str) -> str:
    """First letter upper case; words in capitals are kept (ISBN, DNI), others as they were written."""
    text = " ".join(text.split())
    return text[:1].upper() + text[1:]
