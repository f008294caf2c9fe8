"""What the app is called, and the one line that says what it is for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generation.blueprint.drafts.names import sentence_case, slug, words_of
from generation.blueprint.lexicon import tables
from generation.blueprint.schema import Entity
from generation.blueprint.words.domains import Domain
from generation.blueprint.words.inflection import Language, fold
from generation.blueprint.words.subject import Subject

_CALLED = re.compile(
    r"(?:llamad[oa]|se llam[ae]|que se llame|titulad[oa]|con el nombre(?: de)?|called|named|titled|whose name is)"
    r"\s*:?\s*"
    r"(?:[\"«“'‘]([^\"»”'’\n]{1,60})[\"»”'’]"
    r"|([A-ZÁÉÍÓÚÑ][\w&'-]*(?:\s+(?:de|del|la|el|y|of|the|and|&)?\s*[A-ZÁÉÍÓÚÑ0-9][\w&'-]*){0,4}))"
)
NAME_LIMIT = 80
SLUG_LIMIT = 50
HEADLINE_LIMIT = 60
_FOR = {
    "es": re.compile(
        r"\bpara\s+(?:un|una|mi|el|la|nuestra|nuestro)\s+([^\W\d_]+(?:\s+(?!con\b|que\b|donde\b)[^\W\d_]+){0,4})"
    ),
    "en": re.compile(r"\bfor\s+(?:an?|my|the|our)\s+([^\W\d_]+(?:\s+(?!with\b|that\b|where\b)[^\W\d_]+){0,4})"),
}


@dataclass(frozen=True)
class Naming:
    """What a name is made from; `given` is the person's own."""

    given: str | None
    text: str
    subject: Subject
    opening: str
    language: Language
    known: str = ""  # what a calculator, a game or a page is called


def app_name(naming: Naming, domain: Domain | None, entities: list[Entity]) -> str:
    """The given name; else the one the text gives; else whose it is; else what the text calls it; else what is kept."""
    if naming.given and naming.given.strip():
        return " ".join(naming.given.split())[:NAME_LIMIT]
    if match := _CALLED.search(naming.text):
        return " ".join((match.group(1) or match.group(2)).split())[:NAME_LIMIT]
    found = naming.known or _found_name(naming, domain, entities)
    shouted = len(found.split()) > 1 and found.isupper()
    return sentence_case(found.lower() if shouted else found)[:NAME_LIMIT].rstrip()


def _found_name(naming: Naming, domain: Domain | None, entities: list[Entity]) -> str:
    landing = domain is not None and domain.landing
    if landing and (own := _whose(naming.text, naming.language)):
        return own
    if not entities and not landing:
        return naming.opening or str(tables("phrases")["title"]["app"][naming.language])
    if naming.subject.place:
        return naming.subject.place
    title = naming.subject.title
    if domain is not None and (not title or _only_says_the_kind(title, domain)):
        return domain.titles[naming.language]
    return title or (entities[0].label_plural if entities else naming.opening)


def _only_says_the_kind(title: str, domain: Domain) -> bool:
    """ "todo", "blog": one word that the domain has a better title for."""
    words = [fold(word) for word in title.split()]
    return len(words) == 1 and any(words[0] in phrase for phrase in domain.strong)


def name_span(text: str) -> tuple[int, int]:
    """Where the text gives the app its name; an empty span when it does not."""
    match = _CALLED.search(text)
    return match.span() if match else (0, 0)


def _whose(text: str, language: Language) -> str:
    """ "Landing page para una agencia de marketing": whose page it is."""
    match = _FOR[language].search(text)
    return sentence_case(" ".join(match.group(1).split()))[:NAME_LIMIT] if match else ""


def app_slug(name: str, language: Language) -> str:
    whole = slug(name)
    short = whole if len(whole) <= SLUG_LIMIT else whole[: SLUG_LIMIT + 1].rpartition("-")[0] or whole[:SLUG_LIMIT]
    return short or ("mi-aplicacion" if language == "es" else "my-app")


def headline(domain: Domain | None, entities: list[Entity], name: str, language: Language) -> str:
    """What stands large on the home page: the domain's sentence, or what is kept where that is short enough to read."""
    words = tables("headlines")
    if not entities:
        return name
    if domain is not None and (own := words["domains"].get(domain.ident)):
        return str(own[language])
    labels = [entity.label_plural[:1].lower() + entity.label_plural[1:] for entity in entities if entity.named_in_text]
    for many in (3, 2, 1):
        text = str(words["things"][language]).format(things=listed(labels[:many], language))
        if len(labels) >= many and len(text) <= HEADLINE_LIMIT:
            return sentence_case(text)
    return str(words["plain"][language])


def listed(labels: list[str], language: Language) -> str:
    """ "clientes, visitas y partes"."""
    last = tables("phrases")["purpose"]["and"][language]
    return labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} {last} {labels[-1]}" if labels else ""


def purpose(naming: Naming, domain: Domain | None, entities: list[Entity], name: str) -> str:
    """What the app is for; it begins with what the text calls it where the name does not say so."""
    about = said_of(domain, entities, name, naming.language)
    whole = naming.subject.whole
    said = set(words_of(f"{name} {about}"))
    if not entities or not whole or set(words_of(whole)) <= said:
        return about
    return f"{sentence_case(whole)}: {about[:1].lower()}{about[1:]}"[:300]


def said_of(domain: Domain | None, entities: list[Entity], name: str, language: Language) -> str:
    """The line below the headline."""
    phrases = tables("phrases")["purpose"]
    if domain is not None:
        return domain.purposes[language]
    if not entities:
        return str(phrases["none"][language]).format(name=name)[:300]
    labels = [entity.label_plural[:1].lower() + entity.label_plural[1:] for entity in entities]
    return str(phrases["things"][language]).format(things=listed(labels, language))[:300]
