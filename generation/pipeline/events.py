"""Events: rows numbered without gaps in each run, and the poke that tells watching pages to read them.

A poke is `{"type": "run.poke", "run": <public id>, "seq": <last seq>}` in the project's group; it carries nothing else
and may be lost: whoever missed one reads the rows after the last seq it knows. Only the lifecycle appends.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet

from autocrea import pokes
from generation.models import Event, Run

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


def poke(group: str, run: UUID, seq: int) -> None:
    pokes.send(group, {"type": "run.poke", "run": str(run), "seq": seq})
