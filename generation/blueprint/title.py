"""What the app is called, and the one line that says what it is for."""

from __future__ import annotations

import re

from generation.blueprint.domains import Domain
from generation.blueprint.inflection import Language
from generation.blueprint.lexicon import tables
from generation.blueprint.names import sentence_case, slug
from generation.blueprint.schema import Entity

_CALLED = re.compile(
    r"(?:llamad[oa]|se llam[ae]|que se llame|titulad[oa]|con el nombre(?: de)?|called|named|titled|whose name is)\s*:?\s*"
    r"(?:[\"«“'‘]([^\"»”'’\n]{1,60})[\"»”'’]|((?:[A-ZÁÉÍÓÚÑ][\w&'-]*)(?:\s+(?:de|del|la|el|y|of|the|and|&)?\s*[A-ZÁÉÍÓÚÑ0-9][\w&'-]*){0,4}))"
)  # noqa: RUF001
NAME_LIMIT = 80


def app_name(given: str | None, text: str, domain: Domain | None, entities: list[Entity], language: Language) -> str:
    """The given name; else the one the text gives; else the domain's; else what is kept."""
    if given and given.strip():
        return " ".join(given.split())[:NAME_LIMIT]
    if match := _CALLED.search(text):
        return " ".join((match.group(1) or match.group(2)).split())[:NAME_LIMIT]
    if domain is not None and entities:
        return domain.titles[language]
    if entities:
        return sentence_case(entities[0].label_plural)[:NAME_LIMIT]
    return str(tables("phrases")["title"]["app"][language])


def app_slug(name: str, language: Language) -> str:
    return slug(name, 50) or ("mi-aplicacion" if language == "es" else "my-app")


def purpose(domain: Domain | None, entities: list[Entity], name: str, language: Language) -> str:
    phrases = tables("phrases")["purpose"]
    if domain is not None and entities:
        return domain.purposes[language]
    if not entities:
        return str(phrases["none"][language]).format(name=name)[:300]
    labels = [entity.label_plural[:1].lower() + entity.label_plural[1:] for entity in entities]
    joined = labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} {phrases['and'][language]} {labels[-1]}"
    return str(phrases["things"][language]).format(things=joined)[:300]
