"""The calendar: a row stands on its day, for those who may read it, and tells the others nothing."""

from __future__ import annotations

import re

from generation.blueprint.schema import CriterionCheck, Who
from generation.sandbox import acting, slots
from generation.sandbox.acting import Made, at
from generation.sandbox.inspection import MEMBER, OTHER, STAFF, VISITOR, CheckFailure, Inspection, told
from generation.stacks.protocol import EntityProbe, ScheduleProbe

DAY = re.compile(r'datetime="(\d{4}-\d{2}-\d{2})"')


def dates(look: Inspection, check: CriterionCheck) -> None:
    probe = look.probe(check.entity)
    schedule = probe.schedule
    if schedule is None or schedule.calendar_path is None:
        raise CheckFailure(f"{probe.entity} is in no calendar of the check plan")
    made = acting.create(look, probe, look.role_for(probe.create))
    slot = slots.read(schedule, made.values, schedule.minutes)
    if slot is None:
        raise CheckFailure(f"{probe.entity}: the row was made without a time")
    path = schedule.calendar_path.replace("{month}", f"{slot.start:%Y-%m}")
    reader = acting.reader_of(look, probe, made)
    on_its_day(look, probe, made, reader, (path, f"{slot.start:%Y-%m-%d}"))
    for role in strangers(probe):
        kept_back(look, probe, made, role, path)
    if schedule.ics_path:
        as_file(look, probe, made, schedule)


def strangers(probe: EntityProbe) -> list[str]:
    """Those who may not read a member's row."""
    refused = {Who.VISITOR: [], Who.MEMBER: [VISITOR], Who.OWNER: [VISITOR, OTHER], Who.STAFF: [VISITOR, MEMBER]}
    return refused[probe.read]


def on_its_day(look: Inspection, probe: EntityProbe, made: Made, role: str, where: tuple[str, str]) -> None:
    path, day = where
    response = look.person(role).get(path)
    if response.status != 200:
        raise CheckFailure(f"GET {path} as {role}: {told(response)}")
    before, found, _ = response.text.partition(f'href="{at(probe.detail_path, made.pk)}"')
    if not found:
        raise CheckFailure(f"GET {path} as {role}: the row of {day} is not in its month")
    stands = DAY.findall(before)
    if not stands or stands[-1] != day:
        raise CheckFailure(f"GET {path} as {role}: the row of {day} stands on {stands[-1:] or 'no day'}")


def kept_back(look: Inspection, probe: EntityProbe, made: Made, role: str, path: str) -> None:
    response = look.person(role).request("GET", path)
    if look.is_refused(response):
        return
    if at(probe.detail_path, made.pk) in response.text:
        raise CheckFailure(f"GET {path} as {role}: leads to a row that {role} may not read")
    for field in probe.fields:
        value = made.values.get(field.name)
        if field.kind in acting.TEXTUAL and value and str(value.stored) in response.text:
            raise CheckFailure(f"GET {path} as {role}: shows {field.name} of a row that {role} may not read")


def as_file(look: Inspection, probe: EntityProbe, made: Made, schedule: ScheduleProbe) -> None:
    """The calendar file of the one it belongs to, or who made it and may read it, has it; another member's has not."""
    path, target = schedule.ics_path or "", at(probe.detail_path, made.pk)
    owner = STAFF if made.role == VISITOR or probe.read is Who.STAFF else acting.owner_of(probe, made.role)
    readable = probe.owner_column is None or made.role != VISITOR
    text = look.person(owner).get(path).text
    if "BEGIN:VCALENDAR" not in text or (readable and not holds(text, target)):
        raise CheckFailure(f"GET {path} as {owner}: the row is not in the calendar file")
    if probe.owner_column and holds(look.person(OTHER).get(path).text, target):
        raise CheckFailure(f"GET {path} as other: holds another person's row")


def holds(text: str, target: str) -> bool:
    """Whether an event of the file leads to that address; long lines are folded."""
    return any(line.endswith(target) for line in text.replace("\r\n ", "").splitlines() if line.startswith("URL:"))
