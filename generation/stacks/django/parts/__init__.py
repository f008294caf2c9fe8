"""The parts an app may have beside its tables, in the order of its navigation."""

from __future__ import annotations

from generation.stacks.django.parts.agenda import AgendaPart
from generation.stacks.django.parts.charges import ChargesPart
from generation.stacks.django.parts.favourites import FavouritesPart
from generation.stacks.django.parts.feeds import FeedsPart
from generation.stacks.django.parts.figures import FiguresPart
from generation.stacks.django.parts.games import GamesPart
from generation.stacks.django.parts.geography import GeographyPart
from generation.stacks.django.parts.landing import LandingPart
from generation.stacks.django.parts.moderation import ModerationPart
from generation.stacks.django.parts.newsletter import NewsletterPart
from generation.stacks.django.parts.notices import NoticesPart
from generation.stacks.django.parts.part import NavLink, Outline, Part
from generation.stacks.django.parts.shop import ShopPart
from generation.stacks.django.parts.team import TeamPart
from generation.stacks.django.parts.tools import ToolsPart
from generation.stacks.django.parts.uploads import UploadsPart

PARTS: tuple[Part, ...] = (
    FiguresPart(),
    ShopPart(),
    ChargesPart(),
    AgendaPart(),
    GeographyPart(),
    FeedsPart(),
    LandingPart(),
    ToolsPart(),
    GamesPart(),
    FavouritesPart(),
    UploadsPart(),
    ModerationPart(),
    NoticesPart(),
    NewsletterPart(),
    TeamPart(),
)


def wanted(outline: Outline) -> list[Part]:
    """The parts this app has."""
    return [part for part in PARTS if part.view(outline) is not None]


__all__ = ["PARTS", "NavLink", "Outline", "Part", "wanted"]
