"""The wake-up message for workers. Losing one is harmless: the reaper sends it again."""

from __future__ import annotations

import logging

from django.db.models.functions import Now
from kombu.exceptions import OperationalError
from redis import RedisError

from autocrea import circuit
from autocrea.celery import app
from generation.models import Run

logger = logging.getLogger(__name__)
TASK = "generation.tasks.execute_run"
EXPIRES_SECONDS = 30  # old hints of a long queue are dropped unread; the reaper keeps one fresh


def send(run_id: int) -> bool:
    """Ask a worker to look at a run; False when the broker is away."""
    if not circuit.answers(f"hint for run {run_id}"):  # a broker that hangs would keep the sender for many seconds
        return False
    try:
        app.send_task(TASK, args=[run_id], expires=EXPIRES_SECONDS)
    except (OperationalError, RedisError, OSError) as error:
        logger.warning("run %s waits for the reaper: %s", run_id, error)
        return False
    Run.objects.filter(pk=run_id).update(hinted_at=Now())
    return True
