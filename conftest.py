"""The cast and the services every test may use."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError, close_old_connections, connection, transaction
from django.test import TransactionTestCase

from accounts.models import User
from autocrea import embedded, leftovers
from autocrea.circuit import circuit
from billing import ledger
from tests import template_database

pytest_plugins = ["tests.proving", "tests.scheduling"]
PREFIX = "autocrea-test-"


def _sweep() -> None:
    """End the servers of test processes that were killed before they could do it themselves."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*-*"):
        owner = folder.name.removeprefix(PREFIX).split("-")[0]
        if owner.isdecimal() and not leftovers.command_line(int(owner)) and folder.stat().st_uid == os.getuid():
            leftovers.end(folder / "postgres" / "postmaster.pid", str(folder), signal.SIGINT)
            leftovers.end(folder / "valkey" / "valkey.pid", str(folder))
            shutil.rmtree(folder, ignore_errors=True)


def pytest_unconfigure() -> None:
    if os.environ.get("AUTOCREA_TEST_LABEL") == f"test-{os.getpid()}":  # a child process shares its parent's sockets
        shutil.rmtree(settings.TEST_RUN_DIR, ignore_errors=True)


@pytest.fixture(scope="session")
def services() -> Iterator[None]:
    """PostgreSQL and Valkey of this test process, unless the environment names others."""
    _sweep()
    data = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    started: list[embedded.Postgres | embedded.Valkey] = []
    try:
        if settings.EMBEDDED_DATABASE:
            if template_database.copy_to(data / "postgres"):
                settings.DATABASES["default"]["TEST"]["TEMPLATE"] = template_database.NAME
            postgres = embedded.Postgres(data / "postgres", settings.TEST_RUN_DIR, durable=False)
            postgres.start()
            started.append(postgres)
        if settings.EMBEDDED_REDIS:
            valkey = embedded.Valkey(data / "valkey", settings.TEST_RUN_DIR)
            valkey.start()
            started.append(valkey)
        yield
    finally:
        for service in started:
            service.stop()
        shutil.rmtree(data, ignore_errors=True)
        shutil.rmtree(settings.TEST_RUN_DIR, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(services: None) -> None:
    """pytest-django calls this before it creates the test database: the servers must be up by then."""


@pytest.fixture(autouse=True)
def _redis_is_asked_again() -> None:
    circuit.close()


@pytest.fixture(scope="session", autouse=True)
def _empty_tables_quickly() -> Iterator[None]:
    """After a `transaction=True` test Django truncates every table and fills its own again; most were never touched.

    So only rows that are there are deleted, and what the migrations put in place stays. The ledger's triggers refuse
    that, and rightly: they stand aside for this alone. (By ALTER TABLE: it needs the owner, not a superuser.)
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: _empty_tables())
        yield


PERMANENT = {
    "django_migrations", "django_content_type", "auth_permission", "auth_group", "auth_group_permissions",
    "billing_tokenpack",
}  # fmt: skip
GUARDED = ("billing_ledgerentry", "billing_tokenhold")


def _empty_tables() -> None:
    """Again when a worker of the product was writing in another order than ours."""
    for tries_left in (2, 1, 0):
        try:
            _empty_tables_once()
            break
        except OperationalError:
            if not tries_left:
                raise


def _empty_tables_once() -> None:
    tables = sorted(set(connection.introspection.table_names()) - PERMANENT)
    counted = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in tables)
    with transaction.atomic(), connection.cursor() as cursor:
        named = ", ".join(f'"{name}"' for name in tables)
        cursor.execute(f"LOCK TABLE {named} IN SHARE ROW EXCLUSIVE MODE")  # what is half written comes first
        cursor.execute(counted)
        filled = [name for (name,) in cursor.fetchall()]
        guarded = [name for name in GUARDED if name in filled]
        for name in guarded:
            cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
        for name in filled:
            cursor.execute(f'DELETE FROM "{name}"')
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks still to come cannot be altered
        for name in guarded:
            cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")


@pytest.fixture
def sockets_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """Channels' communicator keeps threads from closing their database connections; with real transactions they may."""
    monkeypatch.setattr("channels.testing.application.no_op", close_old_connections)


def _person(name: str, tokens: int) -> User:
    user = User.objects.create_user(f"{name}@example.com", "correct horse battery", name=name.title())
    if tokens:
        ledger.grant(user.pk, amount=tokens, key=f"signup:{user.pk}")
    return user


@pytest.fixture
def alice(db: None) -> User:
    """The owner of what a test is about."""
    return _person("alice", 100)


@pytest.fixture
def bob(db: None) -> User:
    """A stranger with tokens of his own."""
    return _person("bob", 100)


@pytest.fixture
def carol(db: None) -> User:
    """A person without tokens."""
    return _person("carol", 0)
