"""Events: their order, signature and ways of delivery. The receiver checks every signature with the real library."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
import stripe

from billing.fake_stripe import courier
from billing.fake_stripe.server import FakeStripe
from billing.fake_stripe.tests.conftest import SECRET, Desk, Receiver, api_of, basket

PAID = ["checkout.session.completed", "payment_intent.succeeded", "charge.succeeded"]


def test_a_payment_tells_its_events_in_stripes_order(desk: Desk, receiver: Receiver, session: Any) -> None:
    desk.play(session=session.id, action="pay")
    desk.settle()
    assert receiver.types == ["customer.created", *PAID]
    told = receiver.last("checkout.session.completed")
    assert (told.payment_status, told.client_reference_id) == ("paid", "order-1")
    assert {event.api_version for event in receiver.events} == {"2026-05-27.dahlia"}


def test_an_invoice_is_told_last(api: Any, desk: Desk, receiver: Receiver, customer: Any) -> None:
    session = api.checkout.sessions.create(basket(customer=customer.id, invoice_creation={"enabled": True}))
    desk.play(session=session.id, action="pay")
    desk.settle()
    assert receiver.types[1:] == [*PAID, "invoice.paid"]


def test_an_event_knows_its_request_and_can_be_asked_for(api: Any, desk: Desk, receiver: Receiver) -> None:
    made = api.customers.create({"email": "eva@example.com"}, {"idempotency_key": "person:1"})
    desk.settle()
    told = receiver.events[0]
    assert (told["request"]["id"], told["request"]["idempotency_key"]) == (made.last_response.request_id, "person:1")
    assert api.events.retrieve(told.id).data.object.id == made.id
    assert [one.id for one in api.events.list({"type": "customer.created"}).data] == [told.id]
    assert api.events.list({"types": ["charge.refunded"]}).data == []


def test_an_event_shows_the_object_as_it_was_then(api: Any, desk: Desk, receiver: Receiver) -> None:
    desk.control(deliver="hold")
    customer = api.customers.create({})
    api.customers.update(customer.id, {"name": "Ana"})
    desk.control(release="all")
    assert [event.data.object.name for event in receiver.events] == [None, "Ana"]


def test_a_signature_of_another_secret_or_time_is_refused() -> None:
    body, now = '{"object": "event"}', int(time.time())
    stripe.WebhookSignature.verify_header(body, courier.sign(body, SECRET, now), SECRET, 300)
    for header in (courier.sign(body, "whsec_other", now), courier.sign(body, SECRET, now - 301)):
        with pytest.raises(stripe.SignatureVerificationError):
            stripe.WebhookSignature.verify_header(body, header, SECRET, 300)


def test_after_a_refused_card_another_can_pay(api: Any, desk: Desk, receiver: Receiver, session: Any) -> None:
    assert desk.play(session=session.id, action="decline")["redirect"] is None
    desk.settle()
    assert receiver.types[1:] == ["payment_intent.payment_failed", "charge.failed"]
    assert receiver.last("charge.failed").failure_code == "card_declined"
    assert api.checkout.sessions.retrieve(session.id).status == "open"
    desk.play(session=session.id, action="pay")
    desk.settle()
    assert receiver.types[-3:] == PAID
    assert len({event.data.object.id for event in receiver.events if event.type.startswith("payment_intent")}) == 1


def test_the_bank_may_ask_first(api: Any, desk: Desk, receiver: Receiver, session: Any) -> None:
    desk.play(session=session.id, action="authenticate")
    desk.settle()
    assert receiver.last("payment_intent.requires_action").next_action.type == "use_stripe_sdk"
    desk.play(session=session.id, action="pay")
    intent = api.payment_intents.list().data[0]
    assert (intent.status, intent.next_action) == ("succeeded", None)


@pytest.mark.parametrize(
    ("action", "types", "payment_status"),
    [
        ("delayed_ok", ["checkout.session.async_payment_succeeded", *PAID[1:]], "paid"),
        (
            "delayed_fail",
            ["checkout.session.async_payment_failed", "payment_intent.payment_failed", "charge.failed"],
            "unpaid",
        ),
    ],
)
def test_a_delayed_payment_completes_unpaid_and_is_settled_later(
    desk: Desk, receiver: Receiver, session: Any, action: str, types: list[str], payment_status: str
) -> None:
    desk.play(session=session.id, action="delay")
    desk.settle()
    assert receiver.types[1:] == ["checkout.session.completed", "payment_intent.processing", "charge.pending"]
    assert receiver.last("checkout.session.completed").payment_status == "unpaid"
    answer = desk.play(session=session.id, action=action)
    desk.settle()
    assert receiver.types[4:] == types
    assert answer["session"]["payment_status"] == payment_status
    status, _, _ = desk.request("POST", "/_play", json.dumps({"session": session.id, "action": action}))
    assert status == 400


def test_an_expired_session_is_told_and_cannot_be_paid(desk: Desk, receiver: Receiver, session: Any) -> None:
    desk.play(session=session.id, action="expire")
    desk.settle()
    assert receiver.types[-1] == "checkout.session.expired"
    status, _, _ = desk.request("POST", "/_play", json.dumps({"session": session.id, "action": "pay"}))
    assert status == 400


def test_a_session_expires_though_nobody_asks(desk: Desk, receiver: Receiver, session: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("billing.fake_stripe.server.TICK", 0.0)
    monkeypatch.setattr(desk.fake.store, "clock", lambda: session.expires_at)
    end = time.monotonic() + 5
    while "checkout.session.expired" not in receiver.types:
        assert time.monotonic() < end
        time.sleep(0.005)


def test_held_events_leave_in_the_order_that_is_asked_for(desk: Desk, receiver: Receiver, session: Any) -> None:
    desk.settle()
    desk.control(deliver="hold")
    desk.play(session=session.id, action="pay")
    desk.play(session=session.id, action="refund")
    held = desk.control(settle=1)["held"]
    assert [one["type"] for one in held] == [*PAID, "charge.refunded"]
    assert receiver.types == ["customer.created"]
    order = ["charge.refunded", "payment_intent.succeeded", "checkout.session.completed"]
    receiver.refuse = [500]
    released = desk.control(release="all", order=order)
    assert receiver.types[1:] == [*order, "charge.succeeded"]
    assert [one["status"] for one in released["released"]] == [500, 200, 200, 200]
    assert [one["type"] for one in released["held"]] == ["charge.refunded"]  # refused: it stays until asked again
    again = desk.control(release=[released["held"][0]["id"]])
    assert [one["status"] for one in again["released"]] == [200]
    assert again["held"] == []


def test_one_event_can_be_sent_many_times_at_once(desk: Desk, receiver: Receiver, customer: Any) -> None:
    told = desk.settle()["delivered"][0]["id"]
    answer = desk.control(release=[told] * 6, parallel=True)
    assert [one["status"] for one in answer["released"]] == [200] * 6
    assert [event.id for event in receiver.events] == [told] * 7


def test_duplicate_sends_each_event_three_times(desk: Desk, receiver: Receiver, api: Any) -> None:
    desk.control(deliver="duplicate")
    api.customers.create({})
    assert [one["statuses"] for one in desk.settle()["delivered"]] == [[200, 200, 200]]
    assert len(receiver.events) == 3
    assert len({event.id for event in receiver.events}) == 1


def test_shuffled_events_come_in_an_order_that_the_seed_decides(receiver: Receiver) -> None:
    orders = []
    for seed in (3, 3, 4):
        with FakeStripe(receiver.url, SECRET) as fake:
            desk, api = Desk(fake), api_of(fake)
            desk.control(deliver="shuffle", seed=seed, gather_ms=60)
            session = api.checkout.sessions.create(basket(invoice_creation={"enabled": True}))
            desk.play(session=session.id, action="pay")
            desk.settle()
            orders.append(receiver.types)
            receiver.events.clear()
    assert orders[0] == orders[1]
    assert sorted(orders[0]) == sorted(orders[2])
    assert orders[0] != orders[2]


def test_late_events_wait(desk: Desk, receiver: Receiver, api: Any) -> None:
    desk.control(deliver="late", seconds=0.1)
    api.customers.create({})
    assert receiver.events == []
    assert len(desk.control(settle=0)["pending"]) == 1
    desk.settle()
    assert receiver.types == ["customer.created"]


def test_a_refused_event_is_sent_again_until_it_is_taken(desk: Desk, receiver: Receiver, api: Any) -> None:
    receiver.refuse = [500, 302, 404]
    api.customers.create({})
    assert desk.settle()["delivered"][0]["statuses"] == [500, 302, 404, 200]


def test_pauses_double_and_after_twelve_tries_an_event_is_kept_as_undelivered(
    desk: Desk, receiver: Receiver, api: Any, monkeypatch: Any
) -> None:
    pauses: list[float] = []
    push = desk.fake.courier._push
    monkeypatch.setattr(desk.fake.courier, "_push", lambda pause, id_: (pauses.append(pause), push(0, id_)))
    monkeypatch.setattr(desk.fake.switches, "first_pause", 0.5)
    receiver.refuse = [500] * 12
    made = api.customers.create({})
    undelivered = desk.settle()["undelivered"]
    assert pauses == [0, 0.5, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60]
    assert undelivered[0]["statuses"] == [500] * 12
    answer = desk.control(release=[undelivered[0]["id"]])
    assert answer["released"][0]["status"] == 200
    assert [one["type"] for one in answer["delivered"]] == ["customer.created"]
    assert receiver.last("customer.created").id == made.id


def test_a_receiver_that_is_away_is_tried_again(desk: Desk, receiver: Receiver, api: Any) -> None:
    here, desk.fake.switches.webhook_url = receiver.url, "http://127.0.0.1:1/"
    api.customers.create({})
    while not desk.control()["pending"][0]["statuses"]:
        time.sleep(0.005)
    desk.control(webhook={"url": here})
    assert set(desk.settle()["delivered"][0]["statuses"]) == {0, 200}


def test_events_leave_after_the_answer_that_caused_them(desk: Desk, monkeypatch: Any, api: Any) -> None:
    """Whoever gets the event may ask for the object; whoever made it already has its id."""
    order: list[str] = []
    accept = desk.fake.courier.accept
    monkeypatch.setattr(desk.fake.courier, "accept", lambda ids: (order.extend(["events"] * len(ids)), accept(ids)))
    handler = desk.fake._server.RequestHandlerClass
    send = handler._send
    monkeypatch.setattr(handler, "_send", lambda self, *given: (send(self, *given), order.append("answer")))
    api.customers.create({})
    desk.settle()
    assert order[:2] == ["answer", "events"]


def test_a_restart_forgets_nothing(tmp_path: Path, receiver: Receiver) -> None:
    data = tmp_path / "stripe.json"
    with FakeStripe(receiver.url, SECRET, data=data) as first:
        desk = Desk(first)
        desk.control(deliver="hold")
        session = api_of(first).checkout.sessions.create(basket(), {"idempotency_key": "order:1"})
        desk.play(session=session.id, action="delay")
    assert json.loads(data.read_text())["objects"]
    assert [path.name for path in tmp_path.iterdir()] == ["stripe.json"]
    assert data.stat().st_mode & 0o077 == 0
    with FakeStripe(receiver.url, SECRET, data=data) as second:
        desk, api = Desk(second), api_of(second)
        assert api.checkout.sessions.create(basket(), {"idempotency_key": "order:1"}).id == session.id
        assert len(desk.control(release="all")["released"]) == 3
        desk.play(session=session.id, action="delayed_ok")
        desk.settle()
        assert receiver.types[3] == "checkout.session.async_payment_succeeded"
        assert receiver.last("charge.succeeded").receipt_url.startswith(second.url)


def test_events_on_their_way_leave_after_a_restart(tmp_path: Path, receiver: Receiver) -> None:
    with FakeStripe(receiver.url, SECRET, data=tmp_path / "stripe.json") as first:
        Desk(first).control(deliver="late", seconds=60)
        api_of(first).customers.create({})
    assert receiver.events == []
    with FakeStripe(receiver.url, SECRET, data=tmp_path / "stripe.json") as second:
        Desk(second).settle()
    assert receiver.types == ["customer.created"]


def test_reset_forgets_everything(desk: Desk, api: Any, customer: Any) -> None:
    desk.settle()
    assert desk.control(reset=True)["delivered"] == []
    assert api.customers.list().data == []
