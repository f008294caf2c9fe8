"""The public pages and the pages at the door in a real browser: both themes, both sizes, keyboard, no mistakes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from accounts.models import User
from tests.journeys.conftest import DESK, PHONE, Scheme, Visit, accessible

PAGES = ["/", "/pricing", "/about", "/login", "/register", "/reset-password"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def theme(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.documentElement).colorScheme"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_pages_are_accessible_and_fit(visit: Visit, size: ViewportSize, scheme: Scheme) -> None:
    page = visit(size=size, scheme=scheme).page
    for path in PAGES:
        page.goto(path)
        accessible(page)
        icons = page.evaluate(
            "[...document.querySelectorAll('main .icon')].every(i => i.getBoundingClientRect().width > 8)"
        )
        assert icons, path
        assert page.evaluate("document.fonts.check('16px Inter')"), path


def test_the_theme_is_chosen_and_kept(visit: Visit) -> None:
    page = visit().page
    page.goto("/about")
    assert theme(page) == "light dark"
    switch = page.locator("[data-theme-switch]")
    switch.click()
    assert theme(page) == "light"
    assert switch.get_attribute("aria-label") == "Tema: claro"
    page.goto("/pricing")
    assert theme(page) == "light"
    switch.click()
    assert theme(page) == "dark"
    switch.click()
    assert theme(page) == "light dark"


def test_the_language_is_switched_where_one_stands(visit: Visit) -> None:
    page = visit().page
    page.goto("/pricing")
    page.locator("header a[hreflang=en]").click()
    page.wait_for_url("**/pricing")
    expect(page.locator("h1")).to_have_text("What things cost")
    page.locator("header a[hreflang=es]").click()
    expect(page.locator("h1")).to_have_text("Lo que cuesta cada cosa")


def test_the_keyboard_reaches_the_content_first(visit: Visit) -> None:
    page = visit().page
    page.goto("/about")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_person_signs_up_opens_the_menu_by_keyboard_and_leaves(visit: Visit) -> None:
    page = visit().page
    page.goto("/register")
    page.fill("input[name=email]", "ana@example.com")
    page.fill("input[name=password]", "correct horse battery")
    page.locator("[data-reveal]").click()
    expect(page.locator("input[name=password]")).to_have_attribute("type", "text")
    page.click("button[type=submit]")
    page.wait_for_url("**/chat")
    assert User.objects.filter(email="ana@example.com").exists()
    page.goto("/account")
    expect(page.locator("#balance")).to_contain_text("100")
    accessible(page)
    summary = page.locator("header details.menu summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("header .menu-list")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("header .menu-list")).to_be_hidden()
    page.goto("/logout")
    page.click("button[type=submit]")
    expect(page.locator("header a[href='/login']")).to_be_visible()


def test_a_refused_form_keeps_what_was_typed_and_says_why(visit: Visit) -> None:
    page = visit().page
    page.goto("/login")
    page.fill("input[name=email]", "ana@example.com")
    page.fill("input[name=password]", "wrong")
    page.click("button[type=submit]")
    expect(page.locator("[role=alert]")).to_be_visible()
    expect(page.locator("input[name=email]")).to_have_value("ana@example.com")
