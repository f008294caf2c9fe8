"""The built-in reader: turns a description in Spanish or English into a blueprint, with no model.

General rules over a lexicon in data files. Owns nothing but the order of the work; never invents what is neither in
the text nor in a domain, and says what it could not use.
"""

from __future__ import annotations

import unicodedata
from typing import Any

from generation.blueprint import access, entities, pages, relations, seed, theme
from generation.blueprint.assembly import build_entities, features, roles, shop_parts
from generation.blueprint.criteria import criteria
from generation.blueprint.domains import Domain, match
from generation.blueprint.draft import EntityDraft, Findings
from generation.blueprint.findings import gather
from generation.blueprint.fit import fit_and_unmet, is_outside
from generation.blueprint.inflection import Language
from generation.blueprint.language import detect
from generation.blueprint.lexicon import tables
from generation.blueprint.schema import Blueprint, Entity, Feature, Fit, Shop
from generation.blueprint.title import app_name, app_slug, purpose
from generation.blueprint.tokens import Sentence, sentences
from generation.blueprint.validation import check

DESCRIPTION_LIMIT = 10_000  # characters
NAME_LIMIT = 80


class DescriptionError(ValueError):
    """A description nothing can be read from. `code`: empty, too_long, control_characters, no_letters or bad_name."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def read(description: str, *, name: str | None = None, language: str | None = None) -> Blueprint:
    """The plan of the app that the description asks for; the same text always gives the same plan.

    Raises DescriptionError for text that nothing can be read from.
    """
    spoken: Language = _language(language) or detect(description[:DESCRIPTION_LIMIT])
    _refuse_bad_text(description, name, spoken)
    text = unicodedata.normalize("NFC", description)
    listed = sentences(text, spoken)
    words = [token.folded for sentence in listed for token in sentence.tokens]
    lemmas = [token.lemma for sentence in listed for token in sentence.tokens]
    domain = match(words, lemmas)
    found = gather(text, listed, spoken, domain)
    blueprint = _plan(text, listed, name, spoken, domain, found)
    check(blueprint)
    return blueprint


def _language(language: str | None) -> Language | None:
    if language in (None, ""):
        return None
    if language not in ("es", "en"):
        raise ValueError(f"language {language!r}: es or en")
    return "es" if language == "es" else "en"


def _refuse_bad_text(description: str, name: str | None, language: Language) -> None:
    messages = tables("phrases")["errors"]
    if not description.strip():
        raise DescriptionError("empty", messages["empty"][language])
    if len(description) > DESCRIPTION_LIMIT:
        size = messages["too_long"][language].format(size=len(description), limit=DESCRIPTION_LIMIT)
        raise DescriptionError("too_long", size)
    if any(_is_control(c) for c in description):
        raise DescriptionError("control_characters", messages["control"][language])
    if not any(c.isalpha() for c in description):
        raise DescriptionError("no_letters", messages["letters"][language])
    if (
        name is not None
        and name.strip()
        and (len(name) > NAME_LIMIT or any(_is_control(c) or c in "\r\n\t" for c in name))
    ):
        raise DescriptionError("bad_name", messages["name"][language])


def _is_control(character: str) -> bool:
    """Control characters, and lone surrogates that no file can hold; new lines and tabs are text."""
    return unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\r\t"


def _plan(text: str, listed: list[Sentence], name: str | None, language: Language, domain: Domain | None, found: Findings) -> Blueprint:  # fmt: skip
    words = {token.folded for sentence in listed for token in sentence.tokens}
    outside = is_outside(found, words)
    selling = (
        domain is not None
        and domain.shop is not None
        and (domain.ident == "shop" or Feature.PAYMENTS in found.features)
    )
    drafts = [] if outside else entities.choose(found, domain, language, shop=selling)
    relations.connect(drafts, found, domain, language)
    shop = shop_parts(drafts, domain) if selling else None
    access.settle(drafts, found, shop_product=shop.product if shop else None)
    built = build_entities(drafts, language, shop=shop)
    landing = domain is not None and domain.landing
    fit, unmet = fit_and_unmet(found, words, language, empty=not (built or landing))
    if fit is Fit.OUTSIDE:
        drafts, built, shop = [], [], None
    known = domain if built or (landing and fit is not Fit.OUTSIDE) else None
    title = app_name(name, text, known, built, language)
    about = purpose(known, built, title, language)
    return Blueprint(
        name=title,
        slug=app_slug(title, language),
        language=language,
        purpose=about,
        domain=known.ident if known else "",
        fit=fit,
        requested_stack=tuple(found.stacks),
        unmet=tuple(unmet),
        not_understood=tuple(found.leftovers),
        **_parts(drafts, built, shop, title, about, known, found, language, words),
    )


def _parts(drafts: list[EntityDraft], built: list[Entity], shop: Shop | None, title: str, about: str,
           domain: Domain | None, found: Findings, language: Language, words: set[str]) -> dict[str, Any]:  # fmt: skip
    """Everything that follows from the entities."""
    dark = bool(words & {"oscuro", "dark"}) and not found.colours
    return {
        "entities": tuple(built),
        "roles": tuple(roles(found, language)) if built else (),
        "pages": tuple(pages.pages(title, about, built, shop, language)),
        "features": features(found, built, shop),
        "shop": shop,
        "theme": theme.theme(domain, found.colours, drafts, title, dark=dark),
        "seed": seed.seed(drafts, language),
        "criteria": tuple(criteria(title, built, shop, language)) if built else (),
    }
