"""The pages for when something goes wrong: what happened, what is safe, what to do next.

They are the same with DEBUG, so that nobody meets Django's own for the first time in production; only the traceback is
added to the page of a server error.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.debug import ExceptionReporter

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Trouble:
    status: int
    code: str
    detail: str  # English, for programs
    title: Promise
    text: Promise


BAD_REQUEST = Trouble(
    400,
    "bad_request",
    "Bad request",
    _("We could not understand that request"),
    _("Nothing was changed. Go back and try again."),
)
TOO_LARGE = Trouble(
    413,
    "too_large",
    "The request is too large",
    _("That is more than we can take at once"),
    _("Nothing was changed. Go back: what you wrote is still there. Make it shorter and send it again."),
)
NOT_ALLOWED = Trouble(
    405,
    "method_not_allowed",
    "This address does not take such a request",
    _("There is nothing to see at this address"),
    _("It only takes what a button of ours sends. Nothing was changed."),
)
FORBIDDEN = Trouble(
    403,
    "forbidden",
    "You may not do this",
    _("You do not have permission for this"),
    _("Nothing was changed. If you think you should be able to, sign in with another account."),
)
NOT_FOUND = Trouble(
    404,
    "not_found",
    "Not found",
    _("This page does not exist"),
    _("The address may be mistyped, or what was here was deleted or belongs to another account."),
)
TOO_MANY = Trouble(
    429,
    "rate_limited",
    "Rate limit exceeded. Please wait before trying again.",
    _("Too many attempts"),
    _("For your safety we ask you to wait a minute. Nothing was changed; after that, go back and try again."),
)
EXPIRED_FORM = Trouble(
    403,
    "csrf_failed",
    "CSRF verification failed",
    _("This form has expired"),
    _("You may have signed in or out in another tab. Nothing was sent: go back, reload the page and send it again."),
)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, BAD_REQUEST)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, NOT_FOUND, detail=_own_detail(exception))


def too_many_requests(request: HttpRequest) -> HttpResponse:
    response = _page(request, TOO_MANY)
    response["Retry-After"] = "60"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(request, EXPIRED_FORM)


def server_error(request: HttpRequest) -> HttpResponse:
    """The last resort: no context processor, no database, no built asset; only a template that stands alone."""
    return _broken(request, busy=isinstance(sys.exc_info()[1], OperationalError))


def _broken(request: HttpRequest, *, busy: bool) -> HttpResponse:
    """`busy`: no connection to the database; it restarts, or too many ask at once."""
    if wants_json(request):
        code, detail = ("unavailable", "Temporarily unavailable") if busy else ("server_error", "Something went wrong")
        response: HttpResponse = JsonResponse({"code": code, "detail": detail})
    else:
        response = HttpResponse(render_to_string("500.html", {"retry_url": retry_url(request), "busy": busy}))
    # our pages put what comes with 503 in its place: a whole page does not belong there, and they have a notice ready
    response.status_code = 503 if busy and "HX-Request" not in request.headers else 500
    if busy:
        response["Retry-After"] = "5"
    return response


class Reporter(ExceptionReporter):
    """What DEBUG shows of a server error: our page, and below it the traceback.

    Without the values of variables: to show a lazy one is to ask the database that may just have failed.
    """

    def get_traceback_html(self) -> SafeString:
        retry = retry_url(self.request) if self.request else "/"
        return render_to_string("500.html", {"retry_url": retry, "traceback": self._lines()})

    def get_traceback_text(self) -> SafeString:
        return SafeString(self._lines())  # sent as plain text

    def _lines(self) -> str:
        return "".join(traceback.format_exception(self.exc_value))


class OwnErrorsMiddleware:
    """Our page where Django has an empty answer (405) or, with DEBUG, a list of addresses (404)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.DEBUG and response.status_code == 404 and request.resolver_match is None:
            return not_found(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            page = _page(request, NOT_ALLOWED)
            page["Allow"] = response["Allow"]
            return page
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, OperationalError):
            logger.error("%s %s: the database does not answer: %s", request.method, request.path, exception)
            _forget_session(request)
            return _broken(request, busy=True)
        return not_found(request, exception) if isinstance(exception, Http404) else None


def _forget_session(request: HttpRequest) -> None:
    """Counts as read and empty until the answer is out: each further look would wait for the database once more."""
    if hasattr(request, "session"):
        request.session._session_cache = {}  # type: ignore[attr-defined] # its key stays, so nobody is signed out


class ReadableFormMiddleware:
    """Reads a form before anything else does, so that one that cannot be read gets our page, with DEBUG as well."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        try:
            request.POST  # noqa: B018 - parsed when it is first asked for
        except RequestDataTooBig:
            return _page(request, TOO_LARGE)
        except (BadRequest, SuspiciousOperation, MultiPartParserError):
            return _page(request, BAD_REQUEST)
        return None


def wants_json(request: HttpRequest) -> bool:
    return request.path.startswith("/api/") or request.get_preferred_type(["text/html", "application/json"]) == (
        "application/json"
    )


def retry_url(request: HttpRequest) -> str:
    """Where trying again makes sense: this page, or for a sent form the page it stood on."""
    if request.method in ("GET", "HEAD"):
        return "/" + request.get_full_path().lstrip("/")
    origin = request.headers.get("Referer", "")
    host = request.META.get("HTTP_HOST", "")
    if host and url_has_allowed_host_and_scheme(origin, {host}):
        return "/" + urlsplit(origin).path.lstrip("/")
    return "/"


def _page(request: HttpRequest, trouble: Trouble, detail: str = "") -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"code": trouble.code, "detail": detail or trouble.detail}, status=trouble.status)
    context = {"trouble": trouble, "detail": detail, "retry_url": retry_url(request)}
    return render(request, "error.html", context, status=trouble.status)


def _own_detail(exception: Exception | None) -> str:
    """What the view said with Http404("Project … not found"); Django's own messages name patterns and models."""
    text = str(exception.args[0]) if exception and exception.args else ""
    return text if text.endswith(" not found") else ""
