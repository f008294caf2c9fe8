"""A circuit breaker per model, shared through Redis: one that keeps failing is left alone by every worker for a while.

Counts within a window: open when it failed `FAILURES` times and more often than it answered. After a rest one failure
is enough to open it again. Without Redis each process counts for itself; nothing here ever fails a call by itself.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import threading
import time
from collections.abc import Callable
from typing import TypeVar

import redis

from autocrea.circuit import circuit, client
from generation.engine.errors import ModelResting

FAILURES = 3
WINDOW = 30  # seconds
REST = 30
WARY = 300  # how long after a rest the next failure opens it at once
logger = logging.getLogger(__name__)
T = TypeVar("T")


class Breaker:
    """Of one model: the same identity in another process is the same breaker."""

    def __init__(self, identity: str) -> None:
        digest = hashlib.sha256(identity.encode()).hexdigest()[:24]  # an address may carry a key
        self._key = f"autocrea:engine:{digest}"

    async def check(self) -> None:
        """Raises ModelResting while it is open."""
        left = await self._shared(lambda: _milliseconds(client().pttl(f"{self._key}:open")) / 1000, self._local.rests)
        if left > 0:
            raise ModelResting(f"the model failed too often; left alone for {left:.0f} s", retry_after=left)

    async def succeeded(self) -> None:
        await self._shared(self._count_answer, self._local.succeeded)

    async def failed(self) -> None:
        if await self._shared(self._count_failure, self._local.failed):
            logger.warning("a model failed too often: left alone for %s s", REST)

    @property
    def _local(self) -> _Counter:
        with _lock:
            return _counters.setdefault(self._key, _Counter())

    async def _shared(self, ask: Callable[[], T], alone: Callable[[], T]) -> T:
        """What Redis says; what this process knows by itself when Redis is away."""
        if not circuit.is_open() and not _away.is_open():
            try:
                return await asyncio.to_thread(ask)
            except redis.RedisError as error:
                _away.failed(error)
        return alone()

    def _count_answer(self) -> None:
        with client().pipeline() as pipe:
            pipe.incr(f"{self._key}:answers")
            pipe.expire(f"{self._key}:answers", WINDOW, nx=True)
            pipe.delete(f"{self._key}:wary")
            pipe.execute()

    def _count_failure(self) -> bool:
        with client().pipeline() as pipe:
            pipe.incr(f"{self._key}:failures")
            pipe.expire(f"{self._key}:failures", WINDOW, nx=True)
            pipe.get(f"{self._key}:answers")
            pipe.exists(f"{self._key}:wary")
            failures, _, answers, wary = pipe.execute()
            if not too_many(int(failures), int(answers or 0), bool(wary)):
                return False
            pipe.set(f"{self._key}:open", 1, px=int(REST * 1000))
            pipe.set(f"{self._key}:wary", 1, ex=int(REST + WARY))
            pipe.delete(f"{self._key}:failures", f"{self._key}:answers")
            pipe.execute()
            return True


def too_many(failures: int, answers: int, wary: bool) -> bool:
    return wary or (failures >= FAILURES and failures > answers)


class _Counter:
    """The same rules in one process, for when there is no Redis."""

    def __init__(self) -> None:
        self._began = self._open_until = self._wary_until = 0.0
        self._failures = self._answers = 0

    def rests(self) -> float:
        return max(0.0, self._open_until - time.monotonic())

    def succeeded(self) -> None:
        with _lock:
            self._renew()
            self._answers += 1
            self._wary_until = 0.0

    def failed(self) -> bool:
        with _lock:
            self._renew()
            self._failures += 1
            now = time.monotonic()
            if not too_many(self._failures, self._answers, now < self._wary_until):
                return False
            self._open_until, self._wary_until = now + REST, now + REST + WARY
            self._failures = self._answers = 0
            return True

    def _renew(self) -> None:
        now = time.monotonic()
        if now - self._began > WINDOW:
            self._began, self._failures, self._answers = now, 0, 0


class _Away:
    """Whether this process does without Redis for a while; on the command line there is none, and nobody misses it."""

    def __init__(self) -> None:
        self._until = 0.0

    def is_open(self) -> bool:
        return time.monotonic() < self._until

    def failed(self, error: Exception) -> None:
        self._until = time.monotonic() + WINDOW
        logger.info("counting failures of models alone: redis does not answer: %s", error)

    def close(self) -> None:
        self._until = 0.0


_lock = threading.Lock()
_counters: dict[str, _Counter] = {}
_away = _Away()


def forget() -> None:
    """Drop what this process counted by itself."""
    with _lock:
        _counters.clear()
    _away.close()


def _milliseconds(found: object) -> int:
    return found if isinstance(found, int) and found > 0 else 0
