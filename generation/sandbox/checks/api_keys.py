"""Programs at the API with a key: the same rules as for people, and no key opens nothing."""

from __future__ import annotations

import json
from typing import Any

from generation.blueprint.schema import Who
from generation.sandbox import acting, values
from generation.sandbox.browser import Browser
from generation.sandbox.checks import crud
from generation.sandbox.inspection import MEMBER, OTHER, STAFF, CheckFailure, Inspection, told
from generation.sandbox.session import Response
from generation.sandbox.values import Value
from generation.stacks.protocol import EntityProbe

SHORTEST = 20  # characters of a key that cannot be guessed


def keys(look: Inspection) -> None:
    """Each kind of person's key does what that person may do; an unknown key and an old one do nothing."""
    login = look.plan.login
    if login is None or login.key_command is None or not look.plan.entities:
        return
    old = issued(look, MEMBER)
    programs = {role: Program(look, issued(look, role)) for role in (MEMBER, OTHER, STAFF)}
    kept_secret(look, [program.key for program in programs.values()])
    wrong = {"an old key": Program(look, old), "an unknown key": Program(look, values.word(40))}
    for probe in look.plan.entities:
        for name, program in wrong.items():
            answer = program.call("GET", probe.api_path)
            if answer.status not in (401, 403):
                raise CheckFailure(f"GET {probe.api_path} with {name}: expected 401, got {told(answer)}")
        without(look, probe)
        reads(probe, programs)
        if probe.create in (Who.VISITOR, Who.MEMBER) and probe.changes and probe.made_by == "form":
            owns(look, probe, programs)


class Program:
    """A caller with nothing but a key."""

    def __init__(self, look: Inspection, key: str) -> None:
        self.browser = Browser(look.session)
        self.key = key

    def call(self, method: str, path: str, payload: Any = None) -> Response:
        body = b"" if payload is None else json.dumps(payload).encode()
        sent = {"Content_Type": "application/json", "Authorization": f"Bearer {self.key}"}
        return self.browser.request(method, path, body, **sent)


def issued(look: Inspection, role: str) -> str:
    """A new key of that demo person, as the project's own command prints it."""
    login = look.plan.login
    assert login is not None
    assert login.key_command is not None
    done = look.session.manage(login.key_command, login.accounts[role])
    lines = [line.strip() for line in done.output.splitlines() if line.strip()]
    if done.code or not lines or len(lines[-1]) < SHORTEST or " " in lines[-1]:
        raise CheckFailure(f"manage.py {login.key_command} prints no key: {done.said[-300:]}")
    return lines[-1]


def kept_secret(look: Inspection, issued_keys: list[str]) -> None:
    content = look.session.database(look.plan.database)
    if any(key.encode() in content for key in issued_keys):
        raise CheckFailure("a key for the API lies in the database as it is")


def without(look: Inspection, probe: EntityProbe) -> None:
    """What visitors may not read is refused to a caller without a key."""
    if probe.read == Who.VISITOR:
        return
    answer = Browser(look.session).api("GET", probe.api_path)
    if not look.is_refused(answer):
        raise CheckFailure(f"GET {probe.api_path} without a key: {told(answer)}")


def reads(probe: EntityProbe, programs: dict[str, Program]) -> None:
    for role, program in programs.items():
        may = role == STAFF or probe.read != Who.STAFF
        answer = program.call("GET", probe.api_path)
        if (answer.status == 200) != may:
            expected = "200" if may else "a refusal"
            raise CheckFailure(f"GET {probe.api_path} with the key of {role}: expected {expected}, got {told(answer)}")


def owns(look: Inspection, probe: EntityProbe, programs: dict[str, Program]) -> None:
    """A row made with a member's key is that member's, and nobody else's key reaches it where the plan says so."""
    sent = crud.payload(probe, acting.fill(look, probe, acting.create_form(look, probe, MEMBER)))
    before = set(look.rows().keys(probe.table))
    answer = programs[MEMBER].call("POST", probe.api_path, sent)
    new = set(look.rows().keys(probe.table)) - before
    if answer.status not in (200, 201) or len(new) != 1:
        raise CheckFailure(f"POST {probe.api_path} with the key of member: {told(answer)}, {len(new)} new rows")
    path = f"{probe.api_path}{new.pop()}/"
    row = acting.stored(look, probe, path.split("/")[-2])
    if probe.owner_column and row.get(probe.owner_column) != look.account_key(MEMBER):
        raise CheckFailure(f"POST {probe.api_path}: the row does not belong to the person whose key it was")
    field = acting.textual(probe)
    value: Value | None = values.make(field) if field else None
    attempts: list[tuple[str, Who, Any]] = [("GET", probe.read, None), ("DELETE", probe.delete, None)]
    if field and value:
        attempts.insert(1, ("PATCH", probe.edit, {field.name: value.sent}))
    for method, who, payload in attempts:
        if who != Who.OWNER:
            continue
        answer = programs[OTHER].call(method, path, payload)
        if not look.is_refused(answer) or acting.stored(look, probe, path.split("/")[-2]) != row:
            raise CheckFailure(f"{method} {path} with the key of another member: {told(answer)}")
