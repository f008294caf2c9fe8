"""Which language a description is written in: by its function words, its letters and the words of the lexicon."""

from __future__ import annotations

import re
from functools import lru_cache

from generation.blueprint.lexicon import tables
from generation.blueprint.words.domains import all_domains, trade_words
from generation.blueprint.words.inflection import Language, fold

_WORD = re.compile(r"[^\W\d_]+")
_SPANISH_LETTERS = re.compile(r"[ñáéíóúü¿¡]", re.IGNORECASE)
_SPANISH_ENDINGS = re.compile(r"(cion|ciones|dad|dades|mente|ando|iendo|eria|ero|era|icos|icas|ar|os|as)$")
_ENGLISH_ENDINGS = re.compile(r"(ing|tion|tions|ment|ness|ly|ed|ship|er|ers|ies|th|ck|w|y)$")
_FUNCTION_WORD, _LETTER, _KNOWN_WORD, _ENDING = 4, 2, 2, 1  # what each sign weighs


def detect(description: str) -> Language:
    """The language with the stronger signs; Spanish when there are none either way."""
    spanish, english = _function_words()
    known_spanish, known_english = _known_words()
    score = _LETTER * len(_SPANISH_LETTERS.findall(description))
    for word in map(fold, _WORD.findall(description)):
        score += _FUNCTION_WORD * ((word in spanish) - (word in english))
        score += _KNOWN_WORD * ((word in known_spanish) - (word in known_english))
        score += _ENDING * (bool(_SPANISH_ENDINGS.search(word)) - bool(_ENGLISH_ENDINGS.search(word)))
    return "en" if score < 0 else "es"


@lru_cache(maxsize=1)
def _function_words() -> tuple[frozenset[str], frozenset[str]]:
    words = tables("words")["language"]
    return frozenset(words["es"]), frozenset(words["en"])


@lru_cache(maxsize=1)
def _known_words() -> tuple[frozenset[str], frozenset[str]]:
    """Words that the domains use in one of the languages only."""
    languages: tuple[Language, Language] = ("es", "en")
    spanish, english = (_words_of_domains(language) | trade_words(language) for language in languages)
    return spanish - english, english - spanish


def _words_of_domains(language: str) -> frozenset[str]:
    texts: list[str] = []
    for domain in all_domains():
        texts += [domain.titles[language], domain.purposes[language]]
        for entity in domain.entities.values():
            texts += entity.labels[language]
            texts += [field.labels[language] for field in entity.fields]
    return frozenset(fold(word) for text in texts for word in _WORD.findall(text))
