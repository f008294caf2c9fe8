"""What a request asks for beyond what its form offers: more rights at the registration, another person's row."""

from __future__ import annotations

from typing import Any

from generation.blueprint.schema import Who
from generation.sandbox import acting, values
from generation.sandbox.browser import Browser
from generation.sandbox.checks.security import forged
from generation.sandbox.inspection import MEMBER, OTHER, CheckFailure, Inspection, told
from generation.sandbox.pages import Form, Page
from generation.sandbox.rows import Row
from generation.stacks.protocol import EntityProbe, FieldProbe

RIGHTS = ("is_staff", "is_superuser")
# As many spellings of "make me staff" as a careless form would take.
WISHES: dict[str, str | list[str]] = {
    **dict.fromkeys((*RIGHTS, "is_admin", "staff", "admin", "superuser"), "on"),
    "role": "staff", "level": "staff", "groups": ["1"], "user_permissions": ["1", "2"],
}  # fmt: skip
MEMBERS = (Who.VISITOR, Who.MEMBER, Who.OWNER)


def registration(look: Inspection) -> None:
    """Who registers becomes a member, whatever rights the request names."""
    login = look.plan.login
    if login is None or login.register_path is None:
        return
    browser, email = Browser(look.session), f"{values.word()}@example.org"
    response = browser.get(login.register_path)
    form = _with_password(Page(response.text))
    if response.status != 200 or form is None:
        raise CheckFailure(f"GET {login.register_path}: no form to register with ({told(response)})")
    answer = browser.submit(form, login.register_path, {**WISHES, **_person(form, email)})
    found = _account(look, email)
    if found is None:
        raise CheckFailure(f"POST {login.register_path}: nobody can register ({acting.refusal(answer)})")
    _expect_no_rights(found[1], _granted(look, found), f"POST {login.register_path}")


def profile(look: Inspection) -> None:
    """Nor does a member rise by way of the page about their own account."""
    login = look.plan.login
    if login is None or login.profile_path is None:
        return
    email, browser = login.accounts[OTHER], look.person(OTHER)
    before = _account(look, email)
    granted = _granted(look, before) if before else []
    forms = Page(browser.get(login.profile_path).text).forms
    forged(browser, login.profile_path, {**WISHES, "email": email})
    for form in forms:
        if form.method == "post" and form.action in ("", login.profile_path):
            browser.submit(form, login.profile_path, WISHES)
    after = _account(look, email)
    if after is None or before is None:
        raise CheckFailure(f"POST {login.profile_path}: the account is gone")
    more = [each for each in _granted(look, after) if each not in granted]
    _expect_no_rights(after[1], more, f"POST {login.profile_path}")


def _with_password(page: Page) -> Form | None:
    return next((form for form in page.forms if any(each.type == "password" for each in form.controls.values())), None)


def _person(form: Form, email: str) -> dict[str, str | list[str]]:
    """What somebody fills in who wants an account."""
    secret = f"{values.number(10**13, 10**14)}-Zq"  # nothing of it in the address: apps refuse what resembles it
    filled: dict[str, str | list[str]] = {}
    for name, control in form.controls.items():
        if control.type == "password":
            filled[name] = secret
        elif control.type == "email" or name in ("email", "username"):
            filled[name] = email
        elif control.type in ("text", "textarea"):
            filled[name] = values.word()
    return filled


def _account(look: Inspection, email: str) -> tuple[str, Row] | None:
    """The table of the accounts and the row with that address."""
    rows = look.rows()
    for table in sorted(rows.tables):
        if {"email", "password"} <= rows.columns(table) and (found := rows.find(table, "email", email)):
            return table, found[0]
    return None


def _expect_no_rights(account: Row, more: list[str], what: str) -> None:
    risen = [name for name in RIGHTS if account.get(name)] + more
    if risen:
        raise CheckFailure(f"{what}: somebody gave themselves more rights ({', '.join(risen)})")


def _granted(look: Inspection, account: tuple[str, Row]) -> list[str]:
    """What the account has been granted through tables beside its own: "table: row"."""
    table, row = account
    rows, column = look.rows(), f"{account[0].rpartition('_')[2]}_id"
    linked = (f"{table}_groups", f"{table}_user_permissions")
    return [
        f"{each}: {sorted(map(str, one.values()))}"
        for each in linked
        if each in rows.tables and column in rows.columns(each)
        for one in rows.find(each, column, row[rows.key(table)])
    ]


def borrowed(look: Inspection, probe: EntityProbe) -> None:
    """No row points at another person's private row, whatever key the request names."""
    if look.plan.login is None or probe.create not in MEMBERS or probe.made_by != "form":
        return
    private = {each.table: each for each in look.plan.entities if each.owner_column and each.read == Who.OWNER}
    for field in probe.fields:
        target = private.get(field.target_table or "")
        if target is not None and target.create in MEMBERS:
            _point_at(look, probe, field, acting.create(look, target, MEMBER).pk)


def _point_at(look: Inspection, probe: EntityProbe, field: FieldProbe, pk: Any) -> None:
    form = acting.create_form(look, probe, OTHER)
    data = acting.sent(acting.fill(look, probe, form))
    data[field.name] = [str(pk)] if field.kind == "relations" else str(pk)
    before = set(look.rows().keys(probe.table))
    browser = look.person(OTHER)
    forged(browser, probe.create_path, data)
    browser.api("POST", probe.api_path, data)
    rows = look.rows()
    new = [row for row in rows.all(probe.table) if row[rows.key(probe.table)] not in before]
    if any(field.kind == "relations" or str(row.get(field.column)) == str(pk) for row in new):
        raise CheckFailure(f"POST {probe.create_path}: {field.name} takes a row that belongs to somebody else")
