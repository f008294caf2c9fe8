"""A staff of different rights, spoiled: what lets one role do what is kept to another, and what the report must say."""

from __future__ import annotations

from functools import partial

from generation.sandbox.tests.business_mutants import Spoiled
from generation.stacks.tests import teams

NOTES, ROOMS = partial(teams.limits_of, "Nota"), partial(teams.limits_of, "Sala")
ACCESS, VIEWS, API = "core/access.py", "core/views/crud.py", "core/api/views.py"
ADMIN, RELATED, FORMS = "core/admin.py", "core/related.py", "core/forms/base.py"

SPOILED = (
    Spoiled("the pages ask for no group", NOTES, VIEWS, "can(request.user, self.action, self.model)",
            "(request.user.is_staff or can(request.user, self.action, self.model))",
            "GET /notas/ as role_", often=True),
    Spoiled("the API asks for no group", NOTES, API, "can(self.request.user, action, row or self.model)",
            "(self.request.user.is_staff or can(self.request.user, action, row or self.model))",
            "/api/notas/ as role_", often=True),
    Spoiled("the admin asks for no group", NOTES, ADMIN, 'return can(request.user, "read", obj or self.model)',
            "return request.user.is_staff", "GET /admin/core/nota/ as role_", often=True),
    Spoiled("the admin lets anybody of the staff change rows", partial(teams.limits_of, "Pago"), ADMIN,
            'return can(request.user, "edit", obj or self.model)',
            'return can(request.user, "read", obj or self.model)',
            "/change/ as role_contador"),
    Spoiled("the staff may everything", NOTES, ACCESS, "if user.is_staff and needed in", "if False and needed in",
            "role_recepcion"),
    Spoiled("the groups may nothing", NOTES, "core/roles.py", "            group.permissions.set(known)",
            "            group.permissions.clear()", "role_medico"),
    Spoiled("a row names the row that is kept", ROOMS, ACCESS, 'return row is not None and can(user, "read", row)',
            "return row is not None", "shows a Sala"),
    Spoiled("the admin names the row that is kept", ROOMS, ADMIN, "        return {field.name for field in links if",
            "        return {field.name for field in links if False and", "shows a Sala"),
    Spoiled("a note goes away with its appointment", NOTES, RELATED, "    if user.is_staff and not all(",
            "    if False and not all(", "deleted a Nota"),
    Spoiled("the navigation leads to a refusal", NOTES, "core/context.py", '    if can(user, "read", Nota):',
            "    if user.is_staff:", "leads to /notas/"),
)  # fmt: skip
