"""The form in a real browser: nothing typed is ever lost, whatever fails, and every refusal is told where one looks."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from accounts.models import User
from generation.models import Run
from tests.journeys.conftest import PHONE, Product, Visit, accessible, screenshot

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TEXT = "Un blog de viajes con posts y comentarios"


def typed(page: Page, text: str = TEXT) -> None:
    page.goto("/chat")
    page.fill("input[name=project_name]", "Diario")
    page.fill("textarea", text)


def test_an_example_fills_the_form_and_brings_its_price(visit: Visit, alice: User) -> None:
    page = visit(alice).page
    page.goto("/chat")
    accessible(page)
    page.click("text=Gestor de tareas")
    expect(page.locator("input[name=project_name]")).to_have_value("Tareas del equipo")
    expect(page.locator("#quote .chips")).to_contain_text("Tareas")
    expect(page.locator("#quote .quote-amount")).to_have_text("10")
    assert page.evaluate("document.activeElement.name") == "description"


def test_a_server_that_is_away_is_told_and_the_retry_sends_the_same(
    visit: Visit, alice: User, product: Product
) -> None:
    person = visit(alice)
    page = person.page
    typed(page)
    expect(page.locator("#quote .chips")).to_be_visible()
    product.kill("web")
    page.click("#generate")
    notice = page.locator("#notice-network")
    expect(notice).to_be_visible()
    expect(notice).to_contain_text("No pudimos conectar con el servidor")
    expect(page.locator("textarea")).to_have_value(TEXT)
    accessible(page)
    screenshot(page, "no-server")
    product.start("web")
    notice.locator("[data-retry]").click()
    page.wait_for_url("**/chat/*-*-*")
    assert Run.objects.get().prompt == TEXT
    person.expect("ERR_|WebSocket|htmx:")


def test_what_was_typed_is_there_after_a_reload_and_gone_after_its_run(visit: Visit, alice: User) -> None:
    page = visit(alice).page
    typed(page)
    page.reload()
    expect(page.locator("[data-draft-notice]")).to_be_visible()
    expect(page.locator("textarea")).to_have_value(TEXT)
    accessible(page)
    page.keyboard.press("Tab")
    page.locator("textarea").focus()
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/chat/*-*-*")
    page.goto("/chat")
    expect(page.locator("textarea")).to_have_value("")


def test_a_price_that_cannot_be_worked_out_is_told_and_asked_again(visit: Visit, alice: User) -> None:
    person = visit(alice)
    page = person.page
    page.route("**/chat/quote", lambda route: route.fulfill(status=500, body="broken"))
    typed(page)
    expect(page.locator("#notice-quote")).to_be_visible()
    page.unroute("**/chat/quote")
    page.click("[data-requote]")
    expect(page.locator("#quote .chips")).to_be_visible()
    expect(page.locator("#notice-quote")).to_be_hidden()
    person.expect("500")


def test_a_fault_of_ours_is_told_in_place(visit: Visit, alice: User) -> None:
    person = visit(alice)
    page = person.page
    typed(page)
    expect(page.locator("#quote .chips")).to_be_visible()
    page.route("**/chat", lambda route: route.fulfill(status=500, body="broken"))
    page.click("#generate")
    expect(page.locator("#notice-server")).to_be_visible()
    expect(page.locator("textarea")).to_have_value(TEXT)
    person.expect("500")


def test_a_draft_belongs_to_one_person(visit: Visit, alice: User, bob: User) -> None:
    person = visit(alice)
    typed(person.page)
    person.page.goto("/logout")
    person.page.click("button[type=submit]")
    expect(person.page.locator("header a[href='/login']")).to_be_visible()
    person.page.goto("/login?next=/chat")
    person.page.fill("input[name=email]", bob.email)
    person.page.fill("input[name=password]", "correct horse battery")
    person.page.click("main button[type=submit]")
    person.page.wait_for_url("**/chat")
    expect(person.page.locator("textarea")).to_have_value("")


def test_a_session_that_ended_leads_to_the_door_and_back_to_the_text(visit: Visit, alice: User) -> None:
    person = visit(alice)
    page = person.page
    typed(page)
    expect(page.locator("#quote .chips")).to_be_visible()
    Session.objects.all().delete()
    page.click("#generate")
    page.wait_for_url("**/login?next=*")
    page.fill("input[name=email]", alice.email)
    page.fill("input[name=password]", "correct horse battery")
    page.click("main button[type=submit]")
    page.wait_for_url("**/chat")
    expect(page.locator("textarea")).to_have_value(TEXT)
    assert not Run.objects.exists()
    person.expect("401")


def test_an_expired_page_says_so_and_keeps_the_text(visit: Visit, alice: User) -> None:
    person = visit(alice)
    page = person.page
    typed(page)
    expect(page.locator("#quote .chips")).to_be_visible()
    person.context.clear_cookies(name="csrftoken")
    page.click("#generate")
    expect(page.locator("#notice-expired")).to_be_visible()
    expect(page.locator("textarea")).to_have_value(TEXT)
    page.click("[data-reload]")
    page.wait_for_load_state()
    expect(page.locator("[data-draft-notice]")).to_be_visible()
    expect(page.locator("textarea")).to_have_value(TEXT)
    person.expect("403")


def test_a_wrong_name_is_marked_where_it_stands(visit: Visit, alice: User) -> None:
    person = visit(alice)
    page = person.page
    page.goto("/chat")
    page.fill("input[name=project_name]", "Mi\u202eapp")
    page.fill("textarea", TEXT)
    page.click("#generate")
    expect(page.locator("#project_name-error")).to_contain_text("carácter que no se puede usar")
    expect(page.locator("input[name=project_name]")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("input[name=project_name]")).to_have_css("border-color", "rgb(251, 113, 133)")
    expect(page.locator("#composer-notice")).not_to_contain_text("Invalid input")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    expect(page.locator("textarea")).to_have_value(TEXT)
    accessible(page)
    person.expect("422")


def test_a_text_that_is_too_long_is_counted_and_refused(visit: Visit, alice: User) -> None:
    person = visit(alice)
    page = person.page
    typed(page, "a b " * 5000)
    expect(page.locator("#description-count")).to_contain_text("20")
    page.click("#generate")
    expect(page.locator("#description-error")).to_contain_text("demasiado larga")
    assert not Run.objects.exists()
    person.expect("422")


def test_a_part_is_built_only_after_the_tick(visit: Visit, alice: User) -> None:
    person = visit(alice)
    page = person.page
    typed(page, "Crear una tienda con productos y pedidos en React con Next.js")
    tick = page.locator("input[name=accept_partial]")
    expect(tick).to_be_visible()
    accessible(page)
    screenshot(page, "partial")
    page.click("#generate")
    expect(page.locator("[data-code=needs_acceptance]")).to_be_visible()
    assert not Run.objects.exists()
    page.locator("input[name=accept_partial]").check()
    page.click("#generate")
    page.wait_for_url("**/chat/*-*-*")
    person.expect("422")


def test_without_javascript_the_form_works_all_the_same(visit: Visit, alice: User) -> None:
    page = visit(alice, js=False).page
    typed(page)
    page.click("button[formaction='/chat/quote']")
    expect(page.locator("#quote .chips")).to_contain_text("Posts")
    page.click("#generate")
    page.wait_for_url("**/chat/*-*-*")
    assert Run.objects.count() == 1


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_on_a_phone_everything_fits(visit: Visit, alice: User, scheme: str) -> None:
    page = visit(alice, size=PHONE, scheme=scheme).page
    typed(page)
    expect(page.locator("#quote .chips")).to_be_visible()
    accessible(page)
    screenshot(page, f"chat-phone-{scheme}")
