"""Notices: the owner of a row is told what others do to it; nobody else is, and nobody else reads it."""

from __future__ import annotations

from typing import Any

from generation.blueprint.schema import CriterionCheck, Who
from generation.sandbox import acting
from generation.sandbox.acting import Made, at
from generation.sandbox.checks.moves import by_button, state_of
from generation.sandbox.checks.security import forged
from generation.sandbox.inspection import MEMBER, OTHER, STAFF, CheckFailure, Inspection
from generation.sandbox.rows import Row
from generation.sandbox.values import Value
from generation.stacks.protocol import EntityProbe, FieldProbe, NoticesProbe


def notifies(look: Inspection, check: CriterionCheck) -> None:
    """One notice for the owner when the staff change the state of their row, or somebody adds a row to it; where a
    row has neither, the staff are told that it came."""
    probe, notices = look.probe(check.entity), look.plan.notices
    if notices is None:
        raise CheckFailure("the check plan has no notices")
    if probe.workflow is not None and probe.owner_column:
        made, notice = after_move(look, probe, notices)
        about = at(probe.detail_path, made.pk)
    elif (said := replied(look, probe)) is None:
        arrived(look, probe, notices)
        return
    else:
        target, link = said
        made, notice = after_reply(look, probe, notices, target, link)
        about = at(target.detail_path, made.pk)
    read_alone(look, notices, notice, about)


def after_move(look: Inspection, probe: EntityProbe, notices: NoticesProbe) -> tuple[Made, Any]:
    made = acting.create(look, probe, MEMBER)
    acting.approve(look, probe, made.pk)
    assert probe.workflow is not None
    state = state_of(look, probe, made)
    following = [target for source, target in probe.workflow.moves if source == state]
    if not following:
        raise CheckFailure(f"a new {probe.entity} is {state!r} and moves nowhere")
    before = set(look.rows().keys(notices.table))
    by_button(look, probe, made, STAFF, following[0])
    return made, only_new(look, notices, before, f"{probe.entity} → {following[0]}")


def after_reply(
    look: Inspection, probe: EntityProbe, notices: NoticesProbe, target: EntityProbe, link: FieldProbe
) -> tuple[Made, Any]:
    """Somebody else adds a row, which is told; then the owner does, which is not."""
    about = acting.create(look, target, MEMBER)
    acting.approve(look, target, about.pk)
    given = {link.name: Value(str(about.pk), about.pk)}
    before = set(look.rows().keys(notices.table))
    acting.create(look, probe, OTHER, given)
    notice = only_new(look, notices, before, f"a new {probe.entity}")
    known, team = set(look.rows().keys(notices.table)), staff(look)
    acting.create(look, probe, MEMBER, given)
    if any(row[notices.recipient_column] not in team for row in came(look, notices, known)):
        raise CheckFailure(f"a new {probe.entity}: people are told what they did themselves")
    return about, notice


def arrived(look: Inspection, probe: EntityProbe, notices: NoticesProbe) -> None:
    """The staff are told, and of the others nobody."""
    before = set(look.rows().keys(notices.table))
    acting.create(look, probe, MEMBER)
    people = [row[notices.recipient_column] for row in came(look, notices, before)]
    if look.account_key(STAFF) not in people or not set(people) <= staff(look):
        raise CheckFailure(f"a new {probe.entity}: {len(people)} notices came, expected one for each of the staff")


def came(look: Inspection, notices: NoticesProbe, before: set[Any]) -> list[Row]:
    rows = look.rows()
    return [row for row in rows.all(notices.table) if row[rows.key(notices.table)] not in before]


def staff(look: Inspection) -> set[Any]:
    """The keys of everybody who belongs to the staff."""
    rows = look.rows()
    tables = [table for table in rows.tables if {"email", "password", "is_staff"} <= rows.columns(table)]
    return {row[rows.key(table)] for table in tables for row in rows.all(table) if row["is_staff"]}


def replied(look: Inspection, probe: EntityProbe) -> tuple[EntityProbe, FieldProbe] | None:
    """The owned rows that this one says something about: those that members make and others read."""
    for field in probe.fields:
        target = next((each for each in look.plan.entities if each.table == field.target_table), None)
        if field.kind != "relation" or target is None or not target.owner_column or target.table == probe.table:
            continue
        if target.read in (Who.VISITOR, Who.MEMBER) and target.create is not Who.STAFF:
            return target, field
    return None


def only_new(look: Inspection, notices: NoticesProbe, before: set[Any], what: str) -> Any:
    """The one notice that came, the member's. Raises when it is another's or there are more; the staff may get some."""
    known = staff(look)
    new = [row for row in came(look, notices, before) if row[notices.recipient_column] not in known]
    if [row[notices.recipient_column] for row in new] != [look.account_key(MEMBER)]:
        raise CheckFailure(f"{what}: {len(new)} notices came, expected one for the owner of the row")
    return new[0][look.rows().key(notices.table)]


def read_alone(look: Inspection, notices: NoticesProbe, pk: Any, about: str) -> None:
    """It stands on its recipient's page and on nobody else's, and opening it leads to what it is about."""
    path = at(notices.open_path, pk)
    for role, mine in ((OTHER, False), (STAFF, False), (MEMBER, True)):
        forms = look.person(role).page(notices.page_path).forms
        if any(form.action == path for form in forms) is not mine:
            raise CheckFailure(f"GET {notices.page_path} as {role}: the member's notice is {'not ' * mine}there")
        response = forged(look.person(role), path, {})
        read = (look.rows().get(notices.table, pk) or {}).get(notices.read_column) is not None
        if read is not mine or (mine and response.header("Location") != about):
            raise CheckFailure(
                f"POST {path} as {role}: {response.status}, and the notice is {'' if read else 'not '}read"
            )
