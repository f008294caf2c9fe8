"""On a new database the tables of dj-stripe are made at once, and only where that is the same as step by step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, migrations
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from billing import fresh_tables

pytestmark = pytest.mark.django_db


def test_the_tests_own_database_was_made_so_and_django_finds_nothing_missing() -> None:
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    own = [key for key in executor.loader.graph.nodes if key[0] == "djstripe"]
    applied = MigrationRecorder(connection).applied_migrations()
    assert {key for key in applied if key[0] == "djstripe"} == set(own)
    assert sum(name.startswith("djstripe_") for name in connection.introspection.table_names()) > 50


def test_a_database_that_has_begun_is_left_to_django() -> None:
    assert not fresh_tables.make(MigrationExecutor(connection), "djstripe")


@pytest.fixture
def nothing_applied(monkeypatch: pytest.MonkeyPatch) -> Iterator[MigrationExecutor]:
    executor = MigrationExecutor(connection)
    monkeypatch.setattr(executor.loader, "applied_migrations", {})
    monkeypatch.setattr(fresh_tables, "_has_tables", lambda *_: False)
    return executor


def test_tables_that_nobody_recorded_are_left_to_django(
    nothing_applied: MigrationExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(nothing_applied.loader, "applied_migrations", {})
    assert not fresh_tables.make(nothing_applied, "djstripe")


@pytest.mark.parametrize(
    "step",
    [migrations.RunPython(migrations.RunPython.noop), migrations.RunSQL("SELECT 1"),
     migrations.SeparateDatabaseAndState()],
)  # fmt: skip
def test_a_history_that_does_more_than_tables_is_left_to_django(
    nothing_applied: MigrationExecutor, monkeypatch: pytest.MonkeyPatch, step: Any
) -> None:
    last = nothing_applied.loader.graph.leaf_nodes("djstripe")[0]
    monkeypatch.setattr(nothing_applied.loader.graph.nodes[last], "operations", [step])
    monkeypatch.setattr(MigrationExecutor, "migrate", lambda *_: pytest.fail("it began"))
    assert not fresh_tables.make(nothing_applied, "djstripe")


@pytest.mark.parametrize("asked", [{"app_label": "billing"}, {"plan": True}, {"check_unapplied": True}])
def test_asked_for_a_part_the_command_is_djangos(monkeypatch: pytest.MonkeyPatch, asked: dict[str, Any]) -> None:
    monkeypatch.setattr(fresh_tables, "make", lambda *_: pytest.fail("it began"))
    call_command("migrate", verbosity=0, interactive=False, **asked)
