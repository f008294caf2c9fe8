"""Create, list, show, edit and delete for each entity, through the pages, the admin and the API."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from generation.blueprint.schema import Who
from generation.sandbox import acting, values
from generation.sandbox.acting import Made
from generation.sandbox.browser import Browser
from generation.sandbox.checks import security
from generation.sandbox.inspection import STAFF, VISITOR, CheckFailure, Inspection, told
from generation.sandbox.values import Value
from generation.stacks.protocol import EntityProbe

LARGEST_JSON = 2_000_000  # bytes; read, they take twenty times as much


def crud(look: Inspection) -> None:
    """All entities; raises with the first thing wrong of each part."""
    probed = {probe.entity for probe in look.plan.entities}
    wrong = [f"{one.name}: nothing probes it" for one in look.blueprint.entities if one.name not in probed]
    for probe in look.plan.entities:
        for part in (through_pages, through_admin, through_api):
            if reason := attempt(part, look, probe):
                wrong.append(reason)
    if wrong:
        raise CheckFailure("\n".join(wrong))


def attempt(part: Callable[[Inspection, EntityProbe], None], look: Inspection, probe: EntityProbe) -> str:
    try:
        part(look, probe)
    except CheckFailure as failure:
        return f"{probe.entity}: {failure}"
    return ""


def through_pages(look: Inspection, probe: EntityProbe) -> None:
    made = acting.create(look, probe, look.role_for(probe.create))
    reader = acting.reader_of(look, probe, made)
    if not acting.is_listed(look, probe, made, reader):
        raise CheckFailure(f"GET {probe.list_path} as {reader}: the new row is not listed")
    acting.shown(look, probe, made, reader)
    if not probe.changes:
        fixed(look, probe, made)
        return
    changed = acting.change(look, probe, made, acting.editor_of(look, probe.edit, made))
    acting.shown(look, probe, changed, reader)
    acting.remove(look, probe, changed, acting.editor_of(look, probe.delete, made))
    gone = look.person(reader).request("GET", acting.at(probe.detail_path, made.pk))
    if gone.status not in (404, 410):
        raise CheckFailure(f"GET {probe.detail_path} of a deleted row: {gone.status}")


def fixed(look: Inspection, probe: EntityProbe, made: Made) -> None:
    """A row that nobody changes, not even the staff."""
    security.uneditable(look, probe, made, STAFF)
    security.undeletable(look, probe, made, STAFF)


def through_admin(look: Inspection, probe: EntityProbe) -> None:
    if look.plan.login is None:
        return
    response = look.person(STAFF).request("GET", probe.admin_path)
    if response.status != 200:
        raise CheckFailure(f"GET {probe.admin_path} as staff: {told(response)}")
    if not look.is_refused(look.person(VISITOR).request("GET", probe.admin_path)):
        raise CheckFailure(f"GET {probe.admin_path} as visitor: the admin is open")


def through_api(look: Inspection, probe: EntityProbe) -> None:
    """One row through the whole API, and a stranger is turned away."""
    role = look.role_for(probe.create)
    made = api_create(look, probe, role) if probe.made_by == "form" else only_bought(look, probe, role)
    reader = look.person(acting.reader_of(look, probe, made))
    expect_json(reader, probe.api_path)
    path = f"{probe.api_path}{made.pk}/"
    text = json.dumps(expect_json(reader, path), ensure_ascii=False)
    for field in probe.fields:
        value = made.values.get(field.name)
        if value and field.kind in acting.TEXTUAL and str(value.stored) not in text:
            raise CheckFailure(f"GET {path}: {field.name} is not in the answer")
    if not probe.changes:
        return
    api_change(look, probe, made, path)
    editor = look.person(acting.editor_of(look, probe.delete, made))
    response = editor.api("DELETE", path)
    if response.status not in (200, 204) or look.rows().get(probe.table, made.pk) is not None:
        raise CheckFailure(f"DELETE {path}: {told(response)}, and the row is to be gone")


def only_bought(look: Inspection, probe: EntityProbe, role: str) -> Made:
    """Neither page nor API makes such a row, whoever asks; the checkout does."""
    for each in {role, STAFF}:
        security.uncreatable(look, probe, each)
    return acting.create(look, probe, role)


def api_create(look: Inspection, probe: EntityProbe, role: str) -> Made:
    browser = look.person(role)
    made = acting.fill(look, probe, acting.create_form(look, probe, role))
    before = set(look.rows().keys(probe.table))
    response = browser.api("POST", probe.api_path, payload(probe, made))
    new = set(look.rows().keys(probe.table)) - before
    if response.status not in (200, 201) or len(new) != 1:
        raise CheckFailure(
            f"POST {probe.api_path} as {role}: {told(response)} {response.text[:300]}, {len(new)} new rows"
        )
    pk = new.pop()
    row = acting.stored(look, probe, pk)
    acting.compare(probe, made, row, f"POST {probe.api_path}")
    if probe.create != Who.VISITOR and look.plan.login:
        strange = look.person(VISITOR).api("POST", probe.api_path, payload(probe, made))
        if strange.status < 400 and not look.is_login_redirect(strange):
            raise CheckFailure(f"POST {probe.api_path} as visitor: {strange.status}")
        if len(look.rows().keys(probe.table)) != len(before) + 1:
            raise CheckFailure(f"POST {probe.api_path} as visitor: a row was stored")
    return Made(pk, role, made, row)


def api_change(look: Inspection, probe: EntityProbe, made: Made, path: str) -> None:
    field = acting.textual(probe)
    if field is None:
        return
    value = values.make(field)
    assert value is not None
    response = look.person(acting.editor_of(look, probe.edit, made)).api("PATCH", path, {field.name: value.sent})
    if response.status != 200:
        raise CheckFailure(f"PATCH {path}: {told(response)} {response.text[:300]}")
    acting.compare(probe, {**made.values, field.name: value}, acting.stored(look, probe, made.pk), f"PATCH {path}")


def payload(probe: EntityProbe, made: dict[str, Value]) -> dict[str, Any]:
    """The same values as JSON: numbers for keys and whole numbers, true for a ticked box."""
    sent: dict[str, Any] = {}
    for field in probe.fields:
        if field.name in made:
            value = made[field.name].sent
            if field.kind == "boolean":
                sent[field.name] = True
            elif field.kind in ("relation", "relations", "integer", "rating"):
                sent[field.name] = [number(one) for one in value] if isinstance(value, list) else number(value)
            else:
                sent[field.name] = value
    return sent


def number(text: str) -> int | str:
    return int(text) if text.lstrip("-").isdigit() else text


def expect_json(browser: Browser, path: str) -> Any:
    response = browser.api("GET", path)
    if response.status != 200:
        raise CheckFailure(f"GET {path}: {told(response)}")
    if len(response.body) > LARGEST_JSON:
        raise CheckFailure(f"GET {path}: the answer is too large")
    try:
        return json.loads(response.body)
    except (ValueError, RecursionError):
        raise CheckFailure(f"GET {path}: the answer is not JSON") from None
