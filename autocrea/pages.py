"""The public pages: what the product is, what it costs, how it works."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.views.decorators.http import require_safe


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/landing.html", prices())


@require_safe
def pricing(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/pricing.html", prices())


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/about.html", prices())


def admin_login(request: HttpRequest) -> HttpResponse:
    """Django's admin has a log-in of its own that knows no rate limit: everybody uses ours."""
    query = urlencode({"next": request.GET.get("next", "/admin/")})
    return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?{query}")


def prices() -> dict[str, object]:
    """What the pages say about money, from the settings that the charge is made from."""
    table = settings.TOKEN_PRICES
    steps = {key: table[key] for key in ("architecture", "backend", "frontend", "devops", "security")}
    return {
        "step_prices": steps,
        "app_price": sum(steps.values()),
        "edit_price": table["edit"],
        "file_price": table["file"],
        "signup_tokens": settings.SIGNUP_TOKENS,
    }
