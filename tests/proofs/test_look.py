"""Thirteen apps of very different kinds as a customer sees them: `make proof-look`.

Every page of each is opened at two sizes, in light and in dark: nothing for axe to say, nothing in the console, no
scrolling sideways. The pictures lie in build/look, all of them together in bench/results/look.jpg.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, sync_playwright

from autocrea import chromium
from tests.proofs.looking import DESKTOP, PHONE, ROOT, App, person, served, sheet

pytestmark = pytest.mark.browser
APPS = (
    "tienda-ceramica", "fisio-agenda", "estetica-gdl", "es-local-news", "trattoria", "asheville-homes", "small-gym",
    "colegio-notas", "soporte-interno", "facturas-reformas", "es-illustrator-portfolio", "ferreteria-stock",
    "es-vochos-forum",
)  # fmt: skip
PICTURES = ("home", "list", "detail", "form", "dashboard", "inside")
FOLDER = ROOT / "build/look"
AXE = ROOT / "node_modules/axe-core/axe.min.js"
VIOLATIONS = (
    "axe.run().then(r => r.violations.map(v => `${v.id}: ${v.nodes.map(n => n.html.slice(0, 160)).join(' | ')}`))"
)
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LOOKS = {"desktop": ("light", DESKTOP), "phone": ("dark", PHONE)}
Serve = Callable[[str], App]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        chrome = driver.chromium.launch(executable_path=chromium.find(), args=["--no-sandbox", "--disable-gpu"])
        yield chrome
        if not os.environ.get("PYTEST_XDIST_WORKER"):
            sheet(chrome, FOLDER, list(APPS), list(PICTURES), ROOT / "bench/results/look.jpg")
        chrome.close()


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    running: dict[str, App] = {}
    with ExitStack() as stack:

        def one(ident: str) -> App:
            if ident not in running:
                running[ident] = stack.enter_context(served(ident, tmp_path_factory.mktemp(ident)))
            return running[ident]

        yield one


@pytest.mark.parametrize("ident", APPS)
def test_the_five_pages_of_an_app_are_pictured(ident: str, serve: Serve, browser: Browser) -> None:
    app = serve(ident)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for kind, (scheme, size) in LOOKS.items():
        for view in app.views:
            _shoot(browser, app, view.path, view.who, (scheme, size), FOLDER / f"{ident}-{view.name}-{kind}.png")
        _shoot(browser, app, "/", "staff", (scheme, size), FOLDER / f"{ident}-inside-{kind}.png")
    assert {view.name for view in app.views} >= {"home", "list", "detail"}


def _shoot(browser: Browser, app: App, path: str, who: str, look: tuple[str, dict[str, int]], target: Path) -> None:
    opened = person(browser, app, who, *look)
    page = opened.new_page()
    answer = page.goto(app.url + path)
    assert answer is not None
    assert answer.status == 200, (path, who, answer.status)
    page.screenshot(path=target, full_page=True)
    opened.close()


@pytest.mark.parametrize("kind", LOOKS)
@pytest.mark.parametrize("ident", APPS)
def test_no_page_of_an_app_has_a_fault(ident: str, kind: str, serve: Serve, browser: Browser) -> None:
    app = serve(ident)
    faults: list[str] = []

    def note(said: ConsoleMessage | Error) -> None:
        if not isinstance(said, ConsoleMessage):
            faults.append(str(said))
        elif not str(said.location["url"]).endswith("/favicon.ico"):  # asked for beside a file, which names no icon
            faults.append(f"{said.text} {said.location['url']}")

    for who in ("visitor", "member", "staff"):
        opened = person(browser, app, who, *LOOKS[kind])
        page = opened.new_page()
        page.on("console", note)
        page.on("pageerror", note)
        for path in [path for path, least in app.pages if least == who] + ["/"]:
            faults += [f"{who} {path} {fault}" for fault in _faults(page, app.url + path)]
        opened.close()
    assert faults == []


def _faults(page: Page, url: str) -> list[str]:
    page.goto(url)
    found = [f"scrolls sideways by {wide} px"] if (wide := page.evaluate(SIDEWAYS)) > 0 else []
    if page.locator("html[lang]").count() == 0:  # a file, not a page
        return found
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return [*found, *page.evaluate(VIOLATIONS)]
