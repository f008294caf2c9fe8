"""Puts the plan together from what was found: entities first, and everything that follows from them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from generation.blueprint import theme
from generation.blueprint.behaviour.extras import with_extras
from generation.blueprint.behaviour.feeds import with_feeds
from generation.blueprint.behaviour.figures import with_figures
from generation.blueprint.behaviour.giving import charged, with_charge
from generation.blueprint.behaviour.orders import missing_order, with_orders
from generation.blueprint.behaviour.places import with_places
from generation.blueprint.behaviour.reports import reports
from generation.blueprint.behaviour.schedules import with_schedules
from generation.blueprint.behaviour.selling import (
    is_priced,
    is_seen_by_buyers,
    product_and_price,
    refuses_payment,
    why_unpaid,
)
from generation.blueprint.behaviour.stocks import note_stocks, opened
from generation.blueprint.behaviour.team import with_team
from generation.blueprint.behaviour.totals import note_totals
from generation.blueprint.coverage import left_out, plan_words
from generation.blueprint.drafts import pages
from generation.blueprint.drafts.criteria import criteria
from generation.blueprint.drafts.draft import EntityDraft, Findings
from generation.blueprint.kinds.fit import fit_and_unmet, held_to, is_outside
from generation.blueprint.kinds.kinds import Kinds, close_to_visitors
from generation.blueprint.kinds.kinds_in_plan import form_drafts, landing_domain, with_kinds
from generation.blueprint.lexicon import tables
from generation.blueprint.people.duties import Duties
from generation.blueprint.people.openness import setting
from generation.blueprint.people.ownership import private_things
from generation.blueprint.people.permissions import Permissions
from generation.blueprint.people.rights import Reading
from generation.blueprint.people.roles import Person, people, roles
from generation.blueprint.schema import Blueprint, Entity, Feature, FieldType, Fit, Page, Shop
from generation.blueprint.tables import access, relations
from generation.blueprint.tables.assembly import build_entities, features
from generation.blueprint.tables.entities import add_what_people_fill_in, choose
from generation.blueprint.tables.named_alone import note_named_alone
from generation.blueprint.tables.seed import seed
from generation.blueprint.tables.stated_things import forget_people, name_deeds, name_subjects, take_contents
from generation.blueprint.tables.workflows import note_states
from generation.blueprint.title import Naming, app_name, app_slug, headline, purpose, said_of
from generation.blueprint.words.domains import Domain
from generation.blueprint.words.inflection import Language
from generation.blueprint.words.subject import opening, subject


@dataclass(frozen=True)
class Request:
    """What was asked, as far as it is read; `words` are the folded words of the text."""

    text: str
    name: str | None
    language: Language
    domain: Domain | None
    found: Findings
    words: frozenset[str]
    kinds: Kinds

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
    people: dict[str, Person] = field(default_factory=dict)
    duties: Duties | None = None


def make(request: Request) -> Blueprint:
    """The plan of one request."""
    kinds = request.kinds
    parts = _parts(request)
    unpaid = ""
    if request.asks_for_payments and parts.shop is None:
        parts = replace(parts, built=charged(parts.drafts, parts.built, request.language))
        unpaid = "" if any(entity.charge for entity in parts.built) else why_unpaid(parts.drafts)
    fit, unmet = fit_and_unmet(
        request.found, request.words, request.language, kinds, empty=not parts.built, unpaid=unpaid
    )
    if fit is Fit.OUTSIDE:
        parts = Parts([], [], None)
    domain = landing_domain() if kinds.landing else request.domain if parts.built else None
    subject_of = subject(request.found.marked, request.text)
    begins = opening(request.text, request.found.marked)
    naming = Naming(request.name, request.text, subject_of, begins, request.language, kinds.title)
    title = app_name(naming, domain, parts.built)
    about = purpose(naming, domain, parts.built, title)
    said = pages.Said(
        title,
        about,
        headline(domain, parts.built, title, request.language),
        said_of(domain, parts.built, title, request.language),
    )
    blueprint = Blueprint(
        name=title,
        slug=app_slug(title, request.language),
        language=request.language,
        purpose=about,
        domain=domain.ident if domain else "",
        fit=fit,
        requested_stack=tuple(request.found.stacks),
        unmet=tuple(unmet),
        pages=(*pages.pages(said, parts.built, parts.shop, request.language), *_reports(parts, request)),
        theme=theme.theme(domain, request.found.look, parts.drafts, title),
        criteria=tuple(criteria(title, parts.built, parts.shop, request.language)) if parts.built else (),
        **_from_entities(parts, request),
    )
    blueprint = with_kinds(with_charge(with_orders(opened(blueprint))), kinds, parts.drafts)
    blueprint = with_schedules(with_extras(blueprint, request.found), request.found, request.text)
    blueprint = with_feeds(with_places(blueprint, request.found), request.found)
    blueprint = held_to(with_figures(blueprint, request.found), request.found)
    blueprint = with_team(blueprint, parts.drafts, parts.duties)
    known = plan_words(blueprint, parts.drafts, domain, request.language)
    rest = left_out(request.text, request.found.marked, known, request.language)
    return blueprint.model_copy(update={"not_understood": tuple(rest)})


def _reports(parts: Parts, request: Request) -> list[Page]:
    listed = [sentence for sentence, _ in request.found.marked]
    return reports(listed, parts.drafts, parts.built, request.language) if parts.built else []


def _from_entities(parts: Parts, request: Request) -> dict[str, Any]:
    return {
        "entities": tuple(parts.built),
        "roles": tuple(roles(parts.people, request.language)) if parts.built else (),
        "features": features(request.found, parts.built, parts.shop),
        "shop": parts.shop,
        "seed": seed(parts.drafts, request.language, request.words),
    }


def _parts(request: Request) -> Parts:
    """Entities and, when something is to be sold, which one; without a price nothing is sold."""
    kinds = request.kinds
    if kinds.form:
        drafts = form_drafts(kinds.form, request.language)
        return Parts(drafts, build_entities(drafts, request.language, shop=None), None)
    if kinds.alone or is_outside(request.found):
        return Parts([], [], None)
    selling = request.is_shop or request.asks_for_payments or (request.found.charged and request.domain is None)
    told = ([token.folded for token in sentence.tokens] for sentence, _ in request.found.marked)
    if refuses_payment(told):
        selling = False
        request.found.features.pop(Feature.PAYMENTS, None)
    drafts = _drafts(request, shop=selling)
    shop = product_and_price(drafts, request.domain, request.language) if selling else None
    if shop and not (request.is_shop or request.asks_for_payments) and not is_priced(shop):
        shop = None
    if selling and shop is None:
        drafts = _drafts(request, shop=False)
    reading = _settle(drafts, request, shop.product if shop else None)
    if shop and not is_seen_by_buyers(drafts, shop):
        shop, drafts = None, _drafts(request, shop=False)
        reading = _settle(drafts, request, None)
    who = people(reading)
    if kinds.keyed:
        close_to_visitors(drafts)
    note_stocks(drafts, shop.product if shop else None, alert=_alert(request))
    note_totals(drafts, request.text, request.language)
    duties = Duties(reading, [sentence for sentence, _ in request.found.marked], who)
    return Parts(drafts, build_entities(drafts, request.language, shop=shop), shop, who, duties)


def _alert(request: Request) -> str:
    """What a minimum is called where the text asks for warnings of a low stock."""
    asked = any(tables("wishes")[wish.number].get("built") == "alert:stock" for wish in request.found.wishes)
    return str(tables("stocks")["least"][request.language]) if asked else ""


def _settle(drafts: list[EntityDraft], request: Request, sold: str | None) -> Reading:
    """Who may do what with each thing, and the reading that tells it."""
    reading = Reading([sentence for sentence, _ in request.found.marked], drafts, request.language)
    who, found = people(reading), request.found
    words = [token.folded for sentence, _ in found.marked for token in sentence.tokens]
    private = private_things(reading, found.marked, request.language)
    for number in private:
        drafts[number].private = True
    here = setting(words, reading, who, public=found.public or bool(found.openness))
    said = Permissions(reading, who, here)
    access.settle(drafts, access.Circumstances(found, request.domain, request.language, sold, said, here))
    return reading


def _drafts(request: Request, *, shop: bool) -> list[EntityDraft]:
    listed = [sentence for sentence, _ in request.found.marked]
    forget_people(request.found, listed, request.language)
    name_subjects(request.found, listed, request.language)
    name_deeds(request.found, listed, request.language)
    take_contents(request.found, request.language)
    drafts = choose(request.found, request.domain, request.language, shop=shop)
    if not drafts and request.domain is None:
        note_named_alone(request.found, request.language)
        drafts = choose(request.found, request.domain, request.language, shop=shop)
    if shop:
        drafts += missing_order(drafts, request.language)
    note_states(drafts, listed, Reading(listed, drafts, request.language), request.language)
    add_what_people_fill_in(drafts, request.language)
    relations.connect(drafts, request.found, request.domain, request.language)
    _take_files(drafts, request.found)
    return drafts


def _take_files(drafts: list[EntityDraft], found: Findings) -> None:
    """A CV is a file that somebody sends, in an app that is told of nothing else to send."""
    for file in [each for draft in drafts for each in draft.fields if each.type is FieldType.FILE]:
        file.required = file.unique = False
        found.features.setdefault(Feature.UPLOADS, file.label)
