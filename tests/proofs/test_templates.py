"""Every template and every theme of the whole bench before axe: `make proof-look`.

Few apps together have all templates; a visitor, a member and the staff walk through each, in light and in dark. The
palettes of all other apps are then laid over pages of theirs.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from autocrea import chromium
from tests.proofs.crawl import Walk, shape
from tests.proofs.looking import DESKTOP, PEOPLE, PHONE, ROOT, App, person, served
from tests.proofs.suite import cover, faces

pytestmark = [pytest.mark.browser, pytest.mark.timeout(5400)]
AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
VIOLATIONS = (
    "axe.run().then(r => r.violations.map(v => `${v.id}: ${v.nodes.map(n => n.html.slice(0, 160)).join(' | ')}`))"
)
CONTRAST = VIOLATIONS.replace("axe.run()", "axe.run({runOnly: ['color-contrast', 'link-in-text-block']})")
LOOKS = {"desktop, light": ("light", DESKTOP), "phone, dark": ("dark", PHONE)}
LEAVE = ("/admin/", "/token/", "logout", "/salir/")
TRIED = 4  # apps looked through for one template that is still missing
WORN = 4  # apps whose pages wear all palettes
TAKE = ("/delete/", "/eliminar/", "/borrar/")  # what one takes away the next could not open
WEAR = """(palette) => {
  const worn = document.getElementById('worn') || document.head.appendChild(document.createElement('style'));
  worn.id = 'worn';
  worn.textContent = palette + '* { transition: none !important; }';
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        chrome = driver.chromium.launch(executable_path=chromium.find(), args=["--no-sandbox", "--disable-gpu"])
        yield chrome
        chrome.close()


def _faults(page: Page) -> list[str]:
    """What axe finds on the page as it stands, for a desk in the light and for a telephone in the dark."""
    if page.locator("html[lang]").count() == 0:  # a file, not a page
        return []
    found: list[str] = []
    page.evaluate(AXE)
    for look, (scheme, size) in LOOKS.items():
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size(size)
        page.wait_for_timeout(200)  # colours that fade have arrived
        found += [f"({look}) {fault}" for fault in page.evaluate(VIOLATIONS)]
    return found


def _walked(app: App, browser: Browser) -> list[str]:
    """Everything wrong that three people meet, each going where the ones before could not."""
    faults: list[str] = []
    seen: set[str] = set()
    people = PEOPLE if app.plan.login else PEOPLE[:1]
    for who in people:
        opened = person(browser, app, who, "light", DESKTOP)
        seen.discard("/?")
        refused = next((path for path, least in app.pages if people.index(least) > people.index(who)), "/")
        starts = ["/", *(path for path, least in app.pages if least == who), refused, "/there-is-no-such-page/"]
        walk = Walk(opened.new_page(), app.url, _faults, seen, LEAVE if who == "staff" else (*LEAVE, *TAKE))
        faults += [f"{who}: {fault}" for fault in walk.go(*starts)]
        seen.discard(shape(refused))  # whoever is let in has not seen it yet
        opened.close()
    return faults


def test_every_template_of_the_bench_is_opened_and_axe_finds_nothing(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    of = {face.ident: face for face in faces()}
    left: set[str] = set().union(*(face.templates for face in of.values()))
    faults: list[str] = []
    walked: set[str] = set()
    for ident in chain(cover(), others(left)):
        if ident in walked:
            continue
        walked.add(ident)
        with served(ident, tmp_path_factory.mktemp(ident)) as app:
            faults += [f"{ident}, {fault}" for fault in _walked(app, browser)]
            left -= {source for name, source in of[ident].names if name in app.templates()}
    assert faults == []
    assert left == set()


def others(left: set[str]) -> Iterator[str]:
    """More apps that have what none has shown so far: it may be filled in only where there are rooms, or a gift."""
    for source in sorted(left):
        having = [face.ident for face in faces() if source in face.templates]
        for ident in having[:TRIED]:
            if source in left:
                yield ident


def test_every_theme_of_the_bench_is_readable_on_every_kind_of_page(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    palettes = {face.palette: face.ident for face in faces()}
    faults: list[str] = []
    with_rows = {face.ident for face in faces() if face.has_rows}
    for ident in [ident for ident in cover() if ident in with_rows][:WORN]:
        with served(ident, tmp_path_factory.mktemp(ident)) as app:
            opened = person(browser, app, "staff" if app.plan.login else "visitor", "light", DESKTOP, bypass_csp=True)
            page = opened.new_page()
            for path in {view.path for view in app.views}:
                page.goto(app.url + path)
                page.evaluate(AXE)
                for palette, owner in palettes.items():
                    page.evaluate(WEAR, palette)
                    faults += [f"{path} of {ident} in the colours of {owner}: {fault}" for fault in _unreadable(page)]
            opened.close()
    assert len(palettes) > 50
    assert faults == []


def _unreadable(page: Page) -> list[str]:
    found: list[str] = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += [f"({scheme}) {fault}" for fault in page.evaluate(CONTRAST)]
    return found
