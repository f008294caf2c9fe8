"""The tokens of a new person: once, whatever is replayed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed, user_signed_up
from django.conf import LazySettings
from django.db import connection
from django.test import Client

from accounts.models import User
from billing import ledger
from billing.ledger import Balance
from billing.models import LedgerEntry, TokenAccount


def sign_up(user: User) -> None:
    user_signed_up.send(sender=User, request=None, user=user)


def confirm(user: User, email: str) -> None:
    address = EmailAddress(user=user, email=email, verified=True)
    email_confirmed.send(sender=EmailAddress, request=None, email_address=address)


def test_a_new_person_gets_the_sign_up_tokens_once(carol: User, settings: LazySettings) -> None:
    settings.EMAIL_VERIFICATION = False
    for _ in range(20):
        sign_up(carol)
    assert ledger.balance(carol.pk) == Balance(available=100)
    assert list(LedgerEntry.objects.values_list("kind", "amount", "key")) == [("grant", 100, f"signup:{carol.pk}")]


def test_with_verification_the_first_confirmed_address_earns_them_and_a_second_nothing(
    carol: User, settings: LazySettings
) -> None:
    settings.EMAIL_VERIFICATION = True
    sign_up(carol)
    assert ledger.balance(carol.pk) == Balance()
    for _ in range(20):
        confirm(carol, "carol@example.com")
    confirm(carol, "carol@example.org")
    assert ledger.balance(carol.pk) == Balance(available=100)


def test_without_verification_confirming_an_address_gives_nothing_more(carol: User, settings: LazySettings) -> None:
    settings.EMAIL_VERIFICATION = False
    confirm(carol, "carol@example.com")
    assert ledger.balance(carol.pk) == Balance()
    sign_up(carol)
    confirm(carol, "carol@example.com")
    assert ledger.balance(carol.pk) == Balance(available=100)


@pytest.mark.parametrize("verification", [False, True])
@pytest.mark.django_db(transaction=True)
def test_twenty_replays_at_once_give_once(carol: User, settings: LazySettings, verification: bool) -> None:
    settings.EMAIL_VERIFICATION = verification

    def replay(_: int) -> None:
        try:
            if verification:
                confirm(carol, "carol@example.com")
            else:
                sign_up(carol)
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(replay, range(20)))
    assert ledger.balance(carol.pk) == Balance(available=100)
    assert LedgerEntry.objects.count() == 1


def test_people_made_by_staff_start_with_nothing_and_without_an_account(db: None) -> None:
    root = User.objects.create_superuser("root@example.com", "correct horse battery")
    assert ledger.balance(root.pk) == Balance()
    assert not TokenAccount.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_nobody_is_made_without_the_tokens(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the ledger is away")

    monkeypatch.setattr(ledger, "grant", broken)
    client.raise_request_exception = False
    answer = client.post("/register", {"email": "dora@example.com", "password": "un-secreto-largo-9"})
    assert answer.status_code == 500
    assert not User.objects.filter(email="dora@example.com").exists()
    monkeypatch.undo()
    client.post("/register", {"email": "dora@example.com", "password": "un-secreto-largo-9"})
    assert ledger.balance(User.objects.get(email="dora@example.com").pk) == Balance(available=100)
