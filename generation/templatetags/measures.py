"""Numbers with their unit, in the reader's language: "2,4 s", "10 tokens"."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()


@register.filter
def seconds(value: float | None) -> str:
    """A duration: milliseconds below 0.1 s, one decimal below 10 s, minutes from 60 s. Whole numbers stay whole."""
    if value is None:
        return ""
    if value < 0.1 and not isinstance(value, int):
        return f"{round(value * 1000)} ms"
    if value < 10 and not isinstance(value, int):
        return f"{number_format(value, decimal_pos=1)} s"
    whole = round(value)
    return f"{whole // 60} min {whole % 60:02d} s" if whole >= 60 else f"{whole} s"


@register.filter
def tokens(count: int) -> str:
    return ngettext("%(count)s token", "%(count)s tokens", count) % {"count": number_format(count, force_grouping=True)}


@register.filter
def since(start: datetime | None) -> int:
    """Whole seconds since then: the first paint of a clock that the page carries on."""
    return max(int((timezone.now() - start).total_seconds()), 0) if start else 0


@register.filter
def named(names: list[str] | tuple[str, ...], most: int = 6) -> str:
    """ "A, B, C and 2 more"."""
    shown = ", ".join(names[:most])
    rest = len(names) - most
    return _("%(names)s and %(count)d more") % {"names": shown, "count": rest} if rest > 0 else shown
