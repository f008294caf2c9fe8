"""Runs apps made from descriptions of the bench and opens their pages in Chromium, as a customer and their staff would.

Owns the server of each app, who signs in, and the contact sheet; what a page must be like is said by its tests.
"""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import yaml
from playwright.sync_api import Browser, BrowserContext, Page

from generation.blueprint.reader import read
from generation.blueprint.schema import Blueprint, PageKind
from generation.stacks.django import DjangoStack
from generation.stacks.django.project import context
from generation.stacks.protocol import CheckPlan
from generation.stacks.tests.projects import PASSWORD, assert_runs, write
from tests.proofs.noting_server import NOTES

ROOT = Path(__file__).resolve().parents[2]
BENCH = ROOT / "bench/apps"
SERVER = Path(__file__).with_name("noting_server.py")
SECONDS = 30
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
PEOPLE = ("visitor", "member", "staff")


@dataclass(frozen=True)
class View:
    """One page worth a picture, and the least privileged person who may open it."""

    name: str
    path: str
    who: str


@dataclass
class App:
    """A served app; `states` keeps who is signed in, so that each person does it once."""

    ident: str
    url: str
    folder: Path
    blueprint: Blueprint
    states: dict[str, Path] = field(default_factory=dict)

    @cached_property
    def plan(self) -> CheckPlan:
        return DjangoStack().check_plan(self.blueprint)

    def templates(self) -> set[str]:
        """Names of the templates that were filled so far."""
        return set((self.folder / NOTES).read_text(encoding="utf-8").split())

    @cached_property
    def pages(self) -> list[tuple[str, str]]:
        """Every page of the check plan, each with the least privileged of those who may open it."""
        found: dict[str, str] = {}
        for probe in self.plan.pages:
            who = next((who for who in PEOPLE if probe.expect.get(who) == "ok"), None)
            path = probe.path.replace("{pk}", str(self._row(probe.table, probe.owner_column)))
            if who and "#" not in path and "format=" not in path:
                found.setdefault(path, who)
        return list(found.items())

    def _row(self, table: str | None, owner: str | None) -> int:
        """A row that the least privileged may open: the member's own where rows belong to people."""
        if not table:
            return 1
        mine = f" where {owner} = (select id from accounts_user where email = 'member@example.com')" if owner else ""
        with closing(sqlite3.connect(self.folder / "db.sqlite3")) as database:
            found = database.execute(f"select id from {table}{mine} order by id limit 1").fetchone()
        return int(found[0]) if found else 1

    @cached_property
    def views(self) -> list[View]:
        """Home, list, detail, form and dashboard, of what the app is about."""
        known = dict(self.pages)
        given = context(self.blueprint)
        main = given["primary"] or given["entities"][0]
        first, new = f"/{main.path}/", f"/{given['t']['path_create']}/"
        details = [path for path in known if path.startswith(first) and path.rstrip("/").rpartition("/")[2].isdigit()]
        forms = sorted((path for path in known if path.endswith(new)), key=lambda path: not path.startswith(first))
        wanted = [("home", "/"), ("list", first)]
        wanted += [("detail", path) for path in details[:1]] + [("form", path) for path in forms[:1]]
        boards = [f"/{page.slug}/" for page in self.blueprint.pages if page.kind is PageKind.DASHBOARD]
        wanted += [("dashboard", path) for path in boards if path in known][:1]
        return [View(name, path, known.get(path, "staff")) for name, path in wanted]


def described(ident: str) -> str:
    """The text of a description of the bench."""
    for path in sorted(BENCH.glob("*.yaml")):
        for spec in yaml.safe_load(path.read_text(encoding="utf-8")):
            if spec["id"] == ident:
                return str(spec["text"])
    raise KeyError(ident)


@contextmanager
def served(ident: str, folder: Path) -> Iterator[App]:
    """The app of one description with its example rows, at an address of this machine."""
    blueprint = read(described(ident))
    write(DjangoStack().render(blueprint), folder)
    if blueprint.entities:
        assert_runs(folder, "migrate", "--verbosity", "0", DEBUG="True")
        assert_runs(folder, "seed", DEBUG="True")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, str(SERVER), "runserver", "--noreload", "--insecure", f"127.0.0.1:{port}"]
    environment = {"PATH": os.environ["PATH"], "DEBUG": "True", "PYTHONDONTWRITEBYTECODE": "1"}
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_for(f"{url}/health/")
        yield App(ident, url, folder, blueprint)
    finally:
        process.kill()
        process.wait()


def _wait_for(url: str) -> None:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{url} did not answer")


def person(browser: Browser, app: App, who: str, scheme: str, size: dict[str, int], **more: bool) -> BrowserContext:
    """A browser in which that person is signed in; `more` are further options of Chromium's context."""
    options = {"viewport": size, "color_scheme": scheme, "reduced_motion": "reduce", **more}
    if who == "visitor":
        return browser.new_context(**options)
    if who not in app.states:
        _sign_in(browser, app, who)
    return browser.new_context(**options, storage_state=app.states[who])


def _sign_in(browser: Browser, app: App, who: str) -> None:
    login = app.plan.login
    assert login is not None
    fresh = browser.new_context()
    page = fresh.new_page()
    page.goto(app.url + login.path)
    page.fill(f"main [name={login.user_field}]", login.accounts[who])
    page.fill(f"main [name={login.password_field}]", PASSWORD)
    page.press(f"main [name={login.password_field}]", "Enter")
    page.wait_for_url(lambda url: login.path not in url)
    app.states[who] = app.folder / f"{who}.json"
    fresh.storage_state(path=app.states[who])
    fresh.close()


def sheet(browser: Browser, folder: Path, idents: list[str], names: list[str], target: Path) -> None:
    """All pictures of `folder` on one: a row per app, the desktop's in light and the phone's in the dark."""
    cells = []
    for ident in idents:
        cells.append(f"<h2>{ident}</h2><div class=row>")
        for name in names:
            for kind in ("desktop", "phone"):
                if (folder / f"{ident}-{name}-{kind}.png").exists():
                    cells.append(f"<img class={kind} src='{ident}-{name}-{kind}.png'>")
        cells.append("</div>")
    style = "body{margin:24px;background:#cbd5e1;font:600 18px sans-serif}.row{display:flex;gap:10px}"
    style += "h2{margin:14px 0 6px}img{height:200px;object-fit:cover;object-position:top;border-radius:6px}"
    style += ".desktop{width:320px}.phone{width:92px}"
    page: Page = browser.new_page(viewport={"width": 2640, "height": 800})
    (folder / "sheet.html").write_text(f"<style>{style}</style>{''.join(cells)}", encoding="utf-8")
    page.goto((folder / "sheet.html").as_uri())
    page.screenshot(path=target, full_page=True, type="jpeg", quality=60)
    page.close()
