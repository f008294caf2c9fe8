"""The socket of a project's page. What it sends is read from the rows after the last number it sent."""

from __future__ import annotations

import json
import time
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from channels.db import database_sync_to_async
from django.http import Http404

from accounts.sockets import NOT_FOUND, PushConsumer
from generation import live
from generation.live import Seen
from generation.pipeline import events

TRUSTED = 5.0  # seconds for which a right to look that was checked is believed, for drafts alone


class ProjectConsumer(PushConsumer):
    looked = 0.0

    def prepare(self) -> str:
        self.project_id: UUID = self.scope["url_route"]["kwargs"]["public_id"]
        self.seen = _seen(self.scope)
        return events.group_name(self.project_id)

    async def run_poke(self, message: dict[str, Any]) -> None:
        if message["run"] != str(self.seen.run) or message["seq"] > self.seen.seq:
            await self.look()

    async def run_draft(self, message: dict[str, Any]) -> None:
        """Lines a model has just written: handed on as they are, not read from rows. A page that missed some asks."""
        if message["run"] != str(self.seen.run):
            return
        if time.monotonic() - self.looked > TRUSTED and not await self.look():
            return
        draft = {"step": message["step"], "files": message["files"]}
        await self.send(json.dumps({"run": message["run"], "draft": draft}))

    async def look(self, *, beat: bool = False) -> bool:
        """At a heartbeat a waiting run is shown again: its place in the queue has no events."""
        async with self.sending:
            try:
                frame = await _read(self.user, self.project_id, self.seen, language=self.language, queue=beat)
            except Http404:
                await self.close(NOT_FOUND)
                return False
            self.seen, self.looked = frame.seen, time.monotonic()
            if frame.html:
                await self.send(json.dumps(frame.as_message()))
            return True

    def pulse(self) -> dict[str, Any]:
        return {"run": str(self.seen.run or ""), "seq": self.seen.seq, "beat": True}


def _seen(scope: dict[str, Any]) -> Seen:
    """How far the page says it is. Nonsense counts as nothing."""
    query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
    try:
        return Seen(UUID(query["run"][0]), int(query["since"][0]))
    except (KeyError, ValueError):
        return Seen()


# one thread for all sockets would let each wait for every other
_read = database_sync_to_async(live.frame, thread_sensitive=False)
