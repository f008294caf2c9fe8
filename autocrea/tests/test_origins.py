"""Which pages may open a socket: only ours, by exact origin."""

from __future__ import annotations

import pytest
from channels.testing import WebsocketCommunicator
from pytest_django import Settings

from autocrea import origins

pytestmark = pytest.mark.usefixtures("services")  # refusing is a consumer too, and opens the channel layer
HOST = b"app.example.org:8443"
STRANGERS = [
    None,
    "null",
    "https://evil.example",
    "https://preview.app.example.org:8443",
    "https://app.example.org",  # another port
    "https://app.example.org:8443.evil.example",
    "ftp://app.example.org:8443",
]


async def accept(scope: object, receive: object, send: object) -> None:
    await receive()
    await send({"type": "websocket.accept"})


async def opens(origin: str | None, host: bytes = HOST) -> bool:
    headers = [(b"host", host)] + ([(b"origin", origin.encode())] if origin is not None else [])
    socket = WebsocketCommunicator(origins.same_origin(accept), "/ws/projects/1/", headers=headers)
    accepted, _code = await socket.connect()
    await socket.disconnect()
    return accepted


@pytest.fixture
def hosts(settings: Settings) -> Settings:
    settings.ALLOWED_HOSTS = ["app.example.org"]
    settings.SITE_ORIGINS = []
    return settings


@pytest.mark.parametrize("origin", STRANGERS)
async def test_a_strangers_page_opens_no_socket(hosts: Settings, origin: str | None) -> None:
    assert not await opens(origin)


async def test_our_own_page_does(hosts: Settings) -> None:
    assert await opens("https://app.example.org:8443")


async def test_a_forged_host_does_not_help(hosts: Settings) -> None:
    assert not await opens("https://evil.example", host=b"evil.example")


async def test_with_named_origins_only_those_count(hosts: Settings) -> None:
    hosts.SITE_ORIGINS = ["https://www.example.org"]
    assert await opens("https://www.example.org")
    assert not await opens("http://www.example.org")
    assert not await opens("https://app.example.org:8443")
