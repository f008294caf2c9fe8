"""Games as far as the server is concerned: the script is served and the page holds what it plays with, as text."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any

from generation.sandbox.inspection import CheckFailure, Inspection, told
from generation.stacks.protocol import GameProbe

LARGEST = 1_000_000  # characters of a page


def played(look: Inspection) -> list[str]:
    """What is wrong with each game; empty when nothing is."""
    wrong = []
    for probe in look.plan.games:
        try:
            delivered(look, probe)
        except CheckFailure as failure:
            wrong.append(str(failure))
    return wrong


def delivered(look: Inspection, probe: GameProbe) -> None:
    browser = look.person(look.role_for(probe.who))
    page = browser.get(probe.path)
    if page.status != 200:
        raise CheckFailure(f"GET {probe.path}: {told(page)}")
    scripts = Scripts(page.text)
    if scripts.content(probe.content_id) != probe.content:
        raise CheckFailure(f"GET {probe.path}: #{probe.content_id} does not hold what the game is played with")
    if probe.script not in scripts.sources:
        raise CheckFailure(f"GET {probe.path}: the page does not load {probe.script}")
    script = browser.request("GET", probe.script)
    if script.status != 200 or "javascript" not in script.header("Content-Type") or not script.body.strip():
        raise CheckFailure(f"GET {probe.script}: expected a script, got {told(script)}")


class Scripts(HTMLParser):
    """The script elements of a page, as a browser would take them apart."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.sources: list[str] = []
        self.texts: dict[str, str] = {}
        self._within = ""
        self.feed(html[:LARGEST])
        self.close()

    def content(self, name: str) -> Any:
        """The JSON of the element with that id; None when there is none that can be read."""
        try:
            return json.loads(self.texts.get(name, ""))
        except (ValueError, RecursionError):
            return None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self._within = ""
        if tag == "script":
            self.sources.append((found.get("src") or "").partition("?")[0])
            if found.get("type") == "application/json":
                self._within = found.get("id") or ""

    def handle_endtag(self, tag: str) -> None:
        self._within = ""

    def handle_data(self, data: str) -> None:
        if self._within:
            self.texts[self._within] = self.texts.get(self._within, "") + data
