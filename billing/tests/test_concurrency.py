"""Many hands on one account at the same moment, with real connections."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from accounts.models import User
from billing import ledger, orders
from billing.errors import CaptureExceedsHold, HoldClosed, InsufficientTokens, KeyReused, LedgerError
from billing.ledger import Balance
from billing.models import LedgerEntry, TokenHold, TokenPack
from billing.stripe_facts import Payment, Refund

pytestmark = pytest.mark.django_db(transaction=True)

Outcome = ledger.Posting | LedgerError


def at_once(calls: list[Callable[[], ledger.Posting]]) -> list[Outcome]:
    """Run every call on a connection of its own, all starting together; refusals are results too."""
    start = Barrier(len(calls))

    def run(call: Callable[[], ledger.Posting]) -> Outcome:
        try:
            connection.ensure_connection()
            start.wait(20)
            return call()
        except LedgerError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def posted(outcomes: list[Outcome]) -> list[ledger.Posting]:
    return [outcome for outcome in outcomes if isinstance(outcome, ledger.Posting) and outcome.posted]


def test_of_twenty_holds_of_ten_on_a_hundred_exactly_ten_succeed(alice: User) -> None:
    outcomes = at_once([lambda n=n: ledger.hold(alice.pk, amount=10, key=f"run:{n}:hold") for n in range(20)])
    assert len(posted(outcomes)) == 10
    assert sum(isinstance(outcome, InsufficientTokens) for outcome in outcomes) == 10
    assert ledger.balance(alice.pk) == ledger.Balance(available=0, held=100)
    assert ledger.verify() == []


def test_one_key_from_twenty_threads_posts_once(alice: User) -> None:
    outcomes = at_once([lambda: ledger.hold(alice.pk, amount=10, key="run:1:hold")] * 20)
    assert len(posted(outcomes)) == 1
    assert {outcome.amount for outcome in outcomes} == {10}
    assert ledger.balance(alice.pk) == ledger.Balance(available=90, held=10)


def test_a_first_credit_from_twenty_threads_opens_one_account(carol: User) -> None:
    outcomes = at_once([lambda: ledger.grant(carol.pk, amount=100, key="signup:carol")] * 20)
    assert len(posted(outcomes)) == 1
    assert ledger.balance(carol.pk) == ledger.Balance(available=100)


def test_two_people_racing_with_one_key_leave_one_winner(alice: User, bob: User) -> None:
    outcomes = at_once([lambda u=u: ledger.grant(u.pk, amount=5, key="same") for u in (alice, bob) * 10])
    assert len(posted(outcomes)) == 1
    assert sum(isinstance(outcome, KeyReused) for outcome in outcomes) == 10
    assert LedgerEntry.objects.filter(key="same").count() == 1


def test_captures_racing_for_one_hold_never_take_more_than_it_has(alice: User) -> None:
    ledger.hold(alice.pk, amount=10, key="h")
    outcomes = at_once([lambda n=n: ledger.capture("h", amount=3, key=f"c{n}") for n in range(20)])
    assert len(posted(outcomes)) == 3
    assert sum(isinstance(outcome, CaptureExceedsHold) for outcome in outcomes) == 17
    assert ledger.balance(alice.pk) == ledger.Balance(available=90, held=1)


@pytest.mark.parametrize("history", range(5))
def test_capture_and_release_racing_spend_each_token_once(alice: User, history: int) -> None:
    ledger.hold(alice.pk, amount=10, key="h")
    outcomes = at_once(
        [lambda n=n: ledger.capture("h", amount=4, key=f"c{n}") for n in range(6)]
        + [lambda n=n: ledger.release("h", key=f"r{n}") for n in range(6)]
    )
    hold = TokenHold.objects.get(key="h")
    assert hold.closed_at
    assert hold.captured + hold.released == 10
    assert sum(outcome.amount for outcome in posted(outcomes)) == 10
    assert all(isinstance(outcome, ledger.Posting | HoldClosed | CaptureExceedsHold) for outcome in outcomes)
    assert ledger.balance(alice.pk) == ledger.Balance(available=90 + hold.released)
    assert ledger.verify() == []


def test_a_refund_told_while_the_payment_is_taken_in_sees_it(alice: User) -> None:
    """Each message writes the whole order: the second one reads it only when the first is done."""
    order = orders.place(alice, TokenPack.objects.get(slug="start"), uuid.uuid4())
    paid = Payment(order=order.public_id, state="paid", amount=order.amount, currency=order.currency)
    refund = Refund(order=order.public_id, charged=order.amount, refunded=order.amount, receipt_url="")

    def told() -> None:
        try:
            orders.refund_seen(refund)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            orders.payment_seen(paid)
            other = pool.submit(told)
            wait_until_one_waits()
        other.result(10)
    order.refresh_from_db()
    assert (order.tokens_taken, ledger.balance(alice.pk)) == (order.tokens, Balance(100))


def wait_until_one_waits() -> None:
    limit = time.monotonic() + 10
    with connection.cursor() as cursor:
        while time.monotonic() < limit:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
            time.sleep(0.01)
    raise AssertionError("nobody waits")
