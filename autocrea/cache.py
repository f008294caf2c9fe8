"""The cache, which nothing may depend on: it counts attempts, and without Redis nothing is counted.

So nobody is kept from signing in by a Redis that is away or hangs. After a failure it is left alone for a while.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import redis
from django.core.cache.backends.redis import RedisCache

from autocrea.circuit import circuit


class ForgivingCache(RedisCache):
    def add(self, *args: Any, **options: Any) -> Any:
        return self._tried(super().add, True, *args, **options)  # as if it was not there: locks are had

    def get(self, key: Any, default: Any = None, version: Any = None) -> Any:
        return self._tried(super().get, default, key, default, version)

    def set(self, *args: Any, **options: Any) -> None:
        self._tried(super().set, None, *args, **options)

    def delete(self, *args: Any, **options: Any) -> Any:
        return self._tried(super().delete, False, *args, **options)

    def incr(self, key: Any, delta: int = 1, version: Any = None) -> Any:
        return self._tried(super().incr, delta, key, delta, version)

    def _tried(self, call: Callable[..., Any], otherwise: Any, *args: Any, **options: Any) -> Any:
        if circuit.is_open():
            return otherwise
        try:
            return call(*args, **options)
        except (redis.ConnectionError, redis.TimeoutError) as error:
            circuit.failed("cache", error)
            return otherwise
