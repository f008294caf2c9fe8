"""Spanish unless the person chose English; the browser's wish is only an offer."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from autocrea.language import LanguageMiddleware

ENGLISH = {"Accept-Language": "en-GB,en;q=0.9,es;q=0.5"}


def test_the_first_visit_is_in_spanish_and_english_is_only_offered(client: Client, db: None) -> None:
    answer = client.get("/", headers=ENGLISH)
    page = answer.content.decode()
    assert '<html lang="es">' in page
    assert "This page is available in English." in page
    assert answer["Content-Language"] == "es"
    assert {"Cookie", "Accept-Language"} <= set(answer["Vary"].replace(" ", "").split(","))


@pytest.mark.parametrize("wish", ["es-MX,es;q=0.9,en;q=0.8", "fr,de;q=0.8", "", "es,en", "*", "\x00;;q=x"])
def test_nobody_else_is_offered_english(client: Client, db: None, wish: str) -> None:
    page = client.get("/", headers={"Accept-Language": wish}).content.decode()
    assert "available in English" not in page


def test_the_switch_is_remembered_and_leaves_the_address_clean(client: Client, db: None) -> None:
    answer = client.get("/pricing?lang=en&x=1")
    assert answer.url == "/pricing?x=1"
    assert answer.cookies["language"].value == "en"
    page = client.get("/pricing", headers=ENGLISH).content.decode()
    assert '<html lang="en">' in page
    assert "What things cost" in page
    assert "available in English" not in page
    client.get("/pricing?lang=es")
    assert "Lo que cuesta cada cosa" in client.get("/pricing", headers=ENGLISH).content.decode()


@pytest.mark.parametrize("language", ["fr", "", "../../etc", "en'"])
def test_an_unknown_language_changes_nothing(client: Client, db: None, language: str) -> None:
    answer = client.get("/", {"lang": language})
    assert answer.status_code == 200
    assert "language" not in answer.cookies


def test_the_switch_never_leaves_the_site() -> None:
    request = RequestFactory().get("/?lang=en")
    request.path = "//evil.example/"
    answer = LanguageMiddleware(lambda _: HttpResponse())(request)
    assert answer["Location"] == "/evil.example/"


def test_a_forged_cookie_is_ignored(client: Client, db: None) -> None:
    client.cookies["language"] = "xx"
    assert '<html lang="es">' in client.get("/").content.decode()
