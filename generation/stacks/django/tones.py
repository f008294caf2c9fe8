"""Colours of charts: six hues from the theme's own, each standing out from the ground it is drawn on."""

from __future__ import annotations

import colorsys

from generation.blueprint.schema import Theme

from .contrast import parse, readable, write
from .theme import Palette, look

LEAST = 3.0  # WCAG 1.4.11: what a drawing is understood by
TURNS = (0.0, 0.09, 0.42)  # of the colour wheel, from the primary and from the accent
SATURATION = (0.35, 0.85)


def tones(theme: Theme, name: str) -> tuple[list[str], list[str]]:
    """For light and for dark ground."""
    both = look(theme, name)
    first = both.dark if both.mode == "dark" else both.light
    return _tones(theme, first), _tones(theme, both.dark)


def _tones(theme: Theme, palette: Palette) -> list[str]:
    hues = [turned for turn in TURNS for turned in (_turned(theme.primary, turn), _turned(theme.accent, turn))]
    return [readable(hue, palette.surface, palette.page, least=LEAST) for hue in hues]


def _turned(colour: str, turn: float) -> str:
    """The same colour further round the wheel; a grey gets a little of its new hue."""
    if not turn:
        return colour
    hue, light, saturation = colorsys.rgb_to_hls(*parse(colour))
    least, most = SATURATION
    return write(colorsys.hls_to_rgb((hue + turn) % 1, min(0.6, max(0.35, light)), min(most, max(least, saturation))))
