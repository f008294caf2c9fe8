"""Registering, logging in and out, by HTTP."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.test import Client
from pytest_django import Settings

from accounts.adapter import AccountAdapter
from accounts.models import User
from billing import ledger

PASSWORD = "correct horse battery"
ALICE = {"email": "alice@example.com", "password": PASSWORD}
DOOR = ["/register", "/login", "/reset-password"]


def test_registering_logs_in_gives_the_tokens_and_goes_to_the_chat(client: Client, db: None) -> None:
    answer = client.post("/register", ALICE)
    user = User.objects.get()
    assert (answer.status_code, answer.url) == (302, "/chat")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert ledger.balance(user.pk).available == 100
    assert user.check_password(PASSWORD)


def test_registering_with_a_taken_address_in_other_letters_says_so_and_keeps_it(client: Client, alice: User) -> None:
    answer = client.post("/register", {**ALICE, "email": "ALICE@example.com"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="ALICE@example.com"' in page
    assert 'aria-invalid="true"' in page
    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_registration_twice_at_once_makes_one_person_and_tells_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    together, save = Barrier(2), AccountAdapter.save_user

    def both_at_once(*args: Any, **kwargs: Any) -> Any:
        with suppress(BrokenBarrierError):
            together.wait(5)  # both forms have found the address free
        return save(*args, **kwargs)

    monkeypatch.setattr(AccountAdapter, "save_user", both_at_once)

    def register(_: int) -> tuple[int, str]:
        try:
            answer = Client().post("/register", ALICE)
            return answer.status_code, answer.content.decode()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        won, lost = sorted(pool.map(register, range(2)), reverse=True)
    assert (won[0], lost[0]) == (302, 200)
    assert 'aria-invalid="true"' in lost[1]
    assert ledger.balance(User.objects.get().pk).available == 100


@pytest.mark.parametrize("password", ["", "short", "12345678", "password"])
def test_a_weak_password_is_refused_with_a_reason(client: Client, db: None, password: str) -> None:
    page = client.post("/register", {**ALICE, "password": password}).content.decode()
    assert 'class="errors"' in page
    assert 'value="alice@example.com"' in page
    assert not password or f'value="{password}"' not in page
    assert not User.objects.exists()


def test_a_broken_address_is_refused_and_kept(client: Client, db: None) -> None:
    page = client.post("/register", {**ALICE, "email": "alice@"}, headers={"Accept-Language": "es"}).content.decode()
    assert 'value="alice@"' in page
    assert "Escribe un correo" in page  # with tú, not in the words of a library
    assert not User.objects.exists()


def test_logging_in_goes_to_the_chat(client: Client, alice: User) -> None:
    answer = client.post("/login", ALICE)
    assert (answer.status_code, answer.url) == (302, "/chat")


def test_the_address_may_be_written_in_capitals(client: Client, alice: User) -> None:
    assert client.post("/login", {**ALICE, "email": "Alice@Example.com"}).status_code == 302


@pytest.mark.parametrize("email", ["alice@example.com", "nobody@example.com"])
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client: Client, alice: User, email: str) -> None:
    page = client.post("/login", {"email": email, "password": "wrong horse"}).content.decode()
    assert 'role="alert"' in page
    assert f'value="{email}"' in page
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("wanted", "got"),
    [
        ("/billing", "/billing"),
        ("//evil.example", "/chat"),
        ("https://evil.example/", "/chat"),
        ("javascript:alert(1)", "/chat"),
    ],
)
def test_next_stays_on_the_site(client: Client, alice: User, wanted: str, got: str) -> None:
    assert client.post(f"/login?next={wanted}", ALICE).url == got
    client.logout()
    assert client.post(f"/register?next={wanted}", {**ALICE, "email": "new@example.com"}).url == got


@pytest.mark.parametrize("path", DOOR)
def test_each_page_has_one_submit_button_and_the_plain_field_names(client: Client, db: None, path: str) -> None:
    page = client.get(path).content.decode()
    assert len(re.findall(r'<button[^>]*type="submit"', page)) == 1
    assert not re.search(r"<button(?![^>]*type=)", page)
    assert re.search(r'<input[^>]*name="email"', page)
    assert ('name="password"' in page) == (path != "/reset-password")


def test_a_signed_in_person_is_sent_on_from_the_door(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert client.get("/login").url == "/chat"
    assert client.get("/register").url == "/chat"


def test_logging_out_asks_first_and_only_a_post_does_it(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert client.get("/logout").status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post("/logout").url == "/"
    assert "_auth_user_id" not in client.session


def test_a_closed_account_cannot_log_in(client: Client, alice: User) -> None:
    User.objects.update(is_active=False)
    client.post("/login", ALICE)
    assert "_auth_user_id" not in client.session


def test_a_forgotten_password_is_replaced_through_the_mail(client: Client, alice: User) -> None:
    client.post("/reset-password", {"email": "alice@example.com"}, follow=True)
    link = re.search(r"http://testserver(/reset-password/\S+)", mail.outbox[0].body)
    assert link
    form = client.get(link[1], follow=True)
    assert form.status_code == 200
    done = client.post(
        form.request["PATH_INFO"], {"password1": "another horse", "password2": "another horse"}, follow=True
    )
    assert done.status_code == 200
    assert client.post("/login", {**ALICE, "password": "another horse"}).url == "/chat"
    assert client.get(link[1], follow=True).context["token_fail"]


def test_asking_for_an_unknown_address_shows_the_same_page(client: Client, alice: User) -> None:
    known = client.post("/reset-password", {"email": "alice@example.com"}, follow=True).content
    unknown = client.post("/reset-password", {"email": "nobody@example.com"}, follow=True).content
    assert known == unknown


def test_changing_the_password_keeps_the_session(client: Client, alice: User) -> None:
    client.force_login(alice)
    words = {"oldpassword": PASSWORD, "password1": "another horse", "password2": "another horse"}
    assert client.post("/account/password", words).url == "/account"
    assert client.get("/account").status_code == 200


def test_the_account_page_is_for_signed_in_people(client: Client, alice: User) -> None:
    assert client.get("/account").url == "/login?next=/account"
    client.force_login(alice)
    assert "alice@example.com" in client.get("/account").content.decode()


def test_the_admin_has_no_login_of_its_own(client: Client, alice: User) -> None:
    asked = client.get("/admin/login/?next=/admin/accounts/")
    assert asked.url == "/login?next=%2Fadmin%2Faccounts%2F"
    assert client.post("/admin/login/", ALICE).status_code == 302
    assert "_auth_user_id" not in client.session


def test_a_member_who_knocks_at_the_admin_is_not_sent_in_circles(client: Client, alice: User) -> None:
    client.force_login(alice)
    answer = client.get("/admin/", follow=True)
    assert answer.status_code == 403


def test_guessing_passwords_is_limited_whatever_address_the_client_claims(
    client: Client, alice: User, settings: Settings
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/m/ip"}
    for number in range(3):
        client.post("/login", {**ALICE, "password": "wrong horse"}, headers={"X-Forwarded-For": f"10.0.0.{number}"})
    client.post("/login", ALICE, headers={"X-Forwarded-For": "10.9.9.9"})
    assert "_auth_user_id" not in client.session


def test_too_many_sign_ups_get_the_page_that_asks_to_wait(client: Client, db: None, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"signup": "1/m/ip"}
    client.post("/register", {**ALICE, "password": ""}, REMOTE_ADDR="203.0.113.9")
    answer = client.post("/register", ALICE, REMOTE_ADDR="203.0.113.9")
    assert answer.status_code == 429
    assert answer["Retry-After"] == "60"
    assert not User.objects.exists()


def test_with_verification_the_tokens_come_with_the_confirmed_address(
    client: Client, db: None, settings: Settings
) -> None:
    settings.EMAIL_VERIFICATION = True
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    assert client.post("/register", ALICE).url == "/verify-email"
    user = User.objects.get()
    assert ledger.balance(user.pk).available == 0
    assert "_auth_user_id" not in client.session
    link = re.search(r"http://testserver(/verify-email/\S+)", mail.outbox[0].body)
    assert link
    assert client.get(link[1]).status_code == 200
    assert not EmailAddress.objects.get().verified  # looking is not confirming: mail scanners follow links
    client.post(link[1])
    assert EmailAddress.objects.get().verified
    assert ledger.balance(user.pk).available == 100
