"""The one client every agent speaks to: it picks the engine, asks, and falls back."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import Any

from generation.engine import configuration, exchange, roles
from generation.engine.asking import Call, Listener, stream
from generation.engine.configuration import JOXCODER, OPENAI
from generation.engine.errors import EngineUnavailable, ModelError
from generation.engine.names import BUILTIN, configured_order, ensure_available, ensure_known
from generation.engine.providers import Provider, huggingface, openai_compatible
from generation.engine.providers.builtin import BuiltinProvider
from generation.engine.providers.openai_compatible import OpenAICompatibleProvider
from generation.engine.values import Ask, Attempt, Budget, Message, Reply

FIRST_SHARE = 0.6  # of the time that is left, while another engine could still be asked
logger = logging.getLogger(__name__)


class JoxCoderClient:
    """Takes no arguments: what is configured decides who answers; with nothing configured the built-in engine does."""

    def __init__(self) -> None:
        self._order = configured_order()

    async def generate(self, prompt: str, role: str, max_tokens: int | None = None) -> str:
        """The whole answer of the first engine in order. Raises EngineError, DescriptionError."""
        return (await Call(await _ready(self._order[0]), _question(prompt, role, max_tokens)).reply()).text

    async def generate_stream(self, prompt: str, role: str, max_tokens: int | None = None) -> AsyncGenerator[str, None]:
        """The same answer in pieces, as they come. An answer that breaks off ends with an error, never normally."""
        question = _question(prompt, role, max_tokens)
        async with aclosing(stream(await _ready(self._order[0]), question)) as pieces:
            async for piece in pieces:
                yield piece

    async def generate_with_fallback(self, prompt: str, role: str, fallback_model: str | None = None) -> str:
        """The first whole answer: the configured order, or the first engine and then the named one.

        Raises the last engine's error.
        """
        order: tuple[str, ...] = self._order
        if fallback_model is not None:
            ensure_known(fallback_model)
            order = tuple(dict.fromkeys((self._order[0], fallback_model)))
        return (await _first_reply(order, _question(prompt, role, None))).text

    async def ask(
        self,
        role: str,
        messages: Sequence[Message],
        *,
        engine: str = JOXCODER,
        schema: Mapping[str, Any] | None = None,
        budget: Budget | None = None,
        listener: Listener | None = None,
    ) -> Reply:
        """A model's whole answer with everything recorded of it; the built-in engine is not asked.

        The role's system prompt comes first. Cancelling the task closes the connection. Raises EngineError.
        """
        data = roles.of(role)
        question = replace(
            data.question((Message("system", data.system.text), *messages)),
            schema=schema,
            budget=budget or data.budget,
        )
        ensure_available(engine)
        return await _first_reply(_models(engine), question, listener)


def _models(engine: str) -> tuple[str, ...]:
    """The engine that was chosen, and the fallback model when one is set up."""
    fallback = engine == JOXCODER and configuration.openai() is not None
    return (engine, OPENAI) if fallback else (engine,)


async def _first_reply(order: Sequence[str], question: Ask, listener: Listener | None = None) -> Reply:
    until = time.monotonic() + question.budget.seconds
    attempts: tuple[Attempt, ...] = ()
    for name in order[:-1]:
        share = (until - time.monotonic()) * FIRST_SHARE
        try:
            return await Call(await _ready(name), _within(question, share), listener).reply(attempts)
        except (ModelError, EngineUnavailable) as error:
            logger.warning("%s did not answer as %s: %s: %s", name, question.role, error.code, error)
            attempts = tuple(error.attempts) or attempts
            if listener is not None and not listener.may_restart():
                raise
    last = _within(question, until - time.monotonic())
    return await Call(await _ready(order[-1]), last, listener).reply(attempts)


def _within(question: Ask, seconds: float) -> Ask:
    return replace(question, budget=replace(question.budget, seconds=seconds))


def _question(prompt: str, role: str, max_tokens: int | None) -> Ask:
    data = roles.of(role)
    question = data.question((Message("system", data.system.text), Message("user", prompt)))
    return question if max_tokens is None else replace(question, max_tokens=max_tokens)


async def _ready(name: str) -> Provider:
    """In a thread: the first use imports the hub library and reads certificates, while other calls go on."""
    return await asyncio.to_thread(_provider, name)


def _provider(name: str) -> Provider:
    """Raises UnknownEngine, EngineUnavailable."""
    ensure_available(name)
    if name == BUILTIN:
        return BuiltinProvider()
    configured = configuration.of(name)
    if configured is None:  # the settings changed since
        raise EngineUnavailable(f"{name} is not configured.")
    resolve = huggingface.target if name == JOXCODER else openai_compatible.target
    exchange.warm()
    return OpenAICompatibleProvider(resolve(configured))
