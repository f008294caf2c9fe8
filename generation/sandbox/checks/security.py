"""Two people and a stranger: nobody reads or touches what is not theirs, and the usual attacks do nothing."""

from __future__ import annotations

from urllib.parse import urlsplit

from generation.blueprint.schema import Who
from generation.sandbox import acting, values
from generation.sandbox.acting import Made, at
from generation.sandbox.browser import HOST, Browser
from generation.sandbox.inspection import MEMBER, OTHER, STAFF, VISITOR, CheckFailure, Inspection, told
from generation.sandbox.session import Response
from generation.sandbox.values import Value
from generation.stacks.protocol import EntityProbe

ELSEWHERE = ("https://evil.example/", "//evil.example/", "https:evil.example", "/\\evil.example")


def isolation(look: Inspection) -> None:
    """All probes on all entities; raises with everything that is open."""
    wrong: list[str] = []
    for probe in look.plan.entities:
        for attack in (strangers, escalation, forgery, injection):
            try:
                attack(look, probe)
            except CheckFailure as failure:
                wrong.append(f"{probe.entity}: {failure}")
    if look.plan.login:
        try:
            redirect(look)
        except CheckFailure as failure:
            wrong.append(str(failure))
    if wrong:
        raise CheckFailure("\n".join(wrong))


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
    secret = str(made.values[field.name].stored) if field else ""
    for path in (f"{probe.list_path}?{probe.search_param or 'q'}={secret}", probe.api_path, probe.list_path):
        # The search page repeats the words that were asked for, so what counts there is the link to the row.
        text = browser.get(path).text
        if at(probe.detail_path, made.pk) + '"' in text or (secret and "?" not in path and secret in text):
            raise CheckFailure(f"GET {path} as {role} shows another's row")


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
    form = acting.create_form(look, probe, look.role_for(probe.create))
    data = acting.sent(acting.fill(look, probe, form))
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
    form = acting.create_form(look, probe, role)
    data = acting.fill(look, probe, form)
    known = look.rows().keys(probe.table)
    answers = {
        f"POST {probe.create_path}": browser.post(probe.create_path, acting.sent(data)),
        f"POST {probe.api_path}": browser.api("POST", probe.api_path, acting.sent(data), token=False),
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
    for viewer in viewers:
        for path in ("/", probe.list_path, at(probe.detail_path, made.pk), at(probe.edit_path, made.pk)):
            harmless(look.person(viewer).get(path), mark, f"GET {path} as {viewer}")
    if look.plan.login:
        harmless(look.person(STAFF).get(probe.admin_path), mark, f"GET {probe.admin_path} as staff")


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
