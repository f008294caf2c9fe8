"""Who can answer a question. A provider knows no model of Django, no user and no tokens of the product."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Protocol

from generation.engine.values import Ask, End


class Provider(Protocol):
    @property
    def name(self) -> str:
        """The engine's."""

    @property
    def identity(self) -> str:
        """What failures are counted under; "" when nothing can be out of order."""

    def stream(self, ask: Ask) -> AsyncGenerator[str | End, None]:
        """One answer in pieces, then how it ended; no repeats. Raises EngineError."""
