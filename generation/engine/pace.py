"""How long one exchange may still take, by the wall clock, whatever the server sends to keep the connection alive."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from generation.engine.errors import TooBig, TooSlow
from generation.engine.values import Limits


class Pace:
    """One per exchange. `heard` is told of each word, `hurry` bounds each wait."""

    def __init__(self, limits: Limits, *, in_words: bool = True) -> None:
        """An answer that does not come word by word has but one deadline."""
        self.limits = limits
        self._in_words = in_words
        self.started = time.monotonic()
        self.first_word: float | None = None  # when it came
        self.characters = 0
        self.spoke = False
        self.completed = False
        self._last_word = self.started
        self._end = self.started + limits.total
        self._heard = 0  # with what a reasoning model says to itself

    def heard(self, text: str, thought: str = "") -> None:
        """Note what came. Raises TooBig, TooSlow."""
        if not text and not thought:
            return
        now = time.monotonic()
        self._last_word = now
        if self.first_word is None:
            self.first_word = now
        self.characters += len(text)
        self._heard += len(text) + len(thought)
        self.spoke = self.spoke or bool(text.strip())
        if self._heard > self.limits.max_text:
            raise TooBig(f"more than {self.limits.max_text} characters")
        self._check_pace(now)

    def complete(self, seconds: float) -> None:
        """The answer has ended: only a little is waited for what may follow."""
        if not self.completed:
            self.completed = True
            self._end = min(self._end, time.monotonic() + seconds)

    @asynccontextmanager
    async def hurry(self) -> AsyncIterator[None]:
        """Raises TooSlow when what is inside takes longer than is left."""
        due, what = self._due()
        left = due - time.monotonic()
        if left <= 0:
            raise TooSlow(what)  # a server that never pauses gives no timer a chance
        try:
            async with asyncio.timeout(left):
                yield
        except TimeoutError:
            raise TooSlow(what) from None

    def _due(self) -> tuple[float, str]:
        whole = (self._end, f"not complete within {self.limits.total:g} s")
        if not self._in_words:
            return whole
        if self.first_word is None:
            next_word = (self.started + self.limits.first, f"no word within {self.limits.first:g} s")
        else:
            next_word = (self._last_word + self.limits.between, f"silent for {self.limits.between:g} s")
        return min(next_word, whole)

    def _check_pace(self, now: float) -> None:
        since = now - (self.first_word or now)
        if since > self.limits.grace and self._heard < self.limits.slowest * since:
            raise TooSlow(f"{self._heard} characters in {since:.0f} s")
