"""Is the product alive, and is everything it needs there? Each part is named; secrets and addresses never are."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache

import psycopg
import redis
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from generation.sandbox.installed import availability

WORKER_HEARTBEAT = "autocrea:worker:heartbeat"  # a Redis key with an expiry, set by every living worker
log = logging.getLogger(__name__)


class Unready(Exception):
    """A part is missing; the message is for people."""


@require_safe
@never_cache
def alive(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    checks = {name: _result(name, probe) for name, probe in PROBES.items()}
    healthy = all(check["status"] == "ok" for check in checks.values())
    return JsonResponse({"status": "ok" if healthy else "unready", "checks": checks}, status=200 if healthy else 503)


def _result(name: str, probe: Callable[[], None]) -> dict[str, str]:
    try:
        probe()
    except Unready as reason:
        return {"status": "failed", "detail": str(reason)}
    except Exception as error:
        log.warning("health: %s: %s", name, error)
        return {"status": "failed", "detail": f"{name} does not answer"}
    return {"status": "ok"}


def postgres() -> None:
    """On a connection of its own: who asks wants an answer now, the pool would wait for one."""
    parameters = {**connection.get_connection_params(), "connect_timeout": 2}
    with psycopg.connect(**parameters) as database:
        database.execute("SELECT 1")


def redis_server() -> None:
    _redis().ping()


def worker() -> None:
    if not _redis().exists(WORKER_HEARTBEAT):
        raise Unready("no worker has reported in the last seconds")


def sandbox_runtime() -> None:
    works, reason = availability()
    if not works:
        raise Unready(reason)


@cache
def _redis() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2)


PROBES = {"postgres": postgres, "redis": redis_server, "worker": worker, "sandbox": sandbox_runtime}
