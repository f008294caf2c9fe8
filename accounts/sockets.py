"""What every socket of a page has in common: it only pushes, to a person who is signed in, as long as they are.

A poke says "look", a heartbeat looks anyway, so a lost poke costs seconds and never a state.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from abc import ABC, abstractmethod
from collections import defaultdict
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings

from accounts import sessions

logger = logging.getLogger(__name__)
SIGNED_OUT, NOT_FOUND, TOO_MANY, TOO_LOUD = 4401, 4404, 4429, 4408
HEARTBEAT_WITHOUT_LAYER = 2.0  # no pokes arrive: look often instead
BEATS_PER_CHECK = 3  # of the session
MAX_INBOUND = 20  # messages a second; none is expected


class PushConsumer(AsyncWebsocketConsumer, ABC):  # type: ignore[misc] # channels has no types
    """A subclass says which group it listens to (`prepare`), and how it looks for news (`look`)."""

    heartbeat = 15.0  # seconds
    most = 5  # per person and process
    user: Any = None
    beating: asyncio.Task[None] | None = None
    _open: dict[int, set[PushConsumer]]

    def __init_subclass__(cls) -> None:
        cls._open = defaultdict(set)

    @abstractmethod
    def prepare(self) -> str:
        """Read the address; the name of the group whose pokes matter."""

    @abstractmethod
    async def look(self, *, beat: bool = False) -> bool:
        """Send what is new; False when the page may not look (any more) and was told so."""

    def pulse(self) -> dict[str, Any]:
        """What a heartbeat tells."""
        return {"beat": True}

    async def connect(self) -> None:
        """Accepted before it is refused: only then does the page learn the code."""
        self.user = self.scope["user"]
        self.language = _language(self.scope)
        self.inbound: list[float] = []
        self.sending = asyncio.Lock()
        await self.accept()
        if not self.user.is_authenticated:
            await self.close(SIGNED_OUT)
            return
        if len(self._open[self.user.pk]) >= self.most:
            await self.close(TOO_MANY)
            return
        self._open[self.user.pk].add(self)
        await self._listen(self.prepare())
        if await self.look():  # joined first, read afterwards: nothing falls between
            self.beating = asyncio.create_task(self._beat())

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """However it ends, by an error too, its place is free again."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._let_go()

    def _let_go(self) -> None:
        if self.beating:
            self.beating.cancel()
        if self.user is None or self.user.pk not in self._open:
            return
        self._open[self.user.pk].discard(self)
        if not self._open[self.user.pk]:
            del self._open[self.user.pk]

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Nothing is expected from a page; who talks on and on is cut off."""
        now = time.monotonic()
        self.inbound = [at for at in self.inbound if at > now - 1] + [now]
        if len(self.inbound) > MAX_INBOUND:
            await self.close(TOO_LOUD)

    async def session_ended(self, message: dict[str, Any]) -> None:
        await self.close(SIGNED_OUT)

    async def _listen(self, group: str) -> None:
        """Join the groups; the base class leaves them again. Without Redis the heartbeat does the work alone."""
        names = [group]
        if key := self.scope["session"].session_key:
            names.append(sessions.group_name(key))
        try:
            for name in names:
                await self.channel_layer.group_add(name, self.channel_name)
                self.groups.append(name)
        except Exception as error:
            logger.warning("no pokes for %s: %s", group, error)
            self.heartbeat = HEARTBEAT_WITHOUT_LAYER

    async def _beat(self) -> None:
        beats = 0
        while True:
            await asyncio.sleep(self.heartbeat)
            beats += 1
            if beats % BEATS_PER_CHECK == 0 and not await _signed_in(self.scope["session"].session_key, self.user.pk):
                await self.close(SIGNED_OUT)
                return
            try:
                if not await self.look(beat=True):
                    return
            except Exception:
                logger.exception("heartbeat of %s", type(self).__name__)  # no database: the next beat looks again
            with suppress(Exception):
                await self.send(json.dumps(self.pulse()))


def _still(session_key: str | None, user_id: int) -> bool:
    return session_key is not None and sessions.person(session_key).pk == user_id


def _language(scope: dict[str, Any]) -> str:
    language = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [""])[0]
    return language if language in {code for code, _ in settings.LANGUAGES} else settings.LANGUAGE_CODE


# one thread for all sockets would let each wait for every other
_signed_in = database_sync_to_async(_still, thread_sensitive=False)
