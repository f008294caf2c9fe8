"""The grammar's word lists, compiled: what kind of word a token is, and which verb it is a form of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from generation.blueprint.lexicon import tables
from generation.blueprint.words.inflection import Language, fold

_ES_ENDINGS = {
    "ar": "ar a an as amos ando aran ara e en es emos arlo arla arlos arlas arse arnos arme arle arles aba aban",
    "er": "er e en es emos iendo eran era a an amos erlo erla erlos erlas erse ernos erme erle erles ia ian",
    "ir": "ir e en es imos iendo iran ira a an amos irlo irla irlos irlas irse irnos irme irle irles ia ian",
}


@dataclass(frozen=True)
class Vocabulary:
    """Everything is folded. `verbs` maps unambiguous forms, `maybe_verbs` those that are nouns as well."""

    tags: dict[str, str]
    stop: frozenset[str]
    containers: frozenset[str]
    places: frozenset[str]
    people: dict[str, str]
    never_kept: frozenset[str]
    verbs: dict[str, str]
    maybe_verbs: dict[str, str]
    private: frozenset[str]
    public: frozenset[str]
    noun_class: dict[str, str]
    classifiers: frozenset[str]
    many: frozenset[str]
    dependents: frozenset[str]
    quantities: frozenset[str]
    views: frozenset[str]
    periods: frozenset[str]
    counting: frozenset[str]  # "un", "several": what follows is one of many
    having: frozenset[str]  # of the words that open a list, those that say what each thing has


@lru_cache(maxsize=2)
def vocabulary(language: Language) -> Vocabulary:
    words, nouns = tables("words"), tables("nouns")
    certain, maybe = _verbs(words, language)
    classes = ("person", "thing", "event", "money", "text", "group")
    return Vocabulary(
        tags={word: tag for tag, listed in words["tags"].items() for word in listed},
        stop=frozenset(map(str, words["stop"][language])),
        containers=frozenset(words["containers"]),
        places=frozenset(words["places"]),
        people={word: level for level, listed in words["people"].items() for word in listed},
        never_kept=frozenset(words["never_kept"]),
        verbs=certain,
        maybe_verbs=maybe,
        private=frozenset(words["private"]),
        public=frozenset(words["public"]),
        noun_class={word: name for name in classes for word in nouns[name]},
        classifiers=frozenset(nouns["classifiers"]),
        many=frozenset(nouns["many"]),
        dependents=frozenset(nouns["dependents"]),
        periods=frozenset(words["clauses"]["periods"]),
        views=frozenset(nouns["views"]),
        quantities=frozenset(words["clauses"]["quantities"]),
        counting=frozenset(words["clauses"]["counting"]),
        having=frozenset(words["clauses"]["having"]),
    )


def _verbs(words: Mapping[str, Any], language: Language) -> tuple[dict[str, str], dict[str, str]]:
    """Forms that can only be verbs, and forms that are nouns as well ("reserva", "books"); a verb of one language is
    a noun of the other ("monitor", "test")."""
    certain: dict[str, str] = {}
    maybe: dict[str, str] = {}
    for kind, by_language in words["verbs"].items():
        for infinitive in by_language["es"] if language == "es" else ():
            forms = spanish_forms(infinitive)
            certain.update((form, kind) for form in forms if _surely_spanish_verb(form, infinitive))
            maybe.update((form, kind) for form in forms if not _surely_spanish_verb(form, infinitive))
        if language == "en":
            certain.update((form, kind) for base in by_language["en"] for form in english_forms(base))
            ambiguous = by_language.get("ambiguous", ())
            maybe.update((form, kind) for base in ambiguous for form in english_forms(base))
    for form in maybe:
        certain.pop(form, None)
    certain.update(words["forms"])
    for form in words["forms"]:
        maybe.pop(form, None)
    return certain, maybe


def spanish_forms(infinitive: str) -> list[str]:
    """The regular forms of a Spanish verb that descriptions use, folded."""
    stem, ending = fold(infinitive)[:-2], fold(infinitive)[-2:]
    forms = [stem + tail for tail in _ES_ENDINGS[ending].split()]
    if ending == "ar" and stem.endswith("c"):
        forms += [stem[:-1] + "que", stem[:-1] + "quen"]
    if ending == "ar" and stem.endswith("g"):
        forms += [stem + "ue", stem + "uen"]
    return forms


def _surely_spanish_verb(form: str, infinitive: str) -> bool:
    """Infinitives, plurals and gerunds are verbs; "reserva", "compra" or "publicado" may be something else."""
    return form.endswith(
        (
            "r",
            "rlo",
            "rla",
            "rlos",
            "rlas",
            "rse",
            "rnos",
            "rme",
            "rle",
            "rles",
            "an",
            "en",
            "ndo",
            "quen",
            "ran",
            "amos",
        )
    )


def english_forms(base: str) -> list[str]:
    """Base, third person and -ing form."""
    if base.endswith(("s", "sh", "ch", "x")):
        third = base + "es"
    else:
        third = base[:-1] + "ies" if base.endswith("y") and base[-2] not in "aeiou" else base + "s"
    ing = base[:-1] + "ing" if base.endswith("e") and not base.endswith("ee") else base + "ing"
    return [base, third, ing]
