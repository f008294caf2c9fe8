"""Open a socket as a browser would, through the whole ASGI stack."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from channels.testing import WebsocketCommunicator
from django.test import Client

from autocrea.asgi import application


def dial(client: Client | None, path: str, origin: str = "http://testserver") -> Any:
    """Not connected yet. Without a client it is a stranger's."""
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items()) if client else ""
    headers = [(b"host", b"testserver"), (b"origin", origin.encode()), (b"cookie", cookies.encode())]
    return WebsocketCommunicator(application, path, headers=headers)


@asynccontextmanager
async def connected(socket: Any) -> AsyncIterator[Any]:
    accepted, _ = await socket.connect(timeout=5)
    assert accepted
    try:
        yield socket
    finally:
        await socket.disconnect()
