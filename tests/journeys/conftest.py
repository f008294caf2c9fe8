"""The whole product beside the tests: web server, worker and clock on the test's own database, and a browser."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright
from pytest_django.fixtures import Settings

from accounts.models import User
from autocrea import chromium
from billing.fake_stripe.server import FakeStripe
from billing.tests import stripe_world
from billing.tests.stripe_world import World
from generation.models import Run, RunStatus
from generation.pipeline import lifecycle
from generation.pipeline.tests.conftest import _no_worker_is_leaving, hinted, make_run, workshop

__all__ = ["_no_worker_is_leaving", "hinted", "make_run", "workshop"]  # fixtures

ROOT = Path(__file__).resolve().parents[2]
SCREENSHOTS = Path(os.environ.get("SCREENSHOTS", ROOT / "build" / "screenshots"))
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text() if (ROOT / "node_modules/axe-core").exists() else ""
VIOLATIONS = """axe.run().then(r => r.violations.map(v => `${v.id}: ${v.nodes.map(
    n => `${n.html.slice(0, 160)} (${n.failureSummary.slice(0, 240)})`).join(' | ')}`))"""
DESK, PHONE = ViewportSize(width=1440, height=900), ViewportSize(width=390, height=844)
Scheme = Literal["dark", "light"]


@dataclass
class Product:
    """The processes of `make run`, each to be killed and started again."""

    environment: dict[str, str]
    port: int
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, name: str) -> None:
        celery = ["celery", "--quiet", "--app", "autocrea"]
        web = ["daphne", "--bind", "127.0.0.1", "--port", str(self.port), "--verbosity", "0"]
        command = {
            "web": [*web, "autocrea.asgi:application"],
            "worker": [*celery, "worker", "--pool", "threads", "--concurrency", "2", "--loglevel", "WARNING"],
            "beat": [*celery, "beat", "--loglevel", "WARNING"],
        }[name]
        self.processes[name] = subprocess.Popen(
            [sys.executable, "-m", *command], cwd=ROOT, env=self.environment, start_new_session=True
        )
        if name == "web":
            self._until_it_answers()

    def kill(self, name: str) -> None:
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def heal(self) -> None:
        """A test that failed half-way must not take the next ones with it."""
        for name in ("worker", "beat", "web"):
            if name not in self.processes or self.processes[name].poll() is not None:
                self.start(name)

    def stop(self) -> None:
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def _until_it_answers(self) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"{self.url}/api/health", timeout=2):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        pytest.fail("the web server did not answer")


# Neither may outlive this package: its worker would take the runs of other tests, and the browser's driver keeps an
# event loop running that theirs cannot share.


@pytest.fixture(scope="package")
def stripe() -> Iterator[FakeStripe]:
    with FakeStripe(webhook_secret=stripe_world.WEBHOOK_SECRET) as made:
        yield made


@pytest.fixture
def world(stripe: FakeStripe, product: Product, settings: Settings) -> World:
    """The pretended Stripe knows where the product listens. (Each test begins with empty tables.)"""
    settings.STRIPE_WEBHOOK_SECRET = stripe_world.WEBHOOK_SECRET
    call_command("stripe_webhook", product.url, verbosity=0)
    made = World(stripe, product.url)
    made.control(reset=True, deliver="normal", outage=False)
    stripe.switches.webhook_url = made.webhook
    return made


@pytest.fixture(scope="package")
def product(django_db_setup: None, stripe: FakeStripe, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    database = urlsplit(settings.DATABASE_URL)._replace(path=f"/{settings.DATABASES['default']['NAME']}")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "autocrea.settings_test",
        "DATABASE_URL": urlunsplit(database),
        "REDIS_URL": settings.REDIS_URL,
        "CELERY_BEAT_FILE": str(tmp_path_factory.mktemp("beat") / "schedule"),
        "LOG_LEVEL": "WARNING",
        "STRIPE_SECRET_KEY": stripe_world.SECRET_KEY,
        "STRIPE_WEBHOOK_SECRET": stripe_world.WEBHOOK_SECRET,
        "STRIPE_API_HOST": stripe.url,
    }
    made = Product(environment, port)
    try:
        for name in ("worker", "beat", "web"):
            made.start(name)
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    found = chromium.find()
    if found is None and os.environ.get("CI") != "true":
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as driver, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the driver's loop runs in this thread
        chrome = driver.chromium.launch(executable_path=found, args=QUIET)
        yield chrome
        chrome.close()


@pytest.fixture(autouse=True)
def _no_run_outlives_its_test(transactional_db: None) -> Iterator[None]:
    """The tables are emptied after each test; a worker must not be at it then."""
    yield
    unfinished = Run.objects.filter(status__in=[RunStatus.QUEUED, RunStatus.RUNNING])
    unfinished.update(lease_until=None)  # whoever carries one finds that it ended, and writes nothing more
    for run in unfinished:
        lifecycle.request_cancel(run)


@dataclass
class Person:
    """Somebody at a browser. Every complaint of the page fails the test, except those it was told to expect."""

    context: BrowserContext
    page: Page
    complaints: list[str]

    def expect(self, pattern: str) -> None:
        """Forget complaints that belong to what the test did on purpose."""
        self.complaints[:] = [text for text in self.complaints if not re.search(pattern, text)]

    def another_tab(self) -> Page:
        return self._listening(self.context.new_page())

    def _listening(self, page: Page) -> Page:
        page.on(
            "console", lambda said: self.complaints.append(said.text) if said.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: self.complaints.append(f"uncaught: {error}"))
        return page


Visit = Callable[..., Person]


@pytest.fixture
def visit(product: Product, browser: Browser) -> Iterator[Visit]:
    """Open a browser, signed in when a person is given."""
    people: list[Person] = []

    def open_browser(
        user: User | None = None, *, size: dict[str, int] = DESK, scheme: str = "dark", js: bool = True
    ) -> Person:
        context = browser.new_context(
            viewport=size, color_scheme=scheme, locale="es-ES", base_url=product.url, java_script_enabled=js
        )
        if user:
            client = Client()
            client.force_login(user)
            name = settings.SESSION_COOKIE_NAME
            context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": product.url}])
        person = Person(context, context.new_page(), [])
        person._listening(person.page)
        people.append(person)
        return person

    yield open_browser
    complaints = [text for person in people for text in person.complaints]
    for person in people:
        person.context.close()
    product.heal()
    assert complaints == []


def accessible(page: Page) -> None:
    page.wait_for_load_state()  # a row may be there before the style sheets are: axe would judge the browser's colours
    page.evaluate(AXE)
    assert page.evaluate(VIOLATIONS) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} scrolls sideways"


def screenshot(page: Page, name: str) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png")
