"""Many callers at the same moment, each with a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connections


def at_once(times: int, work: Callable[[int], Any]) -> list[Any]:
    """What each call returned or raised, in no order that means anything."""
    start = threading.Barrier(times)

    def one(number: int) -> Any:
        try:
            start.wait(30)
            return work(number)
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def beside(work: Callable[[], Any]) -> threading.Thread:
    """Start work in a thread that closes its own connection."""

    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread
