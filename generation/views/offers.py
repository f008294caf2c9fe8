"""The quote as the card shows it: the pipeline's figures with the names a person reads."""

from __future__ import annotations

import math
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from billing.context import balance
from generation.blueprint.schema import Feature, Unmet
from generation.engine.names import BUILTIN, configured_order
from generation.models import Engine
from generation.pipeline import cancelling, model_budget, quoting, steps
from generation.pipeline.quoting import Quote
from generation.pipeline.work import ARCHITECTURE

Words = str | Promise
FREE: dict[str, Words] = {
    "verification": _("checking"),
    "repair": _("repairs"),
    "preview": _("preview"),
    "restore": _("going back to a version"),
    "download": _("download"),
}
FEATURES: dict[Feature, Words] = {
    Feature.ACCOUNTS: _("accounts"),
    Feature.ADMIN: _("admin panel"),
    Feature.PAYMENTS: _("payments"),
    Feature.SEARCH: _("search"),
    Feature.FILTERS: _("filters"),
    Feature.COMMENTS: _("comments"),
    Feature.RATINGS: _("ratings"),
    Feature.FAVOURITES: _("favourites"),
    Feature.UPLOADS: _("uploads"),
    Feature.EXPORT_CSV: _("CSV export"),
    Feature.CHARTS: _("charts"),
    Feature.NOTIFICATIONS: _("notifications"),
    Feature.NEWSLETTER: _("newsletter"),
    Feature.I18N: _("several languages"),
}


@dataclass(frozen=True)
class Choice:
    """An engine a person may choose, unless it has done its work for today."""

    name: str
    title: Words
    rests: bool = False


def engines(person: int) -> list[Choice]:
    """The engines there are, the best first; none when there is nothing to choose."""
    titles = dict(Engine.choices)
    names = configured_order()
    if len(names) < 2:
        return []
    done = model_budget.is_used_up(person)
    return [Choice(name, titles[name], done and name != BUILTIN) for name in names]


@dataclass(frozen=True)
class Line:
    title: Words
    price: int


@dataclass(frozen=True)
class Offer:
    """Everything the card shows."""

    cap: int
    fit: str
    lines: tuple[Line, ...]
    entities: tuple[str, ...]
    pages: tuple[str, ...]
    features: tuple[Words, ...]
    free: tuple[Words, ...]
    expected_seconds: int | None
    engine: str
    most_minutes: int
    unmet: tuple[Unmet, ...]
    not_understood: tuple[str, ...]
    assumptions: tuple[str, ...] = ()
    model_rests: bool = False  # the chosen engine has done its work for today
    kept_on_cancel: int = 0  # tokens that a cancelled run costs, once its plan is made


def of(quote: Quote, *, model_rests: bool = False, kept_on_cancel: int = 0) -> Offer:
    blueprint = quote.blueprint
    return Offer(
        cap=quote.cap,
        fit=str(quote.fit),
        lines=tuple(Line(steps.TITLES.get(key, key), price) for key, price in quote.lines),
        entities=tuple(entity.label_plural for entity in blueprint.entities),
        pages=tuple(page.title for page in blueprint.pages),
        features=tuple(FEATURES[feature] for feature in blueprint.features),
        free=tuple(FREE.get(key, key) for key in quote.free),
        expected_seconds=quote.expected_seconds,
        engine=quote.engine,
        most_minutes=math.ceil(settings.RUN_DEADLINE_SECONDS / 60),
        unmet=quote.unmet,
        not_understood=quote.not_understood,
        assumptions=quote.blueprint.assumptions,
        model_rests=model_rests,
        kept_on_cancel=kept_on_cancel,
    )


def kept_on_cancel(person: int) -> int:
    """What is charged when a run that begins now is cancelled: nothing, unless many were."""
    return quoting.prices()[ARCHITECTURE] if cancelling.is_worn_out(person) else 0


def app_price() -> int:
    """What a whole app costs at most, before anything was written."""
    return sum(quoting.prices().values())


def missing(request: HttpRequest, price: int) -> int | None:
    """What the person has, when that is less than the price; None when it is enough."""
    mine = balance(request)["balance"]()
    available = mine.available if mine else 0
    return available if available < price else None
