"""Alive, and ready: each part by its name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
import redis
from django.conf import settings as current
from django.test import Client

from autocrea import health


@pytest.fixture
def server(services: None) -> Iterator[redis.Redis]:
    client = redis.Redis.from_url(current.REDIS_URL)
    yield client
    client.delete(health.WORKER_HEARTBEAT)


@pytest.fixture
def all_well(db: None, server: redis.Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    server.set(health.WORKER_HEARTBEAT, "1", ex=15)
    monkeypatch.setattr(health, "availability", lambda: (True, ""))


def test_alive_needs_nothing(client: Client) -> None:
    """No database fixture: a query would fail."""
    assert client.get("/api/health").json() == {"status": "ok"}


def test_ready_names_every_part(client: Client, all_well: None) -> None:
    answer = client.get("/api/health/ready")
    assert answer.status_code == 200
    assert {name: check["status"] for name, check in answer.json()["checks"].items()} == {
        "postgres": "ok",
        "redis": "ok",
        "worker": "ok",
        "sandbox": "ok",
    }
    assert "no-store" in answer["Cache-Control"]


def test_a_silent_worker_is_told(client: Client, all_well: None, server: redis.Redis) -> None:
    server.delete(health.WORKER_HEARTBEAT)
    answer = client.get("/api/health/ready")
    assert answer.status_code == 503
    assert answer.json()["checks"]["worker"]["status"] == "failed"
    assert answer.json()["checks"]["postgres"]["status"] == "ok"


def test_a_missing_sandbox_is_told_with_its_reason(
    client: Client, all_well: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "availability", lambda: (False, "the bundle is missing"))
    answer = client.get("/api/health/ready")
    assert answer.status_code == 503
    assert answer.json()["checks"]["sandbox"] == {"status": "failed", "detail": "the bundle is missing"}


def test_a_dead_database_is_told_without_its_address(
    client: Client, all_well: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, Any] = {}

    def refuse(**parameters: Any) -> None:
        asked.update(parameters)
        raise psycopg.OperationalError("connection to 10.0.0.7 as secret_user failed")

    with monkeypatch.context() as patch:
        patch.setattr(psycopg, "connect", refuse)
        answer = client.get("/api/health/ready")
    assert answer.status_code == 503
    assert answer.json()["checks"]["postgres"] == {"status": "failed", "detail": "postgres does not answer"}
    assert asked["connect_timeout"] <= 2  # and not through the pool, which waits much longer


def test_a_dead_redis_is_told(client: Client, all_well: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_redis", lambda: redis.Redis(port=1, socket_connect_timeout=1))
    checks = client.get("/api/health/ready").json()["checks"]
    assert checks["redis"]["status"] == checks["worker"]["status"] == "failed"
