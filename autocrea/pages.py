"""The public pages: what the product is, what it costs, how it works."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.templatetags.static import static
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from autocrea.promises import explained
from billing.views import shop
from generation.examples import EXAMPLES
from generation.pipeline import steps

ICONS = {
    "architecture": "boxes",
    "backend": "server",
    "frontend": "layout-dashboard",
    "devops": "package",
    "verification": "list-checks",
    "security": "shield-check",
}

FILMS = (("desk", 1280, 800), ("phone", 390, 780))  # name, CSS pixels


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/landing.html", {**prices(), "examples": EXAMPLES, "films": films()})


@require_safe
def pricing(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/pricing.html", {**prices(), **shop()})


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    told = {"checks": explained(), "free_cancels": settings.RUN_FREE_CANCELS}
    return render(request, "pages/about.html", {**prices(), **told})


def films() -> list[dict[str, object]]:
    """The recordings in the page's language; a style sheet shows the one that fits the screen (`make recording`)."""
    language = "es" if (get_language() or "es").startswith("es") else "en"
    return [
        {"name": name, "width": width, "height": height, **{
            kind: static(f"recordings/{name}-{language}.{kind}") for kind in ("jpg", "webm")
        }}
        for name, width, height in FILMS
    ]  # fmt: skip


def product(request: HttpRequest) -> dict[str, object]:
    """Context of every page: what new people get, and whether mail is read at /dev/mail."""
    return {"signup_tokens": settings.SIGNUP_TOKENS, "dev_mail": settings.DEBUG}


def admin_login(request: HttpRequest) -> HttpResponse:
    """Django's admin has a log-in of its own that knows no rate limit: everybody uses ours.

    Raises PermissionDenied for who is signed in already: the log-in would only send them back here.
    """
    if request.user.is_authenticated:
        raise PermissionDenied
    query = urlencode({"next": request.GET.get("next", "/admin/")})
    return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?{query}")


def prices() -> dict[str, object]:
    """What the pages say about money: the settings that the charge is made from, the steps' own titles."""
    table = settings.TOKEN_PRICES
    steps_ = [
        {"key": key, "title": steps.TITLES[key], "icon": ICONS[key], "price": table.get(key)} for key in steps.ORDER
    ]
    return {"steps": steps_, "app_price": sum(table.get(key, 0) for key in steps.ORDER)}
