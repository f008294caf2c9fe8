"""The parts an app may have beside its tables, in the order of its navigation."""

from __future__ import annotations

from generation.stacks.django.parts.agenda import AgendaPart
from generation.stacks.django.parts.part import NavLink, Outline, Part
from generation.stacks.django.parts.shop import ShopPart
from generation.stacks.django.parts.tools import ToolsPart

PARTS: tuple[Part, ...] = (ShopPart(), AgendaPart(), ToolsPart())


def wanted(outline: Outline) -> list[Part]:
    """The parts this app has."""
    return [part for part in PARTS if part.view(outline) is not None]


__all__ = ["PARTS", "NavLink", "Outline", "Part", "wanted"]
