"""Websockets are opened by our own pages only.

The handshake's Origin must be exactly one of SITE_ORIGINS, or, when none is set, scheme and host of the request itself.
Channels' own AllowedHostsOriginValidator ignores scheme and port and admits subdomains.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from channels.security.websocket import WebsocketDenier
from django.conf import settings
from django.http.request import validate_host

Application = Callable[[dict[str, Any], Any, Any], Awaitable[None]]


def _header(scope: dict[str, Any], name: bytes) -> str:
    for key, value in scope.get("headers", []):
        if key == name:
            return str(value.decode("latin-1"))
    return ""


def allowed(scope: dict[str, Any]) -> bool:
    origin = _header(scope, b"origin")
    if settings.SITE_ORIGINS:
        return origin in settings.SITE_ORIGINS
    host = _header(scope, b"host")
    domain = host.rsplit(":", 1)[0]
    return validate_host(domain, settings.ALLOWED_HOSTS) and origin in (f"http://{host}", f"https://{host}")


def same_origin(application: Application) -> Application:
    async def check(scope: dict[str, Any], receive: Any, send: Any) -> None:
        target = application if allowed(scope) else WebsocketDenier()
        await target(scope, receive, send)

    return check
