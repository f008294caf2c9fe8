"""A workflow's moves: those of the plan happen by their button, every other one is refused."""

from __future__ import annotations

from generation.blueprint.schema import CriterionCheck
from generation.sandbox import acting
from generation.sandbox.acting import Made, at
from generation.sandbox.checks.security import forged
from generation.sandbox.inspection import CheckFailure, Inspection, told
from generation.sandbox.pages import Form, Page
from generation.stacks.protocol import EntityProbe, WorkflowProbe


def moves(look: Inspection, check: CriterionCheck) -> None:
    """In each state on the way from the first: no forbidden move can be made, an allowed one is made by its button."""
    probe = look.probe(check.entity)
    workflow = probe.workflow
    if workflow is None:
        raise CheckFailure(f"{probe.entity} has no workflow in the check plan")
    made = acting.create(look, probe, look.role_for(probe.create))
    state = state_of(look, probe, made)
    allowed = [target for source, target in workflow.moves if source == state]
    if state != workflow.initial or not allowed:
        raise CheckFailure(
            f"a new {probe.entity} is {state!r}; the plan says {workflow.initial!r}, with moves from there"
        )
    role = acting.editor_of(look, probe.edit, made)
    if workflow.board:
        on_board(look, probe, made, role, set(allowed))
    seen = {state}
    while True:
        forbidden(look, probe, made, role)
        fresh = [target for source, target in workflow.moves if source == state and target not in seen]
        if not fresh:
            return
        state = fresh[0]
        seen.add(state)
        by_button(look, probe, made, role, state)


def state_of(look: Inspection, probe: EntityProbe, made: Made) -> str:
    assert probe.workflow is not None
    return str(acting.stored(look, probe, made.pk)[probe.workflow.column])


def forbidden(look: Inspection, probe: EntityProbe, made: Made, role: str) -> None:
    """A state that the plan does not allow from here is not reached, whoever asks with whatever button."""
    workflow = probe.workflow
    assert workflow is not None
    state = state_of(look, probe, made)
    path, browser = at(workflow.path, made.pk), look.person(role)
    for target in workflow.states:
        if target == state or (state, target) in workflow.moves:
            continue
        forged(browser, path, {workflow.param: target})
        if state_of(look, probe, made) != state:
            raise CheckFailure(f"{state} → {target} is not in the plan and was carried out")


def by_button(look: Inspection, probe: EntityProbe, made: Made, role: str, target: str) -> None:
    workflow, browser = probe.workflow, look.person(role)
    assert workflow is not None
    path = at(probe.detail_path, made.pk)
    form = button_for(Page(browser.get(path).text), workflow, made, target)
    if form is None:
        raise CheckFailure(f"GET {path} as {role}: no button leads to {target}")
    response = browser.submit(form, path, {workflow.param: target})
    if state_of(look, probe, made) != target:
        raise CheckFailure(f"→ {target} as {role}: {told(response)}, and the state has not changed")


def on_board(look: Inspection, probe: EntityProbe, made: Made, role: str, allowed: set[str]) -> None:
    """The row's buttons on the board are its allowed moves, all of them and no other."""
    workflow = probe.workflow
    assert workflow is not None
    page = Page(look.person(role).get(probe.list_path).text)
    forms = [form for form in page.forms if form.action == at(workflow.path, made.pk)]
    offered = {value for form in forms for name, value in form.buttons if name == workflow.param}
    if offered != allowed:
        told_of = f"{sorted(offered)}, the plan allows {sorted(allowed)}"
        raise CheckFailure(f"GET {probe.list_path} as {role}: the board offers {told_of}")


def button_for(page: Page, workflow: WorkflowProbe, made: Made, target: str) -> Form | None:
    """The POST form with a button, or a hidden value, that asks for the target state."""
    for form in page.forms:
        sent = [*form.buttons, *((control.name, control.value) for control in form.controls.values())]
        offered = [option for control in form.controls.values() for option in control.options]
        if form.method == "post" and ((workflow.param, target) in sent or target in offered):
            return form
    return None
