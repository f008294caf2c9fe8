"""The film of the landing page: the product itself, from the first word to the ZIP. `make recording`: two minutes.

Writes `static/recordings/{desk,phone}-{es,en}.webm` and for each the picture that stands there until it plays.
"""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from accounts.models import User
from tests.journeys.conftest import ROOT, Visit, _no_run_outlives_its_test, browser, product, stripe, visit
from tests.proofs.filming import Film

__all__ = ["_no_run_outlives_its_test", "browser", "product", "stripe", "visit"]  # fixtures

FILMS = ROOT / "static" / "recordings"
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 780}
TEXTS = {
    "es": (
        "Estudio Loto",
        "Reservas para un estudio de yoga: clases con fecha, hora y cupo. "
        "Cada alumna ve solo sus reservas y el personal las confirma. Verde sobre blanco.",
    ),
    "en": (
        "Lotus Studio",
        "Bookings for a yoga studio: classes with date, time and places. "
        "Each student sees only their own bookings and staff confirm them. Green on white.",
    ),
}
pytestmark = [pytest.mark.browser, pytest.mark.sandbox, pytest.mark.timeout(600)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", sorted(TEXTS))
@pytest.mark.parametrize(("name", "size"), [("desk", DESK), ("phone", PHONE)], ids=["desk", "phone"])
def test_the_loop_is_filmed(
    visit: Visit, browser: Browser, alice: User, name: str, size: dict[str, int], language: str
) -> None:
    page = visit(alice, size=size, scheme="dark").page
    page.goto("/chat")
    if language != "es":  # the browser of the journeys asks for Spanish
        page.locator(f"a[hreflang={language}]").first.evaluate("link => link.click()")
        page.wait_for_selector(f"html[lang={language}]")
    film = Film(page)
    film.start()
    page.wait_for_timeout(700)
    _describe(film, *TEXTS[language])
    _build(film)
    _look(film, phone=name == "phone")
    film.stop()
    page.screenshot(path=FILMS / f"{name}-{language}.jpg", type="jpeg", quality=82)
    made = FILMS / f"{name}-{language}.webm"
    assert 8 < film.write(browser, made) < 60
    assert 50_000 < made.stat().st_size < 3_000_000
    assert _plays(browser, made)


def _describe(film: Film, title: str, text: str) -> None:
    page = film.page
    film.type(page.locator("input[name=project_name]"), title)
    film.type(page.locator("textarea"), text)
    expect(page.locator("#quote .chips")).to_be_visible()
    page.locator("#generate").evaluate("button => button.scrollIntoView({block: 'end', behavior: 'smooth'})")
    page.wait_for_timeout(1600)
    film.press(page.locator("#generate"))


def _build(film: Film) -> None:
    page = film.page
    page.wait_for_url("**/chat/*-*-*")
    with film.hurry(3):
        expect(page.locator("a:has-text('ZIP')").first).to_be_attached(timeout=150_000)
    page.wait_for_timeout(1200)


def _look(film: Film, *, phone: bool) -> None:
    page = film.page
    if phone:
        film.press(page.locator(".screens > *").last)
    for view in ("plan", "code", "evidence"):
        film.press(page.locator(f"#view-{view}"))
        page.wait_for_timeout(1100)
    if not phone:
        film.point(page.locator("a:has-text('ZIP')").first)
    page.wait_for_timeout(500)


def _plays(browser: Browser, film: Path) -> bool:
    page = browser.new_page()
    try:
        return bool(
            page.evaluate(
                """data => new Promise(done => {
                    const film = document.createElement('video');
                    film.onloadeddata = () => done(film.videoWidth > 0);
                    film.onerror = () => done(false);
                    film.src = `data:video/webm;base64,${data}`;
                })""",
                base64.b64encode(film.read_bytes()).decode(),
            )
        )
    finally:
        page.close()
