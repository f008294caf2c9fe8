from __future__ import annotations

from django.urls import path

from billing.consumers import BalanceConsumer

websocket_urlpatterns = [path("ws/balance/", BalanceConsumer.as_asgi())]
