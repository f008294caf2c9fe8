from __future__ import annotations

from django.urls import path

from billing import views

app_name = "billing"
urlpatterns = [
    path("billing", views.index, name="index"),
    path("billing/movements.csv", views.download, name="download"),
]
