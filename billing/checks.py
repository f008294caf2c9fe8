"""What `manage.py check` says of a shop that would lose messages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning


def webhook_secret(**_: Any) -> list[CheckMessage]:
    if not settings.STRIPE_SECRET_KEY or settings.STRIPE_WEBHOOK_SECRET:
        return []
    return [
        Warning(
            "STRIPE_SECRET_KEY is set and STRIPE_WEBHOOK_SECRET is not: refunds and disputes are never heard of.",
            hint="`manage.py stripe_webhook` prints the address for Stripe's dashboard, which gives the secret.",
            id="billing.W001",
        )
    ]
