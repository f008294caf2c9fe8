"""A worker that was told to stop: it takes no further step, and after some seconds gives up the one at hand."""

from __future__ import annotations

import threading
import time

PATIENCE_SECONDS = 15.0  # a worker is out in less than 30 s
_lock = threading.Lock()
_since: list[float] = []


def begin() -> None:
    with _lock:
        if not _since:
            _since.append(time.monotonic())


def requested() -> bool:
    return bool(_since)


def impatient() -> bool:
    return bool(_since) and time.monotonic() - _since[0] > PATIENCE_SECONDS
