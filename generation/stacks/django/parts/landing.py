"""One page about somebody or something: the home page in sections, with ways to get in touch."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from generation.blueprint.schema import Contact, Feature, FieldType, Section, Who
from generation.stacks.django.entities import EntityView
from generation.stacks.django.parts.part import NavLink, Outline, Part
from generation.stacks.protocol import Outcome, PageProbe

MAP = "https://www.openstreetmap.org/search?query="
MOST_CARDS = 4  # prices beyond are a list
MOST_LINKS = 6  # sections that the navigation names
_ICONS = {"phone": "phone", "whatsapp": "talk", "email": "mail", "address": "place", "link": "link"}
_NOTED = ("timetable", "prices", "list")


@dataclass(frozen=True)
class ContactView:
    kind: str
    label: str
    value: str
    href: str  # "" where there is nothing to open
    icon: str


@dataclass(frozen=True)
class SectionView:
    section: Section
    anchor: str
    shape: str  # how it is shown: its kind, or "cards" for a few prices

    @property
    def paragraphs(self) -> list[str]:
        """What is told before the items; of a section that waits for its words the template says so."""
        if self.section.placeholder:
            return []
        return [line.strip() for line in self.section.text.split("\n") if line.strip()]


@dataclass(frozen=True)
class LandingView:
    headline: str
    phrase: str
    sections: list[SectionView]
    contacts: list[ContactView]
    button: ContactView | None
    noted: SectionView | None  # the section whose first lines stand beside the headline
    form: EntityView | None  # what visitors may leave on the page
    form_label: str


class LandingPart(Part):
    name = "landing"
    is_app = False

    def view(self, outline: Outline) -> LandingView | None:
        landing = outline.blueprint.landing
        if landing is None:
            return None
        anchors: set[str] = {"content", "contact"}
        sections = [_section(section, anchors) for section in landing.sections]
        contacts = [contact_view(contact) for contact in landing.contacts]
        told = [each for each in sections if each.section.items and not each.section.placeholder]
        noted = [each for each in told if each.section.kind in _NOTED]
        open_ones = [view for view in outline.views if view.rules.create is Who.VISITOR]
        if outline.blueprint.has(Feature.NEWSLETTER):  # its own form takes addresses
            open_ones = [view for view in open_ones if writes(view)]
        form = next(iter(open_ones), None)
        button = contact_view(landing.button) if landing.button else None
        return LandingView(
            headline=landing.headline,
            phrase=landing.phrase,
            sections=sections,
            contacts=contacts,
            button=button if button and button.href else next((each for each in contacts if each.href), None),
            noted=next((each for kind in _NOTED for each in noted if each.section.kind == kind), None),
            form=form,
            form_label=outline.t["landing_write" if form and writes(form) else "landing_join"],
        )

    def links(self, outline: Outline) -> list[NavLink]:
        view = self.view(outline)
        if view is None:
            return []
        places = [(each.section.title, each.anchor) for each in view.sections[:MOST_LINKS]]
        if view.contacts or view.form:
            places.append((outline.t["landing_contact"], "contact"))
        return [NavLink(title, "core:home", "page", anchor=anchor) for title, anchor in places]

    def pages(self, outline: Outline) -> list[PageProbe]:
        """Each thing that the plan says must stand on the page does."""
        view = self.view(outline)
        if view is None:
            return []
        everybody: dict[str, Outcome] = {"visitor": "ok"}
        told = [view.headline, view.phrase]
        for each in view.sections:
            told += [each.section.title, *(item.label for item in each.section.items)]
            told += [item.value for item in each.section.items]
        told += [contact.value for contact in view.contacts]
        texts = dict.fromkeys(" ".join(text.split()) for text in told)
        links = dict.fromkeys(contact.href for contact in view.contacts if "&" not in contact.href)
        return [PageProbe("/", everybody, contains=text) for text in (*texts, *links) if text]


def writes(view: EntityView) -> bool:
    """Whether people write something there, beyond who they are."""
    return any(field.type is FieldType.LONG_TEXT for field in view.form_fields)


def _section(section: Section, taken: set[str]) -> SectionView:
    anchor = section.slug
    while anchor in taken:
        anchor += "-2"
    taken.add(anchor)
    few = section.kind == "prices" and 0 < len(section.items) <= MOST_CARDS
    return SectionView(section, anchor, "cards" if few else section.kind)


def contact_view(contact: Contact) -> ContactView:
    return ContactView(
        kind=contact.kind,
        label=contact.label,
        value=contact.value,
        href=href(contact.kind, contact.value.strip()) if contact.value.strip() else "",
        icon=_ICONS[contact.kind],
    )


def href(kind: str, value: str) -> str:
    """Where a way of contact leads; "" for what is none of its kind."""
    digits = re.sub(r"[^\d+]", "", value)
    if kind == "phone":
        return f"tel:{digits}" if len(digits) > 2 else ""
    if kind == "whatsapp":
        number = digits.lstrip("+").removeprefix("00")
        return f"https://wa.me/{number}" if len(number) > 5 else ""
    if kind == "email":
        return f"mailto:{quote(value, safe='@')}" if re.fullmatch(r"[^@\s]+@[^@\s]+", value) else ""
    if kind == "address":
        return MAP + quote(value)
    return _web_address(value if "://" in value else f"https://{value}")


def _web_address(address: str) -> str:
    if re.search(r"[\s\"'<>\\]", address):
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:  # brackets that hold no address
        return ""
    return address if parts.scheme in ("http", "https") and "." in parts.netloc else ""
