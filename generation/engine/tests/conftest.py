"""A model server that goes wrong, and quick questions to it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from generation.engine import breaker, dialect, patience
from generation.engine.providers.openai_compatible import OpenAICompatibleProvider
from generation.engine.target import Target
from generation.engine.tests.faulty_server import Server, serve

SECRET = "jx.SecretOfTheTests/0123456789"  # not of a shape by which keys are known


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with serve() as running:
        yield running


@pytest.fixture(autouse=True)
def _nothing_learnt(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(patience, "BASE", 0.02)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    yield
    breaker.forget()
    dialect.forget()


def provider(server: Server, *modes: str) -> OpenAICompatibleProvider:
    url = f"{server.url(*modes)}/chat/completions"
    return OpenAICompatibleProvider(Target("joxcoder", url, {"authorization": f"Bearer {SECRET}"}, "jox", SECRET))
