"""What each role gets at a page that asks for a level."""

from __future__ import annotations

from generation.blueprint.schema import Who
from generation.stacks.protocol import Outcome

ROLES = ("visitor", "member", "other", "staff")


def outcomes(needed: Who | None) -> dict[str, Outcome]:
    """What each role gets at a page about a row of the account "member", or about no row at all; None: nobody may."""
    if needed is None:
        return {"visitor": "login", "member": "forbidden", "other": "forbidden", "staff": "forbidden"}
    member: Outcome = "forbidden" if needed is Who.STAFF else "ok"
    other: Outcome = "forbidden" if needed in {Who.STAFF, Who.OWNER} else "ok"
    return {"visitor": "ok" if needed is Who.VISITOR else "login", "member": member, "other": other, "staff": "ok"}


def without_row(needed: Who | None) -> dict[str, Outcome]:
    """The same for a page that is about no row: nobody owns it, so whoever is signed in may open it."""
    return outcomes(Who.MEMBER if needed is Who.OWNER else needed)


def stricter(read: Who, change: Who | None) -> dict[str, Outcome]:
    """To change a row one must also be able to read it."""
    first, second = outcomes(read), outcomes(change)
    found: dict[str, Outcome] = {}
    for role in ROLES:
        found[role] = second[role] if second[role] != "ok" else "ok" if first[role] == "ok" else "forbidden"
    return found
