"""Puts the plan together from what was found: entities first, and everything that follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from generation.blueprint import access, pages, relations, theme
from generation.blueprint.assembly import build_entities, features, roles
from generation.blueprint.coverage import left_out, plan_words
from generation.blueprint.criteria import criteria
from generation.blueprint.domains import Domain
from generation.blueprint.draft import EntityDraft, Findings
from generation.blueprint.entities import choose
from generation.blueprint.fit import fit_and_unmet, is_outside
from generation.blueprint.inflection import Language
from generation.blueprint.schema import Blueprint, Entity, Feature, Fit, Shop
from generation.blueprint.seed import seed
from generation.blueprint.selling import is_priced, product_and_price
from generation.blueprint.subject import opening, subject
from generation.blueprint.title import Naming, app_name, app_slug, purpose


@dataclass(frozen=True)
class Request:
    """What was asked, as far as it is read; `words` are the folded words of the text."""

    text: str
    name: str | None
    language: Language
    domain: Domain | None
    found: Findings
    words: frozenset[str]

    @property
    def is_shop(self) -> bool:
        return self.domain is not None and self.domain.shop is not None

    @property
    def asks_for_payments(self) -> bool:
        return Feature.PAYMENTS in self.found.features


@dataclass(frozen=True)
class Parts:
    drafts: list[EntityDraft]
    built: list[Entity]
    shop: Shop | None


def make(request: Request) -> Blueprint:
    """The plan of one request."""
    parts = _parts(request)
    landing = request.domain is not None and request.domain.landing
    unpaid = request.asks_for_payments and parts.shop is None
    fit, unmet = fit_and_unmet(
        request.found, request.words, request.language, empty=not (parts.built or landing), unpaid=unpaid
    )
    if fit is Fit.OUTSIDE:
        parts = Parts([], [], None)
    domain = request.domain if parts.built or (landing and fit is not Fit.OUTSIDE) else None
    subject_of = subject(request.found.marked, request.text)
    begins = opening(request.text, request.found.marked)
    naming = Naming(request.name, request.text, subject_of, begins, request.language)
    title = app_name(naming, domain, parts.built)
    about = purpose(naming, domain, parts.built, title)
    blueprint = Blueprint(
        name=title,
        slug=app_slug(title, request.language),
        language=request.language,
        purpose=about,
        domain=domain.ident if domain else "",
        fit=fit,
        requested_stack=tuple(request.found.stacks),
        unmet=tuple(unmet),
        pages=tuple(pages.pages(title, about, parts.built, parts.shop, request.language)),
        theme=theme.theme(domain, request.found.look, parts.drafts, title),
        criteria=tuple(criteria(title, parts.built, parts.shop, request.language)) if parts.built else (),
        **_from_entities(parts, request),
    )
    known = plan_words(blueprint, parts.drafts, domain, request.language)
    rest = left_out(request.text, request.found.marked, known, request.language)
    return blueprint.model_copy(update={"not_understood": tuple(rest)})


def _from_entities(parts: Parts, request: Request) -> dict[str, Any]:
    return {
        "entities": tuple(parts.built),
        "roles": tuple(roles(request.found, request.language)) if parts.built else (),
        "features": features(request.found, parts.built, parts.shop),
        "shop": parts.shop,
        "seed": seed(parts.drafts, request.language),
    }


def _parts(request: Request) -> Parts:
    """Entities and, when something is to be sold, which one; without a price nothing is sold."""
    if is_outside(request.found, request.words):
        return Parts([], [], None)
    selling = request.is_shop or request.asks_for_payments or request.found.charged
    drafts = _drafts(request, shop=selling)
    shop = product_and_price(drafts, request.domain, request.language) if selling else None
    if shop and not (request.is_shop or request.asks_for_payments) and not is_priced(shop):
        shop = None
    if selling and shop is None:
        drafts = _drafts(request, shop=False)
    sold = shop.product if shop else None
    access.settle(drafts, access.Circumstances(request.found, request.domain, request.language, sold))
    return Parts(drafts, build_entities(drafts, request.language, shop=shop), shop)


def _drafts(request: Request, *, shop: bool) -> list[EntityDraft]:
    drafts = choose(request.found, request.domain, request.language, shop=shop)
    relations.connect(drafts, request.found, request.domain, request.language)
    return drafts
