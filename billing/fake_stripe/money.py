"""Amounts in the smallest unit, as people write them."""

from __future__ import annotations

ZERO_DECIMAL = frozenset(
    ["bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "ugx", "vnd", "vuv", "xaf", "xof", "xpf"]
)
SIGNS = {"eur": "€", "usd": "$", "gbp": "£", "jpy": "¥"}


def written(amount: int, currency: str, language: str) -> str:
    """1250 eur: `12,50 €` in Spanish, `€12.50` in English."""
    number = f"{amount:,}" if currency in ZERO_DECIMAL else f"{amount / 100:,.2f}"
    sign = SIGNS.get(currency, currency.upper())
    if language == "es":
        return number.translate(str.maketrans(",.", ".,")) + f" {sign}"
    return f"{sign}{number}" if currency in SIGNS else f"{number} {sign}"


def smallest(text: str, currency: str) -> int:
    """What somebody wrote in a form, `12,50` or `12.50`, in the smallest unit. Raises ValueError."""
    scale = 1 if currency in ZERO_DECIMAL else 100
    return round(float(text.strip().replace(",", ".")) * scale)
