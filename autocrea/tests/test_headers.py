"""The headers of every answer, whoever asks and whatever the answer is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from accounts.models import User
from autocrea.headers import SecurityHeadersMiddleware

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "templates"
PUBLIC = ["/", "/pricing", "/about", "/login", "/register", "/reset-password", "/api/health", "/nowhere"]
SIGNED_IN = ["/", "/chat", "/billing", "/account", "/account/password", "/logout", "/nowhere"]


def policy(answer: HttpResponse) -> dict[str, str]:
    directives = (part.strip().partition(" ") for part in answer["Content-Security-Policy"].split(";"))
    return {name: sources for name, _space, sources in directives}


@pytest.mark.parametrize("path", PUBLIC)
def test_every_public_page_carries_the_strict_headers(client: Client, db: None, path: str) -> None:
    answer = client.get(path)
    rules = policy(answer)
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == "'self'"
    assert rules["object-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]


@pytest.mark.parametrize("path", SIGNED_IN)
def test_pages_of_signed_in_people_are_not_kept_by_any_cache(client: Client, alice: User, path: str) -> None:
    client.force_login(alice)
    answer = client.get(path)
    assert "no-store" in answer["Cache-Control"]
    assert policy(answer)["script-src"] == "'self'"


def test_the_socket_of_this_host_is_named_with_its_scheme(client: Client) -> None:
    own = {"host": "localhost:8000"}
    assert policy(client.get("/api/health", headers=own))["connect-src"] == "'self' ws://localhost:8000"
    assert policy(client.get("/api/health", headers=own, secure=True))["connect-src"] == "'self' wss://localhost:8000"


def test_a_hostile_host_adds_nothing_to_the_policy(client: Client) -> None:
    answer = client.get("/api/health", headers={"host": "evil; script-src *"})
    assert answer.status_code == 400
    assert policy(answer)["script-src"] == "'self'"


def test_the_preview_origin_may_be_framed(client: Client, settings: Settings) -> None:
    settings.PREVIEW_ORIGIN = "https://preview.example.net"
    assert policy(client.get("/api/health"))["frame-src"] == "'self' https://preview.example.net"


def test_a_view_that_sets_its_own_policy_keeps_it() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Content-Security-Policy": "sandbox"})

    answer = SecurityHeadersMiddleware(view)(RequestFactory().get("/"))
    assert answer["Content-Security-Policy"] == "sandbox"


def test_no_template_holds_what_the_policy_forbids() -> None:
    wrong = []
    for path in TEMPLATES.rglob("*.html"):
        page = re.sub(r"{#.*?#}", "", path.read_text())
        inline = re.search(r"<script(?![^>]*\bsrc=)[^>]*>", page)
        handler = re.search(r"<[a-z][^>]*\s(on[a-z]+|hx-on[:a-z-]*)=", page)
        foreign = re.search(r"""(?:src|href)=["'](?:https?:)?//""", page)
        wrong += [f"{path.name}: {found[0]}" for found in (inline, handler, foreign) if found]
    assert not wrong
