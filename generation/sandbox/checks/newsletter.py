"""The newsletter: an address is kept once, only after its link was opened and confirmed, and goes when it wants to."""

from __future__ import annotations

from generation.blueprint.schema import CriterionCheck
from generation.sandbox import values
from generation.sandbox.browser import Browser, local_path
from generation.sandbox.checks.security import refused
from generation.sandbox.inspection import MEMBER, STAFF, VISITOR, CheckFailure, Inspection, told
from generation.sandbox.pages import Page
from generation.sandbox.session import Response
from generation.stacks.protocol import NewsletterProbe

MOST_ATTEMPTS = 40


def subscribes(look: Inspection, check: CriterionCheck) -> None:
    """The form sends a link; the link asks; the answer is kept. A forged link keeps nothing."""
    probe = look.plan.newsletter
    if probe is None:
        raise CheckFailure("the check plan has no newsletter")
    email = f"{values.word()}@example.org"
    browser = Browser(look.session)
    link = asked(look, browser, probe, email)
    forged(look, browser, probe, link)
    for times in (1, 2):
        press(browser, link)
        if kept(look, probe, email) != 1:
            raise CheckFailure(
                f"POST {link} ({times}): the address is stored {kept(look, probe, email)} times, not once"
            )
    leave = for_staff(look, probe, email)
    browser.get(leave)
    if not kept(look, probe, email):
        raise CheckFailure(f"GET {leave}: looking at the link already takes the address off")
    press(browser, leave)
    if kept(look, probe, email):
        raise CheckFailure(f"POST {leave}: the address is still on the list")
    limited(look, probe)


def kept(look: Inspection, probe: NewsletterProbe, email: str) -> int:
    rows = look.rows().find(probe.table, probe.email_column, email)
    return sum(row.get(probe.confirmed_column) is not None for row in rows)


def sign_up(browser: Browser, probe: NewsletterProbe, email: str) -> Response:
    form = browser.page(probe.path).form_with({probe.field})
    if form is None:
        raise CheckFailure(f"GET {probe.path}: no form to sign up with")
    return browser.submit(form, probe.path, {probe.field: email})


def asked(look: Inspection, browser: Browser, probe: NewsletterProbe, email: str) -> str:
    """The link to confirm with, which the page shows where there is no mail server; until then nothing is kept."""
    response = sign_up(browser, probe, email)
    link = next((local_path(link) for link in Page(response.text).links if "/confirm/" in link), None)
    if response.status != 200 or link is None:
        raise CheckFailure(f"POST {probe.path}: {told(response)}, and no link to confirm with")
    browser.get(link)
    if kept(look, probe, email):
        raise CheckFailure(f"GET {link}: the address is kept before anybody has confirmed it")
    return link


def forged(look: Inspection, browser: Browser, probe: NewsletterProbe, link: str) -> None:
    """A link that was not made here adds nobody."""
    head, token = link.rstrip("/").rpartition("/")[::2]
    before = look.rows().count(probe.table)
    for false in (token[:-2] + token[:-3:-1], token[::-1], "x"):
        if false != token:
            browser.post(f"{head}/{false}/", {"csrfmiddlewaretoken": browser.cookies.get("csrftoken", "")})
    if look.rows().count(probe.table) != before:
        raise CheckFailure(f"POST {head}/…: a link that was tampered with is taken")


def press(browser: Browser, link: str) -> None:
    """The one button of the page that a link leads to."""
    response = browser.get(link)
    form = next((form for form in Page(response.text).forms if form.action in ("", link)), None)
    if response.status != 200 or form is None:
        raise CheckFailure(f"GET {link}: {told(response)}, and no button")
    browser.submit(form, link, {})


def for_staff(look: Inspection, probe: NewsletterProbe, email: str) -> str:
    """The staff alone see the address, on the page and in the file; the file holds the link to leave by."""
    file = f"{probe.list_path}?format=csv"
    for path in (probe.list_path, file):
        for role in (VISITOR, MEMBER):
            refused(look, look.person(role).request("GET", path), f"GET {path} as {role}")
        if email not in look.person(STAFF).get(path).text:
            raise CheckFailure(f"GET {path} as {STAFF}: the confirmed address is not there")
    line = next(line for line in look.person(STAFF).get(file).text.splitlines() if email in line)
    link = next((part.strip('"') for part in line.split(",") if "/leave/" in part), None)
    if link is None:
        raise CheckFailure(f"GET {file}: no link to leave by")
    return local_path(link)


def limited(look: Inspection, probe: NewsletterProbe) -> None:
    """Nobody makes the app write to address after address."""
    browser = Browser(look.session)
    for _ in range(MOST_ATTEMPTS):
        if sign_up(browser, probe, f"{values.word()}@example.org").status == 429:
            return
    raise CheckFailure(f"POST {probe.path}: {MOST_ATTEMPTS} addresses in a row are written to")
