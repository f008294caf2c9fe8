"""A circuit breaker for Redis: after it failed once, whoever can do without it does not ask again for a while.

One for the whole process, so that a Redis that is away or hangs costs a request one wait and not one for each use.
"""

from __future__ import annotations

import logging
import time
from functools import lru_cache

import redis
from django.conf import settings

OPEN_SECONDS = 2.0
TIMEOUT = 1  # seconds that a silent Redis is given
logger = logging.getLogger(__name__)


class Circuit:
    """Closed: ask. Open: it failed a moment ago."""

    def __init__(self) -> None:
        self._until = 0.0

    def is_open(self) -> bool:
        return time.monotonic() < self._until

    def failed(self, what: str, error: Exception) -> None:
        """Note a failure and leave Redis alone for `OPEN_SECONDS`."""
        self._until = time.monotonic() + OPEN_SECONDS
        logger.warning("%s: redis does not answer: %s", what, error)

    def close(self) -> None:
        self._until = 0.0


circuit = Circuit()


@lru_cache(maxsize=1)
def client() -> redis.Redis:
    """A connection that waits `TIMEOUT` and no longer."""
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT)


def answers(what: str) -> bool:
    """Whether Redis answers now; asks before a client that would wait longer."""
    if circuit.is_open():
        return False
    try:
        return bool(client().ping())
    except redis.RedisError as error:
        circuit.failed(what, error)
        return False
