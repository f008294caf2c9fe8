"""Looks into PostgreSQL again and again while a run goes on: which transactions are open, and what they hold."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg

EVERY = 0.02  # seconds
OPEN = """
SELECT activity.pid, extract(epoch FROM clock_timestamp() - activity.xact_start), activity.state,
       (SELECT count(*) FROM pg_locks WHERE pg_locks.pid = activity.pid AND locktype = 'advisory'), left(query, 80)
FROM pg_stat_activity AS activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
"""


@dataclass(frozen=True)
class Seen:
    moment: float
    transactions: Sequence[tuple[Any, ...]]


@dataclass
class Locks:
    samples: list[Seen] = field(default_factory=list)

    def during(self, spans: Sequence[tuple[float, float]]) -> dict[str, Any]:
        """What was open while any of the spans lasted."""
        inside = [each for each in self.samples if any(start <= each.moment <= end for start, end in spans)]
        rows = [row for each in inside for row in each.transactions]
        oldest = max(rows, key=lambda row: row[1], default=None)
        return {
            "samples": len(inside),
            "samples_with_an_open_transaction": sum(bool(each.transactions) for each in inside),
            "idle_in_transaction": sum(row[2].startswith("idle in") for row in rows),
            "advisory_locks": sum(row[3] for row in rows),
            "oldest_transaction_ms": round(1000 * float(oldest[1]), 1) if oldest else 0.0,
            "its_statement": oldest[4] if oldest else "",
        }


@contextmanager
def watched(address: str) -> Iterator[Locks]:
    found, done = Locks(), threading.Event()

    def look() -> None:
        with psycopg.connect(address, autocommit=True) as database:
            while not done.wait(EVERY):
                rows = database.execute(OPEN).fetchall()
                found.samples.append(Seen(time.monotonic(), rows))

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        done.set()
        thread.join()
