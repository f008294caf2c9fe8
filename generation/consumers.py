"""The socket of a project's page: it only pushes. What it sends is read from the rows after the last number it sent.

A poke says "look", a heartbeat looks anyway, so a lost poke costs seconds and never a state.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections import defaultdict
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.http import Http404

from generation import live, sessions
from generation.live import Seen
from generation.pipeline import events

logger = logging.getLogger(__name__)
SIGNED_OUT, NOT_FOUND, TOO_MANY, TOO_LOUD = 4401, 4404, 4429, 4408
HEARTBEAT = 15.0  # seconds
HEARTBEAT_WITHOUT_LAYER = 2.0  # no pokes arrive: look often instead
BEATS_PER_CHECK = 3  # of the session: every 45 s
MAX_SOCKETS = 5  # per person and process
MAX_INBOUND = 20  # messages a second; none is expected

_open: dict[int, set[ProjectConsumer]] = defaultdict(set)


class ProjectConsumer(AsyncWebsocketConsumer):  # type: ignore[misc] # channels has no types
    heartbeat = HEARTBEAT

    async def connect(self) -> None:
        """Accepted before it is refused: only then does the page learn the code."""
        self.user = self.scope["user"]
        self.project_id: UUID = self.scope["url_route"]["kwargs"]["public_id"]
        self.seen, self.language = _wishes(self.scope)
        self.beating: asyncio.Task[None] | None = None
        self.inbound: list[float] = []
        self.sending = asyncio.Lock()
        await self.accept()
        if not self.user.is_authenticated:
            await self.close(SIGNED_OUT)
            return
        if len(_open[self.user.pk]) >= MAX_SOCKETS:
            await self.close(TOO_MANY)
            return
        _open[self.user.pk].add(self)
        await self._listen()
        if await self._catch_up():  # joined first, read afterwards: nothing falls between
            self.beating = asyncio.create_task(self._beat())

    async def disconnect(self, code: int) -> None:
        if self.beating:
            self.beating.cancel()
        if self.user.is_authenticated:
            _open[self.user.pk].discard(self)
            if not _open[self.user.pk]:
                del _open[self.user.pk]

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Nothing is expected from a page; who talks on and on is cut off."""
        now = time.monotonic()
        self.inbound = [at for at in self.inbound if at > now - 1] + [now]
        if len(self.inbound) > MAX_INBOUND:
            await self.close(TOO_LOUD)

    async def run_poke(self, message: dict[str, Any]) -> None:
        if message["run"] != str(self.seen.run) or message["seq"] > self.seen.seq:
            await self._catch_up()

    async def session_ended(self, message: dict[str, Any]) -> None:
        await self.close(SIGNED_OUT)

    async def _listen(self) -> None:
        """Join the groups; the base class leaves them again. Without Redis the heartbeat does the work alone."""
        names = [events.group_name(self.project_id)]
        if key := self.scope["session"].session_key:
            names.append(sessions.group_name(key))
        try:
            for name in names:
                await self.channel_layer.group_add(name, self.channel_name)
                self.groups.append(name)
        except Exception as error:
            logger.warning("no pokes for %s: %s", self.project_id, error)
            self.heartbeat = HEARTBEAT_WITHOUT_LAYER

    async def _catch_up(self, *, queue: bool = False) -> bool:
        """Send what is new; False when the page may not look (any more)."""
        async with self.sending:
            try:
                frame = await _read(self.user, self.project_id, self.seen, language=self.language, queue=queue)
            except Http404:
                await self.close(NOT_FOUND)
                return False
            self.seen = frame.seen
            if frame.html:
                await self.send(json.dumps(frame.as_message()))
            return True

    async def _beat(self) -> None:
        beats = 0
        while True:
            await asyncio.sleep(self.heartbeat)
            beats += 1
            if beats % BEATS_PER_CHECK == 0 and not await _signed_in(self.scope["session"].session_key, self.user.pk):
                await self.close(SIGNED_OUT)
                return
            try:
                if not await self._catch_up(queue=True):
                    return
            except Exception:
                logger.exception("heartbeat of %s", self.project_id)  # the database is away: the next beat looks again
            with suppress(Exception):
                await self.send(json.dumps({"run": str(self.seen.run or ""), "seq": self.seen.seq, "beat": True}))


def _still(session_key: str | None, user_id: int) -> bool:
    return session_key is not None and sessions.person(session_key).pk == user_id


def _wishes(scope: dict[str, Any]) -> tuple[Seen, str]:
    """What the page says it has, and its language. Nonsense counts as nothing."""
    query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
    language = query.get("lang", [""])[0]
    if language not in {code for code, _ in settings.LANGUAGES}:
        language = settings.LANGUAGE_CODE
    try:
        return Seen(UUID(query["run"][0]), int(query["since"][0])), language
    except (KeyError, ValueError):
        return Seen(), language


# one thread for all sockets would let each wait for every other
_read = database_sync_to_async(live.frame, thread_sensitive=False)
_signed_in = database_sync_to_async(_still, thread_sensitive=False)
