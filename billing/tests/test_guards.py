"""Behind the ledger's back: what the ORM, the admin or a shell may try, the database refuses."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import F, ProtectedError

from accounts.models import User
from billing import ledger
from billing.models import LedgerEntry, TokenAccount, TokenHold

pytestmark = pytest.mark.django_db(transaction=True)


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def used(alice: User, bob: User) -> User:
    """Alice with an open hold, so that every table has rows of hers."""
    ledger.hold(alice.pk, amount=10, key="h")
    ledger.capture("h", amount=3, key="c")
    return alice


def refuses(attempt: Callable[[], object], match: str) -> None:
    tables = (TokenAccount, TokenHold, LedgerEntry)
    before = [list(table.objects.order_by("pk").values()) for table in tables]
    with pytest.raises(IntegrityError, match=match), transaction.atomic():
        attempt()
    assert [list(table.objects.order_by("pk").values()) for table in tables] == before


ACCOUNT_ATTEMPTS = {
    "below zero": ({"available": -1}, "account_available_not_negative"),
    "held below zero": ({"held": -1}, "account_held_not_negative"),
    "debt below zero": ({"debt": -1}, "account_debt_not_negative"),
    "owing and having": ({"debt": 5}, "account_owes_or_has"),
    "more without an entry": ({"available": F("available") + 1_000_000}, "not what its last entry says"),
    "less without an entry": ({"available": 0}, "not what its last entry says"),
    "more held": ({"held": F("held") + 1}, "not what its last entry says"),
    "history forgotten": ({"available": 0, "held": 0, "last_entry": None}, "may not go back"),
}


@pytest.mark.parametrize("attempt", ACCOUNT_ATTEMPTS)
def test_a_balance_cannot_be_written_by_hand(used: User, attempt: str) -> None:
    fields, match = ACCOUNT_ATTEMPTS[attempt]
    refuses(lambda: TokenAccount.objects.filter(user=used).update(**fields), match)


def test_a_balance_cannot_go_back_to_a_better_day(used: User) -> None:
    richest = LedgerEntry.objects.get(account__user=used, kind="grant")
    back = TokenAccount.objects.filter(user=used)
    refuses(lambda: back.update(available=100, held=0, last_entry=richest), "may not go back")


def test_a_balance_cannot_lean_on_a_strangers_entry(used: User, bob: User) -> None:
    foreign = ledger.grant(bob.pk, amount=900, key="rich").balance
    entry = LedgerEntry.objects.get(key="rich")
    account = TokenAccount.objects.filter(user=used)
    refuses(
        lambda: account.update(available=foreign.available, held=0, last_entry=entry), "not what its last entry says"
    )


def test_an_account_cannot_change_hands(used: User, carol: User) -> None:
    refuses(lambda: TokenAccount.objects.filter(user=used).update(user=carol), "change hands")


def test_a_new_account_starts_empty(carol: User) -> None:
    refuses(lambda: TokenAccount.objects.create(user=carol, available=50), "not what its last entry says")
    TokenAccount.objects.create(user=carol)
    assert ledger.balance(carol.pk) == ledger.Balance()


ENTRY_ATTEMPTS = {
    "update": lambda: LedgerEntry.objects.filter(key="c").update(amount=1),
    "update of a reason": lambda: LedgerEntry.objects.filter(key="c").update(reason="other"),
    "save": lambda: LedgerEntry.objects.get(key="c").save(),
    "delete": lambda: sql("DELETE FROM billing_ledgerentry WHERE key = 'c'"),
    "truncate": lambda: sql("TRUNCATE billing_ledgerentry CASCADE"),
    "truncate of the accounts": lambda: sql("TRUNCATE billing_tokenaccount CASCADE"),
    "truncate of the people": lambda: sql("TRUNCATE accounts_user CASCADE"),
    "delete of a hold": lambda: sql("DELETE FROM billing_tokenhold"),
    "truncate of the holds": lambda: sql("TRUNCATE billing_tokenhold CASCADE"),
}


@pytest.mark.parametrize("attempt", ENTRY_ATTEMPTS)
def test_what_was_written_stays(used: User, attempt: str) -> None:
    refuses(ENTRY_ATTEMPTS[attempt], "append-only")


@pytest.mark.parametrize("table", ["billing_ledgerentry", "billing_tokenhold"])
def test_each_table_refuses_its_own_truncation(used: User, table: str) -> None:
    refuses(lambda: sql(f"TRUNCATE {table} CASCADE"), f"TRUNCATE of {table}")


def test_an_entry_without_its_balance_is_refused(used: User) -> None:
    account = TokenAccount.objects.get(user=used)
    entry = {"account": account, "kind": "grant", "amount": 5, "key": "mine", "debt_after": 0}
    refuses(lambda: LedgerEntry.objects.create(**entry, available_after=95, held_after=7), "not in the balance")


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"kind": "grant", "amount": 0}, "entry_amount_positive"),
        ({"kind": "bonus"}, "entry_kind_known"),
        ({"kind": "capture"}, "entry_names_its_hold"),
        ({"kind": "topup", "reason": "x"}, "entry_by_staff_is_signed"),
        ({"kind": "grant", "key": "c"}, "key"),
    ],
)
def test_an_entry_that_makes_no_sense_is_refused(used: User, fields: dict, constraint: str) -> None:
    whole = {"amount": 1, "key": "mine", "available_after": 91, "held_after": 7, "debt_after": 0, **fields}
    account = TokenAccount.objects.get(user=used)
    refuses(lambda: LedgerEntry.objects.create(account=account, **whole), constraint)


@pytest.mark.parametrize(
    ("fields", "match"),
    [
        ({"amount": 1000}, "only be used up"),
        ({"captured": 2}, "only be used up"),
        ({"key": "other"}, "only be used up"),
        ({"captured": 11}, "hold_closed_when_used_up"),
        ({"released": 7}, "hold_closed_when_used_up"),
    ],
)
def test_a_hold_is_only_used_up(used: User, fields: dict, match: str) -> None:
    refuses(lambda: TokenHold.objects.filter(key="h").update(**fields), match)


def test_a_closed_hold_stays_closed(used: User) -> None:
    ledger.release("h", key="r")
    refuses(lambda: TokenHold.objects.filter(key="h").update(closed_at=None), "only be used up")


def test_what_a_hold_was_for_can_be_erased(used: User) -> None:
    TokenHold.objects.filter(key="h").update(purpose="")
    assert ledger.verify() == []


def test_who_has_an_account_cannot_be_deleted(used: User) -> None:
    with pytest.raises(ProtectedError):
        used.delete()
    refuses(lambda: sql(f"DELETE FROM accounts_user WHERE id = {used.pk}"), "foreign key")


def test_function_and_guards_can_be_taken_out_and_put_back(alice: User) -> None:
    call_command("migrate", "billing", "0001", verbosity=0)
    try:
        LedgerEntry.objects.filter(account__user=alice).update(reason="unguarded")
    finally:
        call_command("migrate", "billing", verbosity=0)
    refuses(lambda: LedgerEntry.objects.update(reason="guarded"), "append-only")
    assert ledger.hold(alice.pk, amount=10, key="h").posted
