"""The balance in the header follows every movement, is its owner's alone, and heals when a poke is lost."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import OperationalError, transaction
from django.test import Client

from accounts import sockets
from accounts.models import User
from accounts.tests import dialling
from billing import ledger
from billing.consumers import BalanceConsumer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("sockets_let_go")]


def dial(user: User | None, language: str = "es") -> Any:
    client = Client()
    if user:
        client.force_login(user)
    return dialling.dial(client, f"/ws/balance/?lang={language}")


@asynccontextmanager
async def listening(user: User, language: str = "es") -> AsyncIterator[Any]:
    async with dialling.connected(await sync_to_async(dial)(user, language)) as socket:
        yield socket


async def told(socket: Any) -> str:
    while True:
        message: dict[str, Any] = json.loads(await socket.receive_from(timeout=5))
        if "html" in message:
            return str(message["html"])


async def test_each_movement_is_told_as_it_commits(alice: User) -> None:
    async with listening(alice) as socket:
        assert "100 tokens" in await told(socket)
        await sync_to_async(ledger.topup)(alice.pk, amount=50, key="t", actor_id=alice.pk, reason="Course")
        assert "150 tokens" in await told(socket)
        await sync_to_async(ledger.hold)(alice.pk, amount=10, key="h")
        assert "10 reservados" in await told(socket)
        await sync_to_async(ledger.release)("h", key="r")
        assert "150 tokens" in await told(socket)


async def test_what_is_rolled_back_or_another_persons_is_not_told(alice: User, bob: User) -> None:
    def undone() -> None:
        with transaction.atomic():
            ledger.grant(alice.pk, amount=1, key="g")
            transaction.set_rollback(True)

    async with listening(alice) as socket:
        await told(socket)
        await sync_to_async(undone)()
        await sync_to_async(ledger.grant)(bob.pk, amount=1, key="b")
        assert await socket.receive_nothing(timeout=0.3)


async def test_a_lost_poke_is_healed_by_the_heartbeat(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BalanceConsumer, "heartbeat", 0.1)
    monkeypatch.setattr("autocrea.pokes.send", lambda *_: None)
    async with listening(alice, "en") as socket:
        await told(socket)
        await sync_to_async(ledger.grant)(alice.pk, amount=1, key="g")
        assert "101 tokens" in await told(socket)


async def test_a_stranger_is_refused() -> None:
    socket = await sync_to_async(dial)(None)
    await socket.connect(timeout=5)
    closed = await asyncio.wait_for(socket.receive_output(timeout=5), 5)
    assert closed["code"] == sockets.SIGNED_OUT


async def test_sockets_that_broke_take_nobody_s_place(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: Any, **__: Any) -> bool:
        raise OperationalError("no database")

    monkeypatch.setattr(BalanceConsumer, "look", broken)
    for _ in range(2):
        socket = await sync_to_async(dial)(alice)
        await socket.connect(timeout=5)
        with pytest.raises(OperationalError):
            await socket.receive_output(timeout=5)
    assert alice.pk not in BalanceConsumer._open
