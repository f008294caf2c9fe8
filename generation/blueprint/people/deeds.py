"""What people do to things: the verbs of rights ("ver", "approve") in their forms, read from `lexicon/deeds.yaml`.

Knows no sentence and no thing; only which kind of deed a word is a form of, and whose form it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from generation.blueprint.lexicon import tables
from generation.blueprint.words.inflection import Language, fold

KINDS = ("see", "make", "take", "mend", "judge", "drop", "run")
_CLITICS = ("lo", "la", "los", "las", "le", "les", "se", "me", "nos", "selo", "sela", "selos", "selas")
_VOWELS = "aeiou"


@dataclass(frozen=True)
class Deed:
    """One form of a verb: `first` when "I" or "we" do it, `surely` when the form is never a noun."""

    kind: str
    base: str
    first: bool = False
    surely: bool = True
    infinitive: bool = False
    you: bool = False  # "subís el archivo", said to whoever uses the app


def deed(folded: str, language: Language) -> Deed | None:
    return _forms(language).get(folded)


def to_you(written: str, language: Language) -> Deed | None:
    """The deed of a Spanish form that is said to "vos": "subís", "reservás", which its accent tells from any noun."""
    word = written.lower()
    if language == "es" and word == "ves":
        return Deed("see", "ver", you=True)
    if language != "es" or not word.endswith(("ás", "és", "ís")):
        return None
    found = _forms("es").get(fold(word)[:-1] + "r")
    return Deed(found.kind, found.base, you=True) if found is not None and found.infinitive else None


def passive(folded: str, language: Language) -> Deed | None:
    """The deed of a Spanish participle: "publicadas por el jefe"."""
    if language != "es" or not folded.rstrip("s").endswith(("o", "a")):
        return None
    stem = folded.rstrip("s")[:-1]
    for ending, infinitives in (("ad", ("ar",)), ("id", ("er", "ir"))):
        for tail in infinitives if stem.endswith(ending) else ():
            found = _forms(language).get(stem[: -len(ending)] + tail)
            if found is not None and found.infinitive:
                return Deed(found.kind, found.base)
    base = _STRONG.get(stem)
    return _forms(language).get(base) if base else None


_STRONG = {
    "vist": "ver",
    "escrit": "escribir",
    "hech": "hacer",
    "puest": "poner",
    "abiert": "abrir",
    "resuelt": "resolver",
}


@lru_cache(maxsize=4096)
def as_deed_noun(base: str, language: Language) -> tuple[str, ...]:
    """The nouns of what somebody makes who does it: "reservar" makes a "reserva"."""
    found: tuple[str, ...] = tuple(tables("deeds")["makes"].get(base, ()))
    return found


@lru_cache(maxsize=2)
def _forms(language: Language) -> dict[str, Deed]:
    words = tables("deeds")
    found: dict[str, Deed] = {}
    for kind in KINDS:
        for base in map(fold, words[kind][language]):
            if " " in base or base in found:
                continue
            made = _spanish(base, kind) if language == "es" else _english(base, kind)
            for form, meaning in made:
                found.setdefault(form, meaning)
    for form, kind in words["forms"].items():
        first = language == "es" and (form.endswith("mos") or (form.endswith("o") and form not in _PARTICIPLES))
        found[str(form)] = Deed(kind, str(form), first=first)
    return found


_PARTICIPLES = frozenset({"visto", "publico", "hecho", "escrito", "puesto", "abierto"})


def _spanish(base: str, kind: str) -> Iterator[tuple[str, Deed]]:
    stem, ending = base[:-2], base[-2:]
    reflexive = base.endswith("se")
    if reflexive:
        stem, ending = base[:-4], base[-4:-2]
    plain = stem + ending
    yield plain, Deed(kind, plain, infinitive=True)
    yield from ((plain + tail, Deed(kind, plain, infinitive=True)) for tail in _CLITICS)
    one, many, wish = ("a", "an", "e") if ending == "ar" else ("e", "en", "a")
    us = {"ar": "amos", "er": "emos", "ir": "imos"}[ending]
    soft = _spelled(stem, wish)
    for strong in {stem, *_stem_changes(stem)}:
        hard = _spelled(strong, wish)
        yield strong + one, Deed(kind, plain, surely=False)
        yield strong + many, Deed(kind, plain)
        if len(strong) > 1:  # "va" is no form of "ver"
            yield hard + wish, Deed(kind, plain, surely=False)
            yield hard + wish + "n", Deed(kind, plain)
        yield _spelled(strong, "o") + "o", Deed(kind, plain, first=True, surely=False)
    yield stem + us, Deed(kind, plain, first=True)
    if len(stem) > 1:
        yield soft + wish + "mos", Deed(kind, plain, first=True)
    yield stem + ("ando" if ending == "ar" else "iendo"), Deed(kind, plain, infinitive=True)
    for tail, first in (("a", False), ("an", False), ("emos", True)):
        yield plain + tail, Deed(kind, plain, first=first)


def _stem_changes(stem: str) -> tuple[str, ...]:
    """ "cerrar" → "cierra", "mover" → "mueve", "pedir" → "pide": more than there are, none of them a word."""
    at = max((stem.rfind(vowel) for vowel in _VOWELS), default=-1)
    if at < 1 or stem[at] not in "eo":
        return ()
    changes = ("ie", "i") if stem[at] == "e" else ("ue",)
    return tuple(stem[:at] + change + stem[at + 1 :] for change in changes)


def _spelled(stem: str, following: str) -> str:
    """The stem before another vowel: "publicar" → "publique", "elegir" → "elija"."""
    if following == "e":
        for plain, written in (("c", "qu"), ("g", "gu"), ("z", "c")):
            if stem.endswith(plain):
                return stem[:-1] + written
    elif stem.endswith("g") and following in "ao" and not stem.endswith("rg"):
        return stem[:-1] + "j" if stem[-2:-1] in "ei" else stem
    return stem


def _english(base: str, kind: str) -> Iterator[tuple[str, Deed]]:
    yield base, Deed(kind, base, surely=False)
    ends = base.endswith(("s", "sh", "ch", "x"))
    y = base.endswith("y") and base[-2] not in _VOWELS
    yield base + "es" if ends else base[:-1] + "ies" if y else base + "s", Deed(kind, base, surely=False)
    silent = base.endswith("e") and not base.endswith("ee")
    stem = base[:-1] if silent else base
    yield stem + "ing", Deed(kind, base)
    yield (base[:-1] + "ied" if y else stem + "ed"), Deed(kind, base)
    if len(base) > 2 and base[-1] not in "wxyaeiou" and base[-2] in _VOWELS and base[-3] not in _VOWELS:
        yield base + base[-1] + "ed", Deed(kind, base)
        yield base + base[-1] + "ing", Deed(kind, base)
