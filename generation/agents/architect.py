"""The architect: turns a description into the blueprint everything after it follows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from generation.blueprint.schema import Blueprint

ROLE: Final = "architect"
TITLE = _("Designing the architecture")

Reader = Callable[..., Blueprint]


def plan(description: str, *, name: str | None, language: str | None, read: Reader) -> Blueprint:
    """The blueprint of a description. Raises DescriptionError."""
    return read(description, name=name, language=language)


def summary(blueprint: Blueprint) -> dict[str, Any]:
    """What a watching person is told of the plan: counts, and names in the words of the description."""
    return {
        "entities": [
            {"name": entity.name, "label": entity.label_plural, "fields": [field.label for field in entity.fields]}
            for entity in blueprint.entities
        ],
        "pages": len(blueprint.pages),
        "criteria": len(blueprint.criteria),
        "fit": blueprint.fit.value,
        "unmet": [wish.asked for wish in blueprint.unmet],
    }
