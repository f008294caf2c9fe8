"""How much one person may start: few runs at once, and not too many in a row. Counted from the rows themselves.

Reading a description costs the server something too, but stores nothing: that is counted in the cache, roughly.
"""

from __future__ import annotations

import math
import time
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from generation.models import Run, RunStatus
from generation.pipeline.refusals import RateLimited

WINDOW = timedelta(minutes=10)
ACTIVE_RETRY_SECONDS = 15
READING_WINDOW = 60  # seconds


def check(run: Run) -> None:
    """Refuse a run that was just stored, so that it is rolled back. Raises RateLimited.

    The caller holds the owner's row, so that two submissions of one person do not miss each other.
    """
    others = Run.objects.filter(owner_id=run.owner_id).exclude(pk=run.pk)
    if others.filter(status__in=(RunStatus.QUEUED, RunStatus.RUNNING)).count() >= settings.RUN_MAX_ACTIVE:
        raise RateLimited(ACTIVE_RETRY_SECONDS)
    now = timezone.now()
    recent = list(
        others.filter(created_at__gt=now - WINDOW)
        .order_by("-created_at")
        .values_list("created_at", flat=True)[: settings.RATE_LIMIT_RUNS]
    )
    if len(recent) >= settings.RATE_LIMIT_RUNS:
        raise RateLimited(math.ceil((recent[-1] + WINDOW - now).total_seconds()))


def pace(owner_id: int) -> None:
    """Count a description that is about to be read. Raises RateLimited for more in a minute than anybody writes.

    Without Redis nobody is kept from anything.
    """
    window, into = divmod(time.time(), READING_WINDOW)
    key = f"readings:{owner_id}:{window:.0f}"
    cache.add(key, 0, timeout=2 * READING_WINDOW)
    if cache.incr(key) > settings.RATE_LIMIT_READINGS:
        raise RateLimited(math.ceil(READING_WINDOW - into))
