"""Walks a check plan inside a rendered project: run as a script in the project's folder, prints one JSON object.

A process of its own, because two Django projects cannot live in one interpreter.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

sys.path[:0] = [str(Path.cwd()), str(Path(__file__).resolve().parents[3])]
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django  # noqa: E402

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from generation.blueprint.schema import Blueprint  # noqa: E402
from generation.stacks.django import DjangoStack  # noqa: E402
from generation.stacks.protocol import CheckPlan, PageProbe  # noqa: E402

ROLES = ("visitor", "member", "other", "staff")


def browsers(plan: CheckPlan) -> dict[str, Client]:
    found = {role: Client(HTTP_HOST="localhost") for role in ROLES}
    if plan.login:
        for role, address in plan.login.accounts.items():
            sent = {plan.login.user_field: address, plan.login.password_field: os.environ["DEMO_PASSWORD"]}
            assert found[role].post(plan.login.path, sent).status_code == 302, role
    return found


def row_of(probe: PageProbe) -> int | None:
    mine = f" where {probe.owner_column} = (select id from accounts_user where email = 'member@example.com')"
    with connection.cursor() as cursor:
        cursor.execute(f"select id from {probe.table}{mine if probe.owner_column else ''} limit 1")
        found = cursor.fetchone()
    return found[0] if found else None


def outcome(client: Client, path: str) -> str:
    answer = client.get(path)
    if answer.status_code in {403, 404}:
        return "forbidden"
    if answer.status_code == 302 and "login" in answer["Location"] + "login" * ("/entrar/" in answer["Location"]):
        return "login"
    return "ok" if answer.status_code == 200 else str(answer.status_code)


def main() -> None:
    plan = DjangoStack().check_plan(Blueprint.model_validate_json(Path("blueprint.json").read_text(encoding="utf-8")))
    clients, wrong, looked_at = browsers(plan), [], 0
    for probe in plan.pages:
        pk = row_of(probe) if probe.table else None
        for role, expected in probe.expect.items():
            looked_at += 1
            got = outcome(clients[role], probe.path.replace("{pk}", str(pk)))
            if got != expected:
                wrong.append([role, probe.path, expected, got])
    sys.stdout.write(json.dumps({"looked_at": looked_at, "wrong": wrong}))


main()
