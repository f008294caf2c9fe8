"""Every address of the product."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from autocrea import devmail, errors, health, pages

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.not_found
handler429 = errors.too_many_requests  # allauth's rate limits
handler500 = errors.server_error

urlpatterns = [
    path("", pages.landing, name="landing"),
    path("pricing", pages.pricing, name="pricing"),
    path("about", pages.about, name="about"),
    path("", include("accounts.urls")),
    path("", include("billing.urls")),
    path("", include("generation.urls")),
    path("api/health", health.alive, name="health"),
    path("api/health/ready", health.ready, name="ready"),
    path("admin/login/", pages.admin_login),
    path("admin/", admin.site.urls),
    path("dev/mail", devmail.inbox, name="dev-mail"),
]
