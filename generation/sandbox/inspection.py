"""One verification under way: the session, the people, and what every check may ask of them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from generation.blueprint.schema import Blueprint, Who
from generation.sandbox.browser import Browser
from generation.sandbox.pages import Form, Page
from generation.sandbox.rows import Rows
from generation.sandbox.session import Response, Session
from generation.stacks.protocol import CheckPlan, EntityProbe

VISITOR, MEMBER, OTHER, STAFF = "visitor", "member", "other", "staff"
ADMIN_LOGIN = "/admin/login/"
REFUSED = (401, 403, 404, 405)


class CheckFailure(Exception):
    """A check did not hold; the message says where and what."""


@dataclass
class Inspection:
    files: Mapping[str, str]
    blueprint: Blueprint
    plan: CheckPlan
    session: Session
    password: str = field(default_factory=lambda: "Zq9-" + secrets.token_urlsafe(12))
    webhook_secret: str = field(default_factory=lambda: "whsec_" + secrets.token_hex(16))
    people: dict[str, Browser] = field(default_factory=dict)
    days: set[date] = field(default_factory=set)  # on which rows that take up time were put
    forms: dict[tuple[str, str], Form] = field(default_factory=dict)  # create forms already seen, by person and path

    def environment(self) -> dict[str, str]:
        """The guest's variables; the demo people's password is new in each run."""
        return {
            "DJANGO_SETTINGS_MODULE": self.plan.settings_module,
            "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            **self.plan.environment,
            **dict.fromkeys(self._webhook_variables(), self.webhook_secret),
            **({self.plan.login.password_env: self.password} if self.plan.login else {}),
        }

    def _webhook_variables(self) -> set[str]:
        """Where the project reads the secret that webhooks are signed with."""
        paid = [self.plan.shop, *(probe.charge for probe in self.plan.entities)]
        return {each.webhook_env for each in paid if each is not None and each.webhook_env}

    def rows(self) -> Rows:
        return Rows.of(self.session, self.plan.database)

    def probe(self, entity: str | None) -> EntityProbe:
        """The probe of an entity. Raises CheckFailure when the plan has none."""
        for probe in self.plan.entities:
            if probe.entity == entity:
                return probe
        raise CheckFailure(f"the check plan knows no entity {entity}")

    def person(self, role: str) -> Browser:
        """A browser of that role, signed in once and kept."""
        if role not in self.people:
            browser = Browser(self.session)
            if role != VISITOR:
                self.sign_in(browser, role)
            self.people[role] = browser
        return self.people[role]

    def sign_in(self, browser: Browser, role: str) -> None:
        """Through the real log-in form; signed in means that it answered with a redirect and a session cookie."""
        login = self.plan.login
        if login is None or role not in login.accounts:
            raise CheckFailure(f"there is no way to sign in as {role}")
        opened = browser.get(login.path)
        form = Page(opened.text).form_with({login.user_field, login.password_field})
        if form is None:
            wanted = f"{login.user_field} and {login.password_field}"
            raise CheckFailure(f"GET {login.path}: no form with {wanted} ({told(opened)})")
        values = {login.user_field: login.accounts[role], login.password_field: self.password}
        response = browser.submit(form, login.path, values)
        if response.status not in (302, 303) or not any("session" in name for name in browser.cookies):
            raise CheckFailure(f"{login.path}: {role} cannot sign in ({told(response)})")

    def account_key(self, role: str) -> Any:
        """The primary key of a demo person, from the database: the row with that e-mail and a password."""
        rows = self.rows()
        email = self.plan.login.accounts.get(role) if self.plan.login else None
        for table in sorted(rows.tables):
            if {"email", "password"} <= rows.columns(table):
                found = rows.find(table, "email", email)
                if found:
                    return found[0][rows.key(table)]
        raise CheckFailure(f"the seed made no person for {role}")

    def role_for(self, who: Who) -> str:
        """The least demo person who may do what is open to `who`."""
        if self.plan.login is None or who == Who.VISITOR:
            return VISITOR
        return STAFF if who == Who.STAFF else MEMBER

    def is_login_redirect(self, response: Response) -> bool:
        """To the project's log-in page, or to the admin's own."""
        login = self.plan.login
        where = urlsplit(response.header("Location")).path
        return login is not None and response.status in (302, 303) and where in (login.path, ADMIN_LOGIN)

    def is_refused(self, response: Response) -> bool:
        return response.status in REFUSED or self.is_login_redirect(response)


def told(response: Response) -> str:
    """A refusal or error in one line."""
    return f"{response.status}" + (f": {response.failure}" if response.failure else "")
