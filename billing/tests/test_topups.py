"""Staff add tokens in the admin: once per form, with a reason, and support can do nothing else."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client

from accounts.models import User
from billing import ledger
from billing.models import LedgerEntry

ADD = "/admin/billing/topup/add/"


def member(group: str) -> Client:
    user = User.objects.create_user(f"{group}@example.com", "correct horse battery", is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def support(db: None) -> Client:
    return member("support")


@pytest.fixture
def finance(db: None) -> Client:
    return member("finance")


def form(**changes: Any) -> dict[str, Any]:
    return {"email": "alice@example.com", "amount": 50, "reason": "Course", "key": str(uuid.uuid4()), **changes}


def test_a_top_up_is_credited_signed_and_logged(support: Client, alice: User) -> None:
    answer = support.post(ADD, form(email="ALICE@example.com"), follow=True)
    assert "Se sumaron 50 tokens a alice@example.com" in answer.content.decode()
    assert ledger.balance(alice.pk).available == 150
    entry = LedgerEntry.objects.get(kind="topup")
    assert (entry.amount, entry.reason, str(entry.actor)) == (50, "Course", "support@example.com")
    logged = LogEntry.objects.get()
    assert (logged.object_id, logged.user_id) == (str(entry.pk), entry.actor_id)
    assert "alice@example.com" in logged.change_message


def test_the_empty_form_brings_a_new_key_each_time(support: Client) -> None:
    keys = {support.get(ADD).context["adminform"].form["key"].value() for _ in range(2)}
    assert len(keys) == 2


def test_a_form_sent_twice_adds_once(support: Client, alice: User) -> None:
    sent = form()
    support.post(ADD, sent)
    again = support.post(ADD, sent, follow=True)
    assert "no se sumó nada por segunda vez" in again.content.decode()
    assert ledger.balance(alice.pk).available == 150


def test_only_what_was_done_is_in_the_log(support: Client, alice: User) -> None:
    sent = form()
    for _ in range(2):
        support.post(ADD, sent)
    assert LogEntry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_five_times_at_once_adds_once(support: Client, alice: User) -> None:
    sent, cookies = form(), support.cookies

    def send(_: int) -> int:
        client = Client()
        client.cookies = cookies
        try:
            return client.post(ADD, sent).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        assert set(pool.map(send, range(5))) == {302}
    assert ledger.balance(alice.pk).available == 150


def test_a_used_form_with_other_words_adds_nothing(support: Client, alice: User, bob: User) -> None:
    sent = form()
    support.post(ADD, sent)
    answer = support.post(ADD, {**sent, "email": "bob@example.com"}, follow=True)
    assert "ya se usó para otra recarga" in answer.content.decode()
    assert (ledger.balance(alice.pk).available, ledger.balance(bob.pk).available) == (150, 100)


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": 0}, {"amount": -5}, {"amount": 100_001}, {"amount": "1.5"}, {"amount": ""}, {"reason": ""},
        {"reason": "  "}, {"reason": "x" * 201}, {"email": "nobody@example.com"}, {"email": "no"}, {"key": "no"},
    ],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_is_refused_and_kept_for_mending(support: Client, alice: User, wrong: dict[str, Any]) -> None:
    answer = support.post(ADD, form(**wrong))
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors.keys() == wrong.keys()
    assert ledger.balance(alice.pk).available == 100


def test_support_can_do_nothing_but_top_up(support: Client, finance: Client, alice: User) -> None:
    finance.post(ADD, form(reason="By finance"))
    support.post(ADD, form(reason="By support"))
    listed = support.get("/admin/billing/topup/").content.decode()
    assert "By support" in listed
    assert "By finance" not in listed
    entry = LedgerEntry.objects.get(reason="By finance")
    assert support.get(f"/admin/billing/topup/{entry.pk}/change/").status_code == 302  # there is none for them
    for model in admin.site._registry:
        if model._meta.model_name == "topup":
            continue
        address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        assert support.get(address).status_code == 403, address
        assert support.post(f"{address}add/").status_code == 403, address


def test_nobody_changes_or_deletes_a_top_up(finance: Client, alice: User) -> None:
    finance.post(ADD, form())
    entry = LedgerEntry.objects.get(kind="topup")
    address = f"/admin/billing/topup/{entry.pk}"
    assert finance.get(f"{address}/change/").status_code == 200
    assert finance.post(f"{address}/change/", form(amount=1)).status_code == 403
    assert finance.post(f"{address}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("model", ["tokenaccount", "ledgerentry", "tokenhold", "order", "tokenpack", "topup"])
def test_finance_reads_all_that_is_money(finance: Client, model: str) -> None:
    assert finance.get(f"/admin/billing/{model}/").status_code == 200


def test_finance_reads_no_projects_and_no_people(finance: Client) -> None:
    for address in ("accounts/user", "generation/project", "generation/run", "auth/group"):
        assert finance.get(f"/admin/{address}/").status_code == 403


def test_of_stripe_only_events_are_shown_and_only_to_be_read(finance: Client) -> None:
    shown = [model for model in admin.site._registry if model._meta.app_label == "djstripe"]
    assert [model.__name__ for model in shown] == ["Event"]
    assert len(list(apps.get_app_config("djstripe").get_models())) > 50
    assert finance.get("/admin/djstripe/event/").status_code == 200
    assert finance.post("/admin/djstripe/event/add/").status_code == 403


def test_a_stranger_is_sent_to_the_door(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert client.post(ADD, form()).status_code == 302
    assert ledger.balance(alice.pk).available == 100


def test_a_look_alike_address_gets_nothing_of_somebody_elses(support: Client, db: None) -> None:
    """PostgreSQL's capital of a dotless i is I: an address that is another may not be found by it."""
    impostor = User.objects.create_user("m\u0131ke@example.com", "correct horse battery")
    meant = User.objects.create_user("mike@example.com", "correct horse battery")
    support.post(ADD, form(email="MIKE@example.com"))
    assert (ledger.balance(impostor.pk).available, ledger.balance(meant.pk).available) == (0, 50)


def test_an_accounts_row_leads_to_the_form_for_who_may_top_up_and_for_nobody_else(finance: Client, alice: User) -> None:
    link = "/admin/billing/topup/add/?email=alice%40example.com"
    assert link in finance.get("/admin/billing/tokenaccount/").content.decode()
    Group.objects.get(name="finance").permissions.remove(Permission.objects.get(codename="add_topup"))
    listed = finance.get("/admin/billing/tokenaccount/").content.decode()
    assert "alice@example.com" in listed
    assert link not in listed


def test_addresses_are_shown_with_their_person_and_nowhere_else(db: None) -> None:
    assert "emailaddress" not in {model._meta.model_name for model in admin.site._registry}
