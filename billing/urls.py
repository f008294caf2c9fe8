from __future__ import annotations

from django.urls import path

from billing import views, webhooks

app_name = "billing"
urlpatterns = [
    path("billing", views.index, name="index"),
    path("billing/movements.csv", views.download, name="download"),
    path("billing/buy", views.buy, name="buy"),
    path("billing/orders/<uuid:public_id>", views.order, name="order"),
    path("billing/orders/<uuid:public_id>/cancelled", views.cancelled, name="cancelled"),
    path("api/webhooks/stripe/<uuid:uuid>/", webhooks.Receive.as_view(), name="webhook"),
]
