"""Feeds: what people write, shown to the others while they look: chat rooms and walls."""

from __future__ import annotations

from dataclasses import dataclass, replace

from generation.blueprint.schema import FieldType as T
from generation.blueprint.schema import PageKind, Who
from generation.stacks.django import naming
from generation.stacks.django.agreement import agree
from generation.stacks.django.entities import EntityView
from generation.stacks.django.fields import FieldView
from generation.stacks.django.levels import LEVELS
from generation.stacks.django.literals import within
from generation.stacks.django.outcomes import outcomes, without_row
from generation.stacks.django.parts.part import NavLink, Outline, Part
from generation.stacks.protocol import CheckPlan, EntityProbe, FeedProbe, PageProbe


@dataclass(frozen=True)
class FeedView:
    """One feed: the table that is written into and, for rooms, the table of the rooms."""

    title: str
    path: str
    entity: EntityView
    room: EntityView | None
    room_field: str
    new_room: str

    @property
    def name(self) -> str:
        return self.entity.module

    @property
    def body(self) -> FieldView:
        """What is said: the first long text, or the first text at all."""
        texts = [field for kind in (T.LONG_TEXT, T.TEXT) for field in self.entity.fields if field.type is kind]
        return texts[0] if texts else self.entity.display

    @property
    def rest(self) -> list[FieldView]:
        told = (self.body.name, self.room_field)
        return [field for field in self.entity.fields if field.name not in told and not field.is_many]

    @property
    def read(self) -> Who:
        """Who sees the rooms and what is said there."""
        levels = [self.entity.rules.read, *([self.room.rules.read] if self.room else [])]
        return max(levels, key=LEVELS.index)


@dataclass(frozen=True)
class FeedsView:
    feeds: list[FeedView]

    @property
    def names(self) -> list[str]:
        """Classes that the feeds are made of."""
        return [view.name for feed in self.feeds for view in (feed.entity, feed.room) if view]

    @property
    def forms(self) -> list[str]:
        return sorted({feed.entity.module for feed in self.feeds})


class FeedsPart(Part):
    name = "feeds"
    htmx = True

    def view(self, outline: Outline) -> FeedsView | None:
        pages = [page for page in outline.blueprint.pages if page.kind is PageKind.FEED and page.entity]
        found = [_feed(outline, str(page.entity), page.title, page.slug) for page in pages]
        return FeedsView(found) if found else None

    def links(self, outline: Outline) -> list[NavLink]:
        return [
            NavLink(feed.title, f"feeds:{feed.name}", "talk", _open_to(feed), opens=(("read", feed.entity.name),))
            for feed in _feeds(self, outline)
        ]

    def pages(self, outline: Outline) -> list[PageProbe]:
        return [probe for feed in _feeds(self, outline) for probe in _probes(feed)]

    def probes(self, plan: CheckPlan, outline: Outline) -> CheckPlan:
        by_name = {feed.entity.name: feed for feed in _feeds(self, outline)}
        return replace(plan, entities=tuple(_with_feed(probe, by_name.get(probe.entity)) for probe in plan.entities))


def _feeds(part: FeedsPart, outline: Outline) -> list[FeedView]:
    view = part.view(outline)
    return view.feeds if view else []


def _feed(outline: Outline, entity: str, title: str, slug: str) -> FeedView:
    view = outline.by_name[entity]
    rooms = [field for field in view.fields if field.type is T.RELATION and field.required]
    field = rooms[0] if rooms else None
    room = outline.by_name[str(field.field.target)] if field else None
    label = agree(room.label, outline.t, "new_named").format(label=within(room.label)) if room else ""
    return FeedView(title, naming.address(slug.strip("/")), view, room, field.name if field else "", label)


def _open_to(feed: FeedView) -> Who:
    return Who.MEMBER if feed.read is Who.OWNER else feed.read


def _probes(feed: FeedView) -> list[PageProbe]:
    found = [PageProbe(f"/{feed.path}/", without_row(feed.read))]
    if feed.room:
        owner = "owner_id" if feed.room.owned else None
        needed = feed.read if feed.room.rules.read is Who.OWNER else _open_to(feed)
        found.append(PageProbe(f"/{feed.path}/{{pk}}/", outcomes(needed), feed.room.table, owner))
    return found


def _with_feed(probe: EntityProbe, feed: FeedView | None) -> EntityProbe:
    if feed is None:
        return probe
    base = f"/{feed.path}/{{pk}}/" if feed.room else f"/{feed.path}/"
    made = FeedProbe(
        path=base, news_path=f"{base}news/?after={{after}}", room=feed.room_field or None, body=feed.body.name
    )
    return replace(probe, feed=made)
