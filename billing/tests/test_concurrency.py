"""Many hands on one account at the same moment, with real connections."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accounts.models import User
from billing import ledger
from billing.errors import CaptureExceedsHold, HoldClosed, InsufficientTokens, KeyReused, LedgerError
from billing.models import LedgerEntry, TokenHold

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
