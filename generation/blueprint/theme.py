"""The look: the domain's, in the colours that the description names."""

from __future__ import annotations

from typing import Any

from generation.blueprint.drafts.draft import EntityDraft
from generation.blueprint.drafts.look import Look
from generation.blueprint.schema import FieldType, Kit, Theme
from generation.blueprint.words.domains import Domain

_PALETTES = (
    ("#0e7490", "#f59e0b"),
    ("#4d7c0f", "#d97706"),
    ("#6d28d9", "#0d9488"),
    ("#b45309", "#0e7490"),
    ("#be185d", "#4338ca"),
)
_PAIRS = ("humanist", "geometric", "technical")


def theme(domain: Domain | None, look: Look, drafts: list[EntityDraft], seed_text: str) -> Theme:
    """Without a domain the palette is taken by the letters of the name, so that two apps do not look the same."""
    turn = sum(map(ord, seed_text))
    values: dict[str, Any] = dict(domain.theme) if domain else _plain(turn, drafts)
    return Theme.model_validate(values | _asked(look))


def _asked(look: Look) -> dict[str, Any]:
    """What the text says; where it names one colour only, the app is in that colour."""
    colours = [colour for colour in (look.primary, *look.whole) if colour]
    primary = colours[0] if colours else look.accent
    accent = look.accent or (colours[1] if len(colours) > 1 else None)
    asked = {"primary": primary, "accent": accent, "background": look.background, "mode": look.mode}
    return {key: value for key, value in asked.items() if value and value != "auto"}


def _plain(turn: int, drafts: list[EntityDraft]) -> dict[str, Any]:
    primary, accent = _PALETTES[turn % len(_PALETTES)]
    if not drafts:
        return {"kit": Kit.ONE_PAGE, "primary": primary, "accent": accent}
    pictures = any(field.type is FieldType.IMAGE for draft in drafts for field in draft.fields)
    kit = Kit.CATALOGUE if pictures else Kit.DESK
    return {"kit": kit, "primary": primary, "accent": accent, "type_pair": _PAIRS[turn % len(_PAIRS)]}
