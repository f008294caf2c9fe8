"""One asyncio loop per process for model calls, so that a worker carries hundreds of streams on its threads.

A thread hands a coroutine over and waits; while it waits it looks whether the answer is still wanted. Nothing here
knows what the coroutines do.
"""

from __future__ import annotations

import asyncio
import atexit
import concurrent.futures
import os
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from generation.engine.errors import CallCancelled

LOOK = 0.2  # seconds between two looks whether a call is still wanted
PATIENCE = 2.0  # seconds that cancelled calls get to close their connections
T = TypeVar("T")


class ModelLoop:
    """A loop in a thread of its own, started when first needed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._process = 0

    def run(self, work: Coroutine[Any, Any, T], stopped: Callable[[], bool] | None = None) -> T:
        """The result of a coroutine, for a thread without a loop. `stopped` is asked in this thread, often.

        Raises what the coroutine raises, and CallCancelled once `stopped` says so: its connection is closed then.
        """
        try:
            future = asyncio.run_coroutine_threadsafe(work, self._running())
        except BaseException:
            work.close()
            raise
        try:
            while True:
                done, _ = concurrent.futures.wait([future], timeout=LOOK if stopped else None)
                if done:
                    return future.result()
                if stopped and stopped():
                    raise CallCancelled("the answer is no longer wanted")
        except concurrent.futures.CancelledError:
            raise CallCancelled("the process is stopping") from None
        finally:
            future.cancel()  # also when the waiting thread itself is interrupted

    def stop(self) -> None:
        """Cancel every call and end the loop; the next `run` starts a new one."""
        with self._lock:
            loop, thread = self._loop, self._thread
            mine = self._process == os.getpid()
            self._loop = self._thread = None
        if loop is None or thread is None or not mine:
            return
        asyncio.run_coroutine_threadsafe(_cancel_all(), loop).result(timeout=2 * PATIENCE)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(PATIENCE)

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None or self._process != os.getpid():  # a fork has the loop, but not its thread
                self._loop = asyncio.new_event_loop()
                self._process = os.getpid()
                self._thread = threading.Thread(target=_serve, args=(self._loop,), name="models", daemon=True)
                self._thread.start()
            return self._loop


def _serve(loop: asyncio.AbstractEventLoop) -> None:
    try:
        loop.run_forever()
    finally:
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()


async def _cancel_all() -> None:
    calls = asyncio.all_tasks() - {asyncio.current_task()}
    for call in calls:
        call.cancel()
    if calls:
        await asyncio.wait(calls, timeout=PATIENCE)


models = ModelLoop()
atexit.register(models.stop)
