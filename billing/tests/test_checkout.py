"""A pack is bought through Stripe Checkout, and whatever happens on the way the tokens come once or not at all."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from itertools import permutations
from urllib.request import urlopen

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.models import User
from billing import ledger, receivers, tasks
from billing.ledger import Balance
from billing.models import LedgerEntry, Order, OrderStatus, StripeCustomer, TokenPack
from billing.stripe_facts import About
from billing.tests.stripe_world import World, buttons

pytestmark = pytest.mark.django_db(transaction=True)


def until(true: Callable[[], object], seconds: float = 10.0) -> None:
    limit = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < limit
        time.sleep(0.02)


def credits() -> int:
    return LedgerEntry.objects.filter(kind="purchase").count()


def page_of(order: Order) -> str:
    return f"/billing/orders/{order.public_id}"


def test_the_webhook_credits_and_the_page_afterwards_credits_nothing_more(
    world: World, as_alice: Client, alice: User
) -> None:
    order = world.buy(as_alice)
    world.play("pay", session=order.session_id)
    until(credits)
    assert ledger.balance(alice.pk) == Balance(200)
    page = as_alice.get(page_of(order)).content.decode()
    assert "Ya tienes 100 tokens más" in page
    assert "200 tokens" in page
    until(lambda: not world.status()["pending"])
    assert ledger.balance(alice.pk) == Balance(200)
    assert "Pedido " in as_alice.get("/billing").content.decode()


def test_the_page_credits_when_the_webhook_is_late_and_the_webhook_then_nothing_more(
    world: World, as_alice: Client, alice: User
) -> None:
    order = world.buy(as_alice)
    world.control(deliver="hold")
    world.play("pay", session=order.session_id)
    assert ledger.balance(alice.pk) == Balance(100)
    assert "Ya tienes 100 tokens más" in as_alice.get(page_of(order)).content.decode()
    assert ledger.balance(alice.pk) == Balance(200)
    answers = world.control(release="all")["released"]
    assert {event["status"] for event in answers} == {200}
    assert ledger.balance(alice.pk) == Balance(200)


def test_opening_the_page_without_paying_credits_nothing(world: World, as_alice: Client, alice: User) -> None:
    order = world.buy(as_alice)
    assert "Sin pagar" in as_alice.get(f"{page_of(order)}?session_id={order.session_id}").content.decode()
    assert "Has vuelto sin pagar" in as_alice.get(f"{page_of(order)}/cancelled").content.decode()
    assert ledger.balance(alice.pk) == Balance(100)


def test_six_parallel_copies_of_an_event_credit_once(world: World, as_alice: Client, alice: User) -> None:
    order = world.buy(as_alice)
    world.control(deliver="hold")
    world.play("pay", session=order.session_id)
    copies = [world.held("checkout.session.completed")] * 6
    answers = world.control(release=copies, parallel=True)["released"]
    assert [event["status"] for event in answers] == [200] * 6
    assert (credits(), ledger.balance(alice.pk)) == (1, Balance(200))


@pytest.mark.parametrize("mode", ["duplicate", "shuffle", "late"])
def test_duplicated_and_shuffled_deliveries_end_in_one_credit(
    world: World, as_alice: Client, alice: User, mode: str
) -> None:
    world.control(deliver=mode, seed=7, seconds=0.3)
    for pack in ("start", "work"):
        world.play("pay", session=world.buy(as_alice, pack).session_id)
    until(lambda: credits() == 2)
    until(lambda: not world.status()["pending"] and not world.status()["held"])
    assert ledger.balance(alice.pk) == Balance(100 + 100 + 300)
    assert ledger.verify() == []


STORY = ("checkout.session.completed", "payment_intent.succeeded", "charge.refunded", "charge.dispute.funds_withdrawn")


def test_every_order_of_the_four_messages_ends_in_the_right_balance(
    world: World, as_alice: Client, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("billing.views.MAX_ORDERS", 100)
    world.control(deliver="hold")
    for told in permutations(STORY):
        order = world.buy(as_alice)
        for action in ("pay", "refund", "dispute"):
            world.play(action, session=order.session_id)
        events = [world.held(kind) for kind in told]
        assert [event["status"] for event in world.control(release=events)["released"]] == [200] * 4, told
        order.refresh_from_db()
        assert (order.status, order.tokens_taken) == (OrderStatus.PAID, 100), told
        assert ledger.balance(alice.pk) == Balance(100), told
    assert ledger.verify() == []


def test_a_refund_of_spent_tokens_stops_new_runs_until_it_is_repaid(
    world: World, as_alice: Client, alice: User
) -> None:
    order = world.buy(as_alice)
    world.play("pay", session=order.session_id)
    until(credits)
    ledger.hold(alice.pk, amount=180, key="run:1:hold")
    ledger.capture("run:1:hold", amount=180, key="run:1:capture")
    world.play("refund", session=order.session_id)
    until(lambda: ledger.balance(alice.pk) == Balance(0, 0, debt=80))
    assert "Debes 80 tokens" in as_alice.get("/billing").content.decode()
    world.play("pay", session=world.buy(as_alice).session_id)
    until(lambda: ledger.balance(alice.pk) == Balance(20))


def test_an_outage_loses_nothing(world: World, as_alice: Client, alice: User) -> None:
    as_alice.raise_request_exception = False  # it would raise what the webhook's thread meets meanwhile
    order = world.buy(as_alice)
    world.control(outage=True)
    world.play("pay", session=order.session_id)
    page = as_alice.get(page_of(order)).content.decode()
    assert "Esperando a Stripe" in page
    assert 'hx-trigger="every 2s"' in page
    until(lambda: any(500 in event["statuses"] for event in world.status()["pending"]))
    assert ledger.balance(alice.pk) == Balance(100)
    world.control(outage=False)
    until(credits)  # sent again by itself
    assert ledger.balance(alice.pk) == Balance(200)


def test_a_payment_whose_message_never_comes_is_found_by_asking(world: World, as_alice: Client, alice: User) -> None:
    order, unpaid = world.buy(as_alice), world.buy(as_alice, "work")
    world.control(deliver="hold")
    world.play("pay", session=order.session_id)
    assert tasks.look_after_orders() == 0  # a moment ago: the message may still come
    Order.objects.update(created_at=timezone.now() - timedelta(hours=1))
    world.control(outage=True)
    assert tasks.look_after_orders() == 0
    world.control(outage=False)
    assert tasks.look_after_orders() == 1
    assert ledger.balance(alice.pk) == Balance(200)
    unpaid.refresh_from_db()
    assert unpaid.status == OrderStatus.OPEN


def test_stripe_down_at_the_button_charges_nothing_and_says_so(world: World, as_alice: Client) -> None:
    form = buttons(as_alice)["start"]
    world.control(outage=True)
    answer = as_alice.post("/billing/buy", form, follow=True)
    assert "Stripe no responde ahora mismo" in answer.content.decode()
    world.control(outage=False)
    assert as_alice.post("/billing/buy", form).status_code == 303
    assert Order.objects.count() == 1


def test_a_button_pressed_twice_is_one_order_one_page_and_one_customer(world: World, as_alice: Client) -> None:
    form = buttons(as_alice)["start"]
    first, second = as_alice.post("/billing/buy", form), as_alice.post("/billing/buy", form)
    assert first.headers["Location"] == second.headers["Location"]
    world.buy(as_alice, "work")
    assert (Order.objects.count(), StripeCustomer.objects.count()) == (2, 1)


def test_a_payment_that_takes_days_is_told_and_credited_when_it_arrives(
    world: World, as_alice: Client, alice: User
) -> None:
    order = world.buy(as_alice)
    world.play("delay", session=order.session_id)
    page = as_alice.get(page_of(order)).content.decode()
    assert "Pago en curso" in page
    assert ledger.balance(alice.pk) == Balance(100)
    again = as_alice.post("/billing/buy", {"pack": "start", "key": order.key})
    assert again.headers["Location"] == page_of(order)  # not to pay twice
    world.play("delayed_ok", session=order.session_id)
    until(credits)
    assert ledger.balance(alice.pk) == Balance(200)


def test_a_payment_that_fails_in_the_end_credits_nothing(world: World, as_alice: Client, alice: User) -> None:
    order = world.buy(as_alice)
    world.play("delay", session=order.session_id)
    world.play("delayed_fail", session=order.session_id)
    until(lambda: Order.objects.get().status == OrderStatus.FAILED)
    assert "El pago no se completó" in as_alice.get(page_of(order)).content.decode()
    assert ledger.balance(alice.pk) == Balance(100)


def test_an_expired_order_says_so(world: World, as_alice: Client) -> None:
    order = world.buy(as_alice)
    world.play("expire", session=order.session_id)
    until(lambda: Order.objects.get().status == OrderStatus.EXPIRED)
    assert "Este pedido ha caducado" in as_alice.get(page_of(order)).content.decode()
    again = as_alice.post("/billing/buy", {"pack": "start", "key": order.key})
    assert again.headers["Location"] == page_of(order)


def test_an_order_is_seen_by_its_buyer_alone(world: World, as_alice: Client, bob: User) -> None:
    order = world.buy(as_alice)
    stranger = Client()
    assert stranger.get(page_of(order)).status_code == 302
    stranger.force_login(bob)
    assert stranger.get(page_of(order)).status_code == 404
    assert stranger.get(f"{page_of(order)}/cancelled").status_code == 404


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"pack": "a\0b", "key": str(uuid.UUID(int=1))},
        {"pack": "none", "key": str(uuid.UUID(int=1))},
        {"pack": "start", "key": "x"},
        {"pack": "start"},
    ],
    ids=str,
)
def test_a_form_that_is_none_is_refused(world: World, as_alice: Client, form: dict[str, str]) -> None:
    answer = as_alice.post("/billing/buy", form, follow=True)
    assert "Ese paquete ya no está a la venta" in answer.content.decode()
    assert not Order.objects.exists()


def test_too_many_orders_are_stopped(world: World, as_alice: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("billing.views.MAX_ORDERS", 1)
    order = world.buy(as_alice)
    again = as_alice.post("/billing/buy", {"pack": "start", "key": order.key})
    assert again.headers["Location"] == order.checkout_url
    answer = as_alice.post("/billing/buy", buttons(as_alice)["work"], follow=True)
    assert "muchas compras en poco tiempo" in answer.content.decode()


def test_without_a_key_pages_say_so_and_nothing_breaks(as_alice: Client, settings: Settings) -> None:
    settings.STRIPE_SECRET_KEY = ""
    for address in ("/billing", "/pricing"):
        assert "compra no está configurada" in as_alice.get(address).content.decode()
    answer = as_alice.post("/billing/buy", {"pack": "start", "key": str(uuid.uuid4())}, follow=True)
    assert "No se ha cobrado nada" in answer.content.decode()


def test_a_customer_stripe_no_longer_knows_is_made_anew(world: World, as_alice: Client, alice: User) -> None:
    """Deleted in its dashboard, or known from the pretended Stripe or another account."""
    StripeCustomer.objects.create(user=alice, livemode=False, customer_id="cus_of_another_account")
    world.play("pay", session=world.buy(as_alice).session_id)
    until(credits)
    made = StripeCustomer.objects.get().customer_id
    world.buy(as_alice, "work")
    assert StripeCustomer.objects.get().customer_id == made != "cus_of_another_account"


def test_the_payment_page_names_the_tokens_that_were_agreed(
    world: World, as_alice: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = buttons(as_alice)["start"]
    world.control(outage=True)
    as_alice.post("/billing/buy", form)
    world.control(outage=False)
    TokenPack.objects.filter(slug="start").update(tokens=77)
    page = as_alice.post("/billing/buy", form).headers["Location"]
    with urlopen(page) as answer:
        shown = answer.read().decode()
    assert "100 tokens" in shown
    assert "77" not in shown


def aged(order: Order) -> Order:
    Order.objects.filter(pk=order.pk).update(created_at=timezone.now() - timedelta(hours=1))
    return order


def test_an_order_of_another_account_keeps_nobody_waiting(world: World, as_alice: Client, alice: User) -> None:
    lost, order = aged(world.buy(as_alice)), aged(world.buy(as_alice, "work"))
    Order.objects.filter(pk=lost.pk).update(session_id="cs_test_of_another_account")
    world.control(deliver="hold")
    world.play("pay", session=order.session_id)
    assert tasks.look_after_orders() == 1
    assert "every 2s" not in as_alice.get(page_of(lost)).content.decode()
    assert ledger.balance(alice.pk) == Balance(400)


def test_orders_left_unpaid_keep_no_later_one_from_being_asked_for(
    world: World, as_alice: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("billing.tasks.AT_ONCE", 1)
    world.control(deliver="hold")
    aged(world.buy(as_alice))
    world.play("pay", session=aged(world.buy(as_alice, "work")).session_id)
    assert [tasks.look_after_orders(), tasks.look_after_orders()] == [0, 1]


def test_a_dispute_of_the_other_mode_asks_stripe_for_nothing(
    world: World, as_alice: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("billing.checkout.payment_intent", lambda _: pytest.fail("asked"))
    assert receivers._order_of(About(payment_intent="pi_1", livemode=True)) is None
