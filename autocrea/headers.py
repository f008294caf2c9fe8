"""The security headers of every response. Owns the Content-Security-Policy; a view that sets its own keeps it."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"
CHECKOUT_HOSTS = "https://checkout.stripe.com https://billing.stripe.com"  # browsers check the redirect of a form post

GetResponse = Callable[[HttpRequest], HttpResponse]


def content_security_policy(host: str, *, secure: bool) -> str:
    """The policy of our own pages. The socket's address is named: Safari does not count it as 'self'."""
    socket = f"{'wss' if secure else 'ws'}://{host}"
    frames = f"'self' {settings.PREVIEW_ORIGIN}".strip()
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self' 'unsafe-inline'",  # the code editor injects its styles; nonces do not help there
            "img-src 'self' data:",
            "media-src 'self'",
            "font-src 'self'",
            f"connect-src 'self' {socket}",
            "worker-src 'self'",
            "manifest-src 'self'",
            f"frame-src {frames}",
            f"form-action 'self' {CHECKOUT_HOSTS} {getattr(settings, 'STRIPE_API_HOST', '')}".strip(),
            "base-uri 'none'",
            "object-src 'none'",
            "frame-ancestors 'none'",
        )
    )


class SecurityHeadersMiddleware:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if "Content-Security-Policy" not in response.headers:
            host = request.META.get("HTTP_HOST", "")  # not get_host(): a refused host still gets its error page
            policy = content_security_policy(_plain(host), secure=request.is_secure())
            response.headers["Content-Security-Policy"] = policy
        if settings.SESSION_COOKIE_NAME in request.COOKIES:  # not request.user: that may ask the database
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def _plain(host: str) -> str:
    """The host as it may stand in a policy: anything that could end the directive is dropped."""
    return "".join(sign for sign in host if sign.isalnum() or sign in ".-:[]")
