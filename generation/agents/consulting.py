"""How an agent, which works in a thread, asks a model: on the one loop of the process, while the answer is wanted.

And what is told of the answers afterwards: who gave them, at what cost.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from generation.agents import contexts
from generation.engine import EngineUnavailable, JoxCoderClient, Message, Reply
from generation.engine.errors import ContextTooLong, EngineError, Unreachable
from generation.engine.loop import models

Ask = Callable[[str, tuple[Message, ...], Mapping[str, Any] | None], Reply]  # role, messages, schema of the answer


class Reader(Protocol):
    """Reads answers while they are written, in the thread of the agent that asked."""

    def read(self, text: str) -> None:
        """What has come since the last time; often nothing."""

    def forget(self) -> None:
        """The answer broke off: it comes anew, or not at all."""

    def end(self) -> None:
        """The answer is whole."""


class Silent:
    """Reads nothing."""

    def read(self, text: str) -> None:
        pass

    forget = end = lambda self: None


def by(engine: str, stopped: Callable[[], bool], reader: Reader | None = None) -> Ask:
    """Questions to this engine, and to its fallback model. They raise EngineError, CallCancelled once stopped."""
    client = JoxCoderClient()
    reading = reader or Silent()

    def ask(role: str, messages: tuple[Message, ...], schema: Mapping[str, Any] | None) -> Reply:
        listening = _Listening(reading)

        def look() -> bool:
            listening.pass_on()
            return stopped()

        call = client.ask(role, messages, engine=engine, schema=schema, listener=listening)
        try:
            reply = models.run(call, look)
        except EngineError as error:
            listening.broke_off()
            if isinstance(error, EngineUnavailable):  # the settings changed since the run was taken on
                raise Unreachable(str(error)) from None
            raise
        listening.pass_on()
        reading.end()
        return reply

    return ask


def fitted(ask: Ask, role: str, question: Callable[[int], tuple[Message, ...]], room: int) -> tuple[Reply, int]:
    """The answer to a question that is made with so much room for files, or less until it fits, and that room.

    Raises ModelError, CallCancelled.
    """
    while True:
        try:
            return ask(role, question(room), None), room
        except ContextTooLong as error:
            room = contexts.smaller(room, sum(len(message.text) for message in question(0)), error.limit)
            if not room:
                raise


class _Listening:
    """Stands between the loop, which must not wait, and the agent's thread, which may.

    Bounded by what the engine lets an answer be long.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._heard: deque[str | None] = deque()  # None: forget what was before

    def text(self, piece: str) -> None:
        self._heard.append(piece)

    def may_restart(self) -> bool:
        self._heard.append(None)
        return True

    def pass_on(self) -> None:
        pieces: list[str] = []
        while self._heard:
            piece = self._heard.popleft()
            if piece is None:
                pieces.clear()
                self._reader.forget()
            else:
                pieces.append(piece)
        self._reader.read("".join(pieces))

    def broke_off(self) -> None:
        self._heard.clear()
        self._reader.forget()


def told_of(replies: Sequence[Reply]) -> dict[str, Any]:
    """Engine and model of the last answer, every engine that had a part, and the cost of all of them in seconds."""
    last = replies[-1] if replies else None
    return {
        "engine": last.engine if last else "",
        "engines": sorted({reply.engine for reply in replies}),
        "model": last.model if last else "",
        "input_tokens": sum(reply.usage.input_tokens for reply in replies),
        "output_tokens": sum(reply.usage.output_tokens for reply in replies),
        "seconds": round(sum(reply.latency for reply in replies), 2),
        "answers": len(replies),
    }
