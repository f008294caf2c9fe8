"""Django's command; on a new database, dj-stripe's tables are made at once instead of in hundreds of steps."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from billing import fresh_tables

AT_ONCE = ["djstripe"]
ORDINARY = ("app_label", "migration_name", "fake", "fake_initial", "plan", "check_unapplied", "prune")


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        if not any(options.get(name) for name in ORDINARY):
            self.verbosity = options["verbosity"]
            connection = connections[options["database"]]
            connection.prepare_database()
            for label in AT_ONCE:
                fresh_tables.make(MigrationExecutor(connection, self.migration_progress_callback), label)  # type: ignore[arg-type]
        super().handle(*args, **options)
