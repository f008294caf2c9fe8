"""What comes in at the webhook's address: signed, recent and small, or nothing is stored."""

from __future__ import annotations

import io
import json
import time
from typing import Any

import pytest
import stripe
from django.core.management import CommandError, call_command
from django.test import Client
from djstripe.models import WebhookEndpoint, WebhookEventTrigger
from pytest_django.fixtures import Settings

from billing.fake_stripe.courier import sign
from billing.tests import stripe_world

pytestmark = pytest.mark.django_db
SECRET = stripe_world.WEBHOOK_SECRET


@pytest.fixture
def door(settings: Settings) -> str:
    settings.STRIPE_SECRET_KEY = settings.STRIPE_TEST_SECRET_KEY = stripe_world.SECRET_KEY
    settings.STRIPE_WEBHOOK_SECRET = SECRET
    call_command("stripe_webhook", "http://testserver", verbosity=0)
    return f"/api/webhooks/stripe/{WebhookEndpoint.objects.get().djstripe_uuid}/"


def event(**changes: Any) -> str:
    return json.dumps({"id": "evt_1", "object": "event", "type": "ping", "livemode": False, "data": {}, **changes})


def post(door: str, body: str | bytes, **headers: str) -> int:
    return Client().post(door, body, content_type="application/json", headers=headers).status_code


def signature(body: str, *, secret: str = SECRET, age: int = 0) -> str:
    return sign(body, secret, int(time.time()) - age)


@pytest.mark.parametrize(
    "header",
    [
        lambda body: signature(body, secret="whsec_other"),
        lambda body: signature(body + " "),
        lambda body: signature(body, age=1000),
        lambda body: signature(body, age=-1000),
        lambda body: signature(body).replace("v1=", "v0="),
        lambda body: "",
        lambda body: "t=abc,v1=abc",
        lambda body: "nonsense",
        lambda body: "t=1,t=99999999999,v1=" + "0" * 64,
    ],
    ids=["wrong", "of another body", "old", "of the future", "v0", "empty", "no number", "nonsense", "two times"],
)
def test_a_bad_signature_is_refused_and_nothing_is_stored(door: str, header: Any) -> None:
    body = event()
    assert post(door, body, stripe_signature=header(body)) == 400
    assert not WebhookEventTrigger.objects.exists()


def test_without_a_signature_with_other_bytes_and_at_another_address_nothing_is_taken(door: str) -> None:
    assert post(door, event()) == 400
    assert post(door, b"\xff\xfe", stripe_signature=signature("x")) == 400
    body = event(padding="x" * 1_100_000)
    assert post(door, body, stripe_signature=signature(body)) == 400
    other = door.replace(door[-10:-1], "000000000")
    assert post(other, event(), stripe_signature=signature(event())) == 404
    assert Client().get(door).status_code == 405
    assert not WebhookEventTrigger.objects.exists()


def test_the_header_that_replaces_the_secret_is_dropped_even_with_debug(door: str, settings: Settings) -> None:
    settings.DEBUG = True
    body, mine = event(), "whsec_of_an_attacker"
    headers = {"x_djstripe_webhook_secret": mine, "stripe_signature": signature(body, secret=mine)}
    assert post(door, body, **headers) == 400
    assert not WebhookEventTrigger.objects.exists()


def test_a_forged_address_of_the_sender_breaks_nothing(door: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """dj-stripe would store it as it comes, and fail on what is none."""
    monkeypatch.setattr(stripe, "api_base", "http://127.0.0.1:9")
    body = "{}"
    assert post(door, body, stripe_signature=signature(body), x_forwarded_for="<script>") == 400  # no event
    assert WebhookEventTrigger.objects.get().remote_ip == "127.0.0.1"


def test_the_command_keeps_the_address_and_renews_the_secret(door: str, settings: Settings) -> None:
    settings.STRIPE_WEBHOOK_SECRET = "whsec_new"
    call_command("stripe_webhook", "https://app.example.org", verbosity=0)
    row = WebhookEndpoint.objects.get()
    assert row.secret == "whsec_new"
    assert row.url == f"https://app.example.org{door}"


def test_the_command_takes_the_sites_own_origin(door: str, settings: Settings) -> None:
    settings.SITE_ORIGINS = ["https://own.example.org"]
    call_command("stripe_webhook", verbosity=0)
    assert WebhookEndpoint.objects.get().url == f"https://own.example.org{door}"


@pytest.mark.parametrize(
    "origin",
    [
        "app.example.org", "https://app.example.org/path", "https://app.example.org?x=1", "https://app.example.org#x",
        "https://app.example.org:port", "https://me:secret@app.example.org", "https://[::1", "ftp://x", "", None,
    ],
)  # fmt: skip
def test_the_command_refuses_what_is_no_origin(door: str, origin: str) -> None:
    with pytest.raises(CommandError, match="origin"):
        call_command("stripe_webhook", origin)


def test_before_there_is_a_secret_the_address_is_told_and_takes_nothing(door: str, settings: Settings) -> None:
    settings.STRIPE_WEBHOOK_SECRET = ""
    said, warned = io.StringIO(), io.StringIO()
    call_command("stripe_webhook", "https://app.example.org", stdout=said, stderr=warned)
    assert said.getvalue().strip().endswith(door)
    assert "STRIPE_WEBHOOK_SECRET" in warned.getvalue()
    body = event()
    assert post(door, body, stripe_signature=signature(body, secret="")) == 400
    assert not WebhookEventTrigger.objects.exists()


def test_the_command_refuses_what_is_no_secret(settings: Settings) -> None:
    settings.STRIPE_WEBHOOK_SECRET = "sk_test_something"
    with pytest.raises(CommandError, match="STRIPE_WEBHOOK_SECRET"):
        call_command("stripe_webhook", "https://app.example.org")


@pytest.mark.parametrize(
    "form", [{}, {"content_type": "application/x-www-form-urlencoded"}], ids=["parts", "urlencoded"]
)
def test_a_form_is_no_message(door: str, form: dict[str, str]) -> None:
    sent: Any = "a=b" if form else {"a": "b"}
    answer = Client().post(door, sent, headers={"stripe-signature": signature("a=b")}, **form)
    assert (answer.status_code, answer.content) == (400, b"not JSON")
