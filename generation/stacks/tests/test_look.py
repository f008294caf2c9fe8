"""Colours stay readable whatever the description asks for."""

from __future__ import annotations

import itertools
import random

import pytest

from generation.blueprint.schema import Kit, Theme
from generation.stacks.django.contrast import mix, ratio, readable, text_on
from generation.stacks.django.theme import Palette, look

COLOURS = ["#ffff00", "#ffffff", "#000000", "#ff0000", "#0e7490", "#f59e0b", "#7f7f7f", "#00ff00", "#1e1b4b", "#ffc0cb"]
GROUNDS = ("page", "surface", "raised")
TINTS = ("primary", "accent", "danger", "success", "warning")
TEXTS = ("ink", "muted", "primary_ink", "accent_ink", "danger", "success")


def _weak_pairs(palette: Palette) -> list[tuple[str, str, float]]:
    pairs = [(text, ground) for text in TEXTS for ground in GROUNDS]
    pairs += [("on_primary", "primary"), ("primary_ink", "primary_soft"), ("accent_ink", "accent_soft")]
    pairs += [("danger", "danger_soft"), ("success", "success_soft"), ("surface", "danger")]
    pairs += [("warning", "warning_soft"), *(("muted", f"{tint}_soft") for tint in TINTS)]
    found = [(text, ground, ratio(getattr(palette, text), getattr(palette, ground))) for text, ground in pairs]
    return [pair for pair in found if pair[2] < 4.5]


@pytest.mark.parametrize("kit", list(Kit))
def test_every_pair_of_colours_can_be_read(kit: Kit) -> None:
    for primary, accent in itertools.product(COLOURS, COLOURS[:4]):
        made = look(Theme(kit=kit, primary=primary, accent=accent), "App")
        assert _weak_pairs(made.light) == [], (primary, accent)
        assert _weak_pairs(made.dark) == [], (primary, accent)


def test_a_background_of_the_description_is_kept_and_stays_readable() -> None:
    dice = random.Random(7)
    for _ in range(60):
        primary, background = (f"#{dice.randrange(1 << 24):06x}" for _ in range(2))
        pale = mix(background, "#ffffff", 0.85)
        dark = mix(background, "#000000", 0.85)
        light = look(Theme(primary=primary, background=pale), "App")
        assert light.light.page == pale
        assert _weak_pairs(light.light) == [], (primary, pale)
        night = look(Theme(primary=primary, background=dark), "App")
        assert (night.dark.page, night.mode) == (dark, "dark")
        assert _weak_pairs(night.dark) == [], (primary, dark)


def test_contrast_is_that_of_the_standard() -> None:
    assert round(ratio("#000000", "#ffffff"), 2) == 21.0
    assert round(ratio("#777777", "#ffffff"), 2) == 4.48
    assert text_on("#000000") == "#ffffff"
    assert ratio(readable("#ffff00", "#ffffff"), "#ffffff") >= 4.5
