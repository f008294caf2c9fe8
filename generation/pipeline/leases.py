"""A worker's right to carry a run, and the one thread of the process that keeps all of them alive."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum

from django.conf import settings
from django.db import DatabaseError, connection

logger = logging.getLogger(__name__)
SLOWEST_BEAT = 2.0  # a cancelled run must notice within 5 s, whatever the lease


class Stop(StrEnum):
    """Why a worker should let go of a run."""

    LOST = "lost"  # another worker has it, or it ended
    CANCELLED = "cancelled"
    DEADLINE = "deadline"


@dataclass(eq=False)
class Lease:
    """Everything written for the run carries `fence`; a lower one than the row's writes nothing."""

    run_id: int
    fence: int
    stop: Stop | None = None
    _wake: threading.Event = field(default_factory=threading.Event)

    def end(self, reason: Stop) -> None:
        self.stop = self.stop or reason
        self._wake.set()

    def wait_for_end(self, seconds: float) -> bool:
        return self._wake.wait(seconds)


Pulse = Mapping[tuple[int, int], Stop | None]  # by run and fence; what is missing is lost
Beat = Callable[[Sequence[Lease]], Pulse]


class Keeper:
    """Beats for all leases of this process with one UPDATE. Its thread lives while there is a lease to keep."""

    def __init__(self, beat: Beat) -> None:
        self._beat = beat
        self._leases: list[Lease] = []
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    @contextmanager
    def keep(self, lease: Lease) -> Iterator[Lease]:
        with self._changed:
            self._leases.append(lease)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="heartbeat", daemon=True)
                self._thread.start()
        try:
            yield lease
        finally:
            with self._changed:
                self._leases.remove(lease)
                self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait(min(settings.RUN_LEASE_SECONDS / 4, SLOWEST_BEAT))
                leases = list(self._leases)
                if not leases:
                    self._thread = None
                    return
            self._once(leases)

    def _once(self, leases: Sequence[Lease]) -> None:
        try:
            pulse = self._beat(leases)
        except DatabaseError as error:
            logger.warning("heartbeat missed: %s", error)  # the database is away: the lease decides
            return
        finally:
            connection.close()
        for lease in leases:
            if reason := pulse.get((lease.run_id, lease.fence), Stop.LOST):
                lease.end(reason)
