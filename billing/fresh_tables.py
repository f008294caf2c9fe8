"""Makes the tables of an app with a long history at once, when the database is new.

dj-stripe's migrations first make some hundreds of columns and then drop them one by one; Django renders sixty models
anew for each. A new database holds no row for which that history matters: only its end does. Django knows that end
without touching a database, from the installed version's own migrations, so its tables are made from there, as
`migrate --run-syncdb` makes those of an app without migrations, and the migrations are recorded as applied. An upgrade
brings migrations of its own: a new database gets their end, an old one runs them as ever.

Only for apps whose migrations change tables and nothing else (an operation that moves data or runs SQL may leave
something behind that the end does not show): any other is left to the ordinary way. `make proof-migrate` compares both
ways, column by column.
"""

from __future__ import annotations

from django.db import router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import operations
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.graph import MigrationGraph

Key = tuple[str, str]
HARMLESS = (  # they change tables, or only what Django knows of them
    operations.CreateModel, operations.DeleteModel, operations.RenameModel, operations.AlterModelTable,
    operations.AlterModelTableComment, operations.AlterUniqueTogether, operations.AlterIndexTogether,
    operations.AlterModelOptions, operations.AlterModelManagers, operations.AlterOrderWithRespectTo,
    operations.AddField, operations.RemoveField, operations.AlterField, operations.RenameField,
    operations.AddIndex, operations.RemoveIndex, operations.RenameIndex,
    operations.AddConstraint, operations.RemoveConstraint, operations.AlterConstraint,
)  # fmt: skip


def make(executor: MigrationExecutor, label: str) -> bool:
    """Bring a database in which nothing of the app stands to the end of its migrations; False when left as it was.

    What does not need the app is migrated first, the ordinary way.
    """
    connection, graph = executor.connection, executor.loader.graph
    own = [key for key in graph.nodes if key[0] == label]
    if not router.allow_migrate(connection.alias, label) or not _only_tables(graph, own) or _begun(executor, own):
        return False
    executor.migrate(_targets_without(graph, label))
    state = executor.loader.project_state(graph.leaf_nodes())
    models = list(state.apps.get_app_config(label).get_models())
    with connection.schema_editor(atomic=True) as editor:
        for model in models:
            editor.create_model(model)  # foreign keys come at the end, so the order does not matter
        for key in own:
            executor.recorder.record_applied(*key)
    return True


def _only_tables(graph: MigrationGraph, own: list[Key]) -> bool:
    return all(isinstance(step, HARMLESS) for key in own for step in getattr(graph.nodes[key], "operations", []))


def _begun(executor: MigrationExecutor, own: list[Key]) -> bool:
    return any(key in executor.loader.applied_migrations for key in own) or _has_tables(executor.connection, own)


def _has_tables(connection: BaseDatabaseWrapper, own: list[Key]) -> bool:
    prefixes = tuple({f"{label}_" for label, _ in own})
    return any(table.startswith(prefixes) for table in connection.introspection.table_names())


def _targets_without(graph: MigrationGraph, label: str) -> list[Key]:
    """The end of each app, or as far as it goes without this one."""
    free = [key for key in graph.nodes if not any(step[0] == label for step in graph.forwards_plan(key))]
    return [key for key in free if not any(child.key in free for child in graph.node_map[key].children)]
