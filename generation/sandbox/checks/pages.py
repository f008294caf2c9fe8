"""Every page answers for each role as the plan says, and is finished HTML."""

from __future__ import annotations

from generation.blueprint.schema import Who
from generation.sandbox import acting
from generation.sandbox.checks import games
from generation.sandbox.inspection import MEMBER, CheckFailure, Inspection, told
from generation.sandbox.pages import Page
from generation.sandbox.session import Response
from generation.stacks.protocol import Outcome, PageProbe

MOST_SHOWN = 10
RESIDUE = ("{{", "{%", "{#")


def pages(look: Inspection) -> None:
    """Each page of the plan for each of its roles. Raises with all that is wrong, not only the first."""
    wrong: list[str] = []
    for probe in look.plan.pages:
        path = address(look, probe)
        for role, outcome in probe.expect.items():
            if reason := disagreement(look, path, role, outcome, probe.contains):
                wrong.append(f"GET {path} as {role}: {reason}")
    wrong += games.played(look)
    if wrong:
        raise CheckFailure("\n".join(wrong[:MOST_SHOWN]))


def address(look: Inspection, probe: PageProbe) -> str:
    """The page's address; `{pk}` becomes a row's key, one of the member's own where rows have owners."""
    if "{pk}" not in probe.path:
        return probe.path
    assert probe.table is not None
    rows = look.rows()
    if probe.owner_column:
        owned = rows.find(probe.table, probe.owner_column, look.account_key(MEMBER))
        keys = [row[rows.key(probe.table)] for row in owned]
    else:
        keys = rows.keys(probe.table)
    return acting.at(probe.path, keys[0] if keys else made(look, probe.table))


def made(look: Inspection, table: str) -> object:
    """A row where the seed left none."""
    for probe in look.plan.entities:
        if probe.table == table:
            role = look.role_for(probe.create if probe.create != Who.VISITOR else Who.MEMBER)
            return acting.create(look, probe, role).pk
    raise CheckFailure(f"{table} has no row to open and no form to make one")


def disagreement(look: Inspection, path: str, role: str, outcome: Outcome, contains: str) -> str:
    """What differs from the plan; empty when nothing does."""
    response = look.person(role).request("GET", path)
    if outcome == "login":
        return "" if look.is_login_redirect(response) else f"expected the log-in page, got {told(response)}"
    if outcome == "forbidden":
        return "" if response.status in (403, 404) else f"expected a refusal, got {told(response)}"
    if response.status != 200:
        return f"expected the page, got {told(response)}"
    return unfinished(response, contains)


def unfinished(response: Response, contains: str) -> str:
    if "html" not in response.header("Content-Type"):
        return "" if contains in response.text else f"{contains!r} is not in the answer"
    page = Page(response.text)
    if any(mark in page.text for mark in RESIDUE):
        return "template marks are left in the page"
    if "</html>" not in response.text:
        return "the page has no end"
    found = contains in page.text or any(contains in link for link in page.links)
    return "" if found else f"{contains!r} is not on the page"
