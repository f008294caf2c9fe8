"""The one client every agent speaks to: it picks the provider, asks, and falls back."""

from __future__ import annotations

from collections.abc import AsyncIterator

from generation.engine.errors import EngineError
from generation.engine.names import BUILTIN, ensure_available, ensure_known
from generation.engine.providers import ChatRequest, Provider
from generation.engine.providers.builtin import BuiltinProvider

DEFAULT_MAX_TOKENS = 8192


class JoxCoderClient:
    """Takes no arguments: what is configured decides who answers; with nothing configured the built-in engine does."""

    def __init__(self) -> None:
        self._order = (BUILTIN,)

    async def generate(self, prompt: str, role: str, max_tokens: int = DEFAULT_MAX_TOKENS) -> str:
        """The whole answer of the first engine in order. Raises EngineError, DescriptionError."""
        return "".join([piece async for piece in self.generate_stream(prompt, role, max_tokens)])

    async def generate_stream(self, prompt: str, role: str, max_tokens: int = DEFAULT_MAX_TOKENS) -> AsyncIterator[str]:
        """The answer in pieces, as they come."""
        async for piece in _provider(self._order[0]).stream(ChatRequest(role, prompt, max_tokens)):
            yield piece

    async def generate_with_fallback(self, prompt: str, role: str, fallback_model: str | None = None) -> str:
        """The first whole answer: the configured order, then the named engine. Raises the last engine's error."""
        if fallback_model is not None:
            ensure_known(fallback_model)
        order = [*self._order, *([fallback_model] if fallback_model and fallback_model not in self._order else [])]
        request = ChatRequest(role, prompt, DEFAULT_MAX_TOKENS)
        for name in order[:-1]:
            try:
                return await _whole(name, request)
            except EngineError:
                continue  # the next one may do
        return await _whole(order[-1], request)


async def _whole(name: str, request: ChatRequest) -> str:
    return "".join([piece async for piece in _provider(name).stream(request)])


def _provider(name: str) -> Provider:
    ensure_available(name)
    return BuiltinProvider()
