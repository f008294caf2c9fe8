"""Favourites: a mark is one person's, is found again on their page, and tells nothing of rows they may not read."""

from __future__ import annotations

from typing import Any

from generation.blueprint.schema import CriterionCheck, Who
from generation.sandbox import acting
from generation.sandbox.acting import Made, at
from generation.sandbox.checks.security import forged
from generation.sandbox.inspection import MEMBER, OTHER, STAFF, VISITOR, CheckFailure, Inspection, told
from generation.sandbox.pages import Page
from generation.stacks.protocol import EntityProbe, FavouriteProbe


def favours(look: Inspection, check: CriterionCheck) -> None:
    """By the button, once, for this person alone; nobody marks without signing in, or what they may not read."""
    probe = look.probe(check.entity)
    marks = probe.favourites
    if marks is None:
        raise CheckFailure(f"{probe.entity} has no favourites in the check plan")
    role, stranger = (STAFF, MEMBER) if probe.read == Who.STAFF else (MEMBER, OTHER)
    made = acting.create(look, probe, look.role_for(probe.create))
    acting.approve(look, probe, made.pk)
    unsigned(look, marks, made)
    by_button(look, probe, marks, made, role)
    found_again(look, probe, marks, made, role, stranger)
    if probe.read in (Who.VISITOR, Who.MEMBER):
        separate(look, marks, made, role, stranger)
    hidden(look, probe, marks)
    put(look, marks, made.pk, role, "no")
    if keepers(look, marks, made.pk):
        raise CheckFailure(f"POST {at(marks.path, made.pk)} as {role}: the mark was not taken away")


def keepers(look: Inspection, marks: FavouriteProbe, pk: Any) -> list[Any]:
    """Whose marks are on the row."""
    return [row[marks.person_column] for row in look.rows().find(marks.table, marks.row_column, pk)]


def put(look: Inspection, marks: FavouriteProbe, pk: Any, role: str, keep: str) -> int:
    return forged(look.person(role), at(marks.path, pk), {"keep": keep}).status


def unsigned(look: Inspection, marks: FavouriteProbe, made: Made) -> None:
    """A visitor marks nothing, and no other site marks in somebody's name."""
    put(look, marks, made.pk, VISITOR, "yes")
    look.person(MEMBER).post(at(marks.path, made.pk), {"keep": "yes"})
    if keepers(look, marks, made.pk):
        raise CheckFailure(f"POST {at(marks.path, made.pk)}: marked by a visitor, or without a CSRF token")


def by_button(look: Inspection, probe: EntityProbe, marks: FavouriteProbe, made: Made, role: str) -> None:
    """The row's page has the button; pressed twice it is marked once."""
    path, action = at(probe.detail_path, made.pk), at(marks.path, made.pk)
    page = Page(look.person(role).get(path).text)
    form = next((form for form in page.forms if form.action == action and form.method == "post"), None)
    if form is None or not form.buttons:
        raise CheckFailure(f"GET {path} as {role}: no button to mark the row with")
    for _ in range(2):
        response = look.person(role).submit(form, path, {}, form.buttons[0])
        if response.status not in (302, 303):
            raise CheckFailure(f"POST {action} as {role}: {told(response)}")
    if keepers(look, marks, made.pk) != [look.account_key(role)]:
        raise CheckFailure(f"POST {action} as {role}: the marks are not that person's one mark")


def found_again(
    look: Inspection, probe: EntityProbe, marks: FavouriteProbe, made: Made, role: str, stranger: str
) -> None:
    target = at(probe.detail_path, made.pk)
    if target not in look.person(role).page(marks.page_path).links:
        raise CheckFailure(f"GET {marks.page_path} as {role}: the marked row is not there")
    if target in look.person(stranger).page(marks.page_path).links:
        raise CheckFailure(f"GET {marks.page_path} as {stranger}: shows what somebody else has marked")


def separate(look: Inspection, marks: FavouriteProbe, made: Made, role: str, stranger: str) -> None:
    """Another person marks and unmarks the same row; the first mark stays."""
    for keep, expected in (("yes", {role, stranger}), ("no", {role})):
        put(look, marks, made.pk, stranger, keep)
        people = {look.account_key(each) for each in expected}
        if set(keepers(look, marks, made.pk)) != people:
            raise CheckFailure(f"POST {at(marks.path, made.pk)} as {stranger}: changes other marks, or not its own")


def hidden(look: Inspection, probe: EntityProbe, marks: FavouriteProbe) -> None:
    """What a person may not read cannot be marked: the answer would tell that it is there."""
    if probe.create == Who.STAFF or not (probe.moderation or probe.read == Who.OWNER):
        return
    made = acting.create(look, probe, MEMBER)
    status = put(look, marks, made.pk, OTHER, "yes")
    if status != 404 or keepers(look, marks, made.pk):
        raise CheckFailure(f"POST {at(marks.path, made.pk)} as other: {status} for a row that they may not read")
