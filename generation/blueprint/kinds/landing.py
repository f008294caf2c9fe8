"""One page about somebody or something: its headline, sections and ways of contact, as far as the text gives them.

What is asked for without its words gets its place and a mark that the words are missing; nothing is made up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from generation.blueprint.drafts.names import slug
from generation.blueprint.kinds.landing_text import (
    contact_value,
    items_behind,
    quoted_behind,
    timetable_of,
    unnamed_lists,
    whose,
)
from generation.blueprint.lexicon import tables
from generation.blueprint.schema import Contact, Item, Landing, Section
from generation.blueprint.words.hearing import Hearing, Phrases, Spot, phrases
from generation.blueprint.words.inflection import fold

_MOST_SECTIONS = 10
_FEWEST_WORDS = 4  # of a clause that says something
UNNAMED = "-"  # the plan's name takes its place


@dataclass
class PageRequest:
    """`landing` is None where the text asks for more than a page, or for something else."""

    landing: Landing | None = None
    form: str = ""  # what people leave on it: "message", "subscriber" or nothing
    assumptions: list[str] = field(default_factory=list)
    purpose: str = ""  # the person's own first words


def page_asked(hearing: Hearing, *, rows: bool) -> PageRequest:
    """The page of the text; an empty headline where the text gives no name.

    `rows`: the text describes things to keep, and only who asks for one page in so many words gets one.
    """
    sure = hearing.says(_phrases("single")) or any(hearing.is_head(spot) for spot in hearing.asks(_phrases("sure")))
    if not _asks(hearing) or (rows and not sure):
        return PageRequest()
    signs_up = "subscriber" if hearing.says(_phrases("signup")) else ""
    found = PageRequest(form="message" if hearing.says(_phrases("form")) else signs_up)
    sections = _sections(hearing, found)
    contacts, button = _contacts(hearing)
    if not sections and not contacts and not found.form:
        sections = [_empty(hearing, ident) for ident in _USUAL]
        contacts = [Contact(kind="email", label=tables("landing")["contacts"]["email"][hearing.language])]
    headline = (
        quoted_behind(hearing.text, tables("landing")["named"])
        or _between_brackets(hearing)
        or whose(hearing.text, hearing.language)
    )
    found.landing = Landing(
        headline=headline[:120] or UNNAMED,
        phrase=quoted_behind(hearing.text, tables("landing")["phrase"])[:200],
        sections=tuple(sections),
        contacts=tuple(contacts),
        button=button or next((each for each in contacts if each.kind in ("whatsapp", "link")), None),
    )
    found.purpose = _first_clause(_own_words(hearing))
    _tell(found, hearing)
    return found


def _asks(hearing: Hearing) -> bool:
    """One page in so many words; or a plain site of sections, with nothing that people do on it."""
    if hearing.says(_phrases("more")):
        return False
    named = any(hearing.is_head(spot) for spot in hearing.asks(_phrases("heads")))
    if named or hearing.says(_phrases("single")):
        return True
    if hearing.says(_phrases("besides")) or not any(hearing.is_head(spot) for spot in hearing.asks(_phrases("sites"))):
        return False
    sections = [ident for ident in _TELLING if hearing.says(_words("sections", ident))]
    contacts = [ident for ident in tables("landing")["contacts"] if hearing.says(_words("contacts", ident))]
    return len(sections) + len(contacts) >= 2


_USUAL = ("about", "services")  # of a page of which nothing is said
_TELLING = (
    "about",
    "services",
    "timetable",
    "prices",
    "menu",
    "quotes",
    "questions",
    "team",
    "where",
    "dates",
    "images",
)


def _sections(hearing: Hearing, found: PageRequest) -> list[Section]:
    """In the order of the text, each once."""
    listed = [
        (spot, ident) for ident in tables("landing")["sections"] for spot in hearing.asks(_words("sections", ident))
    ]
    listed.sort(key=lambda pair: (pair[0].sentence, pair[0].first, -pair[0].last))
    made: dict[str, Section] = {}
    taken: set[tuple[int, int]] = set()
    for spot, ident in listed:
        here = {(spot.sentence, n) for n in range(spot.first, spot.last + 1)}
        if ident not in made and not here & taken and len(made) < _MOST_SECTIONS:
            made[ident] = _section(hearing, spot, ident, found)
            taken |= here
    for title, items in unnamed_lists(hearing):
        if len(made) < _MOST_SECTIONS:
            made[title] = _titled("list", title, "", items)
    if "timetable" not in made and (times := timetable_of(hearing)):
        made["timetable"] = _titled("timetable", _title(hearing, "timetable", None), "", times)
    return list(made.values())


def _section(hearing: Hearing, spot: Spot, ident: str, found: PageRequest) -> Section:
    kind = tables("landing")["sections"][ident]["kind"]
    title = _title(hearing, ident, spot)
    items = items_behind(hearing, spot, kind)
    if not items and kind == "timetable":
        items = timetable_of(hearing)
    text = _own_words(hearing) if ident == "about" else ""
    if text:
        found.assumptions.append(tables("landing")["assumed_about"][hearing.language].format(title=title))
    if not items and (count := _count_before(hearing, spot)):
        items = tuple(Item(label=f"{title} {number}") for number in range(1, count + 1))
        return _titled(kind, title, _placeholder(hearing, title), items, placeholder=True)
    if not items and not text:
        return _titled(kind, title, _placeholder(hearing, title), (), placeholder=True)
    return _titled(kind, title, text, items)


def _empty(hearing: Hearing, ident: str) -> Section:
    title = _title(hearing, ident, None)
    kind = tables("landing")["sections"][ident]["kind"]
    return _titled(kind, title, _placeholder(hearing, title), (), placeholder=True)


def _titled(kind: Any, title: str, text: str, items: tuple[Item, ...], *, placeholder: bool = False) -> Section:
    return Section(kind=kind, slug=slug(title) or kind, title=title, text=text, items=items, placeholder=placeholder)


def _title(hearing: Hearing, ident: str, spot: Spot | None) -> str:
    """As the text says it: "quién soy", "horarios"; the usual word where it says it only in passing."""
    usual = str(tables("landing")["sections"][ident]["title"][hearing.language])
    if spot is None:
        return usual
    said = hearing.written(spot)
    return said[:1].upper() + said[1:] if 3 < len(said) <= 40 and fold(said) not in _PASSING else usual


_PASSING = frozenset(
    {
        "abrimos",
        "open",
        "hours",
        "historia",
        "la historia",
        "por que",
        "why",
        "precio",
        "foto",
        "quote",
        "imagen",
        "cover",
    }
)


def _count_before(hearing: Hearing, spot: Spot) -> int:
    """ "three reasons": how many places to keep."""
    before = hearing.sentences[spot.sentence].tokens[max(0, spot.first - 1) : spot.first]
    count = int(tables("landing")["numbers"].get(before[0].folded, 0)) if before else 0
    return count if count > 1 else 0


def _own_words(hearing: Hearing) -> str:
    """The first sentence in which the person says who they are."""
    for number in sorted(hearing.told):
        tokens = hearing.sentences[number].tokens
        opening = " ".join(token.folded for token in tokens[:2])
        if any(opening == word or opening.startswith(f"{word} ") for word in tables("landing")["tells"]):
            said = " ".join(hearing.text[tokens[0].start : tokens[-1].end].split())
            return f"{said.rstrip('.')}."[:600]
    return ""


def _first_clause(words: str) -> str:
    clause = words.split(",")[0].rstrip(".")
    return f"{clause}." if len(clause.split()) >= _FEWEST_WORDS else ""


def _contacts(hearing: Hearing) -> tuple[list[Contact], Contact | None]:
    """Every way of contact of the text in its order, and the one that a button is for."""
    words = tables("landing")["contacts"]
    found: list[tuple[Spot, Contact]] = []
    for ident, each in words.items():
        spot = next(hearing.asks(_words("contacts", ident)), None)
        value = contact_value(hearing.text, ident)
        if spot is None and (not value or ident in ("whatsapp", "phone")):
            continue
        kind: Any = "link" if each.get("link") else ident
        contact = Contact(kind=kind, label=each[hearing.language], value=value)
        found.append((spot or Spot(len(hearing.sentences), 0, 0), contact))
    found.sort(key=lambda pair: (pair[0].sentence, pair[0].first))
    button = next((contact for spot, contact in found if _is_button(hearing, spot)), None)
    return [contact for _, contact in found], button


def _is_button(hearing: Hearing, spot: Spot) -> bool:
    buttons = set(tables("landing")["button"])
    tokens = hearing.sentences[spot.sentence].tokens if spot.sentence < len(hearing.sentences) else []
    return bool(buttons & {token.folded for token in tokens[max(0, spot.first - 6) : spot.first]})


def _between_brackets(hearing: Hearing) -> str:
    """ "el nombre (Yoga Ribera)"."""
    match = re.search(r"(?:nombre|name|t[ií]tulo|title)\s*\(([^()\n]{2,60})\)", hearing.text, re.IGNORECASE)
    return match.group(1).strip() if match else ""


def _placeholder(hearing: Hearing, title: str) -> str:
    return str(tables("landing")["placeholder"][hearing.language]).format(title=title)


def _tell(found: PageRequest, hearing: Hearing) -> None:
    """What the page still lacks."""
    landing = found.landing
    if landing is None:
        return
    missing = [section.title for section in landing.sections if section.placeholder]
    missing += [contact.label for contact in landing.contacts if not contact.value]
    if missing:
        words = tables("landing")["assumed_placeholders"][hearing.language]
        found.assumptions.append(words.format(names=", ".join(missing))[:300])


@lru_cache(maxsize=8)
def _phrases(what: str) -> Phrases:
    return phrases(tables("landing")[what])


@lru_cache(maxsize=64)
def _words(table: str, ident: str) -> Phrases:
    return phrases(tables("landing")[table][ident]["words"])
