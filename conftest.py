"""The cast and the services every test may use."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from autocrea import embedded


@pytest.fixture(scope="session")
def services() -> Iterator[None]:
    """PostgreSQL and Valkey of this test process, unless the environment names others."""
    data = Path(tempfile.mkdtemp(prefix="autocrea-test-"))
    started: list[embedded.Postgres | embedded.Valkey] = []
    try:
        if settings.EMBEDDED_DATABASE:
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
