"""A time is given once: through pages and API, to the same person and to another, to the minute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from generation.blueprint.schema import CriterionCheck, Who
from generation.sandbox import acting, slots
from generation.sandbox.acting import Made, at
from generation.sandbox.checks.crud import payload
from generation.sandbox.checks.security import forged
from generation.sandbox.inspection import MEMBER, OTHER, CheckFailure, Inspection, told
from generation.sandbox.session import Response
from generation.sandbox.slots import Slot
from generation.sandbox.values import Value
from generation.stacks.protocol import EntityProbe, FieldProbe, ScheduleProbe

PAGE, API = "page", "API"


@dataclass
class Office:
    """Where rows are asked for: one entity, the first row that was given a time, and that time."""

    look: Inspection
    probe: EntityProbe
    schedule: ScheduleProbe
    first: Made
    slot: Slot

    def ask(self, door: str, role: str, slot: Slot, given: Mapping[str, Value]) -> tuple[Response, bool]:
        """Somebody wants that time; the answer, and whether a row was stored."""
        look, probe = self.look, self.probe
        form = acting.create_form(look, probe, role)
        wanted = {**acting.fill(look, probe, form), **given, **slots.filled(self.schedule, slot)}
        before, browser = set(look.rows().keys(probe.table)), look.person(role)
        if door == PAGE:
            response = browser.submit(form, probe.create_path, acting.sent(wanted))
        else:
            response = browser.api("POST", probe.api_path, payload(probe, wanted))
        return response, bool(set(look.rows().keys(probe.table)) - before)

    def same(self) -> dict[str, Value]:
        """What the first row takes up, and what says for how long."""
        names = (self.schedule.resource, self.schedule.length[0] if self.schedule.length else None)
        return {name: self.first.values[name] for name in names if name and name in self.first.values}


def books(look: Inspection, check: CriterionCheck) -> None:
    probe = look.probe(check.entity)
    schedule = probe.schedule
    if schedule is None or not schedule.exclusive:
        raise CheckFailure(f"{probe.entity} gives no time in the check plan")
    first = acting.create(look, probe, look.role_for(probe.create))
    slot = slots.read(schedule, first.values, acting.lasting(look, probe, first.values) or schedule.minutes)
    if slot is None:
        raise CheckFailure(f"{probe.entity}: the row was made without a time")
    office = Office(look, probe, schedule, first, slot)
    for role in askers(office):
        for door in (PAGE, API):
            refuses(office, door, role)
    accepts(office, PAGE, office.slot.later(office.slot.length), office.same(), "begins where the first one ends")
    accepts(office, API, office.slot.later(-office.slot.length), office.same(), "ends where the first one begins")
    if schedule.resource:
        for door in (PAGE, API):
            accepts(office, door, office.slot, {**office.same(), **elsewhere(office)}, "takes up something else")
    freed(office)


def askers(office: Office) -> list[str]:
    """Who made the first row; and another member, where the form offers that person the same thing."""
    role, resource = office.first.role, office.schedule.resource
    if role != MEMBER:
        return [role]
    offered = acting.create_form(office.look, office.probe, OTHER).controls
    mine = office.first.values.get(resource or "")
    return [role, OTHER] if mine is None or str(mine.sent) in offered[resource or ""].options else [role]


def refuses(office: Office, door: str, role: str) -> None:
    """The same time; one that ends a minute too late; one that begins a minute too early."""
    unit = timedelta(days=1) if office.schedule.whole_days else timedelta(minutes=1)
    aside = office.slot.length - unit
    mine = role == office.first.role
    given = {name: value for name, value in office.same().items() if mine or is_shared(office, name)}
    for slot, what in ((office.slot, "the same time"), (office.slot.later(-aside), "the first of its time"),
                       (office.slot.later(aside), "the last of its time")):  # fmt: skip
        response, stored = office.ask(door, role, slot, given)
        if stored:
            raise CheckFailure(f"{office.probe.entity} by the {door} as {role}: {what} was given a second time")
        if response.status not in (200, 400, 409, 422):
            raise CheckFailure(f"{office.probe.entity} by the {door} as {role}, a time that is taken: {told(response)}")
        if role != office.first.role and office.probe.read == Who.OWNER:
            says_nothing(office, response, f"the refusal by the {door}")


def is_shared(office: Office, name: str) -> bool:
    """Whether the other member may choose that row as well."""
    chosen = office.first.values[name].sent
    return str(chosen) in acting.create_form(office.look, office.probe, OTHER).controls[name].options


def says_nothing(office: Office, response: Response, where: str) -> None:
    for field in office.probe.fields:
        value = office.first.values.get(field.name)
        if field.kind in acting.TEXTUAL and value and str(value.stored) in response.text:
            raise CheckFailure(f"{office.probe.entity}: {where} gives away {field.name} of another person's row")


def accepts(office: Office, door: str, slot: Slot, given: Mapping[str, Value], why: str) -> None:
    response, stored = office.ask(door, office.first.role, slot, given)
    if not stored:
        said = acting.refusal(response) if door == PAGE else f"{told(response)} {response.text[:300]}"
        raise CheckFailure(f"{office.probe.entity} by the {door}: one that {why} was refused: {said}")


def elsewhere(office: Office) -> dict[str, Value]:
    """Another thing to take up: one that the form offers, or a new one."""
    look, probe, name = office.look, office.probe, office.schedule.resource or ""
    field = next(one for one in probe.fields if one.name == name)
    used, role = str(office.first.values[name].sent), office.first.role
    known = {str(row[field.column]) for row in look.rows().all(probe.table)}
    options = acting.create_form(look, probe, role).controls[name].options
    other = next((one for one in options if one and one != used and one not in known), None) or made_anew(look, field)
    look.forms.pop((role, probe.create_path), None)
    return {name: Value(other, other)}


def made_anew(look: Inspection, field: FieldProbe) -> str:
    return str(acting.fresh_target(look, field))


def freed(office: Office) -> None:
    """A cancelled row gives its time back, and does not get it again while somebody else has it."""
    workflow, free = office.probe.workflow, office.schedule.free
    if workflow is None:
        return
    target = next((end for start, end in workflow.moves if start == workflow.initial and end in free), None)
    if target is None:
        return
    press(office, target)
    if state(office) != target:
        raise CheckFailure(f"{office.probe.entity}: the move to {target} does not happen")
    accepts(office, PAGE, office.slot, office.same(), f"takes the time of a row that is {target}")
    back = next((end for start, end in workflow.moves if start == target and end not in free), None)
    if back is not None:
        press(office, back)
        if state(office) != target:
            raise CheckFailure(f"{office.probe.entity}: {target} → {back} took a time that somebody else has by now")


def press(office: Office, target: str) -> None:
    workflow, made = office.probe.workflow, office.first
    assert workflow is not None
    role = acting.editor_of(office.look, office.probe.edit, made)
    forged(office.look.person(role), at(workflow.path, made.pk), {workflow.param: target})


def state(office: Office) -> str:
    workflow = office.probe.workflow
    assert workflow is not None
    return str(acting.stored(office.look, office.probe, office.first.pk)[workflow.column])
