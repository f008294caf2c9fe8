"""Whether a text describes rows to keep: then it asks for an app of tables, whatever its words call to mind."""

from __future__ import annotations

from functools import lru_cache

from generation.blueprint.drafts.draft import Findings
from generation.blueprint.drafts.evidence import ENOUGH
from generation.blueprint.lexicon import tables
from generation.blueprint.schema import Blueprint
from generation.blueprint.words.inflection import fold

_FEWEST_FIELDS = 2  # of a thing that is described; one may be said of anything
_SHORT = 4  # words of a choice or a field's name


def keeps_rows(found: Findings) -> bool:
    """A thing to keep with fields of its own: "salas con nombre, dificultad y precio"."""
    return _described(found, frozenset())


def keeps_more_than_a_page(found: Findings) -> bool:
    """The same without what a page may say of anybody: "quiénes somos, horario y teléfono" are no fields."""
    return _described(found, _page_words())


def names(blueprint: Blueprint, phrase: str, *, field: bool) -> bool:
    """Whether the plan has the phrase as a choice or a state, or, with `field`, as what something has written down."""
    said = fold(phrase)
    fields = [each for entity in blueprint.entities for each in entity.fields]
    choices = [fold(choice.label) for each in fields for choice in each.choices]
    chosen = any(f" {said} " in f" {label} " and len(label.split()) <= _SHORT for label in choices)
    return chosen or (field and any(said == fold(each.label) for each in fields))


def _described(found: Findings, but: frozenset[str]) -> bool:
    return any(
        mention.evidence >= ENOUGH
        and mention.key not in but
        and sum(fold(field.label) not in but for field in mention.fields) >= _FEWEST_FIELDS
        for mention in found.mentions.values()
    )


@lru_cache(maxsize=1)
def _page_words() -> frozenset[str]:
    known = tables("landing")
    phrases = [word for section in known["sections"].values() for word in section["words"]]
    phrases += [word for contact in known["contacts"].values() for word in contact["words"]]
    own = set(tables("hearing")["determiners"])
    folded = [fold(str(phrase)) for phrase in phrases]
    rest = [phrase.partition(" ")[2] for phrase in folded if phrase.partition(" ")[0] in own]  # "our story"
    return frozenset([*folded, *rest])
