"""The look of one app: a theme's few tokens made into palettes, type and measures, every pair of colours readable."""

from __future__ import annotations

from dataclasses import dataclass

from generation.blueprint.schema import Kit, Theme

from .contrast import luminance, mix, readable, shade, text_on
from .marks import mark
from .typefaces import PAIRS, Typeface

# layout of the page around the content
SIDE_KITS = frozenset({Kit.DESK, Kit.BOARD, Kit.DASHBOARD, Kit.CALENDAR})

# kit → (light page, share of the primary hue in it, light surface)
_GROUNDS = {
    Kit.EDITORIAL: ("#fbfaf7", 0.02, "#ffffff"),
    Kit.CATALOGUE: ("#ffffff", 0.03, "#ffffff"),
    Kit.DESK: ("#f6f7f9", 0.03, "#ffffff"),
    Kit.CALENDAR: ("#fbfbfc", 0.025, "#ffffff"),
    Kit.BOARD: ("#f4f5f7", 0.03, "#ffffff"),
    Kit.DASHBOARD: ("#f5f7f9", 0.025, "#ffffff"),
    Kit.ONE_PAGE: ("#ffffff", 0.0, "#ffffff"),
    Kit.API: ("#f7f8fa", 0.02, "#ffffff"),
}
_RADIUS = {"sharp": ("2px", "3px", 2), "soft": ("8px", "12px", 8), "round": ("999px", "22px", 16)}


@dataclass(frozen=True)
class Palette:
    page: str
    surface: str
    raised: str
    line: str
    edge: str  # borders of controls: 3 : 1 against the surface
    ink: str
    muted: str
    primary: str
    primary_hover: str
    on_primary: str
    primary_ink: str
    primary_soft: str
    accent: str
    accent_ink: str
    accent_soft: str
    danger: str
    danger_soft: str
    success: str
    success_soft: str
    warning: str
    warning_soft: str


@dataclass(frozen=True)
class Look:
    """Everything the style sheet is rendered from."""

    light: Palette
    dark: Palette
    mode: str
    heading_font: str
    body_font: str
    heading_weight: str
    heading_spacing: str
    faces: tuple[Typeface, ...]
    radius: str
    radius_large: str
    mark_radius: int
    mark_path: str
    compact: bool

    @property
    def color_scheme(self) -> str:
        return {"auto": "light dark", "light": "light", "dark": "dark"}[self.mode]


def look(theme: Theme, name: str, domain: str = "") -> Look:
    pair = PAIRS[theme.type_pair]
    radius, large, corner = _RADIUS[theme.radius]
    given = theme.background
    is_dark = given is not None and luminance(given) < 0.18
    page, tint, surface = _GROUNDS[theme.kit]
    light_page = given if given and not is_dark else mix(page, theme.primary, tint)
    dark_page = given if given and is_dark else mix(shade(theme.primary, 0.07, 0.35), "#0a0b0e", 0.45)
    return Look(
        light=_light(theme, light_page, surface),
        dark=_dark(theme, dark_page),
        mode="dark" if is_dark and theme.mode == "auto" else theme.mode,
        heading_font=pair.heading,
        body_font=pair.body,
        heading_weight=pair.weight,
        heading_spacing=pair.spacing,
        faces=pair.faces,
        radius=radius,
        radius_large=large,
        mark_radius=corner,
        mark_path=mark(name, domain),
        compact=theme.density == "compact",
    )


def _light(theme: Theme, page: str, surface: str) -> Palette:
    surface = mix(page, "#ffffff", 0.75) if theme.background else surface
    return _palette(theme, page, surface, mix(page, theme.primary, 0.06), ink=shade(theme.primary, 0.11, 0.35))


def _dark(theme: Theme, page: str) -> Palette:
    surface = mix(page, "#ffffff", 0.05)
    return _palette(theme, page, surface, mix(page, "#ffffff", 0.1), ink=mix("#f2f4f7", theme.primary, 0.05))


def _palette(theme: Theme, page: str, surface: str, raised: str, *, ink: str) -> Palette:
    grounds = (surface, page, raised)
    strong = readable(ink, *grounds, least=9)
    primary = readable(theme.primary, page, surface, least=3)
    on_primary = text_on(primary)
    primary = readable(primary, on_primary)
    primary_soft, accent_soft = mix(surface, theme.primary, 0.12), mix(surface, theme.accent, 0.16)
    danger, success, warning = "#c8102e", "#0f7b45", "#b45309"
    danger_soft, success_soft = mix(surface, danger, 0.12), mix(surface, success, 0.14)
    warning_soft = mix(surface, "#f59e0b", 0.16)
    softs = (primary_soft, accent_soft, danger_soft, success_soft, warning_soft)  # rows are tinted with them
    return Palette(
        page=page,
        surface=surface,
        raised=raised,
        line=mix(surface, strong, 0.13),
        edge=readable(mix(surface, strong, 0.4), surface, page, least=3),
        ink=strong,
        muted=readable(mix(strong, page, 0.38), *grounds, *softs, least=4.6),
        primary=primary,
        primary_hover=mix(primary, "#000000" if on_primary == "#ffffff" else "#ffffff", 0.14),
        on_primary=on_primary,
        primary_ink=readable(theme.primary, *grounds, primary_soft),
        primary_soft=primary_soft,
        accent=theme.accent,
        accent_ink=readable(theme.accent, *grounds, accent_soft),
        accent_soft=accent_soft,
        danger=readable(danger, *grounds, danger_soft),
        danger_soft=danger_soft,
        success=readable(success, *grounds, success_soft),
        success_soft=success_soft,
        warning=readable(warning, *grounds, warning_soft),
        warning_soft=warning_soft,
    )
