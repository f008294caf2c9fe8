"""Which Stripe key may be used, checked when the settings are read.

A malformed key passes every check of dj-stripe and then fails each webhook, with the whole key in the stored error.
"""

from __future__ import annotations

import re

from django.core.exceptions import ImproperlyConfigured

from autocrea.environment import origin_parts

SECRET_KEY = re.compile(r"(?:sk|rk)_(test|live)_[A-Za-z0-9]{24,}")
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def is_live(key: str, *, debug: bool) -> bool:
    """Whether the key moves real money. Raises ImproperlyConfigured, which never repeats the key."""
    if not key:
        return False
    found = SECRET_KEY.fullmatch(key)
    if not found:
        raise ImproperlyConfigured(
            "STRIPE_SECRET_KEY is not a secret key: it begins with sk_test_, sk_live_, rk_test_ or rk_live_ "
            "and at least 24 letters and digits follow"
        )
    if found[1] == "live" and debug:
        raise ImproperlyConfigured(
            "STRIPE_SECRET_KEY is a live key and DEBUG is on: use a test key, or set DEBUG=False in production"
        )
    return found[1] == "live"


def checked_host(host: str, key: str) -> str:
    """Where Stripe's API is looked for instead of at Stripe.

    Raises ImproperlyConfigured: a live key goes to Stripe only, and any key goes to another machine only encrypted.
    """
    if not host:
        return ""
    parts = origin_parts(host)
    if not parts:
        raise ImproperlyConfigured("STRIPE_API_HOST is not an origin: write it like http://127.0.0.1:8055")
    if "_live_" in key[:8]:
        raise ImproperlyConfigured("STRIPE_API_HOST is set with a live key: a live key goes to Stripe only")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise ImproperlyConfigured(f"STRIPE_API_HOST={host!r}: a key leaves this machine only by https")
    return host.rstrip("/")
