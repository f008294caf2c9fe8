"""What the home page of an app shows: which shape it has, its words, the rows it leads with and what it asks for.

Decides from the blueprint alone; the template writes it down.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from generation.blueprint.schema import Blueprint, Kit, Page, PageKind, Who
from generation.blueprint.schema import FieldType as T

from .agreement import agree, bare
from .entities import EntityView, incoming
from .fields import TEXTUAL, FieldView
from .literals import within
from .parts.part import has_accounts

Shape = Literal["desk", "booking", "magazine", "catalogue", "open"]
HEADLINE_LIMIT = 70  # characters beyond which a sentence is no headline
PLAIN_TITLES = frozenset({"", "inicio", "home", "portada", "welcome"})
_SIDE_SHOWS = frozenset({"table", "tiles", "chips", "thread"})  # what accompanies the main thing of an app
_CATALOGUES = frozenset({"cards", "stories"})
_GALLERIES = frozenset({"portfolio", "museum", "collections", "films"})  # domains of what is looked at, not sold
_TOLD = frozenset({"cards", "stories", "topics"})


@dataclass(frozen=True)
class Welcome:
    """The headline, a line below it, and what is left to say."""

    title: str
    lead: str
    paragraphs: list[str]


@dataclass(frozen=True)
class Offer:
    icon: str
    title: str
    text: str


@dataclass(frozen=True)
class Booking:
    """What people come to do, and the rows they choose from to begin with: `field` of the form takes the row."""

    label: str
    module: str
    choice: EntityView | None = None
    field: str = ""


@dataclass(frozen=True)
class ShowcaseRow:
    title: str
    note: str
    tone: str = ""  # a state's value, for the colour of its mark

    @property
    def initials(self) -> str:
        words = [word for word in self.title.split() if word[0].isalnum()]
        return "".join(word[0] for word in (words[0], words[-1]) if word)[: len(words)].upper() if words else ""


@dataclass(frozen=True)
class Showcase:
    title: str
    rows: list[ShowcaseRow]


@dataclass(frozen=True)
class Shelf:
    """How visitors narrow the main list from the home page: a search box and one field's values as links."""

    searchable: bool
    by: FieldView | None
    target: EntityView | None  # of a relation: its rows are the values


def welcome(blueprint: Blueprint) -> Welcome:
    """What is said once is not said again; a long sentence is no headline."""
    page = next((page for page in blueprint.pages if page.kind is PageKind.LANDING), None)
    title = _headline(page, blueprint)
    told = [*(paragraphs(page.text) if page else []), blueprint.purpose]
    told = [text for text in told if _plain(text) != _plain(title)]
    lead = told[:1] or [""]
    rest = [text for text in told[1:] if text != blueprint.purpose and _plain(text) != _plain(lead[0])]
    return Welcome(title.rstrip("."), lead[0], rest)


def _headline(page: Page | None, blueprint: Blueprint) -> str:
    candidates = [page.title] if page and _plain(page.title) not in {*PLAIN_TITLES, _plain(blueprint.name)} else []
    candidates.append(blueprint.purpose)
    return next((text for text in candidates if len(text) <= HEADLINE_LIMIT), blueprint.name)


def paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n") if part.strip()]


def _plain(text: str) -> str:
    return text.casefold().strip(" .")


def primary(views: list[EntityView], blueprint: Blueprint) -> EntityView | None:
    """What the app is about: what is sold, what people answer to, what can be shown or moves on, or the first."""
    if blueprint.shop:
        return next(view for view in views if view.name == blueprint.shop.product)
    public = [view for view in views if view.rules.read is Who.VISITOR]
    mine = [view for view in views if view.rules.read is not Who.STAFF]
    kept = mine if any(view.private for view in mine) else views  # where nobody has rows of their own, the staff's
    candidates = public or kept
    rich = [view for view in candidates if view.presentation not in _SIDE_SHOWS]
    pool = rich or candidates
    answered = [view for view in pool if any(rows.source.is_reply for rows in incoming(views, view))]
    shown = [view for view in pool if view.image or view.price] if public else []
    moving = [view for view in pool if view.workflow_field] if not public else []
    return next(iter(moving or answered or shown or pool), None)


def shape(blueprint: Blueprint, main: EntityView | None, booked: Booking | None) -> Shape:
    """A back office opens with figures, a diary with choosing, a magazine with articles, a shop with its goods."""
    kit = blueprint.theme.kit
    if main is None or main.rules.read is not Who.VISITOR:
        return "desk"
    if booked and booked.choice and kit is not Kit.EDITORIAL:
        return "booking"
    if (kit is Kit.EDITORIAL or blueprint.domain in _GALLERIES) and main.presentation in _TOLD:
        return "magazine"
    return "catalogue" if main.presentation in _CATALOGUES else "open"


def shelf(views: list[EntityView], main: EntityView) -> Shelf:
    by_name = {view.name: view for view in views}
    for field in main.filters:
        target = by_name.get(field.field.target or "")
        if field.type is T.CHOICE and field is not main.workflow_field:
            return Shelf(bool(main.search_lookups), field, None)
        if field.type is T.RELATION and target and target.rules.read is Who.VISITOR and not main.guards(field):
            return Shelf(bool(main.search_lookups), field, target)
    return Shelf(bool(main.search_lookups), None, None)


def new_label(view: EntityView, t: Any) -> str:
    return agree(view.label, t, "new_named").format(label=within(view.label))


def booking(views: list[EntityView], main: EntityView | None, t: Any) -> Booking | None:
    """What people come to the app to do: a thing of their own that they may add, such as an appointment."""
    theirs = [view for view in views if view is not main and (view.owned or view.rules.create is Who.VISITOR)]
    mine = [view for view in theirs if view.rules.create in {Who.VISITOR, Who.MEMBER}]
    by_kind = {key: set(map(bare, t[key])) for key in ("booking", "bookable")}
    for view in mine:
        words = bare(view.label).split(" ")
        nouns = {words[0], words[-1]}
        if nouns & by_kind["booking"]:
            return _begun(Booking(t["book_now"], view.module), view, views)
        if nouns & by_kind["bookable"]:
            return _begun(Booking(t["book_named"].format(label=within(view.label)), view.module), view, views)
    own = [view for view in mine if view.owned and not view.is_reply]
    hangs = [view for view in own if main and any(field.field.target == main.name for field in view.fields)]
    return next((Booking(new_label(view, t), view.module) for view in hangs if view.kit is not Kit.EDITORIAL), None)


def _begun(made: Booking, view: EntityView, views: list[EntityView]) -> Booking:
    """With the rows to choose from: what the booking points to and everybody may see."""
    by_name = {each.name: each for each in views}
    for field in view.form_fields:
        target = by_name.get(field.field.target or "") if field.type is T.RELATION else None
        if target and target.rules.read is Who.VISITOR:
            return Booking(made.label, made.module, target, field.name)
    return made


def join(views: list[EntityView], t: Any) -> str:
    """Why a visitor would sign up: the tables in which people keep rows of their own."""
    labels = [within(view.plural) for view in views if view.private and view.rules.create is Who.MEMBER][:3]
    if not labels:
        return ""
    last = f" {t['and_word']} ".join(labels[-2:])
    return str(t["join_lead"].format(labels=", ".join([*labels[:-2], last])))


def sections(views: list[EntityView], first: EntityView | None) -> list[EntityView]:
    """What the home page lists: the main entity first, then others that stand on their own."""
    quiet = {Who.STAFF} if first is None or first.rules.read is not Who.VISITOR else {Who.STAFF, Who.OWNER, Who.MEMBER}
    others = [view for view in views if view is not first and view.rules.read not in quiet and not view.is_reply]
    return ([first] if first else []) + others[:3]


def showcase(blueprint: Blueprint, views: list[EntityView], main: EntityView | None, t: Any) -> Showcase | None:
    """A few example rows for the hero of an app whose rows a visitor cannot see."""
    if main is None or main.rules.read is Who.VISITOR:
        return None
    by_name = {view.name: view for view in views}
    rows = [_shown(blueprint, main, by_name, row) for row in blueprint.seed.get(main.name, ())[:4]]
    kept = [row for row in rows if row.title]
    return Showcase(f"{main.plural} · {t['example']}", kept) if kept else None


def _shown(blueprint: Blueprint, view: EntityView, by_name: dict[str, EntityView], row: Any) -> ShowcaseRow:
    """A row by its name, or by what it is about where its name is a day."""
    title = str(row.get(view.entity.display) or "") if view.display.type in TEXTUAL else ""
    about = view.leading_relation or next((field for field in view.fields if field.type is T.RELATION), None)
    if not title and about is not None:
        title = _named(blueprint, by_name[about.field.target or ""], row.get(about.field.name))
    for field in view.columns:
        value = row.get(field.field.name)
        if field.type is T.CHOICE and value:
            label = next((choice.label for choice in field.field.choices if choice.value == value), "")
            return ShowcaseRow(title[:60], label, str(value))
    return ShowcaseRow(title[:60], _note(view, row))


def _named(blueprint: Blueprint, target: EntityView, number: Any) -> str:
    rows = blueprint.seed.get(target.name, ())
    if target.display.type not in TEXTUAL or not isinstance(number, int) or not 0 < number <= len(rows):
        return ""
    return str(rows[number - 1].get(target.entity.display) or "")


def _note(view: EntityView, row: Any) -> str:
    for field in view.columns:
        value = row.get(field.field.name)
        if field.type is T.DATE and value:
            return "/".join(reversed(str(value)[:10].split("-")))
        if field.type in {T.TIME, T.TEXT} and value:
            return str(value)[:24]
    return ""


def offers(blueprint: Blueprint, views: list[EntityView], icon: Callable[[EntityView], str], t: Any) -> list[Offer]:
    texts = {
        Who.VISITOR: "offer_public",
        Who.MEMBER: "offer_member",
        Who.OWNER: "offer_private",
        Who.STAFF: "offer_staff",
    }
    main = [view for view in views if not view.is_reply and view.rules.read is not Who.STAFF]
    found = [Offer(icon(view), view.plural, t[texts[view.rules.read]]) for view in main[:5]]
    if blueprint.shop:
        found.append(Offer("cart", t["offer_shop_title"], t["offer_shop"]))
    if has_accounts(blueprint):
        found.append(Offer("person", t["offer_accounts_title"], t["offer_accounts"]))
    return found
