"""A whole answer from one engine: patient repeats, one continuation of a long answer, and what is recorded of it."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import Protocol

from generation.engine import joining, patience
from generation.engine.breaker import Breaker
from generation.engine.errors import (
    AnswerRefused,
    BadAnswer,
    ContextTooLong,
    EngineError,
    ModelError,
    ModelResting,
    OutOfTime,
    TooLong,
)
from generation.engine.providers import Provider
from generation.engine.values import LENGTH, STOP, Ask, Attempt, End, Reply, Usage

CHARACTERS_PER_TOKEN = 4  # for servers that do not count
SHORTEST = 1.0  # seconds left that are worth a further attempt
SMALLEST_ANSWER = 800  # tokens that are worth asking for
LEAST_PER_TOKEN = 3  # characters: how many tokens a text has at most, mostly
logger = logging.getLogger(__name__)
_dice = random.SystemRandom()


class Listener(Protocol):
    """Whoever reads along. All it was told, put together, is the text of the reply."""

    def text(self, piece: str) -> None: ...

    def may_restart(self) -> bool:
        """Asked when an answer broke off: whether what was told so far can be taken back. If so, forget it."""


class Nobody:
    def text(self, piece: str) -> None:
        pass

    def may_restart(self) -> bool:
        return True


class Call:
    """One question to one engine, with everything that happens until it is answered or given up."""

    def __init__(self, provider: Provider, ask: Ask, listener: Listener | None = None) -> None:
        self._provider = provider
        self._ask = ask
        self._listener = listener or Nobody()
        self._breaker = Breaker(provider.identity) if provider.identity else None
        self._started = time.monotonic()
        self._first_word = 0.0
        self.attempts: list[Attempt] = []

    async def reply(self, before: Sequence[Attempt] = ()) -> Reply:
        """The whole answer. `before` are attempts with other engines, for the record. Raises EngineError."""
        try:
            text, end, usage = await self._answer()
        except EngineError as error:
            error.attempts = (*before, *self.attempts)
            raise
        reply = Reply(
            text=text,
            engine=self._provider.name,
            model=end.model,
            revision=end.revision,
            finish_reason=end.finish_reason or "",
            usage=usage,
            latency=time.monotonic() - self._started,
            first_token=self._first_word,
            attempts=(*before, *self.attempts),
        )
        _note(self._ask.role, reply)
        return reply

    async def _answer(self) -> tuple[str, End, Usage]:
        first, end = await self._exchange(self._ask, self._listener)
        usage = _usage(self._ask, first, end)
        if end.finish_reason == STOP:
            return first, end, usage
        rest = replace(self._ask, messages=joining.follow_up(self._ask.messages, first))
        second, last = await self._exchange(rest, Nobody())  # it may say things twice: told when it is known to fit
        if last.finish_reason != STOP:
            raise TooLong(f"longer than two answers of {self._ask.max_tokens} tokens")
        whole = joining.joined(first, second, is_json=self._ask.schema is not None)
        self._listener.text(whole[len(first) :])
        return whole, last, usage.plus(_usage(rest, second, last))

    async def _exchange(self, ask: Ask, listener: Listener) -> tuple[str, End]:
        failures = 0
        cause: ModelError | None = None
        while True:
            began = time.monotonic()
            try:
                return await self._once(ask, listener)
            except ModelError as error:
                self._record(error.code, began)
                if isinstance(error, ModelResting) and cause is not None:
                    raise cause from None  # what opened the breaker says more than that it is open
                cause = error
                if isinstance(error, ContextTooLong) and (smaller := _shorter(ask, error.limit)):
                    ask = smaller
                    continue
                failures += 1
                wait = self._wait(error, failures)
                if wait is None or not listener.may_restart():
                    raise
                await asyncio.sleep(wait)

    async def _once(self, ask: Ask, listener: Listener) -> tuple[str, End]:
        left = self._left()
        if left <= 0:
            raise OutOfTime("no time was left to ask")
        if self._breaker:
            await self._breaker.check()
        began = time.monotonic()
        limits = replace(ask.limits, total=min(ask.limits.total, left))
        try:
            text, end = await self._listen(replace(ask, limits=limits), listener, began)
        except ModelError as error:
            if self._breaker and error.blames_model:
                await self._breaker.failed()
            raise
        if self._breaker:
            await self._breaker.succeeded()
        _ensure_ended_well(end)
        self._record("ok", began)
        return text, end

    async def _listen(self, ask: Ask, listener: Listener, began: float) -> tuple[str, End]:
        parts: list[str] = []
        end = End(None)
        async with aclosing(self._provider.stream(ask)) as pieces:
            async for piece in pieces:
                if isinstance(piece, End):
                    end = piece
                    continue
                if not parts:
                    self._first_word = self._first_word if self._said_before() else time.monotonic() - began
                parts.append(piece)
                listener.text(piece)
        return "".join(parts), end

    def _said_before(self) -> bool:
        return any(attempt.code == "ok" for attempt in self.attempts)

    def _wait(self, error: ModelError, failures: int) -> float | None:
        """Seconds until the next attempt; None when there is none."""
        if not error.retryable or len(self.attempts) >= self._ask.budget.attempts:
            return None
        wait = patience.pause(failures, error.retry_after, _dice)
        return wait if self._left() - wait > SHORTEST else None

    def _left(self) -> float:
        return self._ask.budget.seconds - (time.monotonic() - self._started)

    def _record(self, code: str, began: float) -> None:
        self.attempts.append(Attempt(self._provider.name, code, round(time.monotonic() - began, 3)))


async def stream(provider: Provider, ask: Ask) -> AsyncGenerator[str, None]:
    """The answer in pieces as they come. What was handed out is never taken back: later faults are raised."""
    queue: asyncio.Queue[str | None] = asyncio.Queue()  # as much as an answer may have, no more
    call = asyncio.create_task(Call(provider, ask, _Queued(queue)).reply())
    call.add_done_callback(lambda _: queue.put_nowait(None))
    try:
        while (piece := await queue.get()) is not None:
            yield piece
        call.result()
    finally:
        call.cancel()
        await asyncio.gather(call, return_exceptions=True)


class _Queued:
    def __init__(self, queue: asyncio.Queue[str | None]) -> None:
        self._queue = queue
        self._told = False

    def text(self, piece: str) -> None:
        self._told = True
        self._queue.put_nowait(piece)

    def may_restart(self) -> bool:
        return not self._told


def _ensure_ended_well(end: End) -> None:
    if end.finish_reason == "content_filter":
        raise AnswerRefused("the server's filter held the answer back")
    if end.finish_reason not in (STOP, LENGTH):
        raise BadAnswer("the answer ended for another reason than being complete")


def _shorter(ask: Ask, limit: int | None) -> Ask | None:
    """The same question with as much room for its answer as the model's size leaves; None when that is no way out.

    Many servers count the room that is asked for, and refuse a short question because of it.
    """
    room = (limit or 0) - ask.size // LEAST_PER_TOKEN
    return replace(ask, max_tokens=room) if SMALLEST_ANSWER <= room < ask.max_tokens else None


def _usage(ask: Ask, text: str, end: End) -> Usage:
    if end.usage is not None:
        return end.usage
    return Usage(ask.size // CHARACTERS_PER_TOKEN, len(text) // CHARACTERS_PER_TOKEN, estimated=True)


def _note(role: str, reply: Reply) -> None:
    logger.info(
        "%s answered as %s: model %s %s, %s tokens in, %s out, first after %.2f s, whole after %.2f s, attempts %s",
        reply.engine,
        role,
        reply.model or "unnamed",
        reply.revision,
        reply.usage.input_tokens,
        reply.usage.output_tokens,
        reply.first_token,
        reply.latency,
        "/".join(attempt.code for attempt in reply.attempts),
    )
