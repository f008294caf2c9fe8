"""A Stripe key that cannot work, or may not be used here, stops the start and is never repeated."""

from __future__ import annotations

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from pytest_django.fixtures import Settings

from billing import keys

TEST, LIVE = "sk_test_" + "a" * 24, "rk_live_" + "a" * 24


@pytest.mark.parametrize(
    "key", ["sk_test_short", "pk_test_" + "a" * 24, "a" * 40, TEST + "-", f" {TEST}", "sk_prod_" + "a" * 24]
)
def test_a_malformed_key_is_refused_without_repeating_it(key: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        keys.is_live(key, debug=False)
    assert key.strip() not in str(refused.value)


def test_a_live_key_is_for_production_only() -> None:
    assert keys.is_live(LIVE, debug=False)
    with pytest.raises(ImproperlyConfigured, match="DEBUG"):
        keys.is_live(LIVE, debug=True)


def test_test_keys_and_none_at_all_move_no_money() -> None:
    assert not keys.is_live(TEST, debug=False)
    assert not keys.is_live("", debug=False)


@pytest.mark.parametrize(
    ("host", "key"),
    [
        ("http://127.0.0.1:8055", LIVE),
        ("http://stripe.example.org", TEST),
        ("127.0.0.1:8055", TEST),
        ("http://127.0.0.1/v1", TEST),
        ("ftp://127.0.0.1", TEST),
        ("http://[::1", TEST),
        ("http://127.0.0.1:port", TEST),
        ("http://127.0.0.1:99999", TEST),
        ("http://127.0.0.1#x", TEST),
        ("https://me:password@stripe.example.org", TEST),
    ],
)
def test_a_host_that_must_not_get_the_key_is_refused(host: str, key: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="STRIPE_API_HOST") as refused:
        keys.checked_host(host, key)
    assert "password" not in str(refused.value)


def test_a_host_on_this_machine_or_by_https_is_taken() -> None:
    assert keys.checked_host("http://127.0.0.1:8055/", TEST) == "http://127.0.0.1:8055"
    assert keys.checked_host("https://stripe.example.org", TEST)
    assert keys.checked_host("", LIVE) == ""


def test_a_key_without_a_webhook_secret_is_told_by_the_check(settings: Settings) -> None:
    settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = TEST, ""
    assert [message.id for message in run_checks(tags=["billing"])] == ["billing.W001"]
    settings.STRIPE_WEBHOOK_SECRET = "whsec_x"
    assert run_checks(tags=["billing"]) == []
    settings.STRIPE_SECRET_KEY = settings.STRIPE_WEBHOOK_SECRET = ""
    assert run_checks(tags=["billing"]) == []
