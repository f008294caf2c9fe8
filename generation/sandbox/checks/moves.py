"""A workflow's moves: those of the plan happen, others are refused."""

from __future__ import annotations

from generation.blueprint.schema import CriterionCheck, Workflow
from generation.sandbox import acting
from generation.sandbox.acting import Made, at
from generation.sandbox.browser import Browser
from generation.sandbox.inspection import CheckFailure, Inspection, told
from generation.sandbox.pages import Form, Page
from generation.stacks.protocol import EntityProbe


def moves(look: Inspection, check: CriterionCheck) -> None:
    """From the first state: one allowed move is made by its button; a target that is not allowed is refused."""
    probe = look.probe(check.entity)
    workflow = look.blueprint.entity(probe.entity).workflow
    if workflow is None:
        raise CheckFailure(f"{probe.entity} has no workflow")
    made = acting.create(look, probe, look.role_for(probe.create))
    role = acting.editor_of(look, probe.edit, made)
    column = state_column(probe, workflow)
    state = str(made.row[column])
    allowed = [move.target for move in workflow.moves if move.source == state]
    if not allowed:
        raise CheckFailure(f"a new {probe.entity} is {state!r}, from which no move leads anywhere")
    browser, path = look.person(role), at(probe.detail_path, made.pk)
    offers = offered(Page(browser.get(path).text), workflow)
    if set(allowed) - offers.keys():
        raise CheckFailure(f"GET {path} as {role}: no button for {', '.join(sorted(set(allowed) - offers.keys()))}")
    forbidden(look, probe, made, workflow, (browser, path, offers[allowed[0]]))
    form, name = offers[allowed[0]]
    response = browser.submit(form, path, {name: allowed[0]})
    if str(acting.stored(look, probe, made.pk)[column]) != allowed[0]:
        raise CheckFailure(f"{state} → {allowed[0]} as {role}: {told(response)}, and the state has not changed")


def state_column(probe: EntityProbe, workflow: Workflow) -> str:
    return next((field.column for field in probe.fields if field.name == workflow.field), workflow.field)


def offered(page: Page, workflow: Workflow) -> dict[str, tuple[Form, str]]:
    """The target states a page has a button for, and the name the button sends them by."""
    targets = {move.target for move in workflow.moves}
    found: dict[str, tuple[Form, str]] = {}
    for form in page.forms:
        if form.method != "post":
            continue
        sent = [*form.buttons, *((control.name, control.value) for control in form.controls.values())]
        for name, value in sent:
            if value in targets and name:
                found.setdefault(value, (form, name))
    return found


def forbidden(
    look: Inspection, probe: EntityProbe, made: Made, workflow: Workflow, way: tuple[Browser, str, tuple[Form, str]]
) -> None:
    """The same form with a state that the plan does not allow from here changes nothing."""
    browser, path, (form, name) = way
    column = state_column(probe, workflow)
    state = str(made.row[column])
    states = {workflow.initial, *(end for move in workflow.moves for end in (move.source, move.target))}
    allowed = {move.target for move in workflow.moves if move.source == state}
    for target in sorted(states - allowed - {state}):
        browser.submit(form, path, {name: target})
        if str(acting.stored(look, probe, made.pk)[column]) != state:
            raise CheckFailure(f"{state} → {target} is not in the plan and was carried out")
