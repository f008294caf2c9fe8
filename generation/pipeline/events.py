"""Events: rows numbered without gaps in each run, and the poke that tells watching pages to read them.

A poke is `{"type": "run.poke", "run": <public id>, "seq": <last seq>}` in the project's group; it carries nothing else
and may be lost: whoever missed one reads the rows after the last seq it knows. Only the lifecycle appends.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from functools import lru_cache, partial
from typing import Any
from uuid import UUID

import redis
from channels.layers import get_channel_layer
from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet

from generation.models import Event, Run

logger = logging.getLogger(__name__)
QUIET_SECONDS = 2.0  # after a failed poke; the rows are there whatever happens

Entry = tuple[str, dict[str, Any]]  # kind, payload


def group_name(public_id: UUID) -> str:
    """The channel group of a project."""
    return f"project.{public_id}"


def since(run: Run, seq: int) -> QuerySet[Event]:
    """What happened in a run after that number, in order."""
    return Event.objects.filter(run_id=run.pk, seq__gt=seq).order_by("seq")


def append(run: Run, entries: Sequence[Entry]) -> int:
    """Store events under the next numbers and poke after the commit; the last number.

    Belongs into the transaction that holds the run's row and does what the events tell of.
    """
    Run.objects.filter(pk=run.pk).update(next_seq=F("next_seq") + len(entries))
    after = Run.objects.values_list("next_seq", flat=True).get(pk=run.pk)
    first = after - len(entries)
    Event.objects.bulk_create(
        Event(run_id=run.pk, seq=first + index, kind=kind, payload=payload)
        for index, (kind, payload) in enumerate(entries)
    )
    transaction.on_commit(partial(poke, group_name(run.project.public_id), run.public_id, after - 1), robust=True)
    return after - 1


class _Quiet:
    """Keeps a dead Redis from costing every event a connection attempt."""

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


def poke(group: str, run: UUID, seq: int) -> None:
    """Publish in the channel layer's own format, without an event loop. A lost poke is no failure."""
    if _quiet.now():
        return
    layer: Any = get_channel_layer()
    configured: Any = settings.CHANNEL_LAYERS["default"]
    prefix = configured.get("CONFIG", {}).get("prefix", "asgi")
    message = layer.serialize({"type": "run.poke", "run": str(run), "seq": seq})
    try:
        _client().publish(f"{prefix}__group__{group}", message)
    except redis.RedisError as error:
        _quiet.start()
        logger.warning("could not poke %s: %s", group, error)
