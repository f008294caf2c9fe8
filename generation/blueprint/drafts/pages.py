"""The pages of the app: what the stack builds for each entity, a home, a dashboard, and the shop's."""

from __future__ import annotations

from dataclasses import dataclass

from generation.blueprint.lexicon import tables
from generation.blueprint.schema import Entity, Page, PageKind, Shop, Who
from generation.blueprint.words.inflection import Language


@dataclass(frozen=True)
class Said:
    """What the fixed pages say of the app: its name, what it is for, and the home page's headline with a line below."""

    name: str
    purpose: str
    headline: str
    about: str


def pages(said: Said, entities: list[Entity], shop: Shop | None, language: Language) -> list[Page]:
    words = tables("phrases")["pages"]
    found = [Page(kind=PageKind.LANDING, slug="", title=said.headline, text=said.about)]
    for entity in entities:
        found += of_entity(entity, language)
    if shop is not None:
        found.append(Page(kind=PageKind.CART, slug=words["cart_slug"][language], title=words["cart"][language]))
        found.append(_member(PageKind.CHECKOUT, "checkout", words["checkout"][language]))
    if entities:
        slug, title = words["dashboard_slug"][language], words["dashboard"][language]
        found.append(Page(kind=PageKind.DASHBOARD, slug=slug, title=title, access=Who.STAFF))
    about = words["about"][language].format(name=said.name)[:300]
    text = words["about_text"][language].format(purpose=said.purpose)
    found.append(Page(kind=PageKind.STATIC, slug=words["about_slug"][language], title=about, text=text))
    return found


def _member(kind: PageKind, slug: str, title: str) -> Page:
    return Page(kind=kind, slug=slug, title=title, access=Who.MEMBER)


def of_entity(entity: Entity, language: Language) -> list[Page]:
    """Its list, a row and the form for a new one."""
    words = tables("phrases")["pages"]
    new = words["new"][language].format(one=entity.label[:1].lower() + entity.label[1:])
    made = [
        (PageKind.LIST, entity.slug, entity.label_plural, entity.access.read),
        (PageKind.DETAIL, f"{entity.slug}/<id>", entity.label, entity.access.read),
        (PageKind.FORM, f"{entity.slug}/new", new[:300], entity.access.create),
    ]
    return [Page(kind=kind, slug=slug, title=title, entity=entity.name, access=who) for kind, slug, title, who in made]
