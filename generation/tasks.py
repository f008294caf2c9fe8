"""What Celery runs. A message carries an id and is only a hint; it may come twice, late or never."""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime
from typing import Any

import redis
from celery import shared_task, signals
from django.conf import settings

from generation.pipeline import draining, reaper, runner

logger = logging.getLogger(__name__)
HEARTBEAT_KEY = "autocrea:worker:heartbeat"
HEARTBEAT_EVERY = 5.0
HEARTBEAT_LASTS = 15  # seconds; health looks whether the key is there
_leaving = threading.Event()


@shared_task  # type: ignore[untyped-decorator]
def execute_run(run_id: int) -> None:
    runner.execute(run_id)


@shared_task  # type: ignore[untyped-decorator]
def reap() -> int:
    return reaper.reap()


@signals.worker_ready.connect  # type: ignore[untyped-decorator]
def start_heartbeat(**_: Any) -> None:
    _leaving.clear()
    threading.Thread(target=_beat, name="worker-heartbeat", daemon=True).start()


@signals.worker_shutting_down.connect  # type: ignore[untyped-decorator]
def drain(**_: Any) -> None:
    draining.begin()
    _leaving.set()


def _beat() -> None:
    client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2)
    while True:
        try:
            client.set(HEARTBEAT_KEY, datetime.now(UTC).isoformat(timespec="seconds"), ex=HEARTBEAT_LASTS)
        except redis.RedisError as error:
            logger.warning("no heartbeat: %s", error)
        if _leaving.wait(HEARTBEAT_EVERY):
            return
