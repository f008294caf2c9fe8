"""Refunds and disputes: amounts, movements of the balance, events and refusals."""

from __future__ import annotations

from typing import Any

import pytest
import stripe

from billing.fake_stripe.tests.conftest import Desk, Receiver


@pytest.fixture
def charge(desk: Desk, api: Any, session: Any) -> Any:
    desk.play(session=session.id, action="pay")
    return api.charges.list().data[0]


def test_refunds_in_part_add_up_to_the_whole(api: Any, desk: Desk, receiver: Receiver, charge: Any) -> None:
    part = api.refunds.create({"charge": charge.id, "amount": 250, "metadata": {"why": "late"}})
    desk.settle()
    assert (part.amount, part.status, part.metadata.to_dict()) == (250, "succeeded", {"why": "late"})
    told = receiver.last("charge.refunded")
    assert (told.amount_refunded, told.refunded, told.metadata.to_dict()) == (250, False, {"order": "1"})
    assert receiver.events[-1].data.previous_attributes.amount_refunded == 0
    rest = api.refunds.create({"payment_intent": charge.payment_intent})
    desk.settle()
    assert (rest.amount, receiver.last("charge.refunded").amount_refunded) == (1000, 1250)
    now = api.charges.retrieve(charge.id, {"expand": ["refunds"]})
    assert (now.refunded, [one.amount for one in now.refunds.data]) == (True, [1000, 250])
    assert api.refunds.retrieve(part.id).charge == charge.id
    assert api.balance_transactions.retrieve(part.balance_transaction).amount == -250
    assert [one.amount for one in api.refunds.list({"charge": charge.id}).data] == [1000, 250]


@pytest.mark.parametrize("amount", [0, -5, 1251])
def test_a_refund_of_nothing_or_too_much_is_refused(api: Any, charge: Any, amount: int) -> None:
    with pytest.raises(stripe.InvalidRequestError) as caught:
        api.refunds.create({"charge": charge.id, "amount": amount})
    assert caught.value.param == "amount"
    assert api.charges.retrieve(charge.id).amount_refunded == 0


def test_what_was_refunded_cannot_be_again(api: Any, charge: Any) -> None:
    api.refunds.create({"charge": charge.id})
    with pytest.raises(stripe.InvalidRequestError) as caught:
        api.refunds.create({"charge": charge.id})
    assert caught.value.code == "charge_already_refunded"


def test_a_dispute_takes_the_money_and_a_won_one_gives_it_back(
    api: Any, desk: Desk, receiver: Receiver, charge: Any
) -> None:
    desk.play(charge=charge.id, action="dispute")
    desk.settle()
    assert receiver.types[-2:] == ["charge.dispute.created", "charge.dispute.funds_withdrawn"]
    told = receiver.last("charge.dispute.funds_withdrawn")
    assert [one.amount for one in told.balance_transactions] == [-1250]
    assert (told.charge, told.payment_intent, told.status) == (charge.id, charge.payment_intent, "needs_response")
    assert api.charges.retrieve(charge.id).disputed
    with pytest.raises(stripe.InvalidRequestError) as caught:
        api.refunds.create({"charge": charge.id})
    assert caught.value.code == "charge_disputed"
    desk.play(charge=charge.id, action="dispute_won")
    desk.settle()
    assert receiver.types[-2:] == ["charge.dispute.closed", "charge.dispute.funds_reinstated"]
    dispute = api.disputes.retrieve(told.id)
    assert (dispute.status, [one.amount for one in dispute.balance_transactions]) == ("won", [-1250, 1250])
    assert sum(one.net for one in dispute.balance_transactions) == 0
    assert api.refunds.create({"charge": charge.id}).amount == 1250


def test_a_lost_dispute_gives_nothing_back(api: Any, desk: Desk, receiver: Receiver, charge: Any) -> None:
    desk.play(charge=charge.id, action="dispute")
    desk.settle()
    desk.play(charge=charge.id, action="dispute_lost")
    desk.settle()
    assert receiver.types[-1] == "charge.dispute.closed"
    assert receiver.last("charge.dispute.closed").status == "lost"
    with pytest.raises(stripe.InvalidRequestError):
        api.refunds.create({"charge": charge.id})


def test_a_dispute_is_about_what_was_not_refunded_unless_told(desk: Desk, api: Any, charge: Any) -> None:
    desk.play(charge=charge.id, action="refund", amount=250)
    desk.play(charge=charge.id, action="dispute")
    assert api.disputes.list().data[0].amount == 1000


def test_even_a_refunded_charge_can_be_disputed(desk: Desk, api: Any, charge: Any) -> None:
    desk.play(charge=charge.id, action="refund")
    desk.play(charge=charge.id, action="dispute")
    assert api.disputes.list().data[0].amount == 1250


def test_the_charge_may_be_named_by_its_session(desk: Desk, api: Any, session: Any, charge: Any) -> None:
    played = desk.play(session=session.id, action="refund", amount=1)
    assert (played["charge"]["id"], played["charge"]["amount_refunded"]) == (charge.id, 1)
    assert len(played["events"]) == 1


@pytest.mark.parametrize("action", ["dispute_won", "dispute_lost"])
def test_only_an_open_dispute_can_be_closed(desk: Desk, charge: Any, action: str) -> None:
    status, body, _ = desk.request("POST", "/_play", f'{{"charge": "{charge.id}", "action": "{action}"}}')
    assert (status, "no open dispute" in body) == (400, True)
