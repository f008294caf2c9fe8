"""A model server that goes wrong on purpose, in every way one of them has been seen to.

The first part of the path names what happens, one word per request: `/cut,ok/v1` cuts the first answer and gives the
second; the last word stays. Each fault is played for streamed and for whole answers alike.
"""

from __future__ import annotations

import asyncio
import gzip
import inspect
import json
import random
import socket
import struct
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Any

WORDS = ("Hola, ", "señor ", "🎈 y ", "adiós.")
TEXT = "".join(WORDS)
DONE = b"data: [DONE]\n\n"


@dataclass
class Exchange:
    """One request, and the means to answer it badly."""

    writer: asyncio.StreamWriter
    body: dict[str, Any]
    headers: dict[str, str]
    chunked: bool = False

    @property
    def streamed(self) -> bool:
        return bool(self.body.get("stream"))

    async def head(self, status: str = "200 OK", kind: str = "", extra: str = "") -> None:
        kind = kind or ("text/event-stream; charset=utf-8" if self.streamed else "application/json")
        self.chunked = "chunked" in extra
        await self.send(
            f"HTTP/1.1 {status}\r\ncontent-type: {kind}\r\nconnection: close\r\n{extra}\r\n".encode(), raw=True
        )

    async def send(self, data: bytes, *, raw: bool = False) -> None:
        self.writer.write(b"%x\r\n%s\r\n" % (len(data), data) if self.chunked and not raw else data)
        await self.writer.drain()

    async def refuse(self, status: str, said: object, extra: str = "") -> None:
        await self.head(status, "application/json", extra)
        await self.send(json.dumps(said).encode())

    def reset(self) -> None:
        """The connection breaks: no goodbye, the other side reads ECONNRESET."""
        self.writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()

    async def half(self) -> None:
        """The first words of an answer, and no more of it."""
        await self.head()
        await self.send(frame(WORDS[0]) if self.streamed else whole(TEXT)[:60])


def delta(text: str | None, finish: str | None = None, **more: Any) -> bytes:
    choice = {"index": 0, "delta": {"content": text} if text is not None else {}, "finish_reason": finish}
    return json.dumps({"model": "jox-1", "system_fingerprint": "rev7", "choices": [choice], **more}).encode()


def frame(text: str | None, finish: str | None = None, **more: Any) -> bytes:
    return b"data: " + delta(text, finish, **more) + b"\n\n"


USAGE = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}


def whole(text: object, finish: str | None = "stop") -> bytes:
    message = {"role": "assistant", "content": text}
    said = {"model": "jox-1", "choices": [{"index": 0, "message": message, "finish_reason": finish}], "usage": USAGE}
    return json.dumps(said).encode()


async def tell(to: Exchange, words: tuple[str, ...] = WORDS, finish: str | None = "stop") -> None:
    """An answer as it should be."""
    await to.head()
    if not to.streamed:
        await to.send(whole("".join(words), finish))
        return
    for word in words:
        await to.send(frame(word))
    await to.send(
        frame(None, finish) + b"data: " + json.dumps({"choices": [], "usage": USAGE}).encode() + b"\n\n" + DONE
    )


async def dribble(to: Exchange, data: bytes, size: int = 1) -> None:
    for start in range(0, len(data), size):
        await to.send(data[start : start + size])


def streamed_answer(newline: bytes = b"\n", colon: bytes = b": ") -> bytes:
    lines = [b": hello", b"id: 4", b"retry: 10", b""]
    for word in WORDS:
        lines += [b"event: message", b"data" + colon + delta(word), b""]
    lines += [b"data" + colon + delta(None, "stop"), b"", b"data" + colon + b"[DONE]", b"", b""]
    return newline.join(lines)


async def ok(to: Exchange) -> None:
    await tell(to)


async def ok_chunked(to: Exchange) -> None:
    await to.head(extra="transfer-encoding: chunked\r\n")
    await to.send(streamed_answer() if to.streamed else whole(TEXT))
    await to.send(b"0\r\n\r\n", raw=True)


async def ok_byte_by_byte(to: Exchange) -> None:
    await to.head()
    await dribble(to, streamed_answer() if to.streamed else whole(TEXT))


async def ok_crlf_no_space(to: Exchange) -> None:
    await to.head()
    await dribble(to, streamed_answer(b"\r\n", b":") if to.streamed else whole(TEXT), 7)


async def ok_without_last_newlines(to: Exchange) -> None:
    await to.head()
    await to.send((streamed_answer().split(b"data: [DONE]")[0].rstrip()) if to.streamed else whole(TEXT))


async def ok_whole_though_streamed(to: Exchange) -> None:
    await to.head(kind="application/json")
    await to.send(whole(TEXT))


async def ok_then_reset(to: Exchange) -> None:
    await to.head()
    if to.streamed:
        await to.send(b"".join(map(frame, WORDS)) + frame(None, "stop"))
        await asyncio.sleep(0.05)
        to.reset()
    else:
        await to.send(whole(TEXT))


async def ok_then_silence(to: Exchange) -> None:
    """Complete, but the connection stays open."""
    if not to.streamed:
        await tell(to)
        return
    await to.head()
    await to.send(b"".join(map(frame, WORDS)) + frame(None, "stop"))
    await asyncio.sleep(60)


async def ok_after_a_while(to: Exchange) -> None:
    await asyncio.sleep(0.5)
    await tell(to)


async def ok_in_parts(to: Exchange) -> None:
    parts = [{"type": "text", "text": word} for word in WORDS]
    await to.head()
    await to.send(b"data: " + delta(parts, "stop") + b"\n\n" + DONE if to.streamed else whole(parts))


async def ok_split_surrogates(to: Exchange) -> None:
    await to.head()
    if to.streamed:
        halves = (WORDS[0] + WORDS[1] + "\ud83c", "\udf88" + WORDS[2][1:], WORDS[3])
        await to.send(b"".join(map(frame, halves)) + frame(None, "stop") + DONE)
    else:
        await to.send(whole(TEXT))


async def finish_twice(to: Exchange) -> None:
    if not to.streamed:
        await tell(to)
        return
    await to.head()
    await to.send(b"".join(map(frame, WORDS)) + frame(None, "stop") + frame("", "stop") + DONE)


async def finish_named_otherwise(to: Exchange) -> None:
    await tell(to, finish="eos_token")


async def finish_contradicted(to: Exchange) -> None:
    await to.head()
    await to.send(frame(TEXT, "stop") + frame(None, "length") + DONE if to.streamed else whole(TEXT, "sudden"))


async def words_after_finish(to: Exchange) -> None:
    await to.head()
    await to.send(frame(TEXT, "stop") + frame("more") + DONE if to.streamed else whole(TEXT, "sudden"))


async def finish_missing(to: Exchange) -> None:
    await tell(to, finish=None)


async def finish_is_no_text(to: Exchange) -> None:
    await tell(to, finish=7)  # type: ignore[arg-type]


async def filtered(to: Exchange) -> None:
    await tell(to, finish="content_filter")


async def wants_a_tool(to: Exchange) -> None:
    await tell(to, finish="tool_calls")


async def too_long(to: Exchange) -> None:
    await tell(to, finish="length")


async def part_one(to: Exchange) -> None:
    await tell(to, ("The first half of the answer, ", "which is long enough to know it by; "), "length")


async def part_two(to: Exchange) -> None:
    await tell(to, ("long enough to know it by; ", "and the second."))


async def begins_anew(to: Exchange) -> None:
    await tell(to, ("The first half of the answer, ", "which is long enough to know it by; and so on."))


async def loading(to: Exchange) -> None:
    await to.refuse("503 Service Unavailable", {"error": "Model jox is currently loading", "estimated_time": 0.2})


async def loading_long(to: Exchange) -> None:
    await to.refuse("503 Service Unavailable", {"error": "Model jox is currently loading", "estimated_time": 900.0})


async def limited(to: Exchange) -> None:
    await to.refuse("429 Too Many Requests", {"error": {"message": "rate limit"}}, "retry-after: 0.2\r\n")


async def limited_until(to: Exchange) -> None:
    until = formatdate(time.time() + 1, usegmt=True)
    await to.refuse("429 Too Many Requests", {"error": "rate limit"}, f"retry-after: {until}\r\n")


async def limited_long(to: Exchange) -> None:
    await to.refuse("429 Too Many Requests", {"error": "rate limit"}, "retry-after: 3600\r\n")


async def limited_wrongly(to: Exchange) -> None:
    await to.refuse("429 Too Many Requests", ["rate limit"], "retry-after: soon, -1\r\n")


async def fails_500(to: Exchange) -> None:
    await to.refuse("500 Internal Server Error", {"error": {"message": "CUDA out of memory", "type": "server_error"}})


async def fails_502(to: Exchange) -> None:
    await to.head("502 Bad Gateway", "text/html")
    await to.send(b"<html>" + b"x" * 300_000)


async def gateway_504(to: Exchange) -> None:
    await to.refuse("504 Gateway Timeout", "")


async def bad_request(to: Exchange) -> None:
    await to.refuse("400 Bad Request", {"error": {"message": "messages: odd"}})


async def prompt_too_long(to: Exchange) -> None:
    await to.refuse(
        "400 Bad Request", {"error": {"type": "exceed_context_size_error", "message": "context size exceeded"}}
    )


async def body_too_large(to: Exchange) -> None:
    await to.refuse("413 Payload Too Large", {"error": "large"})


async def unauthorised(to: Exchange) -> None:
    said = f"Incorrect API key provided: {to.headers['authorization'].split()[-1]}, unlike sk-abcdef123456"
    await to.refuse("401 Unauthorized", {"error": {"message": said}})


async def no_credit(to: Exchange) -> None:
    await to.refuse("402 Payment Required", {"error": "You have exceeded your monthly included credits"})


async def no_model(to: Exchange) -> None:
    await to.refuse("404 Not Found", {"error": "The model `jox` does not exist"})


async def moved(to: Exchange) -> None:
    await to.head("302 Found", extra="location: http://127.0.0.1:9/?key=sk-elsewhere\r\n")


async def web_page(to: Exchange) -> None:
    await to.head(kind="text/html")
    await to.send(b"<html>gateway</html>")


async def web_page_as_stream(to: Exchange) -> None:
    await to.head()
    await to.send(b"<html>\n<p>gateway</p>\n\n</html>\n")


async def compressed(to: Exchange) -> None:
    await to.head(extra="content-encoding: gzip\r\n")
    await to.send(gzip.compress(b"\n" * 10_000_000))


async def empty(to: Exchange) -> None:
    await to.head()
    await to.send(DONE if to.streamed else b"{}")


async def empty_body(to: Exchange) -> None:
    await to.head()


async def blank(to: Exchange) -> None:
    await tell(to, (" ", "\n\n"))


async def only_thoughts(to: Exchange) -> None:
    if not to.streamed:
        await to.head()
        await to.send(whole(None))
        return
    choice = {"delta": {"reasoning_content": "hm"}, "finish_reason": None}
    await to.head()
    await to.send(b"data: " + json.dumps({"choices": [choice]}).encode() + b"\n\n" + frame(None, "stop") + DONE)


async def cut(to: Exchange) -> None:
    await to.half()


async def cut_within_a_frame(to: Exchange) -> None:
    await to.head()
    await to.send(frame(WORDS[0]) + frame(WORDS[1])[:40] if to.streamed else whole(TEXT)[:40])


async def cut_within_a_chunk(to: Exchange) -> None:
    await to.head(extra="transfer-encoding: chunked\r\n")
    await to.send(b"fff\r\n" + frame(WORDS[0]), raw=True)


async def cut_short_of_its_length(to: Exchange) -> None:
    await to.head(extra="content-length: 5000\r\n")
    await to.send(frame(WORDS[0]) if to.streamed else whole(TEXT))


async def closed_at_once(to: Exchange) -> None:
    to.writer.close()


async def reset_at_once(to: Exchange) -> None:
    to.reset()


async def reset_in_the_head(to: Exchange) -> None:
    await to.send(b"HTTP/1.1 200 OK\r\ncontent-ty", raw=True)
    await asyncio.sleep(0.05)
    to.reset()


async def reset_after_the_head(to: Exchange) -> None:
    await to.head()
    await asyncio.sleep(0.05)
    to.reset()


async def reset_midway(to: Exchange) -> None:
    await to.half()
    await asyncio.sleep(0.05)
    to.reset()


async def not_http(to: Exchange) -> None:
    await to.send(b"SSH-2.0-OpenSSH_9.2\r\n", raw=True)


async def error_in_data(to: Exchange) -> None:
    error = {"error": {"message": "CUDA out of memory", "type": "server_error"}}
    await to.head()
    await to.send(
        frame(WORDS[0]) + b"data: " + json.dumps(error).encode() + b"\n\n"
        if to.streamed
        else json.dumps(error).encode()
    )


async def error_event(to: Exchange) -> None:
    if not to.streamed:
        await error_in_data(to)
        return
    await to.head()
    await to.send(frame(WORDS[0]) + b'event: error\ndata: {"message":"overloaded"}\n\n' + frame(None, "stop") + DONE)


async def error_says_limit(to: Exchange) -> None:
    said = json.dumps({"error": {"message": "slow down", "code": 429}}).encode()
    await to.head()
    await to.send(b"data: " + said + b"\n\n" if to.streamed else said)


async def broken_json(to: Exchange) -> None:
    await to.head()
    await to.send(frame(WORDS[0]) + b'data: {"choices": [{"ind\n\n' + DONE if to.streamed else b'{"choices": [{"ind')


async def deep_json(to: Exchange) -> None:
    deep = b'{"choices":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    await to.head()
    await to.send(b"data: " + deep + b"\n\n" if to.streamed else deep)


async def json_of_another_kind(to: Exchange) -> None:
    await to.head()
    await to.send(b"data: [1, 2]\n\n" if to.streamed else b"[1, 2]")


async def choices_of_another_kind(to: Exchange) -> None:
    await to.head()
    await to.send(b'data: {"choices": "none"}\n\n' if to.streamed else b'{"choices": ["none"]}')


async def content_of_another_kind(to: Exchange) -> None:
    await to.head()
    await to.send(b"data: " + delta(12) + b"\n\n" if to.streamed else whole(12))  # type: ignore[arg-type]


async def not_utf8(to: Exchange) -> None:
    await to.head()
    latin = '{"choices":[{"delta":{"content":"señor"},"finish_reason":"stop"}]}'.encode("latin-1")
    await to.send(b"data: " + latin + b"\n\n" if to.streamed else latin)


async def hang(to: Exchange) -> None:
    await asyncio.sleep(60)


async def hang_in_the_head(to: Exchange) -> None:
    for letter in b"HTTP/1.1 200 OK\r\nx: " + b"y" * 1000:
        await to.send(bytes([letter]), raw=True)
        await asyncio.sleep(0.05)


async def hang_after_the_head(to: Exchange) -> None:
    await to.head()
    await asyncio.sleep(60)


async def hang_midway(to: Exchange) -> None:
    await to.half()
    await asyncio.sleep(60)


async def keep_alive_for_ever(to: Exchange) -> None:
    await to.head()
    while True:
        await to.send(b": ping\n\n" if to.streamed else b" ")
        await asyncio.sleep(0.02)


async def nothing_said_for_ever(to: Exchange) -> None:
    await to.head()
    while True:
        await to.send(frame("") if to.streamed else b"\n")
        await asyncio.sleep(0.02)


async def drip(to: Exchange) -> None:
    await to.head()
    while True:
        await to.send(frame("x") if to.streamed else b" ")
        await asyncio.sleep(0.1)


async def flood(to: Exchange) -> None:
    await to.head()
    piece = frame("x" * 10_000) if to.streamed else b" " * 10_000
    for _ in range(10_000):
        await to.send(piece)


async def giant_line(to: Exchange) -> None:
    await to.head()
    await to.send(b'data: "')
    for _ in range(100):
        await to.send(b"x" * 1_000_000)


async def giant_event(to: Exchange) -> None:
    await to.head()
    for _ in range(10_000):
        await to.send(b"data: " + b"x" * 10_000 + b"\n")


async def comments_without_end(to: Exchange) -> None:
    await to.head()
    for _ in range(10_000):
        await to.send((b": " + b"x" * 98 + b"\n") * 100 if to.streamed else b" " * 10_000)


async def knows_no_schema(to: Exchange) -> None:
    if "response_format" in to.body:
        await to.refuse("422 Unprocessable Entity", {"error": "response_format: extra fields not permitted"})
    else:
        await tell(to)


async def knows_little(to: Exchange) -> None:
    """Refuses one optional part after the other."""
    for part in ("max_tokens", "temperature", "stream_options", "response_format"):
        if part in to.body:
            await to.refuse("400 Bad Request", {"error": {"message": f"Unsupported parameter: '{part}'"}})
            return
    await tell(to)


Mode = Callable[[Exchange], Awaitable[None]]
NO_MODES = ("tell", "dribble", "serve")
MODES: dict[str, Mode] = {
    name: made for name, made in list(globals().items()) if inspect.iscoroutinefunction(made) and name not in NO_MODES
}


@dataclass
class Server:
    """What was asked, and when connections went."""

    port: int = 0
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    gone: list[float] = field(default_factory=list)  # monotonic times at which the other side had left
    bad: float = 0.3  # of `mix`: the share of faults
    spared: frozenset[str] = frozenset()  # faults that are not in it
    dice: random.Random = field(default_factory=lambda: random.Random(20261122))
    # Ports are given out again: what the breaker in Redis remembers of one server is not to be held against the next.
    name: str = field(default_factory=lambda: uuid.uuid4().hex)

    def url(self, *modes: str) -> str:
        return f"http://127.0.0.1:{self.port}/{','.join(modes)}/{self.name}/v1"

    def mode(self, path: str) -> Mode:
        words = path.strip("/").split("/")[0].split(",")
        if words == ["mix"]:
            faults = [name for name in MODES if name not in self.spared]
            return MODES[self.dice.choice(faults) if self.dice.random() < self.bad else "ok"]
        return MODES[words[min(len(self.requests), len(words)) - 1]]

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().strip().split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
            body = json.loads(await reader.readexactly(int(headers["content-length"])))
            self.requests.append(body)
            self.headers.append(headers)
            await self._answer(self.mode(first.split(" ")[1]), Exchange(writer, body, headers), reader)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _answer(self, mode: Mode, exchange: Exchange, reader: asyncio.StreamReader) -> None:
        """Until it is given, or the other side leaves."""
        answering = asyncio.ensure_future(mode(exchange))
        leaving = asyncio.ensure_future(reader.read())
        try:
            await asyncio.wait((answering, leaving), return_when=asyncio.FIRST_COMPLETED)
            if not answering.done():
                self.gone.append(time.monotonic())
        finally:
            answering.cancel()
            leaving.cancel()
            await asyncio.gather(answering, leaving, return_exceptions=True)


@asynccontextmanager
async def serve() -> AsyncIterator[Server]:
    state = Server()
    connections: set[asyncio.Task[None]] = set()

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        connections.add(task)
        try:
            await state.handle(reader, writer)
        except asyncio.CancelledError:
            pass  # the test is over; asyncio would log a handler that ends by it
        finally:
            connections.discard(task)

    listening = await asyncio.start_server(take, "127.0.0.1", 0)
    state.port = listening.sockets[0].getsockname()[1]
    try:
        yield state
    finally:
        listening.close()
        for task in list(connections):
            task.cancel()
        await asyncio.gather(*connections, return_exceptions=True)
        await asyncio.sleep(0)
