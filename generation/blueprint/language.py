"""Which of the two languages a description is written in: by its function words and its letters."""

from __future__ import annotations

import re
from functools import lru_cache

from generation.blueprint.inflection import Language, fold
from generation.blueprint.lexicon import tables

_WORD = re.compile(r"[^\W\d_]+")
_SPANISH_LETTERS = re.compile(r"[ñáéíóúü¿¡]", re.IGNORECASE)
_SPANISH_ENDINGS = re.compile(r"(cion|ciones|dad|dades|mente|ando|iendo|eria|ero|era|icos|icas|ar|os|as)$")
_ENGLISH_ENDINGS = re.compile(r"(ing|tion|tions|ment|ness|ly|ed|ship|er|ers|ies|th|ck|w|y)$")


def detect(description: str) -> Language:
    """The language with the stronger signs; Spanish when there are none either way."""
    spanish, english = _function_words()
    words = [fold(word) for word in _WORD.findall(description)]
    score = 2 * len(_SPANISH_LETTERS.findall(description))
    for word in words:
        score += 4 * ((word in spanish) - (word in english))
        score += bool(_SPANISH_ENDINGS.search(word)) - bool(_ENGLISH_ENDINGS.search(word))
    return "en" if score < 0 else "es"


@lru_cache(maxsize=1)
def _function_words() -> tuple[frozenset[str], frozenset[str]]:
    words = tables("words")["language"]
    return frozenset(words["es"]), frozenset(words["en"])
