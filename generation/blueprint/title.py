"""What the app is called, and the one line that says what it is for."""

from __future__ import annotations

import re

from generation.blueprint.domains import Domain
from generation.blueprint.inflection import Language, fold
from generation.blueprint.lexicon import tables
from generation.blueprint.names import sentence_case, slug
from generation.blueprint.schema import Entity

_CALLED = re.compile(
    r"(?:llamad[oa]|se llam[ae]|que se llame|titulad[oa]|con el nombre(?: de)?|called|named|titled|whose name is)"
    r"\s*:?\s*"
    r"(?:[\"«“'‘]([^\"»”'’\n]{1,60})[\"»”'’]"
    r"|([A-ZÁÉÍÓÚÑ][\w&'-]*(?:\s+(?:de|del|la|el|y|of|the|and|&)?\s*[A-ZÁÉÍÓÚÑ0-9][\w&'-]*){0,4}))"
)
NAME_LIMIT = 80
_DE = re.compile(r"\b([^\W\d_]{3,})\s+de\s+([^\W\d_]{3,})\b(?:\s+de\s+[^\W\d_]{3,})?")
_FOR = {
    "es": re.compile(
        r"\bpara\s+(?:un|una|mi|el|la|nuestra|nuestro)\s+([^\W\d_]+(?:\s+(?!con\b|que\b|donde\b)[^\W\d_]+){0,4})"
    ),
    "en": re.compile(r"\bfor\s+(?:an?|my|the|our)\s+([^\W\d_]+(?:\s+(?!with\b|that\b|where\b)[^\W\d_]+){0,4})"),
}
_NO_TITLE = frozenset({"los", "las", "una", "uno", "mis", "mi", "cada", "todos", "todas", "sus"})


def app_name(given: str | None, text: str, domain: Domain | None, entities: list[Entity], language: Language) -> str:
    """The given name; else the one the text gives; else the domain's; else what is kept."""
    if given and given.strip():
        return " ".join(given.split())[:NAME_LIMIT]
    if match := _CALLED.search(text):
        return " ".join((match.group(1) or match.group(2)).split())[:NAME_LIMIT]
    if domain is not None:
        own = _whose(text, language) if domain.landing else _qualified(text, domain, language)
        return own or domain.titles[language]
    if entities:
        return sentence_case(entities[0].label_plural)[:NAME_LIMIT]
    return str(tables("phrases")["title"]["app"][language])


def name_span(text: str) -> tuple[int, int]:
    """Where the text gives the app its name; an empty span when it does not."""
    match = _CALLED.search(text)
    return match.span() if match else (0, 0)


def _whose(text: str, language: Language) -> str:
    """ "Landing page para una agencia de marketing": whose page it is."""
    match = _FOR[language].search(text)
    return sentence_case(" ".join(match.group(1).split()))[:NAME_LIMIT] if match else ""


def _qualified(text: str, domain: Domain, language: Language) -> str:
    """ "Tienda de ropa", "clínica dental": the domain's word with what follows "de", as the text has it."""
    if language != "es":
        return ""
    words = [phrase[0] for phrase in domain.strong if len(phrase) == 1]
    for match in _DE.finditer(text):
        if fold(match.group(1)) in words and fold(match.group(2)) not in _NO_TITLE:
            return sentence_case(" ".join(match.group().split()))[:NAME_LIMIT]
    return ""


def app_slug(name: str, language: Language) -> str:
    return slug(name, 50) or ("mi-aplicacion" if language == "es" else "my-app")


def purpose(domain: Domain | None, entities: list[Entity], name: str, language: Language) -> str:
    phrases = tables("phrases")["purpose"]
    if domain is not None:
        return domain.purposes[language]
    if not entities:
        return str(phrases["none"][language]).format(name=name)[:300]
    labels = [entity.label_plural[:1].lower() + entity.label_plural[1:] for entity in entities]
    joined = labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} {phrases['and'][language]} {labels[-1]}"
    return str(phrases["things"][language]).format(things=joined)[:300]
