"""A word to the sockets of a group that there is something new to read. It may be lost: nobody relies on it."""

from __future__ import annotations

import logging
import threading
import time
from functools import lru_cache
from typing import Any

import redis
from channels.layers import get_channel_layer
from django.conf import settings

logger = logging.getLogger(__name__)
QUIET_SECONDS = 2.0  # after a failed poke; the rows are there whatever happens


class _Quiet:
    """Keeps a dead Redis from costing every poke a connection attempt."""

    def __init__(self) -> None:
        self._until = 0.0
        self._lock = threading.Lock()

    def now(self) -> bool:
        return time.monotonic() < self._until

    def start(self) -> None:
        with self._lock:
            self._until = time.monotonic() + QUIET_SECONDS


_quiet = _Quiet()


@lru_cache(maxsize=1)
def _client() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)


def send(group: str, message: dict[str, Any]) -> None:
    """Publish in the channel layer's own format, without an event loop. A lost poke is no failure."""
    if _quiet.now():
        return
    layer: Any = get_channel_layer()
    configured: Any = settings.CHANNEL_LAYERS["default"]
    prefix = configured.get("CONFIG", {}).get("prefix", "asgi")
    try:
        _client().publish(f"{prefix}__group__{group}", layer.serialize(message))
    except redis.RedisError as error:
        _quiet.start()
        logger.warning("could not poke %s: %s", group, error)
