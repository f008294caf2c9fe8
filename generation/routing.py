from __future__ import annotations

from django.urls import path

from generation.consumers import ProjectConsumer

websocket_urlpatterns = [path("ws/projects/<uuid:public_id>/", ProjectConsumer.as_asgi())]
