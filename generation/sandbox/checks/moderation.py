"""Moderation: what a member writes stays with them and the staff until the staff, and nobody else, have approved it."""

from __future__ import annotations

from generation.blueprint.schema import CriterionCheck, Who
from generation.sandbox import acting
from generation.sandbox.acting import Made, at
from generation.sandbox.checks import security
from generation.sandbox.checks.security import forged
from generation.sandbox.inspection import MEMBER, OTHER, STAFF, VISITOR, CheckFailure, Inspection, told
from generation.sandbox.pages import Page
from generation.stacks.protocol import EntityProbe, ModerationProbe


def moderates(look: Inspection, check: CriterionCheck) -> None:
    """Hidden at first, seen once it is approved, hidden again when it is changed or rejected."""
    probe = look.probe(check.entity)
    queue = probe.moderation
    if queue is None or probe.create == Who.STAFF:
        raise CheckFailure(f"{probe.entity} has nothing to moderate in the check plan")
    made = acting.create(look, probe, MEMBER)
    expect(look, probe, queue, made, queue.pending, "a new row")
    unseen(look, probe, made)
    own = look.person(MEMBER).request("GET", at(probe.detail_path, made.pk))
    if own.status != 200:
        raise CheckFailure(f"GET {at(probe.detail_path, made.pk)}: its author is told {told(own)}")
    self_approved(look, probe, queue, made)
    by_button(look, probe, queue, made, queue.approved)
    seen(look, probe, made)
    made = changed(look, probe, queue, made)
    by_button(look, probe, queue, made, queue.rejected)
    unseen(look, probe, made)


def expect(look: Inspection, probe: EntityProbe, queue: ModerationProbe, made: Made, state: str, when: str) -> None:
    found = acting.stored(look, probe, made.pk).get(queue.column)
    if found != state:
        raise CheckFailure(f"{probe.entity}: {when} is {found!r}, not {state!r}")


def unseen(look: Inspection, probe: EntityProbe, made: Made) -> None:
    """Neither page, list, API, CSV nor home shows it to another member or a visitor."""
    field = acting.textual(probe)
    secret = str(made.values[field.name].stored) if field else at(probe.detail_path, made.pk) + '"'
    for role in (OTHER, VISITOR):
        security.unreadable(look, probe, made, role)
        for path in (f"{probe.list_path}?format=csv", "/"):
            if secret in look.person(role).get(path).text:
                raise CheckFailure(f"GET {path} as {role} shows a row that is not approved")


def seen(look: Inspection, probe: EntityProbe, made: Made) -> None:
    for role in (OTHER, VISITOR) if probe.read == Who.VISITOR else (OTHER,):
        for path in (at(probe.detail_path, made.pk), f"{probe.api_path}{made.pk}/"):
            response = look.person(role).request("GET", path)
            if response.status != 200:
                raise CheckFailure(f"GET {path} as {role}: {told(response)}, and the row is approved")


def self_approved(look: Inspection, probe: EntityProbe, queue: ModerationProbe, made: Made) -> None:
    """Its author approves nothing: not by the staff's address, not by naming the column."""
    browser, edit = look.person(MEMBER), at(probe.edit_path, made.pk)
    approving = {queue.column: queue.approved}
    security.refused(look, browser.request("GET", queue.queue_path), f"GET {queue.queue_path} as {MEMBER}")
    for role in (MEMBER, VISITOR):
        path = at(queue.path, made.pk)
        security.refused(look, forged(look.person(role), path, {queue.param: queue.approved}), f"POST {path} as {role}")
    forged(browser, edit, {**acting.sent(made.values), **approving})
    browser.api("PATCH", f"{probe.api_path}{made.pk}/", approving)
    expect(look, probe, queue, made, queue.pending, "a row that its author tried to approve")


def by_button(look: Inspection, probe: EntityProbe, queue: ModerationProbe, made: Made, state: str) -> None:
    """From the staff's queue, where a row that waits has its buttons."""
    page = Page(look.person(STAFF).get(queue.queue_path).text)
    action = at(queue.path, made.pk)
    form = next((form for form in page.forms if form.action == action), None)
    if form is None or (queue.param, state) not in form.buttons:
        raise CheckFailure(f"GET {queue.queue_path} as {STAFF}: no button makes the row {state}")
    response = look.person(STAFF).submit(form, queue.queue_path, {}, (queue.param, state))
    if response.status not in (302, 303):
        raise CheckFailure(f"POST {action} as {STAFF}: {told(response)}")
    expect(look, probe, queue, made, state, "a row that the staff decided about")


def changed(look: Inspection, probe: EntityProbe, queue: ModerationProbe, made: Made) -> Made:
    """An approved row that its author changes waits again: otherwise anything could be put in afterwards."""
    if probe.edit not in (Who.OWNER, Who.MEMBER):
        return acting.create(look, probe, MEMBER)
    after = acting.change(look, probe, made, MEMBER)
    expect(look, probe, queue, after, queue.pending, "an approved row that its author has changed")
    unseen(look, probe, after)
    return after
