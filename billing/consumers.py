"""The socket that keeps the balance in the header true on every page, whoever moved it."""

from __future__ import annotations

import json
from typing import Any

from channels.db import database_sync_to_async
from django.template.loader import render_to_string
from django.utils import translation

from accounts.sockets import PushConsumer
from billing import ledger, live
from billing.ledger import Balance


class BalanceConsumer(PushConsumer):
    heartbeat = 30.0
    most = 20  # every open page has one
    shown: Balance | None = None

    def prepare(self) -> str:
        return live.group_name(self.user.pk)

    async def balance_moved(self, message: dict[str, Any]) -> None:
        await self.look()

    async def look(self, *, beat: bool = False) -> bool:
        async with self.sending:
            balance = await _read(self.user.pk)
            if balance != self.shown:
                self.shown = balance
                await self.send(json.dumps({"html": _html(balance, self.language)}))
            return True


def _html(balance: Balance, language: str) -> str:
    with translation.override(language):
        return render_to_string("billing/_balance.html", {"balance": balance})


_read = database_sync_to_async(ledger.balance, thread_sensitive=False)
