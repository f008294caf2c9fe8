"""One question to one server and its answer, read raw, within every limit. No repeats, no fallback.

The client libraries take a cut stream, an error event, a web page and an empty answer for success, and never lose
patience with a server that sends comments. Here an answer is whole only when the server said why it ended.
"""

from __future__ import annotations

import ssl
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace
from functools import lru_cache
from typing import Any

import httpx2

from generation.engine import dialect, faults, frames
from generation.engine.errors import (
    BadAnswer,
    EmptyAnswer,
    ModelError,
    RequestRefused,
    TooBig,
    TooSlow,
    Truncated,
    Unreachable,
)
from generation.engine.pace import Pace
from generation.engine.sse import Event, EventReader, StreamBroken, StreamTooBig
from generation.engine.target import Target
from generation.engine.values import Ask, End, Limits

MAX_ERROR_BODY = 64 * 1024
DONE = "[DONE]"
HEADERS = {"accept": "text/event-stream, application/json", "accept-encoding": "identity", "user-agent": "autocrea"}
LEARNING = 5  # a server may refuse one optional part after the other
LAST_WORDS = 5.0  # seconds for usage and farewell once the answer is complete


async def talk(target: Target, ask: Ask) -> AsyncGenerator[str | End, None]:
    """The answer's text in pieces, then how it ended. Raises ModelError."""
    pace = Pace(_patient(ask), in_words=ask.stream)
    known = dialect.known(target.identity)
    for _ in range(LEARNING):
        sent = dialect.body(ask, target.model, target.identity)
        async with _answer(target, sent, pace) as response:
            if response.status_code == 200:
                async with aclosing(_read(target, response, pace)) as pieces:
                    async for piece in pieces:
                        yield piece
                return
            error = await _refusal(target, response, pace)
        if type(error) is not RequestRefused or not dialect.learn(target.identity, sent, str(error)):
            break
    dialect.restore(target.identity, known)  # it was about something else
    raise error


def _patient(ask: Ask) -> Limits:
    """The limits with the time to read a question of this size."""
    return replace(ask.limits, first=ask.limits.first + ask.limits.reading * ask.size / 1000)


@asynccontextmanager
async def _answer(target: Target, body: dict[str, Any], pace: Pace) -> AsyncIterator[httpx2.Response]:
    """The head of the answer. The connection is this exchange's own: closing it is how a server is told to stop."""
    timeout = httpx2.Timeout(None, connect=pace.limits.connect)
    async with httpx2.AsyncClient(verify=_tls(), timeout=timeout) as client:
        try:
            request = client.build_request("POST", target.url, json=body, headers={**HEADERS, **target.headers})
            async with pace.hurry():
                response = await client.send(request, stream=True)
        except Exception as error:
            raise _typed(error, target) from None
        try:
            yield response
        finally:
            await response.aclose()


async def _refusal(target: Target, response: httpx2.Response, pace: Pace) -> ModelError:
    kept = b""
    try:
        async with aclosing(_raw(response, pace)) as chunks:
            async for chunk in chunks:
                kept += chunk[: MAX_ERROR_BODY - len(kept)]
                if len(kept) >= MAX_ERROR_BODY:
                    break
    except (ModelError, httpx2.HTTPError):
        pass  # the status says enough
    if 300 <= response.status_code < 400:
        return RequestRefused(f"{response.status_code}: {target.host} sends elsewhere; set the address it sends to")
    return faults.from_status(response.status_code, response.headers, kept, target.secret)


async def _read(target: Target, response: httpx2.Response, pace: Pace) -> AsyncGenerator[str | End, None]:
    kind = response.headers.get("content-type", "").lower()
    if response.headers.get("content-encoding", "identity") != "identity":
        raise BadAnswer("a compressed answer, though none was asked for")
    if "html" in kind:
        raise BadAnswer("a web page in place of an answer")
    reading = _whole if "json" in kind and "stream" not in kind else _stream
    try:
        async with aclosing(reading(target, response, pace)) as pieces:
            async for piece in pieces:
                yield piece
    except httpx2.HTTPError as error:
        raise _typed(error, target) from None
    except StreamTooBig as error:
        raise TooBig(str(error)) from None
    except StreamBroken as error:
        raise BadAnswer(str(error)) from None


async def _whole(target: Target, response: httpx2.Response, pace: Pace) -> AsyncGenerator[str | End, None]:
    """An answer in one piece of JSON."""
    kept = bytearray()
    async with aclosing(_raw(response, pace)) as chunks:
        async for chunk in chunks:
            kept += chunk
            if len(kept) > pace.limits.max_bytes:
                raise TooBig("more bytes than an answer may have")
    try:
        said = frames.read(kept.decode(), target.secret)
    except UnicodeDecodeError:
        raise BadAnswer("the answer is not UTF-8") from None
    text = frames.mended(said.text)
    pace.heard(text, said.thought)
    if text:
        yield text
    yield _ended(said, pace, response)


async def _stream(target: Target, response: httpx2.Response, pace: Pace) -> AsyncGenerator[str | End, None]:
    state = frames.Frame()
    joiner = frames.SurrogateJoiner()
    async with aclosing(_events(response, pace)) as events:
        async for event in events:
            said = _frame(event, target)
            if said is None:
                break
            state = _merged(state, said)
            pace.heard(said.text, said.thought)
            if state.finish_reason:
                pace.complete(LAST_WORDS)
            if text := joiner.feed(said.text):
                yield text
    if text := joiner.close():
        yield text
    yield _ended(state, pace, response)


def _frame(event: Event, target: Target) -> frames.Frame | None:
    """What an event says; None for the farewell."""
    if event.name == "error":
        raise frames.failed(event.data, target.secret)
    return None if event.data.strip() == DONE else frames.read(event.data, target.secret)


def _merged(so_far: frames.Frame, said: frames.Frame) -> frames.Frame:
    if so_far.finish_reason and (said.text or said.finish_reason not in (None, so_far.finish_reason)):
        raise BadAnswer("the answer goes on after its end")
    return frames.Frame(
        finish_reason=so_far.finish_reason or said.finish_reason,
        usage=said.usage or so_far.usage,
        model=said.model or so_far.model,
        revision=said.revision or so_far.revision,
    )


def _ended(said: frames.Frame, pace: Pace, response: httpx2.Response) -> End:
    """Raises EmptyAnswer, Truncated."""
    if said.finish_reason is None:
        raise Truncated(f"the answer broke off after {pace.characters} characters")
    if not pace.spoke:
        raise EmptyAnswer(f"an empty answer, which ended with {faults.scrubbed(said.finish_reason)!r}")
    revision = said.revision or response.headers.get("x-sha", "")[:200]
    return End(said.finish_reason, said.usage, said.model, revision)


async def _events(response: httpx2.Response, pace: Pace) -> AsyncGenerator[Event, None]:
    """Once the answer is complete, trouble with the connection no longer matters."""
    reader = EventReader(max_line=pace.limits.max_line, max_bytes=pace.limits.max_bytes)
    try:
        async with aclosing(_raw(response, pace)) as chunks:
            async for chunk in chunks:
                for event in reader.feed(chunk):
                    yield event
    except (httpx2.HTTPError, TooSlow, StreamBroken):
        if not pace.completed:
            raise
        return
    for event in reader.close():
        if _parses(event):  # half an event at the end of a cut stream is no event
            yield event


def _parses(event: Event) -> bool:
    try:
        frames.read(event.data)
    except BadAnswer:
        return event.data.strip() == DONE
    except ModelError:
        pass
    return True


async def _raw(response: httpx2.Response, pace: Pace) -> AsyncGenerator[bytes, None]:
    """The body as it comes. Raises TooSlow when the next piece is late, whatever was sent in the meantime."""
    async with aclosing(response.aiter_raw()) as chunks:
        while True:
            async with pace.hurry():
                chunk = await anext(chunks, None)
            if chunk is None:
                return
            yield chunk


def _typed(error: Exception, target: Target) -> Exception:
    """The library's errors may quote addresses and headers: only their kind is kept."""
    if isinstance(error, httpx2.TimeoutException):
        return TooSlow(f"{target.host} did not take the connection in time")
    if isinstance(error, httpx2.InvalidURL | httpx2.UnsupportedProtocol):
        return RequestRefused("the address of the model is not one that can be asked")
    if isinstance(error, httpx2.HTTPError | OSError):
        return Unreachable(f"{target.host}: {type(error).__name__}")
    return error


def warm() -> None:
    """What takes a while and is done once; call it outside the loop."""
    _tls()


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    """Made once: reading the certificates takes longer than many a connection."""
    return httpx2.create_ssl_context()
