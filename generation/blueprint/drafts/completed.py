"""A plan with something more in it: other fields of its entities, a page, and criteria that hold it."""

from __future__ import annotations

from collections.abc import Sequence

from generation.blueprint.lexicon import tables
from generation.blueprint.schema import Blueprint, Criterion, CriterionCheck, Entity, Fit, Kit, Page

Said = tuple[str, dict[str, str], CriterionCheck]  # a sentence of `phrases.yaml`, its words, how it is checked


def completed(
    blueprint: Blueprint, entities: Sequence[Entity], pages: Sequence[Page], said: Sequence[Said]
) -> Blueprint:
    sentences, first = tables("phrases")["criteria"], len(blueprint.criteria) + 1
    criteria = [
        Criterion(id=f"c{number:02d}", text=sentences[kind][blueprint.language].format(**words)[:300], check=check)
        for number, (kind, words, check) in enumerate(said, first)
    ]
    return blueprint.model_copy(
        update={
            "entities": tuple(entities),
            "pages": (*blueprint.pages, *pages),
            "criteria": (*blueprint.criteria, *criteria),
        }
    )


def has_pages(blueprint: Blueprint) -> bool:
    """Whether the app keeps things and shows them to people."""
    return bool(blueprint.entities) and blueprint.fit is not Fit.OUTSIDE and blueprint.theme.kit is not Kit.API


def address_free(blueprint: Blueprint, wanted: str) -> str:
    """That address, or one like it when an entity or a page has it."""
    taken = {page.slug.split("/")[0] for page in blueprint.pages} | {entity.slug for entity in blueprint.entities}
    address, number = wanted, 2
    while address in taken:
        address, number = f"{wanted}-{number}", number + 1
    return address
