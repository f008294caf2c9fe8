"""Singular and plural of nouns in Spanish and English: by rule, with the exceptions of `lexicon/inflection.yaml`.

Words keep their accents here; `fold` takes them away where words are compared or become identifiers.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal

from generation.blueprint.lexicon import tables

Language = Literal["es", "en"]
_VOWELS = "aeiouáéíóúü"
_PLAIN = str.maketrans("áéíóú", "aeiou")
_ACUTE = dict(zip("aeiou", "áéíóú", strict=True))


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Lower case without accents or any other mark: how two spellings of one word are compared."""
    decomposed = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def singular(word: str, language: Language) -> str:
    """The singular of one noun, in lower case; a noun that is singular already comes back as it is."""
    return _singular(unicodedata.normalize("NFC", word.lower()), language)


def plural(word: str, language: Language) -> str:
    """The plural of one singular noun, in lower case."""
    return _plural(unicodedata.normalize("NFC", word.lower()), language)


@lru_cache(maxsize=8192)
def _singular(word: str, language: Language) -> str:
    known = _irregular(language)
    if word in known.plurals:
        return known.plurals[word]
    if language == "en" and word.endswith("men") and len(word) > 6 and word not in known.invariable:
        return f"{word[:-2]}an"  # "fishermen", "tradesmen"
    if word in known.invariable or fold(word) in known.invariable or len(word) < 4 or not word.endswith("s"):
        return word
    return _singular_es(word) if language == "es" else _singular_en(word)


@lru_cache(maxsize=8192)
def _plural(word: str, language: Language) -> str:
    known = _irregular(language)
    if word in known.singulars:
        return known.singulars[word]
    if word in known.invariable or fold(word) in known.invariable:
        return word
    return _plural_es(word) if language == "es" else _plural_en(word)


def is_plural(word: str, language: Language) -> bool:
    return singular(word, language) != unicodedata.normalize("NFC", word.lower())


def is_irregular_noun(folded: str, language: Language) -> bool:
    """Whether the exceptions list this folded singular: "orden", "imagen" are nouns, whatever they end in."""
    known = _irregular(language)
    return folded in known.folded or folded in known.invariable


class _Irregular:
    """The exceptions of one language, both ways."""

    def __init__(self, data: dict[str, object]) -> None:
        pairs: dict[str, str] = data["irregular"]  # type: ignore[assignment]
        self.singulars = dict(pairs)
        self.plurals = {many: one for one, many in pairs.items()} | {fold(many): one for one, many in pairs.items()}
        self.folded = frozenset(map(fold, pairs))
        self.invariable = frozenset(map(str, data["invariable"]))  # type: ignore[call-overload]


@lru_cache(maxsize=2)
def _irregular(language: Language) -> _Irregular:
    return _Irregular(tables("inflection")[language])


# --- Spanish ---------------------------------------------------------------------------------------------------------

_KEEPS_E = re.compile(r"([bcdfgpt][lr]|ll|rr|ch|[tbcfghjkmpqv]|qu|gu|i|as|[^aeio]d)es$")
_LOAN_S = re.compile(r"[bcdfgkmptwx]s$")


def _singular_es(word: str) -> str:
    plain = fold(word)
    if word[-2] in _ACUTE.values():
        return word[:-1]  # "palés"; "inglés" is in the list of those that stay
    if plain.endswith(("sis", "us", "ss")):
        return word
    if not plain.endswith("es"):
        return word[:-1] if plain[-2] in "aeiou" or _LOAN_S.search(plain) or plain[-2] in "nlr" else word
    if plain.endswith("ces"):
        return word[:-3] + "z"
    if _KEEPS_E.search(plain) and not plain.endswith(("dades", "tades", "tudes")):
        return word[:-1]
    if plain.endswith(("des", "jes", "ges", "ves", "ies")):
        return word[:-2] if plain.endswith(("dades", "tades", "tudes", "redes", "pedes")) else word[:-1]
    if plain[-3] in "lrndsy":
        return _restore_accent(word[:-2])
    return word[:-1]


def _restore_accent(stem: str) -> str:
    """Written accent after losing "es": the stress stays where it was, and the spelling rule decides.

    In a plural without accent the stress lies on the singular's last syllable ("jardines" → "jardín"); a plural
    with one carries it on the syllable before, where a word in -n or -s needs none ("órdenes" → "orden").
    """
    if stem[-1] not in "ns":
        return stem
    if any(c in _ACUTE.values() for c in stem):
        return stem.translate(_PLAIN)
    groups = re.findall(f"[{_VOWELS}]+", stem)
    if _syllables(groups) < 2 or stem[-2] not in _ACUTE:
        return stem
    return stem[:-2] + _ACUTE[stem[-2]] + stem[-1]


def _syllables(groups: list[str]) -> int:
    return sum(2 if re.search("[aeo][aeo]", fold(group)) else 1 for group in groups)


def _plural_es(word: str) -> str:
    last = word[-1]
    if last in "aeiouáéóüy" and not (last == "y" and len(word) > 1 and word[-2] in _VOWELS):
        return word + "s" if last != "y" else word[:-1] + "is"
    if last in "íú":
        return word + "es"
    if last == "z":
        return word[:-1] + "ces"
    if last == "s":
        return word[:-2] + word[-2].translate(_PLAIN) + "ses" if word[-2:-1] in tuple("áéíóú") else word
    if last == "n" and word[-2:-1] in tuple("áéíóú"):
        return word[:-2] + word[-2].translate(_PLAIN) + "nes"
    return word + ("es" if last in "lrndy" or last == "j" else "s")


# --- English ---------------------------------------------------------------------------------------------------------


def _singular_en(word: str) -> str:
    if word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > 4 else word[:-1]
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    return word[:-1]


def _plural_en(word: str) -> str:
    if word.endswith(("s", "sh", "ch", "x", "z")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in tuple("aeiou"):
        return word[:-1] + "ies"
    return word + "s"
