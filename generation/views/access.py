"""Who may call a view: a signed-in person. The others are sent to the log-in page without losing what they typed."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import resolve_url
from django_htmx.middleware import HtmxDetails

from accounts.models import User
from autocrea.errors import wants_json
from generation import refusals


class Request(HttpRequest):
    """What the middleware makes of a request, for the type checker; behind `signed_in` the user is a person."""

    htmx: HtmxDetails
    user: User


View = Callable[..., HttpResponse]
DRAFT = "draft"  # session key: a form that was sent after the session had ended
KEPT = {"project_name": 200, "description": 20_000}  # fields, and how much of them


def signed_in(view: View) -> View:
    @wraps(view)
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        refusal = refusals.signed_out()
        if wants_json(request):
            return JsonResponse({"code": refusal.code, "detail": refusal.detail}, status=refusal.status)
        return _to_login(request, refusal.status)

    return guarded


def _to_login(request: Request, status: int) -> HttpResponse:
    """htmx gets the address in a header: a log-in page must not be swapped into the middle of ours."""
    back = request.get_full_path() if request.method in ("GET", "HEAD") else resolve_url("chat")
    address = f"{resolve_url('account_login')}?{urlencode({'next': back})}"
    if request.method == "POST":
        request.session[DRAFT] = {name: request.POST.get(name, "")[:most] for name, most in KEPT.items()}
    if request.headers.get("HX-Request"):
        return HttpResponse(status=status, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
