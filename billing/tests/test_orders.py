"""Whatever is told of an order, in whatever order and however often, ends in the right balance."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from billing import errors, ledger, orders, receivers, statement
from billing.ledger import Balance
from billing.models import LedgerEntry, Order, OrderStatus, TokenPack
from billing.stripe_facts import Dispute, Payment, Refund

pytestmark = pytest.mark.django_db


@pytest.fixture
def pack() -> TokenPack:
    return TokenPack.objects.get(slug="start")


@pytest.fixture
def order(alice: User, pack: TokenPack) -> Order:
    made = orders.place(alice, pack, uuid.uuid4())
    orders.at_checkout(made, "cs_test_1", "https://stripe.example/pay")
    return made


def payment(order: Order, state: str = "paid") -> Payment:
    return Payment(
        order=order.public_id, session_id=order.session_id, payment_intent="pi_1", state=state,
        amount=order.amount, currency=order.currency,
    )  # fmt: skip


def refund(order: Order, part: float = 1.0) -> Refund:
    return Refund(
        order=order.public_id, payment_intent="pi_1", charged=order.amount, refunded=int(order.amount * part),
        receipt_url="https://stripe.example/receipt",
    )  # fmt: skip


def dispute(order: Order, withdrawn: int | None = None) -> Dispute:
    return Dispute(order=order.public_id, id="dp_1", withdrawn=order.amount if withdrawn is None else withdrawn)


Tell = Callable[[Order], object]
TELL: dict[str, Tell] = {
    "completed": lambda order: orders.payment_seen(payment(order)),
    "paid": lambda order: orders.payment_seen(replace(payment(order), session_id=None)),
    "refunded": lambda order: orders.refund_seen(refund(order)),
    "dispute": lambda order: orders.dispute_seen(dispute(order)),
}


def test_a_form_sent_twice_is_one_order(alice: User, bob: User, pack: TokenPack) -> None:
    key = uuid.uuid4()
    first = orders.place(alice, pack, key)
    assert orders.place(alice, pack, key).pk == first.pk
    assert orders.place(bob, pack, key).pk != first.pk
    with pytest.raises(orders.KeyTaken):
        orders.place(alice, TokenPack.objects.get(slug="work"), key)


def test_a_payment_is_credited_once_however_often_it_is_told(alice: User, order: Order) -> None:
    for _ in range(3):
        orders.payment_seen(payment(order))
    assert ledger.balance(alice.pk) == Balance(200)
    assert LedgerEntry.objects.get(kind="purchase").key == "checkout:cs_test_1"


def test_a_payment_told_before_its_session_was_known_is_credited_once(alice: User, pack: TokenPack) -> None:
    order = orders.place(alice, pack, uuid.uuid4())  # we went down before we could note the session
    orders.payment_seen(payment(order))
    orders.payment_seen(replace(payment(order), session_id="cs_test_9"))
    assert ledger.balance(alice.pk) == Balance(200)


@pytest.mark.parametrize("told", permutations(TELL), ids="-".join)
def test_every_order_of_messages_ends_in_the_same_balance(alice: User, order: Order, told: tuple[str, ...]) -> None:
    for name in told:
        TELL[name](order)
        TELL[name](order)
    assert ledger.balance(alice.pk) == Balance(100)  # the gift of the sign-up
    order.refresh_from_db()
    assert (order.status, order.tokens_taken) == (OrderStatus.PAID, order.tokens)
    assert ledger.verify() == []


def test_a_refund_of_spent_tokens_leaves_a_debt_that_the_next_purchase_repays(alice: User, order: Order) -> None:
    orders.payment_seen(payment(order))
    ledger.hold(alice.pk, amount=150, key="run:1:hold")
    ledger.capture("run:1:hold", amount=150, key="run:1:capture")
    orders.refund_seen(refund(order))
    assert ledger.balance(alice.pk) == Balance(0, 0, debt=50)
    with pytest.raises(errors.InsufficientTokens):
        ledger.hold(alice.pk, amount=1, key="run:2:hold")


def test_the_next_purchase_repays_a_debt_first(alice: User, pack: TokenPack, order: Order) -> None:
    orders.payment_seen(payment(order))
    ledger.clawback(alice.pk, amount=230, key="spent elsewhere")
    assert ledger.balance(alice.pk) == Balance(0, 0, debt=30)
    second = orders.place(alice, pack, uuid.uuid4())
    orders.payment_seen(replace(payment(second), session_id="cs_test_2", payment_intent="pi_2"))
    assert ledger.balance(alice.pk) == Balance(70)


def test_a_partial_refund_takes_its_share_and_the_rest_later(alice: User, order: Order) -> None:
    orders.payment_seen(payment(order))
    orders.refund_seen(refund(order, 0.25))
    assert ledger.balance(alice.pk) == Balance(175)
    orders.refund_seen(refund(order, 1.0))
    assert ledger.balance(alice.pk) == Balance(100)


def test_a_dispute_that_is_won_gives_the_tokens_back(alice: User, order: Order) -> None:
    orders.payment_seen(payment(order))
    orders.dispute_seen(dispute(order))
    assert ledger.balance(alice.pk) == Balance(100)
    orders.dispute_seen(dispute(order, withdrawn=0))
    assert ledger.balance(alice.pk) == Balance(200)
    titles = [line.title for line in statement.lines(ledger.entries(alice.pk))]
    assert titles[:3] == ["Compra restablecida", "Compra reembolsada", "Compra"]


def test_less_money_than_agreed_credits_nothing_until_somebody_looked(alice: User, order: Order) -> None:
    orders.payment_seen(replace(payment(order), amount=order.amount - 1))
    order.refresh_from_db()
    assert (order.status, ledger.balance(alice.pk)) == (OrderStatus.REVIEW, Balance(100))
    orders.payment_seen(replace(payment(order), currency="usd"))
    assert ledger.balance(alice.pk) == Balance(100)


def test_a_payment_in_test_mode_never_pays_a_live_order(alice: User, order: Order) -> None:
    Order.objects.update(livemode=True)
    assert orders.payment_seen(payment(order)) is None
    assert ledger.balance(alice.pk) == Balance(100)


@pytest.mark.parametrize("states", [("pending", "failed"), ("expired",), ("open",), ("pending",)])
def test_what_is_not_paid_credits_nothing_and_may_still_be_paid(
    alice: User, order: Order, states: tuple[str, ...]
) -> None:
    for state in states:
        orders.payment_seen(payment(order, state))
    order.refresh_from_db()
    assert (order.status, ledger.balance(alice.pk)) == (states[-1], Balance(100))
    orders.payment_seen(payment(order))
    orders.payment_seen(payment(order, "expired"))  # told late
    order.refresh_from_db()
    assert (order.status, ledger.balance(alice.pk)) == (OrderStatus.PAID, Balance(200))


def test_what_is_not_ours_is_left_alone(order: Order) -> None:
    stranger = Payment(session_id="cs_other", payment_intent="pi_other", state="paid", amount=900, currency="eur")
    assert orders.payment_seen(stranger) is None
    assert orders.payment_seen(replace(stranger, session_id=None, payment_intent=None)) is None
    assert not LedgerEntry.objects.filter(kind="purchase").exists()


def test_a_payment_without_an_amount_decides_nothing(alice: User, order: Order) -> None:
    orders.payment_seen(replace(payment(order), amount=None))
    order.refresh_from_db()
    assert (order.status, ledger.balance(alice.pk)) == (OrderStatus.OPEN, Balance(100))
    orders.payment_seen(payment(order))
    assert ledger.balance(alice.pk) == Balance(200)


@pytest.mark.parametrize(("ended", "late"), [("failed", "pending"), ("expired", "open"), ("pending", "open")])
def test_what_is_told_late_does_not_open_an_order_again(order: Order, ended: str, late: str) -> None:
    orders.payment_seen(payment(order, ended))
    orders.payment_seen(payment(order, late))
    order.refresh_from_db()
    assert order.status == ended


@pytest.mark.parametrize("at", [99, 100])
def test_an_older_message_gives_no_refunded_token_back(alice: User, order: Order, at: int) -> None:
    """It was asked for before the refund, or made in the same second, and taken in after it."""
    orders.payment_seen(payment(order))
    orders.refund_seen(replace(refund(order), id="ch_1", at=100))
    orders.refund_seen(replace(refund(order, 0.5), id="ch_1", at=at))
    assert ledger.balance(alice.pk) == Balance(100)


def test_a_refund_that_fails_afterwards_gives_the_tokens_back(alice: User, order: Order) -> None:
    orders.payment_seen(payment(order))
    orders.refund_seen(replace(refund(order), id="ch_1", at=100))
    orders.refund_seen(replace(refund(order, 0.0), id="ch_1", at=101))
    assert ledger.balance(alice.pk) == Balance(200)


def test_the_attempt_that_failed_says_nothing_of_the_charge_that_was_refunded(alice: User, order: Order) -> None:
    orders.payment_seen(payment(order))
    orders.refund_seen(replace(refund(order), id="ch_2", at=100))
    orders.refund_seen(replace(refund(order), id="ch_1", charged=0, refunded=0, at=200))
    assert ledger.balance(alice.pk) == Balance(100)


def test_a_dispute_goes_by_its_newest_message_that_tells(alice: User, order: Order) -> None:
    orders.payment_seen(payment(order))
    orders.dispute_seen(replace(dispute(order), at=100))
    orders.dispute_seen(replace(dispute(order), withdrawn=None, at=101))
    assert ledger.balance(alice.pk) == Balance(100)
    orders.dispute_seen(replace(dispute(order, withdrawn=0), at=102))
    orders.dispute_seen(replace(dispute(order), at=100))
    assert ledger.balance(alice.pk) == Balance(200)


def test_two_disputes_take_what_they_hold_together(alice: User, order: Order) -> None:
    orders.payment_seen(payment(order))
    half = order.amount // 2
    for name in ("dp_1", "dp_2"):
        orders.dispute_seen(replace(dispute(order, half), id=name))
    assert ledger.balance(alice.pk) == Balance(100)
    orders.dispute_seen(replace(dispute(order, 0), id="dp_1"))
    assert ledger.balance(alice.pk) == Balance(150)


def test_a_dispute_in_another_currency_is_about_all_of_it(alice: User, order: Order) -> None:
    orders.payment_seen(payment(order))
    orders.dispute_seen(replace(dispute(order, 5), currency="usd"))
    assert ledger.balance(alice.pk) == Balance(100)


def event(kind: str, made: datetime, **said: Any) -> Any:
    return SimpleNamespace(type=kind, created=made, djstripe_created=timezone.now(), data={"object": said})


@pytest.mark.parametrize(
    ("take", "kind", "first", "then"),
    [
        (receivers.take_charge, "charge.updated", {"amount_refunded": 900}, {"amount_refunded": 0}),
        (receivers.take_dispute, "charge.dispute.updated", {"status": "lost"}, {"status": "won"}),
    ],
    ids=["refund", "dispute"],
)
def test_an_event_that_comes_late_is_known_by_its_date(
    alice: User, order: Order, take: Any, kind: str, first: dict[str, Any], then: dict[str, Any]
) -> None:
    orders.payment_seen(payment(order))
    now, said = timezone.now(), {"id": "x_1", "payment_intent": "pi_1", "amount": order.amount}
    take(None, event(kind, now, **said, **first))
    take(None, event(kind, now - timedelta(seconds=9), **said, **then))
    assert ledger.balance(alice.pk) == Balance(100)
    take(None, event(kind, now + timedelta(seconds=9), **said, **then))
    assert ledger.balance(alice.pk) == Balance(200)
