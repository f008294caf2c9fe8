"""How many of the models' tokens a day holds, for one person and for all; work that nobody pays for counts too.

A call is booked before it is made, with all that it may cost, and what it did not use is given back afterwards. So
however many calls go on at once, the day's budget is exceeded by what a single one costs at most. What a worker that
died had booked stays booked until the day ends: it may have been used.
"""

from __future__ import annotations

import math
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import close_old_connections, connection, transaction
from django.db.models import F, QuerySet, Sum
from django.utils import timezone

from generation.engine import ModelError
from generation.engine.names import BUILTIN
from generation.models import ModelUse
from generation.pipeline.refusals import ModelUsedUp
from generation.pipeline.work import Booking

ADVISORY_LOCK = 0x6D6F64656C  # one booking at a time: it takes a millisecond, and no model is asked meanwhile


class UsedUp(ModelError):
    """The day's work of the models is done; the run goes on without them."""

    code = "day_used_up"


def ensure_left(owner_id: int, engine: str) -> None:
    """Before a run with a model is started. Raises ModelUsedUp."""
    if engine != BUILTIN and is_used_up(owner_id):
        raise ModelUsedUp(seconds_left())


def is_used_up(owner_id: int) -> bool:
    return _used_up(owner_id, timezone.localdate())


def book(owner_id: int, tokens: int) -> Booking:
    """So many tokens at most, from today's budget; the booking is told what it was in the end. Raises UsedUp."""
    day = timezone.localdate()
    try:
        with transaction.atomic(durable=True):
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADVISORY_LOCK])
            if _used_up(owner_id, day):
                raise UsedUp("the budget of the day is used up")
            _count(owner_id, day, tokens)
    finally:
        close_old_connections()  # the thread of an agent holds none while the model writes

    def settle(cost: int) -> None:
        try:
            ModelUse.objects.filter(owner_id=owner_id, day=day).update(tokens=F("tokens") + cost - tokens)
        finally:
            close_old_connections()

    return settle


def seconds_left() -> int:
    """Until the day ends."""
    now = timezone.localtime()
    midnight = datetime.combine(now.date() + timedelta(days=1), time(), now.tzinfo)
    return max(1, math.ceil((midnight - now).total_seconds()))


def _used_up(owner_id: int, day: date) -> bool:
    used = ModelUse.objects.filter(day=day)
    own, every = settings.MODEL_TOKENS_PER_PERSON, settings.MODEL_TOKENS_PER_DAY
    if own and _sum(used.filter(owner_id=owner_id)) >= own:
        return True
    return bool(every and _sum(used) >= every)


def _sum(used: QuerySet[ModelUse]) -> int:
    return used.aggregate(all=Sum("tokens"))["all"] or 0


def _count(owner_id: int, day: date, tokens: int) -> None:
    """The caller holds the lock, so a row is made once."""
    row, _ = ModelUse.objects.get_or_create(owner_id=owner_id, day=day)
    ModelUse.objects.filter(pk=row.pk).update(tokens=F("tokens") + tokens, calls=F("calls") + 1)
