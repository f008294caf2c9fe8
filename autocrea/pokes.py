"""A word to the sockets of a group that there is something new to read. It may be lost: nobody relies on it."""

from __future__ import annotations

from typing import Any

import redis
from channels.layers import get_channel_layer
from django.conf import settings

from autocrea.circuit import circuit, client


def send(group: str, message: dict[str, Any]) -> None:
    """Publish in the channel layer's own format, without an event loop. A lost poke is no failure."""
    if circuit.is_open():
        return
    layer: Any = get_channel_layer()
    configured: Any = settings.CHANNEL_LAYERS["default"]
    prefix = configured.get("CONFIG", {}).get("prefix", "asgi")
    try:
        client().publish(f"{prefix}__group__{group}", layer.serialize(message))
    except redis.RedisError as error:
        circuit.failed(f"poke to {group}", error)
