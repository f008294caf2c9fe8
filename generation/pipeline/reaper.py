"""Finds runs nobody carries: ends those that can go no further and wakes a worker for the others.

Beat calls it every few seconds, any page of an active run may; an advisory lock lets one of them act.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from generation.models import Run
from generation.pipeline import hints, lifecycle

logger = logging.getLogger(__name__)
ADVISORY_LOCK = 0x41555443  # any number, always the same
STALE_HINT = timedelta(seconds=10)  # a message can be lost with the worker that was about to read it
MOST_HINTS = 200  # in one go; the oldest first


def reap() -> int:
    """How many runs were ended or woken; 0 also when another process is at it."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ADVISORY_LOCK])
            if not cursor.fetchone()[0]:
                return 0
        ended = sum(_expire(run_id) for run_id in _suspects())
        waiting = list(_waiting())
    return ended + _wake(waiting)


def _expire(run_id: int) -> bool:
    try:
        return lifecycle.expire(run_id)
    except Exception:  # one run that cannot be ended must not keep the others from it
        logger.exception("run %s cannot be ended", run_id)
        return False


def _suspects() -> list[int]:
    overdue = Q(deadline__lt=Now())
    return list(
        Run.objects.filter(lifecycle.NOBODY_HAS_IT | overdue, status__in=lifecycle.ACTIVE)
        .filter(overdue | Q(cancel_requested=True) | Q(attempts__gt=0))
        .values_list("pk", flat=True)
    )


def _waiting() -> list[int]:
    """Runs without a fresh hint: never sent, long ago, or before the worker that had it died."""
    unheard = Q(hinted_at=None) | Q(hinted_at__lt=Now() - STALE_HINT) | Q(hinted_at__lt=F("lease_until"))
    return list(
        Run.objects.filter(lifecycle.NOBODY_HAS_IT, unheard, status__in=lifecycle.ACTIVE)
        .order_by("created_at")
        .values_list("pk", flat=True)[:MOST_HINTS]
    )


def _wake(run_ids: list[int]) -> int:
    for woken, run_id in enumerate(run_ids):
        if not hints.send(run_id):
            return woken  # the broker is away: next time
    return len(run_ids)
