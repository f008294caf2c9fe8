"""Reads the project's database with the host's own SQLite, from the bytes of its file.

The file was written by untrusted code, so it is opened in memory, with small limits, and only real tables are read:
a view that merely looks like a table is refused.
"""

from __future__ import annotations

import sqlite3
import time
from typing import Any

from generation.sandbox.session import Session

QUERY_SECONDS = 5.0
LONGEST_VALUE = 4 * 1024 * 1024

Row = dict[str, Any]


class UnreadableDatabase(Exception):
    """The bytes are no database, or the table asked for is not a table of it."""


class Rows:
    """A moment of the database. Take a new one after each request."""

    def __init__(self, content: bytes) -> None:
        self.connection = sqlite3.connect(":memory:")
        self.connection.row_factory = sqlite3.Row
        try:
            self.connection.deserialize(_without_wal(content))
            self.connection.execute("PRAGMA trusted_schema = OFF")
            self.connection.execute("PRAGMA cell_size_check = ON")
            self.connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
            self.tables = {
                name for (name,) in self.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            }
        except (sqlite3.Error, OverflowError) as error:
            raise UnreadableDatabase(f"the database cannot be read: {error}") from error

    @classmethod
    def of(cls, session: Session, path: str) -> Rows:
        return cls(session.database(path))

    def all(self, table: str) -> list[Row]:
        return self._select(f"SELECT * FROM {self._named(table)}")  # noqa: S608 - the name is checked and quoted

    def find(self, table: str, column: str, value: Any) -> list[Row]:
        return self._select(f"SELECT * FROM {self._named(table)} WHERE {_quoted(column)} = ?", value)  # noqa: S608

    def get(self, table: str, pk: Any) -> Row | None:
        found = self.find(table, self.key(table), pk)
        return found[0] if found else None

    def count(self, table: str) -> int:
        return int(self._select(f"SELECT count(*) AS n FROM {self._named(table)}")[0]["n"])  # noqa: S608

    def keys(self, table: str) -> list[Any]:
        """Primary keys, oldest first."""
        column = _quoted(self.key(table))
        return [row["pk"] for row in self._select(f"SELECT {column} AS pk FROM {self._named(table)} ORDER BY 1")]  # noqa: S608

    def key(self, table: str) -> str:
        """The primary key's column."""
        columns = self._select(f"PRAGMA table_info({self._named(table)})")
        return next((str(row["name"]) for row in columns if row["pk"]), "id")

    def columns(self, table: str) -> set[str]:
        return {str(row["name"]) for row in self._select(f"PRAGMA table_info({self._named(table)})")}

    def _named(self, table: str) -> str:
        if table not in self.tables:
            raise UnreadableDatabase(f"there is no table {table}")
        return _quoted(table)

    def _select(self, query: str, *values: Any) -> list[Row]:
        deadline = time.monotonic() + QUERY_SECONDS
        self.connection.set_progress_handler(lambda: time.monotonic() > deadline, 10_000)
        try:
            return [dict(row) for row in self.connection.execute(query, values)]
        except (sqlite3.Error, OverflowError) as error:
            raise UnreadableDatabase(f"the database cannot be read: {error}") from error


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _without_wal(content: bytes) -> bytes:
    """A file in WAL mode cannot be opened in memory; the two bytes that say so stand in the header."""
    if len(content) < 100:
        raise UnreadableDatabase("the project has written no database")
    return content[:18] + b"\x01\x01" + content[20:]
