"""A staff whose roles differ: what is kept to some of them, the others are refused on pages, in the API and the admin.

Each role has an account of its own. A refusal is a status, a row that is as it was, and values nobody could foresee
that stand on no page the role can open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from generation.blueprint.schema import CriterionCheck
from generation.sandbox import acting
from generation.sandbox.acting import Made, at
from generation.sandbox.checks import security
from generation.sandbox.checks.security import forged
from generation.sandbox.inspection import MEMBER, STAFF, CheckFailure, Inspection, told
from generation.sandbox.pages import Page
from generation.sandbox.values import Value
from generation.stacks.protocol import EntityProbe

Attack = Callable[[Inspection, EntityProbe, str], None]


def limits(look: Inspection, check: CriterionCheck) -> None:
    """First that the roles named may do it: a project that refuses everybody keeps every secret."""
    probe = look.probe(check.entity)
    if probe.staff is None:
        raise CheckFailure(f"{probe.entity}: the check plan keeps nothing of it to some of the staff")
    for action, roles in probe.staff.may.items():
        for role in roles:
            ALLOWED[action](look, probe, role)
    for action, roles in probe.staff.refused.items():
        for role in roles:
            REFUSED[action](look, probe, role)


def made_by_staff(look: Inspection, probe: EntityProbe) -> Made:
    """A row by the one who may everything; what only the checkout makes is bought."""
    made = acting.create(look, probe, STAFF if probe.made_by == "form" else MEMBER)
    acting.approve(look, probe, made.pk)
    return made


def may(probe: EntityProbe, action: str, role: str) -> bool:
    return role not in (probe.staff.refused.get(action, ()) if probe.staff else ())


# --- what the roles named may do -------------------------------------------------------------------------------------


def reads(look: Inspection, probe: EntityProbe, role: str) -> None:
    made = made_by_staff(look, probe)
    if not acting.is_listed(look, probe, made, role):
        raise CheckFailure(f"GET {probe.list_path} as {role}: the row is not listed")
    acting.shown(look, probe, made, role)
    opened(look, role, f"{probe.api_path}{made.pk}/", probe.admin_path, in_admin(probe, made, "change"))


def adds(look: Inspection, probe: EntityProbe, role: str) -> None:
    if probe.made_by == "form":
        acting.create(look, probe, role)
        opened(look, role, f"{probe.admin_path}add/")


def edits(look: Inspection, probe: EntityProbe, role: str) -> None:
    made = made_by_staff(look, probe)
    acting.change(look, probe, made, role)
    names = {field.name for field in probe.fields}
    form = Page(look.person(role).get(in_admin(probe, made, "change")).text).form_with(names)
    if form is None:
        raise CheckFailure(f"GET {in_admin(probe, made, 'change')} as {role}: no form to change it with")


def deletes(look: Inspection, probe: EntityProbe, role: str) -> None:
    acting.remove(look, probe, made_by_staff(look, probe), role)


def opened(look: Inspection, role: str, *paths: str) -> None:
    for path in paths:
        response = look.person(role).request("GET", path)
        if response.status != 200:
            raise CheckFailure(f"GET {path} as {role}, who may: {told(response)}")


def in_admin(probe: EntityProbe, made: Made, page: str) -> str:
    return f"{probe.admin_path}{made.pk}/{page}/"


# --- what the others are refused -------------------------------------------------------------------------------------


def unread(look: Inspection, probe: EntityProbe, role: str) -> None:
    made, browser = made_by_staff(look, probe), look.person(role)
    security.unreadable(look, probe, made, role)
    admin = (probe.admin_path, *(in_admin(probe, made, page) for page in ("change", "history", "delete")))
    for path in (probe.list_path, f"{probe.list_path}?format=csv", probe.api_path, *admin):
        security.refused(look, browser.request("GET", path), f"GET {path} as {role} (kept to others of the staff)")
    secrets = security.traces(probe, made)
    paths = {page.path for page in look.plan.pages if "{pk}" not in page.path} | security.parents(look, probe, made)
    for other in look.plan.entities:
        paths |= {other.list_path, other.create_path, other.api_path, other.admin_path, f"{other.admin_path}add/"}
    paths |= set(pointing(look, probe, made, role))
    for path in sorted(paths - {probe.list_path}):
        text = browser.get(path).text
        if any(secret in text for secret in secrets):
            raise CheckFailure(f"GET {path} as {role} shows a {probe.entity}, which is kept to others of the staff")
    unlinked(look, probe, role)


def pointing(look: Inspection, probe: EntityProbe, made: Made, role: str) -> Iterator[str]:
    """Pages of rows that the role may read and that point to the one it may not."""
    for other in look.plan.entities:
        links = [field for field in other.fields if field.target_table == probe.table and field.kind == "relation"]
        if not links or other is probe or other.made_by != "form" or not may(other, "read", role):
            continue
        row = acting.create(look, other, STAFF, {links[0].name: Value(str(made.pk), made.pk)})
        acting.approve(look, other, row.pk)
        yield from (at(other.detail_path, row.pk), f"{other.api_path}{row.pk}/", f"{other.list_path}?format=csv")
        yield from (in_admin(other, row, page) for page in ("change", "delete"))


def unlinked(look: Inspection, probe: EntityProbe, role: str) -> None:
    """The navigation does not lead where the role is refused."""
    links = {urlsplit(link).path for link in Page(look.person(role).get("/").text).links}
    if probe.list_path in links:
        raise CheckFailure(f"GET / as {role} leads to {probe.list_path}, which {role} may not open")


def unadded(look: Inspection, probe: EntityProbe, role: str) -> None:
    security.uncreatable(look, probe, role)
    path, browser = f"{probe.admin_path}add/", look.person(role)
    form = Page(look.person(STAFF).get(path).text).form_with({field.name for field in probe.fields})
    filled = {**(form.defaults() if form else {}), **acting.form_data(look, probe, STAFF)}
    before = look.rows().keys(probe.table)
    security.refused(look, browser.request("GET", path), f"GET {path} as {role} (not allowed)")
    security.refused(look, forged(browser, path, filled), f"POST {path} as {role} (not allowed)")
    if look.rows().keys(probe.table) != before:
        raise CheckFailure(f"POST {path} as {role}: a row was stored")


def unedited(look: Inspection, probe: EntityProbe, role: str) -> None:
    made = made_by_staff(look, probe)
    security.uneditable(look, probe, made, role)
    path, browser, before = in_admin(probe, made, "change"), look.person(role), acting.stored(look, probe, made.pk)
    names = {field.name for field in probe.fields}
    form = Page(look.person(STAFF).get(path).text).form_with(names)
    field = acting.textual(probe)
    if form is not None:
        changed = {field.name: "changed by the wrong one"} if field else {}
        security.refused(look, forged(browser, path, {**form.defaults(), **changed}), f"POST {path} as {role}")
    for address, sent in steps(probe, made):
        security.refused(look, forged(browser, address, sent), f"POST {address} as {role} (not allowed)")
    if look.rows().get(probe.table, made.pk) != before:
        raise CheckFailure(f"POST {path} as {role} changed a {probe.entity}, which is kept to others of the staff")


def steps(probe: EntityProbe, made: Made) -> Iterator[tuple[str, dict[str, str | list[str]]]]:
    """The first move that the row could make."""
    flow = probe.workflow
    if flow is None:
        return
    targets = [target for source, target in flow.moves if source == flow.initial]
    for target in targets[:1]:
        yield at(flow.path, made.pk), {flow.param: target}


def undeleted(look: Inspection, probe: EntityProbe, role: str) -> None:
    made, browser = made_by_staff(look, probe), look.person(role)
    security.undeletable(look, probe, made, role)
    path = in_admin(probe, made, "delete")
    security.refused(look, forged(browser, path, {"post": "yes"}), f"POST {path} as {role} (not allowed)")
    for field in probe.fields:
        target = next((each for each in look.plan.entities if each.table == field.target_table), None)
        if target is not None and target.changes and field.kind == "relation" and field.required:
            key = made.row.get(field.column)
            forged(browser, at(target.delete_path, key), {})
            browser.api("DELETE", f"{target.api_path}{key}/")
            forged(browser, f"{target.admin_path}{key}/delete/", {"post": "yes"})
    if look.rows().get(probe.table, made.pk) is None:
        raise CheckFailure(f"{role} deleted a {probe.entity}, which is kept to others of the staff")


ALLOWED: dict[str, Attack] = {"read": reads, "create": adds, "edit": edits, "delete": deletes}
REFUSED: dict[str, Attack] = {"read": unread, "create": unadded, "edit": unedited, "delete": undeleted}
