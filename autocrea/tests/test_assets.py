"""Icons and fonts: what pages ask for is what the build makes."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.template import Context, Template
from django.template.exceptions import TemplateSyntaxError

from autocrea import assets, icons

ROOT = Path(__file__).resolve().parent.parent.parent


def test_every_icon_of_the_templates_is_in_the_sprite() -> None:
    asked = {
        name
        for path in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r'{% icon "([^"]+)"', path.read_text())
    }
    assert asked
    assert not asked - icons.names()


def test_the_build_makes_the_sprite_and_the_fonts(tmp_path: Path) -> None:
    assets.build(tmp_path)
    root = ElementTree.parse(tmp_path / "icons.svg").getroot()
    assert {symbol.get("id") for symbol in root} == icons.names()
    assert all(len(symbol[0]) for symbol in root)
    assert {path.name for path in (tmp_path / "fonts").iterdir()} == set(assets.FONTS)


def test_the_css_asks_for_fonts_that_are_built() -> None:
    asked = re.findall(r'url\("\.\./fonts/([^"]+)"\)', (ROOT / "static/css/tokens.css").read_text())
    assert set(asked) == set(assets.FONTS)


def test_a_name_without_a_drawing_is_told() -> None:
    with pytest.raises(assets.AssetError, match="no-such-icon"):
        assets.sprite(["no-such-icon"])


def test_an_icon_is_hidden_from_screen_readers_and_escaped() -> None:
    drawn = Template('{% icon "x" css %}').render(Context({"css": '"><script>'}))
    assert 'aria-hidden="true"' in drawn
    assert "<script>" not in drawn


def test_an_unknown_icon_is_an_error_at_once() -> None:
    with pytest.raises((LookupError, TemplateSyntaxError)):
        Template('{% icon "nothing" %}').render(Context())


def test_the_lock_names_no_address() -> None:
    assert "http" not in (ROOT / "deno.lock").read_text()
