"""What a person, or a program, gets when something goes wrong."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from pytest_django import Settings

from accounts.models import User
from autocrea import urls

ROOT = Path(__file__).resolve().parents[2]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500


def explode(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("the inner secret <b>")


def no_database(request: HttpRequest) -> HttpResponse:
    raise OperationalError("connection to 10.0.0.7 refused")


def missing(request: HttpRequest) -> HttpResponse:
    raise Http404("Project 1234 not found")


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("the inner reason")


urlpatterns = [
    path("explode", explode),
    path("api/explode", explode),
    path("no-database", no_database),
    path("missing", missing),
    path("forbidden", forbidden),
    path("", include("autocrea.urls")),
]


@pytest.fixture
def site(db: None, settings: Settings) -> Iterator[Client]:
    settings.ROOT_URLCONF = "autocrea.tests.test_errors"
    logging.disable(logging.CRITICAL)
    yield Client(raise_request_exception=False)
    logging.disable(logging.NOTSET)


@pytest.fixture(params=[False, True], ids=["production", "development"])
def either(request: pytest.FixtureRequest, settings: Settings, site: Client) -> Client:
    settings.DEBUG = request.param
    return site


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/nowhere", 404, "Esta página no existe"),
        ("/missing", 404, "Project 1234 not found"),
        ("/forbidden", 403, "No tienes permiso"),
        ("/explode", 500, "Algo salió mal"),
    ],
)
def test_a_page_says_what_happened_and_offers_two_ways_on(
    either: Client, address: str, status: int, words: str
) -> None:
    answer = either.get(address)
    page = answer.content.decode()
    assert answer.status_code == status
    assert words in page
    assert "Algo salió mal" in page
    assert "Ir al inicio" in page
    assert f'href="{address}"' in page
    assert "Intentar de nuevo" in page
    assert "script-src 'self'" in answer["Content-Security-Policy"]


def test_a_server_error_tells_nothing_of_the_inside_in_production(site: Client) -> None:
    assert "inner secret" not in site.get("/explode").content.decode()
    assert "inner reason" not in site.get("/forbidden").content.decode()


def test_a_server_error_shows_its_traceback_in_development(site: Client, settings: Settings) -> None:
    settings.DEBUG = True
    assert "the inner secret &lt;b&gt;" in site.get("/explode").content.decode()


def test_the_page_of_a_server_error_needs_no_database(settings: Settings) -> None:
    """No `db` here: a query would fail this test."""
    settings.ROOT_URLCONF = "autocrea.tests.test_errors"
    assert Client(raise_request_exception=False).get("/explode").status_code == 500


def test_a_dead_database_is_asked_once_and_nobody_is_signed_out(
    either: Client, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each further look would wait for a connection once more: a page took minutes to say that it cannot be shown."""
    either.force_login(alice)
    asked: list[str] = []

    def dead(store: SessionStore) -> None:
        asked.append("session")
        raise OperationalError("couldn't get a connection")

    with monkeypatch.context() as patch:
        patch.setattr(SessionStore, "load", dead)
        answer = either.get("/account")
        assert (answer.status_code, answer["Retry-After"]) == (503, "5")
        assert "base de datos" in answer.content.decode()
    assert asked == ["session"]
    assert either.get("/account").status_code == 200


def test_without_a_database_people_and_programs_are_asked_to_come_back(site: Client) -> None:
    answer = site.get("/no-database")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert "base de datos" in answer.content.decode()
    assert "10.0.0.7" not in answer.content.decode()
    answer = site.get("/no-database", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")


def test_a_part_of_a_page_is_never_replaced_by_the_page_of_an_error(site: Client) -> None:
    """The statuses that pages put in their place are in base.html."""
    shown = re.search(r'"code": "([\d|]+)", "swap": true', (ROOT / "templates/base.html").read_text())
    assert shown
    for address in ("/no-database", "/explode"):
        answer = site.get(address, headers={"HX-Request": "true"})
        assert str(answer.status_code) not in shown[1].split("|")


def test_english_speakers_get_it_in_english(site: Client) -> None:
    site.cookies["language"] = "en"
    assert "Something went wrong" in site.get("/explode").content.decode()
    assert "This page does not exist" in site.get("/nowhere").content.decode()


@pytest.mark.parametrize(
    ("address", "code"), [("/nowhere", "not_found"), ("/forbidden", "forbidden"), ("/explode", "server_error")]
)
def test_programs_get_a_code_and_a_detail(site: Client, address: str, code: str) -> None:
    answer = site.get(address, headers={"Accept": "application/json"})
    assert answer.json()["code"] == code
    assert "secret" not in answer.json()["detail"]


def test_the_api_always_speaks_json(site: Client) -> None:
    assert site.get("/api/explode").json() == {"code": "server_error", "detail": "Something went wrong"}
    assert site.get("/api/nothing").json()["code"] == "not_found"


def retry_after_expired_form(referer: str) -> str:
    answer = Client(enforce_csrf_checks=True).post(
        "/login", {"email": "a@b.es"}, headers={"host": "ours", "Referer": referer}
    )
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Este formulario ha caducado" in page
    found = re.search(r'<a class="button secondary" href="([^"]*)">', page)
    return found[1] if found else ""


def test_an_expired_form_says_so_and_leads_back_to_its_page(db: None, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["ours"]
    assert retry_after_expired_form("http://ours/register?next=/chat") == "/register"


@pytest.mark.parametrize("referer", ["https://evil.example/register", "javascript:alert(1)", "//evil.example", ""])
def test_trying_again_never_leaves_the_site(db: None, settings: Settings, referer: str) -> None:
    settings.ALLOWED_HOSTS = ["ours"]
    assert retry_after_expired_form(referer) == "/"


def test_an_address_with_a_missing_slash_still_finds_the_admin(either: Client) -> None:
    assert either.get("/admin").url == "/admin/"


@pytest.mark.parametrize(
    ("body", "kind", "status", "words"),
    [
        (b"email=" + b"x" * 3_000_000, "application/x-www-form-urlencoded", 413, "más de lo que podemos recibir"),
        (
            b"&".join(b"a%d=1" % number for number in range(300)),
            "application/x-www-form-urlencoded",
            400,
            "No entendimos",
        ),
        (b"no boundary", "multipart/form-data", 400, "No entendimos"),
        (b"email=a", "application/x-www-form-urlencoded; charset=utf-16", 400, "No entendimos"),
    ],
    ids=["large", "fields", "parts", "encoding"],
)
def test_a_form_that_cannot_be_read_gets_our_page_and_a_way_back(
    either: Client, body: bytes, kind: str, status: int, words: str
) -> None:
    answer = either.post("/login", body, content_type=kind)
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert "Ir al inicio" in answer.content.decode()
    told = either.post("/login", body, content_type=kind, headers={"Accept": "application/json"})
    assert (told.status_code, told.json()["code"]) == (status, "too_large" if status == 413 else "bad_request")


def test_an_address_for_buttons_says_so_to_who_opens_it(either: Client) -> None:
    answer = either.post("/about")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert "Ir al inicio" in answer.content.decode()
    told = either.post("/about", headers={"Accept": "application/json"})
    assert told.json()["code"] == "method_not_allowed"
