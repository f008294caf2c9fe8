"""`verify_ledger` finds damage that somebody with the keys to the database did, past every guard."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from accounts.models import User
from billing import ledger

pytestmark = pytest.mark.django_db(transaction=True)

TABLES = ("billing_tokenaccount", "billing_ledgerentry", "billing_tokenhold")


def plant(statement: str) -> None:
    """Damage the tables with the triggers out of the way."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement)
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@pytest.fixture
def history(alice: User, bob: User) -> User:
    ledger.hold(alice.pk, amount=10, key="h")
    ledger.capture("h", amount=3, key="c")
    ledger.release("h", key="r")
    ledger.hold(alice.pk, amount=5, key="h2")
    ledger.clawback(bob.pk, amount=130, key="refund")
    return alice


def test_a_sound_ledger_says_so_and_exits_well(history: User) -> None:
    out = StringIO()
    call_command("verify_ledger", stdout=out)
    assert out.getvalue() == "The ledger adds up.\n"


def test_an_empty_ledger_is_sound(transactional_db: None) -> None:
    assert ledger.verify() == []


DAMAGES = {
    "a balance raised": ("UPDATE billing_tokenaccount SET available = available + 1 WHERE held > 0", {"balance"}),
    "a debt forgiven": ("UPDATE billing_tokenaccount SET debt = 0", {"balance"}),
    "held tokens lost": ("UPDATE billing_tokenaccount SET held = 0", {"balance"}),
    "an amount changed": (
        "UPDATE billing_ledgerentry SET amount = 2 WHERE key = 'c'",
        {"balance", "balance after entry", "hold h"},
    ),
    "a kind changed": (
        "UPDATE billing_ledgerentry SET kind = 'purchase' WHERE key = 'refund'",
        {"balance", "balance after entry"},
    ),
    "a balance after an entry changed": (
        "UPDATE billing_ledgerentry SET available_after = 1 WHERE key = 'h'",
        {"balance after entry"},
    ),
    "an entry gone": (
        "DELETE FROM billing_ledgerentry WHERE key = 'c'",
        {"balance", "balance after entry", "hold h"},
    ),
    "a hold that gave back more": (
        "UPDATE billing_tokenhold SET captured = 2, released = 8 WHERE key = 'h'",
        {"hold h"},
    ),
    "an older last entry": (
        "UPDATE billing_tokenaccount SET last_entry_id = (SELECT min(id) FROM billing_ledgerentry) WHERE held > 0",
        {"last entry"},
    ),
    "an entry moved to a stranger": (
        "UPDATE billing_ledgerentry SET account_id = a.id FROM billing_tokenaccount a WHERE a.debt > 0 AND key = 'c'",
        {"balance", "balance after entry", "hold h"},
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_planted_damage_is_found_by_name(history: User, damage: str) -> None:
    statement, expected = DAMAGES[damage]
    plant(statement)
    found = ledger.verify()
    assert {
        mismatch.what.rstrip("0123456789 ") if "entry" in mismatch.what else mismatch.what for mismatch in found
    } == expected
    assert all(mismatch.expected != mismatch.found for mismatch in found)


def test_the_command_prints_the_rows_and_exits_1(history: User) -> None:
    plant("UPDATE billing_tokenaccount SET available = 1000 WHERE held > 0")
    out = StringIO()
    with pytest.raises(SystemExit) as caught:
        call_command("verify_ledger", stdout=out)
    assert caught.value.code == 1
    account = history.token_account.pk
    expected = f"account {account}: balance: expected 92 + 5 held - 0, found 1000 + 5 held - 0\n"
    assert out.getvalue() == expected
