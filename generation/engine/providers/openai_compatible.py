"""Any server with the chat-completions protocol, by its address, key and model."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from urllib.parse import urlsplit

from generation.engine import exchange
from generation.engine.configuration import Configured
from generation.engine.target import Target, checked
from generation.engine.values import Ask, End

PATH = "/chat/completions"


class OpenAICompatibleProvider:
    """One target, asked as it is."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self.name = target.engine
        self.identity = target.identity

    async def stream(self, ask: Ask) -> AsyncGenerator[str | End, None]:
        async with aclosing(exchange.talk(self._target, ask)) as pieces:
            async for piece in pieces:
                yield piece


def target(configured: Configured) -> Target:
    """Raises EngineUnavailable for an address that is none."""
    url = chat_url(checked(configured.address, configured.engine))
    headers = {"authorization": f"Bearer {configured.key}"} if configured.key else {}
    return Target(configured.engine, url, headers, configured.model, configured.key)


def chat_url(address: str) -> str:
    """The address of the call, from a base address with or without its end."""
    parts = urlsplit(address)
    path = parts.path.rstrip("/")
    return parts._replace(path=path if path.endswith(PATH) else path + PATH).geturl()
