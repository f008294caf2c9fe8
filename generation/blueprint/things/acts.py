"""What people's acts leave behind: "los socios reservan pistas" keeps bookings, "anyone can donate" keeps donations.

Owns the reading of `lexicon/acts.yaml`; whether an act is kept is for the scanner to decide.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from generation.blueprint.lexicon import tables
from generation.blueprint.words.inflection import Language, fold, plural
from generation.blueprint.words.vocabulary import english_forms, spanish_forms

_MORE_ES = {
    "ar": "o as aste aron aria arian aran emos ado andola andolo",
    "er": "o es iste ieron eria erian eran amos iendo",
    "ir": "o es is iste ieron iria irian iran amos iendo",
}


@dataclass(frozen=True)
class Act:
    one: str
    many: str
    key: str
    sure: bool  # kept wherever somebody does it
    also: tuple[tuple[str, str, str], ...] = ()  # what others call it: one, many, key

    def named(self, spoken: Collection[str]) -> Act:
        """By the word that the text has for it: "reclaman" leaves "reclamos" where those are spoken of."""
        said = next((each for each in self.also if each[2] in spoken), None)
        return self if said is None or self.key in spoken else Act(*said, self.sure)


def act_of(word: str, language: Language) -> Act | None:
    """What the folded form of a verb leaves behind, if it is such a verb; "se apuntan" where only that form is one."""
    return _acts(language).get(word)


def fills(word: str, language: Language) -> bool:
    """Whether the folded form is of a verb behind which fields may stand."""
    return word in _filling(language)


def reports(word: str, language: Language) -> bool:
    """Whether the folded form is of a verb by which people report what they came upon."""
    return word in _reporting(language)


@lru_cache(maxsize=2)
def _reporting(language: Language) -> frozenset[str]:
    return frozenset(form for verb in tables("acts")["reporting"][language] for form in _forms(verb, language))


@lru_cache(maxsize=2)
def _acts(language: Language) -> dict[str, Act]:
    data = tables("acts")
    found: dict[str, Act] = {}
    for verb, nouns in data[language].items():
        noun, *others = nouns.split("|")
        also = tuple((other, plural(other, language), fold(other)) for other in others)
        act = Act(noun, plural(noun, language), fold(noun), verb not in data["unsure"], also)
        for form in _forms(verb, language):
            found.setdefault(form, act)
        for form in _forms(verb.removesuffix("se"), language) if language == "es" and verb.endswith("se") else ():
            found.setdefault(f"se {form}", act)
    return found


@lru_cache(maxsize=2)
def _filling(language: Language) -> frozenset[str]:
    return frozenset(form for verb in tables("acts")["filling"][language] for form in _forms(verb, language))


def _forms(verb: str, language: Language) -> list[str]:
    if language == "en":
        return english_forms(verb)
    plain = verb.removesuffix("se")
    stem, ending = plain[:-2], plain[-2:]
    forms = [*spanish_forms(plain), *(stem + tail for tail in _MORE_ES[ending].split())]
    if plain != verb:  # only the reflexive forms mean it
        return [form for form in forms if form.endswith(("arse", "erse", "irse"))]
    return [*forms, "pone", "pongan", "ponga", "ponen"] if plain == "poner" else forms
