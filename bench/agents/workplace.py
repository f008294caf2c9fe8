"""A whole installation for one measurement: PostgreSQL, Valkey, one person with tokens, and the worker's own runner.

Nothing is doubled: runs come in by the door of the product, are carried by its runner and paid from its ledger.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autocrea import embedded

if TYPE_CHECKING:
    from accounts.models import User
    from generation.models import Run

TOKENS = 10_000


@dataclass(frozen=True)
class Workplace:
    person: User

    def submit(self, description: str, engine: str = "joxcoder") -> Run:
        """A run as the form takes it on."""
        from generation.pipeline import submission

        return submission.submit(
            self.person, name=None, description=description, submit_key=uuid.uuid4(), engine=engine, accept_partial=True
        )

    def carry(self, run: Run) -> float:
        """The run as a worker carries it, to its end. Seconds it took."""
        from generation.pipeline import runner

        began = time.monotonic()
        runner.execute(run.pk)
        run.refresh_from_db()
        return time.monotonic() - began


@contextmanager
def opened(**environment: str) -> Iterator[Workplace]:
    """Services of its own, gone afterwards. Before this nothing may have read the settings."""
    place = Path(tempfile.mkdtemp(prefix="autocrea-bench-"))
    sockets = embedded.runtime_dir(f"bench-{os.getpid()}")
    os.environ.update(
        {
            "DJANGO_SETTINGS_MODULE": "autocrea.settings",
            "ENV_FILE": os.devnull,
            "LOG_LEVEL": "WARNING",
            "DATABASE_URL": embedded.database_url(sockets),
            "REDIS_URL": embedded.redis_url(sockets),
            "DATA_DIR": str(place),
            **environment,
        }
    )
    postgres = embedded.Postgres(place / "postgres", sockets, durable=False)
    valkey = embedded.Valkey(place / "valkey", sockets)
    try:
        postgres.start()
        postgres.create_database("autocrea")
        valkey.start()
        yield Workplace(_person())
    finally:
        _let_go()
        valkey.stop()
        postgres.stop()
        shutil.rmtree(place, ignore_errors=True)
        shutil.rmtree(sockets, ignore_errors=True)


def _person() -> Any:
    import django

    django.setup()
    from django.core.management import call_command

    from accounts.models import User
    from billing import ledger

    call_command("migrate", verbosity=0)
    person = User.objects.create_user("bench@example.com", uuid.uuid4().hex, name="Bench")
    ledger.grant(person.pk, amount=TOKENS, key=f"signup:{person.pk}")
    return person


def _let_go() -> None:
    from django.db import connection

    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()
