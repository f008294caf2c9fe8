"""The staff account of `make run`."""

from __future__ import annotations

from django.test import Client

from accounts import demo
from accounts.models import User
from billing import ledger


def test_the_demo_account_is_made_once_and_follows_its_password(client: Client, db: None) -> None:
    demo.ensure_staff("first secret")
    demo.ensure_staff("second secret")
    user = User.objects.get()
    assert user.is_staff
    assert ledger.balance(user.pk).available == 100
    assert client.post("/login", {"email": demo.EMAIL, "password": "second secret"}).url == "/chat"
    assert client.get("/admin/").status_code == 200
