"""Which language the interface speaks: Spanish, unless the person chose English.

The choice is a cookie, set by any page's `?lang=` link. What the browser prefers is only used to offer the other one.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

PARAMETER = "lang"
A_YEAR = 365 * 24 * 3600


class LanguageMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        wanted = request.GET.get(PARAMETER, "")
        if wanted in supported() and request.method in ("GET", "HEAD"):
            return _remember(request, wanted)
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in supported() else settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = language
        request.offer_english = chosen not in supported() and prefers_english(request)  # type: ignore[attr-defined]
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Cookie", "Accept-Language"))
        return response


def supported() -> set[str]:
    return {code for code, _ in settings.LANGUAGES}


def prefers_english(request: HttpRequest) -> bool:
    """True when the first of our languages that the browser names is English."""
    for code, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        language = code.split("-")[0]
        if language in supported():
            return language == "en"
    return False


def _remember(request: HttpRequest, language: str) -> HttpResponse:
    """Set the cookie and go to the same address without the parameter."""
    rest = request.GET.copy()
    del rest[PARAMETER]
    path = "/" + request.path.lstrip("/")  # "//host" would leave the site
    response = HttpResponseRedirect(path + (f"?{rest.urlencode()}" if rest else ""))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=A_YEAR, samesite="Lax", httponly=True, secure=settings.HTTPS
    )
    return response
