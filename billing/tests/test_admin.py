"""Staff see the whole ledger in the admin and change nothing there, superusers included."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import User
from billing import ledger
from billing.models import LedgerEntry, TokenAccount, TokenHold

MODELS = {"tokenaccount": TokenAccount, "ledgerentry": LedgerEntry, "tokenhold": TokenHold}


@pytest.fixture
def root(client: Client, db: None) -> Client:
    client.force_login(User.objects.create_superuser("root@example.com", "correct horse battery"))
    return client


@pytest.fixture
def used(alice: User, bob: User) -> User:
    ledger.hold(alice.pk, amount=10, key="run:1:hold", purpose="Blog")
    ledger.clawback(bob.pk, amount=130, key="refund")
    return alice


@pytest.mark.parametrize("name", MODELS)
def test_staff_can_list_search_and_open_rows(root: Client, used: User, name: str) -> None:
    row = MODELS[name].objects.order_by("pk").first()
    found = root.get(f"/admin/billing/{name}/", {"q": "alice@example.com"})
    assert found.status_code == 200
    assert "alice@example.com" in found.content.decode()
    assert "bob@example.com" not in found.content.decode()
    assert root.get(f"/admin/billing/{name}/{row.pk}/change/").status_code == 200


@pytest.mark.parametrize("name", MODELS)
def test_not_even_a_superuser_can_write_there(root: Client, used: User, name: str) -> None:
    row = MODELS[name].objects.order_by("pk").first()
    before = MODELS[name].objects.order_by("pk").values()
    stood = list(before)
    assert root.post(f"/admin/billing/{name}/add/", {"amount": 5}).status_code == 403
    assert root.post(f"/admin/billing/{name}/{row.pk}/change/", {"available": 5}).status_code == 403
    assert root.post(f"/admin/billing/{name}/{row.pk}/delete/", {"post": "yes"}).status_code == 403
    root.post(f"/admin/billing/{name}/", {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"})
    assert list(before.all()) == stood


@pytest.mark.parametrize(
    ("address", "inside", "outside"),
    [
        ("tokenaccount/?owes=yes", "bob@example.com", "alice@example.com"),
        ("ledgerentry/?kind__exact=clawback", "bob@example.com", "alice@example.com"),
        ("tokenhold/?closed_at__isempty=1", "alice@example.com", "bob@example.com"),
    ],
)
def test_filters_find_debts_kinds_and_open_holds(
    root: Client, used: User, address: str, inside: str, outside: str
) -> None:
    html = root.get(f"/admin/billing/{address}").content.decode()
    assert inside in html
    assert outside not in html


def test_staff_without_the_right_and_ordinary_people_see_nothing(client: Client, used: User, bob: User) -> None:
    client.force_login(used)
    assert client.get("/admin/billing/ledgerentry/").status_code == 302
    bob.is_staff = True
    bob.save()
    client.force_login(bob)
    assert client.get("/admin/billing/ledgerentry/").status_code == 403
    bob.user_permissions.add(Permission.objects.get(codename="view_ledgerentry"))
    assert client.get("/admin/billing/ledgerentry/").status_code == 200
