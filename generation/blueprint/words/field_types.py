"""What type a field has, told from its words alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from generation.blueprint.lexicon import tables
from generation.blueprint.schema import FieldType
from generation.blueprint.words.inflection import Language, fold, singular
from generation.blueprint.words.speech import Kind, kind_of
from generation.blueprint.words.vocabulary import vocabulary

_TYPES = tuple(kind.value for kind in FieldType if kind not in (FieldType.RELATION, FieldType.RELATIONS))
_PARTICIPLE = re.compile(r"^(?:[a-z]{3,}(?:ado|ada|ido|ida)|is_[a-z]+)$")


@dataclass(frozen=True)
class OptionSet:
    words: frozenset[str]
    options: dict[str, tuple[tuple[str, str], ...]]
    flow: bool


def field_type(words: list[str], language: Language) -> FieldType | None:
    """The type the folded words stand for; None when they say nothing about it."""
    if not words:
        return None
    table = _table()
    if phrase := table.get(" ".join(words)):
        return phrase
    if said := FieldType.BOOLEAN if _is_question(words) else _measured(words):
        return said
    words = words if language == "es" else _without_deed(words)
    order = words if language == "es" else list(reversed(_before_of(words)))
    first = order[0]
    if len(words) > 3 and (moment := " ".join(words[:3] if language == "es" else words[-3:])) in table:
        return table[moment]
    two = " ".join(words[:2] if language == "es" else _before_of(words)[-2:])
    if language == "en" and len(order) > 1 and table.get(first) is FieldType.BOOLEAN:
        first = order[1] if order[1] in table else first  # "price paid"
    found = table.get(two) or table.get(first) or table.get(fold(singular(first, language)))
    if found is None and len(words) > 1 and words[0] in tables("words")["next_or_last"]:
        return field_type(words[1:], language) or FieldType.DATE
    if found is None and len(words) == 1 and _PARTICIPLE.match(first) and language == "es" and not _is_noun(first):
        return FieldType.BOOLEAN
    return found


def _measured(words: list[str]) -> FieldType | None:
    """ "plazo de seguridad en días", "joined on": what stands behind says the type."""
    if len(words) > 2 and words[-2] in ("en", "in"):
        units = tables("fields")["units"]
        return next((FieldType(kind) for kind, listed in units.items() if words[-1] in listed), None)
    done = len(words) == 2 and words[0].endswith(("ed", "t", "n", "opens", "closes", "starts", "ends"))
    if done and words[1] in ("on", "el"):
        return FieldType.DATE
    return FieldType.DATETIME if done and words[1] == "at" else None


def _without_deed(words: list[str]) -> list[str]:
    """ "date seen", "year harvested", "date they were set": the head stands before what was done."""
    end = next((number for number, word in enumerate(words) if number and word in _DOERS), len(words))
    while end > 1 and kind_of(words[end - 1], "en") is Kind.PARTICIPLE and words[end - 1] not in _table():
        end -= 1
    return words[:end]


def _is_noun(word: str) -> bool:
    """ "empleado", "vestido": nouns that look like participles."""
    words = vocabulary("es")
    return word in words.people or word in words.noun_class or word in tables("fields")["no_participles"]


_DOERS = ("they", "it", "we", "i", "he", "she", "you", "who", "that", "when", "was", "were")
_BEHIND_HEAD = ("of", "per", "by", "in", "to", "from", "with", "for", "out", "on", "at", "off")


def _before_of(words: list[str]) -> list[str]:
    """English heads stand last, but before "of" and "per": "date of purchase", "price per day"."""
    end = next((number for number, word in enumerate(words) if number and word in _BEHIND_HEAD), len(words))
    return words[:end]


def _is_question(words: list[str]) -> bool:
    text = " ".join(words)
    return len(words) > 1 and any(text.startswith(start + " ") for start in tables("fields")["yes_no"])


def is_field_word(word: str) -> bool:
    """True for a word that, as written, names a field and not a thing."""
    return word in _table()


@lru_cache(maxsize=1)
def _table() -> dict[str, FieldType]:
    data = tables("fields")
    return {fold(word): FieldType(kind) for kind in _TYPES for word in reversed(data[kind])}


@lru_cache(maxsize=1)
def option_sets() -> dict[str, OptionSet]:
    sets = tables("fields")["options"]
    return {
        name: OptionSet(
            frozenset(body["words"]),
            {language: tuple(tuple(pair.split("=")) for pair in body[language]) for language in ("es", "en")},
            body.get("flow", False),
        )
        for name, body in sets.items()
    }


def default_options(words: list[str], language: Language) -> OptionSet:
    """Choices for a choice field whose description names none."""
    sets = option_sets()
    found = next((each for each in sets.values() if each.words & set(words)), None)
    return found or sets["status"]


def in_list(name: str, word: str) -> bool:
    """Whether the word is in one of the small lists of `fields.yaml` (optional, required, unique_words…)."""
    return word in tables("fields")[name]


def is_pair(one: str, other: str) -> bool:
    """Whether two words often share a third ("hora de inicio y fin")."""
    return [one, other] in tables("fields")["pairs"] or [other, one] in tables("fields")["pairs"]


def type_word(text: str) -> FieldType | None:
    """The type that a remark between brackets names ("texto", "decimal", "€")."""
    found = tables("fields")["type_words"].get(text)
    return FieldType(found) if found else None
