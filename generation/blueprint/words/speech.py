"""What kind of word a word is by itself: verb, adjective, adverb, or none of these that is known.

Owns the reading of `lexicon/speech.yaml`; never looks at the words around, which is what `word_marks` does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from generation.blueprint.lexicon import tables
from generation.blueprint.words.inflection import Language


class Kind(StrEnum):
    VERB = "verb"  # a finite form or an infinitive that is nothing else
    MAYBE = "maybe"  # looks like a verb's form, and is a noun as well
    GERUND = "gerund"
    PARTICIPLE = "participle"
    ADJECTIVE = "adjective"
    ADVERB = "adverb"  # and everything else that names nothing: pronouns, numbers, days
    UNKNOWN = ""


@dataclass(frozen=True)
class _Spanish:
    verbs: dict[str, str]  # infinitive → what its stem changes to
    nouns: frozenset[str]
    irregular: frozenset[str]
    adverbs: frozenset[str]
    adjectives: frozenset[str]


@dataclass(frozen=True)
class _English:
    verbs: frozenset[str]
    both: frozenset[str]
    past: frozenset[str]
    adverbs: frozenset[str]
    adjectives: frozenset[str]


@lru_cache(maxsize=8192)
def kind_of(word: str, language: Language) -> Kind:
    """The kind of a folded word."""
    return _spanish_kind(word) if language == "es" else _english_kind(word)


# --- Spanish ---------------------------------------------------------------------------------------------------------

_FINITE = {  # endings of forms that only verbs have, longest first, by the vowel of the infinitive
    "a": """ariamos arian ariais arias aria aremos aran areis aras are asemos aramos asen aran abamos aban abas aba aron
        aste asteis amos an emos en arse arme arnos arle arles arlo arla arlos arlas andolo andose ar""",
    "e": """eriamos erian eria eremos eran era iesemos ieramos iesen ieran iera iese iamos ian ias ia ieron iste io emos
        imos en amos an erse erme ernos erle erles erlo erla erlos erlas er""",
    "i": """iriamos irian iria iremos iran ira iesemos ieramos iesen ieran iera iese iamos ian ias ia ieron iste io imos
        en amos an irse irme irnos irle irles irlo irla irlos irlas ir""",
}
_MAYBE = {"a": "a o e as es", "e": "e o a es as i", "i": "e o a es as i"}  # present forms, which nouns may share
_GERUND = {
    "a": "ando andolo andola andolos andolas andose",
    "e": "iendo iendolo iendola iendose",
    "i": "iendo iendolo iendola",
}
_PARTICIPLE = {"a": "ado ada ados adas", "e": "ido ida idos idas", "i": "ido ida idos idas"}
_IRREGULAR_PARTICIPLE = re.compile(
    r"^(?:re|des|de|com|pro|con|ex|im|in|en|pre|ante|su)?(?:hech|escrit|rot|viste?|puest|abiert|muert|resuelt|vuelt|suelt|cubiert|devuelt|impres|elect|frit)[oa]s?$"
)
_STRONG_PAST = re.compile(
    r"^(?:man|de|con|ob|re|com|pro|dis|su|inter|entre|ante)?(?:estuv|tuv|pud|pus|sup|vin|hic|quis|dij|traj|anduv|hub|conduj|produj|dij)"
    r"(?:e|iste|o|imos|ieron|eron|iera|ieran|iese|iesen)$"
)
_ORTHOGRAPHY = (("qu", "c"), ("gu", "g"), ("c", "z"), ("j", "g"), ("zc", "c"), ("y", ""), ("g", ""), ("c", "qu"))
_UNSTRESSED = {"ie": "e", "ue": "o", "i": "e"}


def _spanish_kind(word: str) -> Kind:
    listed = _listed_spanish(word)
    if listed is not None:
        return listed
    if _IRREGULAR_PARTICIPLE.match(word):
        return Kind.PARTICIPLE
    forms = ((Kind.PARTICIPLE, _PARTICIPLE), (Kind.GERUND, _GERUND), (Kind.VERB, _FINITE))
    found = next((kind for kind, endings in forms if _is_form(word, endings)), Kind.UNKNOWN)
    if found is not Kind.UNKNOWN or not _is_form(word, _MAYBE):
        return found
    return Kind.MAYBE if word.endswith("s") else Kind.VERB


def _listed_spanish(word: str) -> Kind | None:
    """What a list says of the word; None when no list has it."""
    words = _spanish()
    if word in words.adverbs or (word.endswith("mente") and len(word) > 8):
        return Kind.ADVERB
    if word in words.nouns or (word.endswith("s") and word[:-1] in words.nouns):
        return Kind.MAYBE if _is_form(word, _MAYBE) else Kind.UNKNOWN
    if word in words.irregular or word in words.verbs or _STRONG_PAST.match(word):
        return Kind.VERB
    described = word in words.adjectives or (word.endswith("s") and {word[:-1], word[:-2]} & words.adjectives)
    return Kind.ADJECTIVE if described else None


def _is_form(word: str, endings: dict[str, str]) -> bool:
    for size, vowels in _ends(tuple(endings.items())).items():
        for vowel in vowels.get(word[-size:], ()) if len(word) > size + 1 else ():
            if _is_stem(word[:-size], f"{vowel}r"):
                return True
    return False


@lru_cache(maxsize=8)
def _ends(endings: tuple[tuple[str, str], ...]) -> dict[int, dict[str, tuple[str, ...]]]:
    """Length → ending → vowels of the infinitives that have it."""
    found: dict[int, dict[str, tuple[str, ...]]] = {}
    for vowel, listed in endings:
        for ending in listed.split():
            group = found.setdefault(len(ending), {})
            group[ending] = (*group.get(ending, ()), vowel)
    return found


def _is_stem(stem: str, ending: str) -> bool:
    """Whether the stem is that of a known infinitive, before or after its changes."""
    verbs = _spanish().verbs
    stems = {stem, *(stem[: -len(a)] + b for a, b in _ORTHOGRAPHY if stem.endswith(a))}
    for each in stems:
        if each + ending in verbs:
            return True
        for changed, plain in _UNSTRESSED.items():
            at = each.rfind(changed)
            if at >= 0 and verbs.get(each[:at] + plain + each[at + len(changed) :] + ending) == changed:
                return True
            if changed == "ue" and at >= 0 and verbs.get(each[:at] + "u" + each[at + 2 :] + ending) == changed:
                return True
    return False


@lru_cache(maxsize=1)
def _spanish() -> _Spanish:
    data = tables("speech")["es"]
    verbs = dict(word.partition("/")[::2] for word in data["verbs"].split())
    rest = (frozenset(data[name].split()) for name in ("nouns", "irregular", "adverbs", "adjectives"))
    return _Spanish(verbs, *rest)


# --- English ---------------------------------------------------------------------------------------------------------


_HISSING = re.compile(r"(?:s|sh|ch|x|z|o)es$")


def _english_kind(word: str) -> Kind:
    words = _english()
    listed = (
        (words.adverbs, Kind.ADVERB),
        (words.past, Kind.PARTICIPLE),
        (words.both, Kind.MAYBE),
        (words.verbs, Kind.VERB),
        (words.adjectives, Kind.ADJECTIVE),
    )
    return next((kind for known, kind in listed if word in known), None) or _english_form(word)


def _english_form(word: str) -> Kind:
    words = _english()
    if word.endswith("ing") and _base(word, "ing"):
        return Kind.GERUND
    if word.endswith("ed") and _base(word, "ed"):
        return Kind.PARTICIPLE
    if word.endswith("s"):
        bases = _third_person_of(word)
        if bases & (words.both | words.verbs):
            return Kind.MAYBE if bases & words.both else Kind.VERB
    return Kind.ADVERB if word.endswith("ly") and word[:-2] in words.adjectives else Kind.UNKNOWN


def _third_person_of(word: str) -> set[str]:
    """What a verb in -s may be a form of: "watches" of "watch", but "dogs" not of "do" and "wines" not of "win"."""
    bases = {word[:-1]}
    if word.endswith("ies"):
        bases.add(word[:-3] + "y")
    if _HISSING.search(word):
        bases.add(word[:-2])
    return bases


def _base(word: str, ending: str) -> bool:
    stem = word[: -len(ending)]
    words = _english()
    bases = {stem, stem + "e", stem[:-1]} | ({stem[:-1] + "y"} if stem.endswith("i") else set())
    return len(stem) > 1 and bool(bases & (words.verbs | words.both))


@lru_cache(maxsize=1)
def _english() -> _English:
    data = tables("speech")["en"]
    return _English(*(frozenset(data[name].split()) for name in ("verbs", "both", "past", "adverbs", "adjectives")))
