"""`{% icon "name" %}`: one symbol of the sprite that `python -m autocrea.assets` builds. A builtin of every template.

Icons are decoration: the word stands beside them, or the control carries a label of its own.
"""

from __future__ import annotations

from functools import cache

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

SPRITE = "icons.svg"
register = template.Library()


@cache
def names() -> frozenset[str]:
    """The icons of the sprite: one a line in static/icons/names.txt."""
    lines = (settings.BASE_DIR / "static" / "icons" / "names.txt").read_text().splitlines()
    return frozenset(line.strip() for line in lines if line.strip())


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """Raises LookupError for a name that the sprite does not hold."""
    if name not in names():
        raise LookupError(f"icon {name!r}: add it to static/icons/names.txt")
    classes = f"icon {css}".strip()
    address = f"{static(SPRITE)}#{name}"
    return format_html('<svg class="{}" aria-hidden="true" focusable="false"><use href="{}"/></svg>', classes, address)
