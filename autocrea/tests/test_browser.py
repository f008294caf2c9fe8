"""The public pages and the pages at the door in a real browser: both themes, both sizes, keyboard, no mistakes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from autocrea import chromium

AXE = Path(__file__).resolve().parent.parent.parent / "node_modules/axe-core/axe.min.js"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PAGES = ["/", "/pricing", "/about", "/login", "/register", "/reset-password"]
SIZES = {"desk": (1440, 900), "phone": (390, 844)}
VIOLATIONS = "axe.run().then(r => r.violations.map(v => `${v.id}: ${v.nodes.map(n => n.target).join(' ')}`))"
pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = chromium.find()
    if found is None and os.environ.get("CI") != "true":
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as driver, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the driver's loop runs in this thread
        chrome = driver.chromium.launch(executable_path=found, args=QUIET)
        yield chrome
        chrome.close()


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, request: pytest.FixtureRequest) -> Iterator[Page]:
    size, scheme = getattr(request, "param", ("desk", "dark"))
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, locale="es-ES", base_url=live_server.url
    )
    tab = context.new_page()
    complaints: list[str] = []
    tab.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    yield tab
    context.close()
    assert complaints == []


def theme(tab: Page) -> str:
    return str(tab.evaluate("getComputedStyle(document.documentElement).colorScheme"))


@pytest.mark.parametrize("page", [(size, scheme) for size in SIZES for scheme in ("light", "dark")], indirect=True)
def test_pages_are_accessible_and_fit(page: Page) -> None:
    for path in PAGES:
        page.goto(path)
        page.evaluate(AXE.read_text())
        assert page.evaluate(VIOLATIONS) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        icons = page.evaluate(
            "[...document.querySelectorAll('main .icon')].every(i => i.getBoundingClientRect().width > 8)"
        )
        assert icons, path
        assert page.evaluate("document.fonts.check('16px Inter')"), path


def test_the_theme_is_chosen_and_kept(page: Page) -> None:
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


def test_the_language_is_switched_where_one_stands(page: Page) -> None:
    page.goto("/pricing")
    page.locator("header a[hreflang=en]").click()
    page.wait_for_url("**/pricing")
    assert page.locator("h1").inner_text() == "What things cost"
    page.locator("header a[hreflang=es]").click()
    assert page.locator("h1").inner_text() == "Lo que cuesta cada cosa"


def test_the_keyboard_reaches_the_content_first(page: Page) -> None:
    page.goto("/about")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_person_signs_up_opens_the_menu_by_keyboard_and_leaves(page: Page) -> None:
    page.goto("/register")
    page.fill("input[name=email]", "ana@example.com")
    page.fill("input[name=password]", "correct horse battery")
    page.locator("[data-reveal]").click()
    assert page.get_attribute("input[name=password]", "type") == "text"
    page.click("button[type=submit]")
    page.wait_for_url("**/chat")
    assert User.objects.filter(email="ana@example.com").exists()
    page.goto("/account")
    assert "100" in page.locator("#balance").inner_text()
    page.evaluate(AXE.read_text())
    assert page.evaluate(VIOLATIONS) == []
    summary = page.locator("header details.menu summary")
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("header .menu-list").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("header .menu-list").is_visible()
    page.goto("/logout")
    page.click("button[type=submit]")
    assert page.locator("header a[href='/login']").is_visible()


def test_a_refused_form_keeps_what_was_typed_and_says_why(page: Page) -> None:
    page.goto("/login")
    page.fill("input[name=email]", "ana@example.com")
    page.fill("input[name=password]", "wrong")
    page.click("button[type=submit]")
    assert page.input_value("input[name=email]") == "ana@example.com"
    assert page.locator("[role=alert]").is_visible()
