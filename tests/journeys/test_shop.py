"""The other two doors: a pack bought through Checkout, and tokens added by the team, seen without a reload."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from billing import ledger
from billing.ledger import Balance
from billing.models import LedgerEntry, Order, TokenPack
from billing.tests.stripe_world import World
from tests.journeys.conftest import PHONE, Visit, accessible, screenshot

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def at_stripe(page: Page, world: World) -> None:
    page.wait_for_url(f"{world.stripe.url}/c/pay/*")


def test_a_pack_is_bought_and_its_tokens_are_in_the_header_and_in_the_ledger(
    visit: Visit, world: World, alice: User
) -> None:
    page = visit(alice).page
    page.goto("/pricing")
    accessible(page)
    page.click("text=Comprar 300")
    at_stripe(page, world)
    page.click("button:has-text('Pagar')")
    page.wait_for_url("**/billing/orders/*")
    expect(page.locator("h1")).to_have_text("Ya tienes 300 tokens más")
    expect(page.locator("header #balance")).to_contain_text("400 tokens")
    accessible(page)
    screenshot(page, "order")
    page.click("text=Ver mis movimientos")
    line = page.locator(".movements tbody tr").first
    expect(line).to_contain_text("Compra")
    expect(line).to_contain_text("+300")
    accessible(page)
    screenshot(page, "billing")
    assert ledger.balance(alice.pk) == Balance(400)
    assert LedgerEntry.objects.filter(kind="purchase").count() == 1


def test_who_comes_back_without_paying_may_go_on_later(visit: Visit, world: World, alice: User) -> None:
    page = visit(alice, size=PHONE, scheme="light").page
    page.goto("/billing")
    accessible(page)
    page.click("text=Comprar 100 >> nth=0")
    at_stripe(page, world)
    page.click("text=Volver sin pagar")
    expect(page.locator("h1")).to_have_text("Has vuelto sin pagar")
    accessible(page)
    screenshot(page, "order-cancelled")
    page.click("text=Seguir con el pago")
    at_stripe(page, world)
    page.click("button:has-text('Pagar')")
    expect(page.locator("h1")).to_have_text("Ya tienes 100 tokens más")
    assert ledger.balance(alice.pk) == Balance(200)


def test_while_stripe_is_silent_the_page_waits_and_heals_by_itself(visit: Visit, world: World, alice: User) -> None:
    page = visit(alice).page
    page.goto("/billing")
    page.click("text=Comprar 100 >> nth=0")
    at_stripe(page, world)
    world.control(outage=True)
    page.click("button:has-text('Pagar')")
    expect(page.locator("h1")).to_have_text("Esperando a Stripe", timeout=20_000)
    accessible(page)
    world.control(outage=False)
    expect(page.locator("h1")).to_have_text("Ya tienes 100 tokens más", timeout=20_000)
    expect(page.locator("header #balance")).to_contain_text("200 tokens")
    assert ledger.balance(alice.pk) == Balance(200)


ENDS: list[tuple[dict[str, Any], str, str]] = [
    ({"status": "failed"}, "El pago no se completó", "Elegir un paquete"),
    ({"status": "expired"}, "Este pedido ha caducado", "Elegir un paquete"),
    ({"status": "review"}, "Estamos revisando este pago", "Volver a mis tokens"),
    (
        {"status": "paid", "credited_at": datetime(2026, 1, 2, tzinfo=UTC), "tokens_taken": 400, "amount_refunded": 1},
        "Te reembolsamos parte de esta compra",
        "Ver mis movimientos",
    ),
]


def test_every_end_of_an_order_says_what_happened_and_what_to_do(visit: Visit, world: World, alice: User) -> None:
    page = visit(alice, size=PHONE).page
    pack = TokenPack.objects.create(slug="big", tokens=1200, amount=6900)
    for state, title, onward in ENDS:
        agreed = {"pack": pack, "tokens": pack.tokens, "amount": pack.amount, "currency": pack.currency}
        order = Order.objects.create(user=alice, key=uuid.uuid4(), **agreed, **state)
        page.goto(f"/billing/orders/{order.public_id}")
        expect(page.locator("h1")).to_have_text(title)
        expect(page.locator(".order-facts")).to_contain_text("1.200")
        expect(page.locator(".order .row")).to_contain_text(onward)
        screenshot(page, f"order-{state['status']}")
    accessible(page)  # of the last: all are the same page


def test_a_debt_is_said_before_the_packs(visit: Visit, world: World, alice: User) -> None:
    ledger.clawback(alice.pk, amount=1400, key="refund", reason="order:1a2b3c4d")
    page = visit(alice, size=PHONE, scheme="light").page
    page.goto("/billing")
    expect(page.locator("header #balance")).to_contain_text("debes 1.300")
    expect(page.locator(".notice.warning")).to_contain_text("Debes 1.300 tokens")
    expect(page.locator(".movements tbody tr").first).to_contain_text("\u22121.400")
    accessible(page)
    screenshot(page, "billing-debt")


def test_staff_add_tokens_and_the_person_sees_them_without_a_reload(visit: Visit, alice: User) -> None:
    page = visit(alice).page
    page.goto("/billing")
    expect(page.locator("header #balance")).to_contain_text("100 tokens")
    staff = visit(User.objects.create_superuser("staff@example.com", "correct horse battery")).page
    staff.goto("/admin/billing/tokenaccount/?q=alice")
    staff.click("text=Recargar")
    expect(staff.locator("input[name=email]")).to_have_value("alice@example.com")
    staff.fill("input[name=amount]", "50")
    staff.fill("input[name=reason]", "Gracias por avisar")
    screenshot(staff, "top-up")
    staff.click("input[name=_save]")
    expect(staff.locator(".messagelist")).to_contain_text("Se sumaron 50 tokens a alice@example.com")
    expect(page.locator("header #balance")).to_contain_text("150 tokens")
    expect(page.locator(".movements tbody tr").first).to_contain_text("Gracias por avisar")
    expect(page.locator(".billing .sum")).to_contain_text("150")
    assert ledger.balance(alice.pk) == Balance(150)
