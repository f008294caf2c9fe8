"""A model server that answers each role with a set text: after 0.3 s the first token, then 100 a second.

A process of its own, so that what it costs is not counted as the product's. It writes down when each call came, when it
spoke its first and its last word, on the clock that all processes of a machine share.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

FIRST, PER_SECOND, CHARACTERS = 0.3, 100.0, 4  # seconds, tokens, of a token


@dataclass(frozen=True)
class Call:
    role: str
    came: float
    ended: float
    tokens: int


class Scripted:
    """`answers` are texts by the words a role's system prompt begins with."""

    def __init__(self, answers: dict[str, tuple[str, str]]) -> None:
        self._answers = answers
        self._calls: list[dict[str, Any]] = []

    async def serve(self) -> None:
        server = await asyncio.start_server(self._connection, "127.0.0.1", 0)
        print(server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
            if head.startswith("get"):
                calls, self._calls = self._calls, []
                await self._whole(writer, calls)
                return
            size = int(head.partition("content-length:")[2].split("\r\n")[0])
            await self._answer(json.loads(await reader.readexactly(size)), writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _answer(self, body: dict[str, Any], writer: asyncio.StreamWriter) -> None:
        came = time.monotonic()
        system = body["messages"][0]["content"]
        role, text = next(said for begins, said in self._answers.items() if system.startswith(begins))
        tokens = [text[at : at + CHARACTERS] for at in range(0, len(text), CHARACTERS)]
        due = [came + FIRST + n / PER_SECOND for n in range(len(tokens))]
        usage = {"prompt_tokens": sum(len(each["content"]) for each in body["messages"]) // 4}
        usage["completion_tokens"] = len(tokens)
        call = {"role": role, "came": came, "ended": None, "tokens": len(tokens)}
        self._calls.append(call)
        if not body.get("stream"):
            await asyncio.sleep(max(0, due[-1] - time.monotonic()))
            choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
            await self._whole(writer, {"model": "scripted", "choices": [choice], "usage": usage})
        else:
            await self._stream(writer, list(zip(due, tokens, strict=True)), usage)
        call["ended"] = time.monotonic()

    async def _whole(self, writer: asyncio.StreamWriter, said: Any) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n")
        writer.write(json.dumps(said).encode())
        await writer.drain()

    async def _stream(self, writer: asyncio.StreamWriter, due: list[tuple[float, str]], usage: dict[str, int]) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n")
        for moment, token in due:
            wait = moment - time.monotonic()
            if wait > 0.001:
                await asyncio.sleep(wait)
            writer.write(_frame({"delta": {"content": token}, "finish_reason": None}))
            await writer.drain()
        writer.write(_frame({"delta": {}, "finish_reason": "stop"}))
        writer.write(b"data: " + json.dumps({"choices": [], "usage": usage}).encode() + b"\n\ndata: [DONE]\n\n")
        await writer.drain()


def _frame(choice: dict[str, Any]) -> bytes:
    return b"data: " + json.dumps({"model": "scripted", "choices": [{"index": 0, **choice}]}).encode() + b"\n\n"


class Server:
    def __init__(self, url: str) -> None:
        self.url = url

    def calls(self) -> list[Call]:
        """What was asked since the last time."""
        with urllib.request.urlopen(f"{self.url}/calls") as answer:
            return [Call(**each) for each in json.load(answer)]


@contextmanager
def started(answers: dict[str, tuple[str, str]]) -> Iterator[Server]:
    command = [sys.executable, "-m", "bench.agents.scripted_server"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(json.dumps(answers) + "\n")
        process.stdin.flush()
        yield Server(f"http://127.0.0.1:{process.stdout.readline().strip()}")
    finally:
        process.terminate()
        process.wait(10)


if __name__ == "__main__":
    asyncio.run(Scripted({begins: tuple(said) for begins, said in json.loads(sys.stdin.readline()).items()}).serve())
