"""One breaker for the whole process: a silent Redis costs a single wait, and is asked again later."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from pytest_django import Settings

from autocrea import circuit, pokes
from generation.pipeline import hints


@pytest.fixture
def asked(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """A server that takes connections and never says a word, in Redis' place."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.setblocking(False)
        settings.REDIS_URL = f"redis://127.0.0.1:{server.getsockname()[1]}"
        options = {"socket_timeout": 0.2, "socket_connect_timeout": 0.2}
        settings.CACHES = {
            "default": {**settings.CACHES["default"], "LOCATION": settings.REDIS_URL, "OPTIONS": options}
        }
        monkeypatch.setattr(circuit, "TIMEOUT", 0.2)
        circuit.client.cache_clear()
        yield server
    circuit.client.cache_clear()


def connections(server: socket.socket) -> int:
    found = 0
    while True:
        try:
            server.accept()[0].close()
        except BlockingIOError:
            return found
        found += 1


def test_whoever_finds_redis_silent_spares_the_others_the_wait(
    asked: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hints.app, "send_task", lambda *_, **__: pytest.fail("the broker was asked"))
    assert not hints.send(1)
    first = connections(asked)
    assert first >= 1
    pokes.send("run", {"type": "run.poke"})
    assert cache.get("a", 7) == 7
    assert not hints.send(2)
    assert connections(asked) == 0


def test_after_a_while_it_is_asked_again(asked: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(circuit, "OPEN_SECONDS", 0.05)
    assert cache.get("a", 7) == 7
    assert connections(asked) >= 1
    time.sleep(0.06)
    assert cache.get("a", 7) == 7
    assert connections(asked) >= 1
