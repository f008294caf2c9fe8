from __future__ import annotations

from collections.abc import Iterator

import pytest
import stripe as sdk
from django.core.management import call_command
from django.test import Client
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from billing.fake_stripe.server import FakeStripe
from billing.tests import stripe_world
from billing.tests.stripe_world import World


@pytest.fixture
def as_alice(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


@pytest.fixture
def world(
    live_server: LiveServer, transactional_db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[World]:
    settings.STRIPE_SECRET_KEY = settings.STRIPE_TEST_SECRET_KEY = stripe_world.SECRET_KEY
    settings.STRIPE_WEBHOOK_SECRET = stripe_world.WEBHOOK_SECRET
    call_command("stripe_webhook", live_server.url, verbosity=0)
    with FakeStripe(webhook_secret=stripe_world.WEBHOOK_SECRET) as stripe:
        monkeypatch.setattr(sdk, "api_base", stripe.url)
        made = World(stripe, live_server.url)
        stripe.switches.webhook_url = made.webhook
        stripe.switches.first_pause = 0.05
        yield made
