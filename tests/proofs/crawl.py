"""Goes through a running app as one person would: every kind of page once, every form once empty and once filled in.

Follows links and submits forms; what is wrong with a page is judged by the function it is given.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Error, Page, Response

MOST = 150  # pages of one person in one app
# Not `a.href`: a link within a drawing has an object there.
LINKS = "[...document.querySelectorAll('a[href]')].map(a => new URL(a.getAttribute('href'), document.baseURI).href)"
FORMS = """[...document.querySelectorAll('main form')].map((form, at) => ({
  at, method: form.method, action: new URL(form.getAttribute('action') || '', location.href).href,
  names: [...form.elements].map(e => e.name).filter(n => n && n !== 'csrfmiddlewaretoken').sort().join(' '),
}))"""
# Chosen so that a form of any app is likely to take it: dates to come, the first of a choice, an address for mail.
FILL = """(at) => {
  const form = document.querySelectorAll('main form')[at];
  const soon = new Date(Date.now() + 9 * 864e5).toISOString();
  const values = {date: soon.slice(0, 10), time: '10:00', 'datetime-local': soon.slice(0, 10) + 'T10:00', number: '3',
    email: 'walker@example.com', tel: '600 100 200', url: 'https://example.com/', password: 'a long Walk 2048',
    color: '#336699', text: 'Azul claro', search: 'azul'};
  for (const control of form.elements) {
    if (!control.name || control.type === 'hidden' || control.type === 'file') continue;
    if (control.tagName === 'SELECT') control.value = ([...control.options].find(o => o.value) || {}).value || '';
    else if (control.type === 'checkbox' || control.type === 'radio') control.checked = true;
    else if (control.type in values) { if (!control.value) control.value = values[control.type]; }
    else if (control.tagName === 'TEXTAREA') control.value = 'Dos líneas\\nde texto.';
  }
}"""
SUBMIT = """([at, filled]) => {
  const form = document.querySelectorAll('main form')[at];
  form.noValidate = true;
  const first = form.querySelector('button:not([type]), [type=submit]');
  const other = form.querySelector('[value=cancel]');  // thought better of first, then done
  form.requestSubmit(!filled && other || first);
}"""
Judge = Callable[[Page], list[str]]


def shape(url: str) -> str:
    """An address without what changes from row to row, so that one page of a kind stands for all."""
    parts = urlsplit(url)
    path = re.sub(r"[^/]{40,}|\d+", "#", parts.path)  # numbers of rows, and what is signed for one mail
    return path + "?" + " ".join(sorted(parse_qs(parts.query, keep_blank_values=True)))


class Walk:
    """One person's way through the app at `home`; `seen` is shared by those who go before and after."""

    def __init__(self, page: Page, home: str, judge: Judge, seen: set[str], leave: Iterable[str] = ()) -> None:
        self.page, self.home, self.judge, self.seen = page, home.rstrip("/"), judge, seen
        self.leave = tuple(leave)  # pieces of addresses that would end the walk, such as signing out
        self.faults: list[str] = []
        self.waiting: deque[str] = deque()
        self.sent: set[str] = set()

    def go(self, *starts: str) -> list[str]:
        """The faults of all pages from `starts` on, each with its address."""
        self.waiting.extend(self.home + path for path in starts if not any(piece in path for piece in self.leave))
        opened = 0
        while self.waiting and opened < MOST:
            url = self.waiting.popleft()
            if shape(url) in self.seen:
                continue
            opened += 1
            self._open(url)
        return self.faults

    def _open(self, url: str) -> None:
        self.seen.add(shape(url))
        try:
            answer = self.page.goto(url)
        except Error as told:
            if "Download is starting" not in str(told):
                raise
            return
        if answer is None or not self._is_page(answer):
            return
        self._look()
        for form in self.page.evaluate(FORMS):
            kind = f"{form['method']} {shape(form['action'])} {form['names']}"
            if kind in self.sent or any(piece in form["action"] for piece in self.leave):
                continue
            self.sent.add(kind)
            for filled in (False, True):
                self._send(url, int(form["at"]), filled)

    def _send(self, url: str, at: int, filled: bool) -> None:
        self.page.goto(url)
        if self.page.locator("main form").count() <= at:
            return  # the form went with what it did
        if filled:
            self.page.evaluate(FILL, at)
        with self.page.expect_navigation(timeout=30_000) if not self._by_htmx(at) else _Settled(self.page):
            self.page.evaluate(SUBMIT, [at, filled])
        self._look()

    def _by_htmx(self, at: int) -> bool:
        form = self.page.locator("main form").nth(at)
        return any(form.get_attribute(name) is not None for name in ("hx-get", "hx-post"))

    def _look(self) -> None:
        path = self.page.url.removeprefix(self.home)
        self.faults += [f"{path} {fault}" for fault in self.judge(self.page)]
        for link in [self.page.url, *self.page.evaluate(LINKS)]:  # where a form led to has forms of its own
            here = link.startswith(self.home + "/") and "#" not in link
            if here and shape(link) not in self.seen and not any(piece in link for piece in self.leave):
                self.waiting.append(link)

    def _is_page(self, answer: Response) -> bool:
        if answer.status >= 500:
            self.faults.append(f"{answer.url.removeprefix(self.home)} answers {answer.status}")
        return "html" in answer.headers.get("content-type", "")


class _Settled:
    """Waits until nothing is asked of the server any more."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def __enter__(self) -> None:
        return None

    def __exit__(self, *_: object) -> None:
        self.page.wait_for_timeout(100)
        self.page.wait_for_load_state("networkidle")
