"""Attacks on rows: nobody reads or touches what is not theirs, and forged, hostile or careless requests do nothing."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlsplit

from generation.blueprint.schema import Who
from generation.sandbox import acting, values
from generation.sandbox.acting import Made, at
from generation.sandbox.browser import HOST, Browser
from generation.sandbox.inspection import MEMBER, OTHER, STAFF, VISITOR, CheckFailure, Inspection, told
from generation.sandbox.session import Response
from generation.sandbox.values import Value
from generation.stacks.protocol import EntityProbe

LARGEST_JSON = 2_000_000  # bytes
UNMISTAKABLE = (*acting.TEXTUAL, "email", "phone", "url")
ELSEWHERE = ("https://evil.example/", "//evil.example/", "https:evil.example", "/\\evil.example")


def strangers(look: Inspection, probe: EntityProbe) -> None:
    """What belongs to one member is out of another member's and a visitor's reach, as far as the plan says so."""
    if look.plan.login is None or not probe.owner_column or probe.create == Who.STAFF:
        return
    made = acting.create(look, probe, MEMBER)
    for role in (OTHER, VISITOR):
        if probe.read == Who.OWNER:
            unreadable(look, probe, made, role)
        if probe.edit == Who.OWNER:
            uneditable(look, probe, made, role)
        if probe.delete == Who.OWNER:
            undeletable(look, probe, made, role)


def escalation(look: Inspection, probe: EntityProbe) -> None:
    """A member does nothing kept for staff, a visitor nothing kept for members; neither enters the admin."""
    if look.plan.login is None:
        return
    for role in (VISITOR, MEMBER):
        refused(look, look.person(role).request("GET", probe.admin_path), f"GET {probe.admin_path} as {role}")
        if below(role, probe.create):
            uncreatable(look, probe, role)
    for who, attack in ((probe.read, unreadable), (probe.edit, uneditable), (probe.delete, undeletable)):
        for role in (VISITOR, MEMBER):
            if below(role, who):
                attack(look, probe, acting.create(look, probe, STAFF), role)


def below(role: str, who: Who) -> bool:
    """Whether a role is under the level an action is open to, whoever the row belongs to."""
    return who != Who.VISITOR if role == VISITOR else who == Who.STAFF


def refused(look: Inspection, response: Response, what: str) -> None:
    if not look.is_refused(response):
        raise CheckFailure(f"{what}: expected a refusal, got {told(response)}")


def unreadable(look: Inspection, probe: EntityProbe, made: Made, role: str) -> None:
    browser = look.person(role)
    paths = (at(probe.detail_path, made.pk), f"{probe.api_path}{made.pk}/")
    for path in paths:
        refused(look, browser.request("GET", path), f"GET {path} as {role} (another's row)")
    field = acting.textual(probe)
    secret = str(made.values[field.name].stored) if field and field.name in made.values else ""
    for path in (f"{probe.list_path}?{probe.search_param or 'q'}={secret}", probe.api_path, probe.list_path):
        # The search page repeats the words that were asked for, so what counts there is the link to the row.
        text = browser.get(path).text
        if at(probe.detail_path, made.pk) + '"' in text or (secret and "?" not in path and secret in text):
            raise CheckFailure(f"GET {path} as {role} shows another's row")
    if made.pk in listed_keys(browser.api("GET", probe.api_path)):
        raise CheckFailure(f"GET {probe.api_path} as {role} lists another's row")


def listed_keys(response: Response) -> list[Any]:
    """The keys of the rows in an answer of the API: a list, or an object that holds one."""
    try:
        answer = json.loads(response.body[:LARGEST_JSON])
    except (ValueError, RecursionError):
        return []
    lists = answer.values() if isinstance(answer, dict) else [answer]
    rows = [row for rows in lists if isinstance(rows, list) for row in rows if isinstance(row, dict)]
    return [row.get("id", row.get("pk")) for row in rows]


def detours(look: Inspection) -> None:
    """What only its owner may read stands on no other page: home, dashboards, forms that offer rows, its parents'."""
    private = [probe for probe in look.plan.entities if probe.owner_column and probe.read == Who.OWNER]
    rows = [(probe, acting.create(look, probe, MEMBER)) for probe in private if probe.create != Who.STAFF]
    paths = {page.path for page in look.plan.pages if "{pk}" not in page.path}
    for probe in look.plan.entities:
        paths |= {probe.list_path, probe.create_path, probe.api_path}
    for probe, made in rows:
        paths |= parents(look, probe, made)
    for role in (OTHER, VISITOR) if rows else ():
        for path in sorted(paths):
            text = look.person(role).get(path).text
            for probe, made in rows:
                if any(trace in text for trace in traces(probe, made)):
                    raise CheckFailure(f"GET {path} as {role} shows a {probe.entity} of somebody else")


def parents(look: Inspection, probe: EntityProbe, made: Made) -> set[str]:
    """The pages of the rows it belongs to."""
    targets = {target.table: target for target in look.plan.entities}
    fields = [field for field in probe.fields if field.column and field.target_table in targets]
    found = [(targets[str(field.target_table)], made.row.get(field.column)) for field in fields]
    return {at(target.detail_path, pk) for target, pk in found if pk is not None}


def traces(probe: EntityProbe, made: Made) -> list[str]:
    """What gives a row away: the link to it, and each value that nobody else can have."""
    fields = [field for field in probe.fields if field.kind in UNMISTAKABLE and field.name in made.values]
    return [at(probe.detail_path, made.pk) + '"', *(str(made.values[field.name].stored) for field in fields)]


def given_away(look: Inspection, probe: EntityProbe) -> None:
    """Whoever makes a row is its owner, whatever owner the request names."""
    members = probe.create in (Who.MEMBER, Who.OWNER) and probe.made_by == "form"
    if look.plan.login is None or not probe.owner_column or not members:
        return
    browser, other = look.person(MEMBER), look.account_key(OTHER)
    data = acting.form_data(look, probe, MEMBER)
    named = {**data, probe.owner_column: str(other), probe.owner_column.removesuffix("_id"): str(other)}
    before = set(look.rows().keys(probe.table))
    forged(browser, probe.create_path, named)
    browser.api("POST", probe.api_path, {**named, probe.owner_column: other})
    rows = look.rows()
    owners = [row[probe.owner_column] for row in rows.all(probe.table) if row[rows.key(probe.table)] not in before]
    if other in owners:
        raise CheckFailure("a member made a row in somebody else's name by naming its owner")


def uneditable(look: Inspection, probe: EntityProbe, made: Made, role: str) -> None:
    """Neither page nor form nor API changes the row, whatever token is sent."""
    browser, before = look.person(role), acting.stored(look, probe, made.pk)
    path, api = at(probe.edit_path, made.pk), f"{probe.api_path}{made.pk}/"
    field = acting.textual(probe) or probe.fields[0]
    value = values.make(field) or made.values.get(field.name)
    data = {**acting.sent(made.values), **({field.name: value.sent} if value else {})}
    answers = {
        f"GET {path}": browser.request("GET", path),
        f"POST {path}": forged(browser, path, data),
        f"PATCH {api}": browser.api("PATCH", api, data),
        f"PUT {api}": browser.api("PUT", api, data),
    }
    for what, response in answers.items():
        refused(look, response, f"{what} as {role} (not allowed)")
    if look.rows().get(probe.table, made.pk) != before:
        raise CheckFailure(f"{role} changed a row that is not theirs to change")


def undeletable(look: Inspection, probe: EntityProbe, made: Made, role: str) -> None:
    browser = look.person(role)
    path, api = at(probe.delete_path, made.pk), f"{probe.api_path}{made.pk}/"
    answers = {f"POST {path}": forged(browser, path, {}), f"DELETE {api}": browser.api("DELETE", api)}
    for what, response in answers.items():
        refused(look, response, f"{what} as {role} (not allowed)")
    if look.rows().get(probe.table, made.pk) is None:
        raise CheckFailure(f"{role} deleted a row that is not theirs to delete")


def uncreatable(look: Inspection, probe: EntityProbe, role: str) -> None:
    browser, before = look.person(role), look.rows().keys(probe.table)
    data = acting.form_data(look, probe, look.role_for(probe.create))
    known = look.rows().keys(probe.table)
    answers = {
        f"GET {probe.create_path}": browser.request("GET", probe.create_path),
        f"POST {probe.create_path}": forged(browser, probe.create_path, data),
        f"POST {probe.api_path}": browser.api("POST", probe.api_path, data),
    }
    for what, response in answers.items():
        refused(look, response, f"{what} as {role} (not allowed)")
    if look.rows().keys(probe.table) != known:
        raise CheckFailure(f"{role} created a row: {len(before)} before")


def forged(browser: Browser, path: str, data: dict[str, str | list[str]]) -> Response:
    """A POST with a valid token of the attacker's own, so that only the permission can refuse it."""
    token = browser.cookies.get("csrftoken", "")
    return browser.post(path, {**data, "csrfmiddlewaretoken": token})


def forgery(look: Inspection, probe: EntityProbe) -> None:
    """A signed-in browser that another site makes post, without the token, is refused and stores nothing."""
    role = look.role_for(probe.create)
    browser, before = look.person(role), look.rows().keys(probe.table)
    data = acting.form_data(look, probe, role)
    known = look.rows().keys(probe.table)
    answers = {
        f"POST {probe.create_path}": browser.post(probe.create_path, data),
        f"POST {probe.api_path}": browser.api("POST", probe.api_path, data, token=False),
    }
    for what, response in answers.items():
        if response.status not in (401, 403):
            raise CheckFailure(f"{what} without a CSRF token: expected 403, got {told(response)}")
    if look.rows().keys(probe.table) != known:
        raise CheckFailure(f"a row was stored without a CSRF token ({len(before)} before)")


def injection(look: Inspection, probe: EntityProbe) -> None:
    """A script in a text field comes back as text, on every page that shows it."""
    mark = values.word()
    hostile = f'<script>{mark}</script>"><img src=x onerror={mark}>'
    given = {field.name: Value(hostile, hostile) for field in probe.fields if field.kind in acting.TEXTUAL}
    if not given:
        return
    role = look.role_for(probe.create)
    try:
        made = acting.create(look, probe, role, given)
    except CheckFailure:
        unstored(look, probe, given, mark)
        return
    viewers = {acting.reader_of(look, probe, made), acting.editor_of(look, probe.edit, made)}
    own = (
        probe.list_path,
        at(probe.detail_path, made.pk),
        at(probe.edit_path, made.pk),
        at(probe.delete_path, made.pk),
    )
    for viewer in viewers:
        for path in ("/", *own, *sorted(parents(look, probe, made))):
            harmless(look.person(viewer).get(path), mark, f"GET {path} as {viewer}")
    if look.plan.login:
        for path in (probe.admin_path, f"{probe.admin_path}{made.pk}/change/"):
            harmless(look.person(STAFF).get(path), mark, f"GET {path} as staff")


def schemes(look: Inspection, probe: EntityProbe) -> None:
    """An address that is a script is refused, or at least leads nowhere."""
    if probe.made_by != "form":
        return
    for field in (each for each in probe.fields if each.kind in ("url", "image")):
        mark, role = values.word(), look.role_for(probe.create)
        form = acting.create_form(look, probe, role)
        if form.controls[field.name].type == "file":
            continue
        data = {**acting.sent(acting.fill(look, probe, form)), field.name: f"javascript:alert('{mark}')"}
        before = set(look.rows().keys(probe.table))
        forged(look.person(role), probe.create_path, data)
        for pk in set(look.rows().keys(probe.table)) - before:
            for path in (probe.list_path, at(probe.detail_path, pk)):
                if re.search(
                    r"""(?i)(?:href|src|action)\s*=\s*["']?\s*javascript:""", look.person(STAFF).get(path).text
                ):
                    raise CheckFailure(f"GET {path}: {field.name} is an address that runs a script")


def unstored(look: Inspection, probe: EntityProbe, given: dict[str, Value], mark: str) -> None:
    """A project may refuse such text; then no row may hold it."""
    columns = [field.column for field in probe.fields if field.name in given]
    if any(mark in str(row.get(column)) for row in look.rows().all(probe.table) for column in columns):
        raise CheckFailure("a hostile text was refused and yet stored, or not stored as it was sent")


def harmless(response: Response, mark: str, what: str) -> None:
    html = "html" in response.header("Content-Type")
    if html and (f"<script>{mark}" in response.text or f"<img src=x onerror={mark}" in response.text):
        raise CheckFailure(f"{what}: a stored script comes back unescaped")


def redirect(look: Inspection) -> None:
    """The log-in sends nobody to another site."""
    login = look.plan.login
    assert login is not None
    for target in ELSEWHERE:
        response = signed_in(look, target)
        where = urlsplit(response.header("Location").replace("\\", "/"))
        if where.netloc not in ("", HOST) or where.scheme not in ("", "http"):
            raise CheckFailure(f"{login.path}?next={target} redirects to another site")


def signed_in(look: Inspection, target: str) -> Response:
    login = look.plan.login
    assert login is not None
    browser, path = Browser(look.session), f"{login.path}?next={target}"
    page = browser.page(path)
    form = page.form_with({login.user_field, login.password_field})
    if form is None:
        raise CheckFailure(f"GET {path}: no log-in form")
    values = {login.user_field: login.accounts[MEMBER], login.password_field: look.password, "next": target}
    return browser.submit(form, path, values)
