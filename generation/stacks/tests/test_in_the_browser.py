"""What runs in people's browsers: the four games played to their end, a calculator that answers without a reload."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from autocrea import chromium
from generation.stacks.django import DjangoStack
from generation.stacks.tests import rowless
from generation.stacks.tests.projects import write

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SECONDS = 30
ROOT = Path(__file__).resolve().parents[3]
AXE = ROOT / "node_modules/axe-core/axe.min.js"
VIOLATIONS = "axe.run().then(found => found.violations.map(one => `${one.id}: ${one.nodes[0].html.slice(0, 200)}`))"
PAGES = {
    "arcade": ("/", "/quiz-capitales/", "/parejas/", "/ta-te-ti/", "/viborita/"),
    "mortgage": (
        "/",
        "/cuota-hipoteca/?importe=9&interes=3&plazo=2",
        "/cuota-hipoteca/?importe=&plazo=99",
        "/api/docs",
    ),
    "yoga": ("/",),
}


def served(name: str, folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    """The app at an address of this machine."""
    write(DjangoStack().render(rowless.ALL[name]()), folder)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "manage.py", "runserver", "--noreload", "--insecure", f"127.0.0.1:{port}"]
    environment = {"PATH": os.environ["PATH"], "DEBUG": "True", "PYTHONDONTWRITEBYTECODE": "1"}
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    url, until = f"http://127.0.0.1:{port}", time.monotonic() + SECONDS
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{url}/health/", timeout=2):
                return process, url
        except OSError:
            time.sleep(0.1)
    process.kill()
    raise AssertionError(f"{name} did not answer")


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    running = {name: served(name, tmp_path_factory.mktemp(name)) for name in PAGES}
    yield {name: url for name, (_, url) in running.items()}
    for process, _ in running.values():
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = chromium.find()
    if found is None and os.environ.get("CI") != "true":
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as driver:
        chrome = driver.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield chrome
        chrome.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page whose every complaint fails the test; a refusal by the content security policy is one."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    opened, complaints = context.new_page(), list[str]()
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert complaints == []


def test_a_quiz_is_answered_to_its_end_and_begins_anew(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['arcade']}/quiz-capitales/")
    right = {question.text: question.answers[question.right] for question in rowless.QUIZ.questions}
    status = page.locator("#game-status")
    for number, question in enumerate(rowless.QUIZ.questions, 1):
        expect(status).to_contain_text(f"Pregunta {number} de 3")
        expect(page.get_by_role("heading", level=2)).to_have_text(question.text)
        wanted = right[question.text] if number != 2 else "Mitú"
        page.locator(".quiz-answer").filter(has_text=wanted).click()
        expect(status).to_contain_text("¡Correcto!" if number != 2 else "La respuesta es: Riohacha")
        page.locator("#game-actions button").press("Enter")
    expect(status).to_have_text("Aciertos: 2 de 3")
    page.get_by_role("button", name="Volver a jugar").click()
    expect(status).to_contain_text("Pregunta 1 de 3")
    page.keyboard.press("1")
    expect(page.locator(".quiz-answer:enabled")).to_have_count(0)
    assert page.locator("#zq").count() == 0  # the question's text stayed a text


def test_memory_is_won_by_the_keyboard_and_by_touch(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['arcade']}/parejas/")
    cards = page.locator(".memory-card")
    expect(cards).to_have_count(8)
    expect(cards.nth(0)).to_have_attribute("aria-label", "Carta 1: boca abajo")
    cards.nth(0).focus()
    page.keyboard.press("ArrowRight")
    expect(cards.nth(1)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(cards.nth(5)).to_be_focused()
    faces = [cards.nth(number).get_attribute("data-face") for number in range(8)]
    pairs = [[number for number in range(8) if faces[number] == face] for face in dict.fromkeys(faces)]
    unlike = next(number for number in range(1, 8) if faces[number] != faces[0])
    cards.nth(0).tap()
    cards.nth(unlike).tap()
    expect(page.locator("#game-status")).to_contain_text("No son iguales. Intentos: 1")
    for first, second in pairs:
        cards.nth(first).tap()
        cards.nth(second).tap()
    expect(page.locator("#game-status")).to_have_text("¡Has encontrado todas las parejas! Intentos: 5")


def test_tic_tac_toe_knows_its_winner_a_draw_and_never_loses_as_the_machine(
    page: Page, addresses: dict[str, str]
) -> None:
    page.goto(f"{addresses['arcade']}/ta-te-ti/")
    squares, status = page.locator(".square"), page.locator("#game-status")
    for square in (0, 3, 1, 4, 2):
        squares.nth(square).tap()
    expect(status).to_have_text("¡Gana X! X 1 · O 0")
    squares.nth(8).tap()
    expect(squares.nth(8)).to_have_text("")
    page.get_by_role("button", name="Volver a jugar").click()
    for square in (0, 1, 2, 4, 3, 5, 7, 6, 8):
        squares.nth(square).tap()
    expect(status).to_have_text("Empate. X 1 · O 0")
    page.get_by_role("button", name="Contra la máquina").click()
    squares.nth(4).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".square-o")).to_have_count(1)
    while not any(word in (status.text_content() or "") for word in ("Gana", "Empate")):
        page.locator(".square:not(.square-x):not(.square-o)").first.tap()
    assert "Gana X" not in (status.text_content() or "")


def test_the_snake_eats_turns_pauses_and_dies_at_the_wall(page: Page, addresses: dict[str, str]) -> None:
    page.goto(f"{addresses['arcade']}/viborita/")
    go, status = page.locator("#game-actions > button"), page.locator("#game-status")
    expect(status).to_contain_text("Pulsa «Empezar»")
    go.click()
    expect(status).to_have_text("En juego")
    go.click()
    expect(status).to_have_text("En pausa")
    go.click()
    page.get_by_role("button", name="Arriba").tap()
    expect(status).to_contain_text("Fin de la partida. Puntos:", timeout=10_000)
    go.click()
    page.keyboard.press("ArrowDown")
    expect(status).to_contain_text("Fin de la partida", timeout=10_000)


def test_a_calculator_answers_without_a_reload_and_without_scripts(
    page: Page, browser: Browser, addresses: dict[str, str]
) -> None:
    page.goto(addresses["mortgage"])
    page.evaluate("window.sameDocument = true")
    page.get_by_label("Importe").fill("150000")
    page.get_by_label("Plazo").fill("250")
    page.get_by_role("button", name="Calcular").click()
    expect(page.locator(".errorlist")).to_have_text("El máximo es 40.")
    page.get_by_label("Plazo").fill("25")
    page.get_by_role("button", name="Calcular").click()
    expect(page.locator("#tool-results")).to_contain_text("711,32")
    assert page.evaluate("window.sameDocument") is True
    assert "plazo=25" in page.url
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(addresses["mortgage"])
    plain.get_by_label("Importe").fill("150000")
    plain.get_by_label("Plazo").fill("25")
    plain.get_by_role("button", name="Calcular").click()
    expect(plain.locator("#tool-results")).to_contain_text("711,32")


@pytest.mark.parametrize("name", sorted(PAGES))
def test_nobody_is_shut_out_and_nothing_scrolls_sideways(
    name: str, browser: Browser, addresses: dict[str, str]
) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed")
    for scheme, width in (("light", 1440), ("dark", 390)):
        context = browser.new_context(
            viewport={"width": width, "height": 844},
            color_scheme="dark" if scheme == "dark" else "light",
            bypass_csp=True,
        )
        page = context.new_page()
        for path in PAGES[name]:
            page.goto(addresses[name] + path)
            page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
            page.evaluate(AXE.read_text())
            assert page.evaluate(VIOLATIONS) == [], (path, scheme)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, width)
        context.close()
