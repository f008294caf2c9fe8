"""The public pages say what the settings say."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings as current
from django.contrib.staticfiles import finders
from django.core.mail import EmailMessage, get_connection
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from autocrea import devmail, pages, promises
from generation.sandbox.checks.titles import TITLES


@pytest.mark.parametrize("path", ["/", "/pricing", "/about"])
@pytest.mark.parametrize("language", ["es", "en"])
def test_public_pages_need_no_account_and_no_query(client: Client, language: str, path: str) -> None:
    """No database fixture: a query would fail."""
    client.cookies["language"] = language
    assert client.get(path).status_code == 200


def test_prices_are_those_that_are_charged(client: Client, settings: Settings) -> None:
    settings.TOKEN_PRICES = {**current.TOKEN_PRICES, "backend": 41}
    settings.SIGNUP_TOKENS = 777
    page = client.get("/pricing").content.decode()
    assert ">41<" in page
    assert f">{2 + 41 + 3 + 1 + 1}<" in page
    assert "777" in page


def test_every_check_of_the_report_is_explained(client: Client) -> None:
    assert list(promises.DONE) == list(TITLES)
    page = client.get("/about").content.decode()
    for key in TITLES:
        assert f"<code>{key}</code>" in page


@pytest.mark.parametrize(("language", "said"), [("es", "más de 7 en un día"), ("en", "more than 7 in a day")])
def test_how_many_cancelled_runs_are_free_is_what_is_set(
    client: Client, settings: Settings, language: str, said: str
) -> None:
    settings.RUN_FREE_CANCELS = 7
    client.cookies["language"] = language
    assert said in client.get("/about").content.decode()


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_film_is_there_in_the_language_of_the_page(client: Client, language: str) -> None:
    client.cookies["language"] = language
    page = client.get("/").content.decode()
    for name, _, _ in pages.FILMS:
        for kind in ("webm", "jpg"):
            assert finders.find(f"recordings/{name}-{language}.{kind}")
            assert f"recordings/{name}-{language}" in page


def test_each_proof_of_the_landing_page_leads_somewhere(client: Client) -> None:
    about = client.get("/about").content.decode()
    landing = client.get("/").content.decode()
    for anchor in ("price", "charging", "verified", "durable", "evidence"):
        assert f'href="/about#{anchor}"' in landing
        assert f'id="{anchor}"' in about


def test_a_public_page_refuses_to_be_posted_to(client: Client) -> None:
    assert client.post("/").status_code == 405


def test_the_header_shows_the_balance_of_who_is_signed_in(client: Client, alice: User) -> None:
    assert 'id="balance"' not in client.get("/").content.decode()
    client.force_login(alice)
    assert "100 tokens" in client.get("/").content.decode()


def test_development_mail_is_read_from_its_folder(tmp_path: Path) -> None:
    folder = str(tmp_path)
    with get_connection("django.core.mail.backends.filebased.EmailBackend", file_path=folder) as connection:
        for subject in ("Hola", "Tu contraseña"):
            EmailMessage(subject, "Un <b>enlace</b> aquí", "a@x.es", ["b@x.es"], connection=connection).send()
    first, second = devmail.mails(tmp_path)
    assert (first.subject, second.subject) == ("Tu contraseña", "Hola")
    assert first.text.strip() == "Un <b>enlace</b> aquí"


def test_an_empty_mail_folder_is_no_error(tmp_path: Path) -> None:
    assert devmail.mails(tmp_path / "none") == []


def test_development_mail_is_not_there_in_production(client: Client, db: None) -> None:
    assert current.DEBUG is False
    assert client.get("/dev/mail").status_code == 404
