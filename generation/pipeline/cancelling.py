"""Cancelling is free, but not for ever: who cancels one run after another pays for the plans of the next ones.

Whether a run is such a one is known when it begins, so that its quote can say so; what happens later changes nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from generation.models import Run, RunStatus, Step, StepStatus
from generation.pipeline import charging
from generation.pipeline.work import ARCHITECTURE

WINDOW = timedelta(days=1)
NOTE = "cancelled_often"


def is_worn_out(owner_id: int, at: datetime | None = None) -> bool:
    """Whether the plan of a run that begins at that time (now) is paid even if the run is cancelled."""
    at = at or timezone.now()
    cancelled = Run.objects.filter(
        owner_id=owner_id, status=RunStatus.CANCELLED, finished_at__gt=at - WINDOW, finished_at__lte=at
    )
    return cancelled.count() >= settings.RUN_FREE_CANCELS


def charge_plan(run: Run) -> None:
    """Spend the price of a plan that was made, before the rest goes back. Belongs into the transaction that cancels."""
    made = run.steps.filter(key=ARCHITECTURE, status=StepStatus.DONE, charged=None, price__gt=0).first()
    if made is None or not is_worn_out(run.owner_id, run.created_at):
        return
    amount = charging.capture(run, made)
    Step.objects.filter(pk=made.pk).update(charged=amount, note=NOTE)
    Run.objects.filter(pk=run.pk).update(charged=F("charged") + amount)
