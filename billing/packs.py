"""What is on sale, as the pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import format_currency, get_currency_precision
from django.conf import settings
from django.utils.translation import get_language

from billing.models import TokenPack


@dataclass(frozen=True)
class Offer:
    slug: str
    tokens: int
    price: str
    each: str  # the price of one token
    apps: int  # how many new apps it pays for
    featured: bool


def on_sale() -> list[Offer]:
    table = settings.TOKEN_PRICES
    app = sum(table[step] for step in ("architecture", "backend", "frontend", "devops", "security"))
    return [
        Offer(
            pack.slug,
            pack.tokens,
            money(pack.amount, pack.currency),
            _each(pack),
            pack.tokens // max(app, 1),
            pack.featured,
        )
        for pack in TokenPack.objects.filter(active=True)
    ]


def money(amount: int, currency: str) -> str:
    """An amount in the smallest unit, as the reader's language writes it."""
    code = currency.upper()
    return format_currency(_whole(amount, code), code, locale=get_language() or "es")


def _each(pack: TokenPack) -> str:
    """With as many digits as it needs, up to a tenth of a cent."""
    each = (_whole(pack.amount, pack.currency.upper()) / pack.tokens).quantize(Decimal("0.001"))
    return format_currency(each, pack.currency.upper(), locale=get_language() or "es", decimal_quantization=False)


def _whole(amount: int, code: str) -> Decimal:
    return Decimal(amount).scaleb(-get_currency_precision(code))
