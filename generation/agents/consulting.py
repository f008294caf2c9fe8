"""How an agent, which works in a thread, asks a model: on the one loop of the process, while the answer is wanted.

And what is told of the answers afterwards: who gave them, at what cost.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from generation.agents import contexts
from generation.engine import EngineUnavailable, JoxCoderClient, Message, Reply
from generation.engine.errors import ContextTooLong, Unreachable
from generation.engine.loop import models

Ask = Callable[[str, tuple[Message, ...], Mapping[str, Any] | None], Reply]  # role, messages, schema of the answer


def by(engine: str, stopped: Callable[[], bool]) -> Ask:
    """Questions to this engine, and to its fallback model. They raise EngineError, CallCancelled once stopped."""
    client = JoxCoderClient()

    def ask(role: str, messages: tuple[Message, ...], schema: Mapping[str, Any] | None) -> Reply:
        try:
            return models.run(client.ask(role, messages, engine=engine, schema=schema), stopped)
        except EngineUnavailable as error:  # the settings changed since the run was taken on
            raise Unreachable(str(error)) from None

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
