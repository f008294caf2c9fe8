"""Whether a socket's session still counts, and the word to every socket of a session that ends."""

from __future__ import annotations

import hashlib
import logging
from importlib import import_module
from types import SimpleNamespace
from typing import Any, cast

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.signals import user_logged_out
from django.http import HttpRequest

logger = logging.getLogger(__name__)


def group_name(session_key: str) -> str:
    """The channel group of a session; the key itself is as good as a password and stays out of Redis' group names."""
    return f"session.{hashlib.sha256(session_key.encode()).hexdigest()[:32]}"


def person(session_key: str) -> Any:
    """Who is signed in with that session now; AnonymousUser after log-out, new password or ban."""
    store = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    return get_user(cast("HttpRequest", SimpleNamespace(session=store)))  # it reads the session alone


def announce_end(sender: Any, request: HttpRequest | None, **_: Any) -> None:
    """A closed socket is a comfort here: the periodic check closes those whom this does not reach."""
    key = request.session.session_key if request is not None and hasattr(request, "session") else None
    layer: Any = get_channel_layer()
    if not key or layer is None:
        return
    try:
        async_to_sync(layer.group_send)(group_name(key), {"type": "session.ended"})
    except Exception as error:
        logger.warning("could not tell the sockets of an ended session: %s", error)


def connect_signals() -> None:
    user_logged_out.connect(announce_end, dispatch_uid="accounts.sessions")
