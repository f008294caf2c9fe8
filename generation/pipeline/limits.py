"""How much one person may start: few runs at once, and not too many in a row. Counted from the rows themselves."""

from __future__ import annotations

import math
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from generation.models import Run, RunStatus
from generation.pipeline.refusals import RateLimited

WINDOW = timedelta(minutes=10)
ACTIVE_RETRY_SECONDS = 15


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
