"""The ASGI application: HTTP by Django, websockets by Channels, exact origins only."""

from __future__ import annotations

import os
from typing import Any

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "autocrea.settings")
django_application = get_asgi_application()  # once, before anything imports a model

from channels.auth import AuthMiddlewareStack  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402

from autocrea.origins import same_origin  # noqa: E402
from billing import routing as billing  # noqa: E402
from generation import routing as generation  # noqa: E402

router = ProtocolTypeRouter(
    {
        "http": django_application,
        "websocket": same_origin(
            AuthMiddlewareStack(URLRouter([*billing.websocket_urlpatterns, *generation.websocket_urlpatterns]))
        ),
    }
)


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    scope["root_path"] = ""  # daphne takes it from a header that anybody can send; every link would begin with it
    await router(scope, receive, send)
