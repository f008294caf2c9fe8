"""Threads hand their calls to the one loop of the process, and take them back."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from generation.engine import errors
from generation.engine.asking import Call
from generation.engine.loop import ModelLoop
from generation.engine.tests.conftest import provider
from generation.engine.tests.faulty_server import TEXT, Server
from generation.engine.tests.test_asking import QUESTION, _left, _until
from generation.engine.values import Limits

PATIENT = replace(QUESTION, limits=Limits(first=60, between=60))


@pytest.fixture
def loop() -> Iterator[ModelLoop]:
    made = ModelLoop()
    yield made
    made.stop()


async def test_many_threads_share_one_loop(loop: ModelLoop, server: Server) -> None:
    seen: set[int] = set()

    async def ask() -> str:
        seen.add(threading.get_ident())
        return (await Call(provider(server, "ok"), QUESTION).reply()).text

    def work() -> list[str]:
        with ThreadPoolExecutor(20) as threads:
            return list(threads.map(lambda _: loop.run(ask()), range(40)))

    assert await asyncio.to_thread(work) == [TEXT] * 40
    assert len(seen) == 1


async def test_a_call_nobody_wants_any_more_is_let_go_within_a_second(loop: ModelLoop, server: Server) -> None:
    wanted = threading.Event()
    call = asyncio.create_task(
        asyncio.to_thread(loop.run, Call(provider(server, "hang_midway"), PATIENT).reply(), wanted.is_set)
    )
    await _until(lambda: server.requests)
    began = time.monotonic()
    wanted.set()
    with pytest.raises(errors.CallCancelled):
        await call
    assert time.monotonic() - began < 1
    assert await _left(server, began) < 1


async def test_a_process_that_stops_lets_go_of_every_call_and_may_start_again(loop: ModelLoop, server: Server) -> None:
    calls = [
        asyncio.create_task(asyncio.to_thread(loop.run, Call(provider(server, "drip"), PATIENT).reply()))
        for _ in range(5)
    ]
    await _until(lambda: len(server.requests) == 5)
    began = time.monotonic()
    await asyncio.to_thread(loop.stop)
    ended = await asyncio.gather(*calls, return_exceptions=True)
    assert {type(end) for end in ended} == {errors.CallCancelled}
    assert time.monotonic() - began < 3
    await _until(lambda: len(server.gone) == 5)
    assert (await asyncio.to_thread(loop.run, Call(provider(server, "ok"), QUESTION).reply())).text == TEXT


async def test_what_a_call_raises_is_raised_in_the_thread(loop: ModelLoop, server: Server) -> None:
    with pytest.raises(errors.NotAuthorised):
        await asyncio.to_thread(loop.run, Call(provider(server, "unauthorised"), QUESTION).reply())


def test_a_forked_process_gets_a_loop_of_its_own(loop: ModelLoop) -> None:
    async def pid() -> int:
        return os.getpid()

    assert loop.run(pid()) == os.getpid()
    loop._process = -1  # as a child finds it: the loop is there, its thread is not
    first = loop._loop
    assert loop.run(pid()) == os.getpid()
    assert loop._loop is not first
    assert first
    first.call_soon_threadsafe(first.stop)
