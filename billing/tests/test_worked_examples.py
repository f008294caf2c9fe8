"""The ledger as an accountant reads it: what happened, and what everybody has afterwards."""

from __future__ import annotations

import pytest
from django.db import transaction

from accounts.models import User
from billing import ledger
from billing.errors import (
    CaptureExceedsHold,
    HoldClosed,
    InsufficientTokens,
    InvalidMovement,
    KeyReused,
    UnknownHold,
)
from billing.ledger import Balance
from billing.models import Kind, LedgerEntry, TokenAccount, TokenHold

PRICES = {"architecture": 2, "backend": 3, "frontend": 3, "devops": 1, "security": 1}


def rows(user: User) -> list[tuple[str, int, int, int, int]]:
    fields = ("kind", "amount", "available_after", "held_after", "debt_after")
    return list(LedgerEntry.objects.filter(account__user=user).order_by("id").values_list(*fields))


def test_an_app_is_held_captured_step_by_step_and_nothing_is_left_to_release(alice: User) -> None:
    ledger.hold(alice.pk, amount=10, key="run:1:hold", purpose="Blog")
    for step, price in PRICES.items():
        ledger.capture("run:1:hold", amount=price, key=f"run:1:capture:{step}", reason=step)
    last = ledger.release("run:1:hold", key="run:1:release")
    assert (last.posted, last.amount, last.balance) == (False, 0, Balance(available=90))
    assert rows(alice) == [
        ("grant", 100, 100, 0, 0),
        ("hold", 10, 90, 10, 0),
        ("capture", 2, 90, 8, 0),
        ("capture", 3, 90, 5, 0),
        ("capture", 3, 90, 2, 0),
        ("capture", 1, 90, 1, 0),
        ("capture", 1, 90, 0, 0),
    ]
    assert TokenHold.objects.get().closed_at


def test_a_step_that_earned_nothing_is_given_back_at_the_end(alice: User) -> None:
    ledger.hold(alice.pk, amount=10, key="run:1:hold")
    ledger.capture("run:1:hold", amount=7, key="run:1:capture:backend")
    nothing = ledger.capture("run:1:hold", amount=0, key="run:1:capture:frontend")
    assert (nothing.posted, nothing.amount) == (False, 0)
    rest = ledger.release("run:1:hold", key="run:1:release")
    assert (rest.posted, rest.amount, rest.balance) == (True, 3, Balance(available=93))
    assert [row[:2] for row in rows(alice)] == [("grant", 100), ("hold", 10), ("capture", 7), ("release", 3)]


def test_a_run_that_was_never_verified_costs_nothing(alice: User) -> None:
    ledger.hold(alice.pk, amount=10, key="run:1:hold")
    assert ledger.release("run:1:hold", key="run:1:release").amount == 10
    assert ledger.balance(alice.pk) == Balance(available=100)


def test_who_has_too_little_is_told_both_numbers_and_nothing_is_written(carol: User) -> None:
    ledger.grant(carol.pk, amount=9, key="g")
    with (
        pytest.raises(InsufficientTokens, match=r"^Insufficient tokens\. Required: 10, Available: 9$") as caught,
        transaction.atomic(),
    ):
        ledger.hold(carol.pk, amount=10, key="run:1:hold")
    assert (caught.value.required, caught.value.available, caught.value.debt) == (10, 9, 0)
    assert rows(carol) == [("grant", 9, 9, 0, 0)]
    assert not TokenHold.objects.exists()


def test_who_never_had_an_account_has_nothing_and_a_refused_hold_opens_none(carol: User) -> None:
    assert ledger.balance(carol.pk) == Balance(0, 0, 0)
    with pytest.raises(InsufficientTokens, match="Available: 0"), transaction.atomic():
        ledger.hold(carol.pk, amount=1, key="h")
    assert not TokenAccount.objects.filter(user=carol).exists()


def test_an_account_opened_twice_is_one_and_empty(carol: User) -> None:
    assert ledger.open_account(carol.pk) == ledger.open_account(carol.pk)
    assert ledger.balance(carol.pk) == Balance()


def test_a_refund_beyond_what_is_left_becomes_debt_that_the_next_purchase_repays(carol: User) -> None:
    ledger.purchase(carol.pk, amount=100, key="stripe:1")
    ledger.hold(carol.pk, amount=80, key="h")
    ledger.capture("h", amount=70, key="c")
    taken = ledger.clawback(carol.pk, amount=100, key="refund:1")
    assert taken.balance == Balance(available=0, held=10, debt=80)
    with pytest.raises(InsufficientTokens) as caught, transaction.atomic():
        ledger.hold(carol.pk, amount=1, key="h2")
    assert (caught.value.available, caught.value.debt) == (0, 80)
    assert ledger.release("h", key="r").balance == Balance(debt=70)
    assert ledger.purchase(carol.pk, amount=100, key="stripe:2").balance == Balance(available=30)
    assert rows(carol) == [
        ("purchase", 100, 100, 0, 0),
        ("hold", 80, 20, 80, 0),
        ("capture", 70, 20, 10, 0),
        ("clawback", 100, 0, 10, 80),
        ("release", 10, 0, 0, 70),
        ("purchase", 100, 30, 0, 0),
    ]
    assert ledger.verify() == []


def test_staff_credit_and_its_correction_are_signed(alice: User, bob: User) -> None:
    ledger.topup(alice.pk, amount=1000, key="form:1", actor_id=bob.pk, reason="Class of 2026")
    ledger.adjust(alice.pk, amount=900, key="form:2", actor_id=bob.pk, reason="One zero too many")
    assert ledger.balance(alice.pk) == Balance(available=200)
    signed = ledger.entries(alice.pk).filter(actor=bob).values_list("kind", "reason")
    assert list(signed) == [("adjust", "One zero too many"), ("topup", "Class of 2026")]


@pytest.mark.parametrize("movement", [ledger.topup, ledger.adjust])
def test_staff_must_give_a_reason(alice: User, bob: User, movement) -> None:
    with pytest.raises(InvalidMovement), transaction.atomic():
        movement(alice.pk, amount=1, key="f", actor_id=bob.pk, reason="  ")
    assert ledger.balance(alice.pk) == Balance(available=100)


@pytest.mark.parametrize("amount", [0, -1])
@pytest.mark.parametrize("movement", [ledger.grant, ledger.purchase, ledger.clawback, ledger.hold])
def test_amounts_are_above_zero(alice: User, movement, amount: int) -> None:
    with pytest.raises(InvalidMovement), transaction.atomic():
        movement(alice.pk, amount=amount, key="k")
    assert ledger.balance(alice.pk) == Balance(available=100)


def test_a_capture_is_never_below_zero(alice: User) -> None:
    ledger.hold(alice.pk, amount=10, key="h")
    with pytest.raises(InvalidMovement), transaction.atomic():
        ledger.capture("h", amount=-1, key="c")


def test_a_repeated_call_answers_the_same_and_moves_nothing(alice: User) -> None:
    first = ledger.hold(alice.pk, amount=10, key="h")
    again = ledger.hold(alice.pk, amount=10, key="h")
    assert first.posted
    assert not again.posted
    assert (again.amount, again.balance) == (first.amount, first.balance)
    ledger.capture("h", amount=4, key="c")
    assert not ledger.capture("h", amount=4, key="c").posted
    assert ledger.release("h", key="r").amount == 6
    assert (ledger.release("h", key="r").posted, ledger.release("h", key="r").amount) == (False, 6)
    assert not ledger.capture("h", amount=4, key="c").posted  # a late repetition finds its entry, not a closed hold
    assert ledger.balance(alice.pk) == Balance(available=96)


def test_a_key_means_one_movement_only(alice: User, bob: User) -> None:
    ledger.grant(alice.pk, amount=5, key="k")
    ledger.hold(alice.pk, amount=5, key="h1")
    ledger.hold(alice.pk, amount=5, key="h2")
    ledger.capture("h1", amount=2, key="c")
    others = [
        lambda: ledger.grant(bob.pk, amount=5, key="k"),
        lambda: ledger.grant(alice.pk, amount=6, key="k"),
        lambda: ledger.purchase(alice.pk, amount=5, key="k"),
        lambda: ledger.capture("h2", amount=2, key="c"),
        lambda: ledger.capture("h1", amount=0, key="c"),
        lambda: ledger.release("h1", key="c"),
        lambda: ledger.release("h1", key="h1"),
    ]
    before = rows(alice), rows(bob)
    for other in others:
        with pytest.raises(KeyReused), transaction.atomic():
            other()
    assert (rows(alice), rows(bob)) == before


def test_a_hold_gives_no_more_than_it_has(alice: User) -> None:
    ledger.hold(alice.pk, amount=10, key="h")
    with pytest.raises(CaptureExceedsHold), transaction.atomic():
        ledger.capture("h", amount=11, key="c")
    ledger.capture("h", amount=10, key="c")
    with pytest.raises(HoldClosed), transaction.atomic():
        ledger.capture("h", amount=1, key="c2")


def test_a_released_hold_is_closed_and_releasing_it_again_is_harmless(alice: User) -> None:
    ledger.hold(alice.pk, amount=10, key="h")
    ledger.release("h", key="r")
    with pytest.raises(HoldClosed), transaction.atomic():
        ledger.capture("h", amount=1, key="c")
    assert not ledger.release("h", key="r2").posted
    assert ledger.balance(alice.pk) == Balance(available=100)


def test_a_hold_nobody_made_is_refused_by_name(alice: User) -> None:
    with pytest.raises(UnknownHold, match="run:9:hold"), transaction.atomic():
        ledger.capture("run:9:hold", amount=1, key="c")
    with pytest.raises(UnknownHold, match="run:9:hold"), transaction.atomic():
        ledger.release("run:9:hold", key="r")


def test_a_movement_shares_the_fate_of_the_callers_transaction(alice: User) -> None:
    with transaction.atomic():
        ledger.hold(alice.pk, amount=10, key="h")
        transaction.set_rollback(True)
    assert ledger.balance(alice.pk) == Balance(available=100)
    assert ledger.hold(alice.pk, amount=10, key="h").posted


def test_every_kind_has_a_movement_and_an_effect(alice: User, bob: User) -> None:
    ledger.purchase(alice.pk, amount=1, key="1")
    ledger.topup(alice.pk, amount=1, key="2", actor_id=bob.pk, reason="x")
    ledger.clawback(alice.pk, amount=1, key="3")
    ledger.adjust(alice.pk, amount=1, key="4", actor_id=bob.pk, reason="x")
    ledger.hold(alice.pk, amount=2, key="5")
    ledger.capture("5", amount=1, key="6")
    ledger.release("5", key="7")
    entries = list(ledger.entries(alice.pk).order_by("id"))
    assert {entry.kind for entry in entries} == set(Kind.values)
    assert [entry.effect for entry in entries] == [100, 1, 1, -1, -1, -2, 0, 1]
