"""Who can answer a prompt. A provider knows no model, no user and no tokens of the product."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class ChatRequest:
    role: str
    prompt: str
    max_tokens: int


class Provider(Protocol):
    name: str

    def stream(self, request: ChatRequest) -> AsyncIterator[str]:
        """The answer in pieces. Raises EngineError."""
