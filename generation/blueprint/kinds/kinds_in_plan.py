"""Puts calculators, games, a landing page or an API into a plan that is otherwise made of entities."""

from __future__ import annotations

from typing import Any

from generation.blueprint.drafts.assumptions import supplied
from generation.blueprint.drafts.draft import LISTED, EntityDraft, Findings, Mention
from generation.blueprint.drafts.evidence import ENOUGH
from generation.blueprint.drafts.names import name_fields
from generation.blueprint.kinds.kinds import Kinds
from generation.blueprint.kinds.landing import UNNAMED
from generation.blueprint.lexicon import tables
from generation.blueprint.schema import Blueprint, CheckKind, Criterion, CriterionCheck, Fit, Kit, PageKind, Who
from generation.blueprint.tables.entities import choose
from generation.blueprint.words.domains import Domain, all_domains
from generation.blueprint.words.inflection import Language, fold


def with_kinds(blueprint: Blueprint, kinds: Kinds, drafts: list[EntityDraft]) -> Blueprint:
    """The plan with what it has beside its entities, and with what was assumed of those."""
    if blueprint.fit is Fit.OUTSIDE:
        return blueprint
    kinds.keep_apart({page.slug for page in blueprint.pages})
    changed: dict[str, Any] = {"tools": tuple(kinds.tools), "widgets": tuple(kinds.widgets)}
    own = kinds.pages()
    kept = [page for page in blueprint.pages if not (kinds.alone and page.kind is PageKind.STATIC)]
    changed["pages"] = (*kept, *own)
    if kinds.landing is not None:
        headline = blueprint.name if kinds.landing.headline == UNNAMED else kinds.landing.headline
        changed["purpose"] = kinds.purpose[:300] or blueprint.purpose
        changed["landing"] = kinds.landing.model_copy(update={"headline": headline})
        changed["theme"] = blueprint.theme.model_copy(update={"kit": Kit.ONE_PAGE})
    if kinds.api and blueprint.entities:
        changed["theme"] = blueprint.theme.model_copy(update={"kit": Kit.API})
    first = [*blueprint.criteria] or ([_home(blueprint)] if kinds.anything else [])
    changed["criteria"] = (*first, *kinds.criteria(blueprint.language, len(first) + 1))
    said = [*kinds.assumptions, *(() if kinds.alone else supplied(drafts, blueprint.language))]
    if kinds.form:
        said.append(tables("kinds")["form"][blueprint.language])
    changed["assumptions"] = (*blueprint.assumptions, *(each[:300] for each in said))
    return blueprint.model_copy(update=changed)


def _home(blueprint: Blueprint) -> Criterion:
    text = tables("phrases")["criteria"]["shows"][blueprint.language].format(name=blueprint.name)
    check = CriterionCheck(kind=CheckKind.SHOWS, page="", role=Who.VISITOR)
    return Criterion(id="c01", text=text[:300], check=check)


def landing_domain() -> Domain:
    """The domain of pages that only present something."""
    return next(domain for domain in all_domains() if domain.landing)


def form_drafts(template: str, language: Language) -> list[EntityDraft]:
    """What people leave on a landing page, read by the staff alone."""
    domain = landing_domain()
    one, many = domain.entities[template].labels[language]
    mention = Mention(fold(one), one.lower(), many.lower(), LISTED, evidence=ENOUGH)
    drafts = choose(Findings(mentions={mention.key: mention}), domain, language, shop=False)
    for draft in drafts:
        name_fields(draft.fields, language)
    return drafts
