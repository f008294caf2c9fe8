"""Redis away or silent: nothing is counted, and nobody is kept out or kept waiting."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from accounts.models import User


@pytest.fixture(params=["away", "silent"])
def redis_url(request: pytest.FixtureRequest) -> Iterator[str]:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        if request.param == "silent":
            server.listen()  # takes connections and never says a word
        yield f"redis://127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture
def without_redis(redis_url: str, settings: Settings) -> None:
    options = {"socket_timeout": 0.2, "socket_connect_timeout": 0.2}
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": redis_url, "OPTIONS": options}}


def test_signing_in_needs_no_redis(without_redis: None, alice: User, client: Client, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip"}
    began = time.monotonic()
    answer = client.post("/login", {"email": "alice@example.com", "password": "correct horse battery"})
    assert (answer.status_code, answer.url) == (302, "/chat")
    assert time.monotonic() - began < 2


def test_what_is_not_there_is_as_if_it_had_never_been(without_redis: None) -> None:
    cache.set("a", 1)
    assert cache.get("a", 7) == 7
    assert cache.add("a", 1)
    assert cache.incr("a") == 1
    assert not cache.delete("a")


def test_the_product_gives_silent_services_little_time(settings: Settings) -> None:
    assert settings.CACHES["default"]["OPTIONS"] == {"socket_timeout": 1, "socket_connect_timeout": 1}
    assert settings.CELERY_BROKER_TRANSPORT_OPTIONS["socket_timeout"] <= 3
