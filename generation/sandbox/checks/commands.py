"""The project's own commands, each compared with what the database's bytes say afterwards."""

from __future__ import annotations

import re

from generation.sandbox.inspection import CheckFailure, Inspection
from generation.sandbox.session import Command

RAN = re.compile(r"^Ran (\d+) tests? in", re.MULTILINE)
SHOWN = 1500


def check(look: Inspection) -> None:
    """Django's system check, and every template compiles."""
    done(look.session.manage("check"), "check")
    broken = look.session.templates()
    if broken:
        raise CheckFailure("\n".join(f"{path}:{line}: {message}" for path, line, message in broken[:8]))


def migrations(look: Inspection) -> None:
    done(look.session.manage("makemigrations", "--check", "--dry-run"), "makemigrations --check")


def migrate(look: Inspection) -> None:
    """Migrate; the plan's tables and columns are then in the file."""
    done(look.session.manage("migrate", "--noinput"), "migrate")
    if not look.plan.entities:
        return  # an app that keeps nothing may have no database
    rows = look.rows()
    for probe in look.plan.entities:
        if probe.table not in rows.tables:
            raise CheckFailure(f"after migrate there is no table {probe.table}")
        missing = {field.column for field in probe.fields if field.column} - rows.columns(probe.table)
        if missing:
            raise CheckFailure(f"after migrate {probe.table} lacks {', '.join(sorted(missing))}")


def seed(look: Inspection) -> None:
    """The seed rows are there, once, however often it runs; each demo person can sign in with this run's password."""
    command = look.plan.seed_command.split()
    done(look.session.manage(*command), look.plan.seed_command)
    first = _counts(look)
    for entity, rows in look.blueprint.seed.items():
        if first.get(entity, 0) < len(rows):
            raise CheckFailure(f"the seed made {first.get(entity, 0)} rows of {entity}, the plan has {len(rows)}")
    done(look.session.manage(*command), look.plan.seed_command)
    if _counts(look) != first:
        raise CheckFailure(f"{look.plan.seed_command} makes other rows when it runs a second time")
    for role in look.plan.login.accounts if look.plan.login else ():
        look.person(role)


def _counts(look: Inspection) -> dict[str, int]:
    if not look.plan.entities:
        return {}
    rows = look.rows()
    return {probe.entity: rows.count(probe.table) for probe in look.plan.entities}


def tests(look: Inspection) -> None:
    """The project's own suite: it is green and not empty."""
    assert look.plan.test_command is not None
    result = look.session.manage(*look.plan.test_command.split())
    done(result, look.plan.test_command)
    ran = RAN.search(result.output)
    if ran is None or int(ran.group(1)) == 0:
        raise CheckFailure("the project's suite ran no test")


def done(command: Command, name: str) -> None:
    if command.code:
        raise CheckFailure(f"manage.py {name} ended with {command.code}:\n{command.said[-SHOWN:]}")
