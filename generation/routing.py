from __future__ import annotations

from channels.security.websocket import WebsocketDenier
from django.urls import path, re_path

from generation.consumers import ProjectConsumer

websocket_urlpatterns = [
    path("ws/projects/<uuid:public_id>/", ProjectConsumer.as_asgi()),
    re_path(r"", WebsocketDenier.as_asgi()),  # an address that is none is refused, not an error of ours
]
