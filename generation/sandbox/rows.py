"""Reads the project's database with the host's own SQLite, from the bytes of its file.

The file was written by untrusted code, byte by byte if it likes: it is opened in memory, no code of it is run (no view,
virtual table or generated column), and time and memory are bounded for every question. Never counts by `count(*)`: that
is a single step of SQLite's machine, which a page that leads to itself keeps busy for ever.
"""

from __future__ import annotations

import re
import sqlite3
import time
from typing import Any

from generation.sandbox.session import Session

QUERY_SECONDS = 5.0
LONGEST_VALUE = 4 * 1024 * 1024
LARGEST_ANSWER = 32 * 1024 * 1024  # bytes of one question's rows, about
CELL = 64  # bytes a value costs beside its content
PLAIN = re.compile(r"CREATE (TABLE|VIEW|TRIGGER|(UNIQUE )?INDEX) ")

Row = dict[str, Any]


class UnreadableDatabase(Exception):
    """The bytes are no database, or the table asked for is not a table of it."""


class Rows:
    """A moment of the database. Take a new one after each request."""

    def __init__(self, content: bytes) -> None:
        self.connection = sqlite3.connect(":memory:")
        try:
            self.connection.deserialize(_without_wal(content))
            self.connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
        except (sqlite3.Error, OverflowError) as error:
            raise UnreadableDatabase(f"the database cannot be read: {error}") from error
        for setting in ("trusted_schema = OFF", "cell_size_check = ON", "temp_store = MEMORY"):
            self._select(f"PRAGMA {setting}")
        schema = self._select("SELECT type, name, sql FROM sqlite_master")
        if not all(row["sql"] is None or PLAIN.match(str(row["sql"])) for row in schema):
            raise UnreadableDatabase("the database holds a virtual table")
        self.tables = {str(row["name"]) for row in schema if row["type"] == "table"}
        self.connection.set_authorizer(_reads_tables_only)

    @classmethod
    def of(cls, session: Session, path: str) -> Rows:
        return cls(session.database(path))

    def all(self, table: str) -> list[Row]:
        return self._select(f"SELECT {self._plain(table)} FROM {self._named(table)}")  # noqa: S608 - names are quoted

    def find(self, table: str, column: str, value: Any) -> list[Row]:
        if column not in self.columns(table):
            raise UnreadableDatabase(f"{table} has no column {column}")
        query = f"SELECT {self._plain(table)} FROM {self._named(table)} WHERE {_quoted(column)} = ?"  # noqa: S608
        return self._select(query, value)

    def get(self, table: str, pk: Any) -> Row | None:
        found = self.find(table, self.key(table), pk)
        return found[0] if found else None

    def count(self, table: str) -> int:
        return len(self.keys(table))

    def keys(self, table: str) -> list[Any]:
        """Primary keys, oldest first."""
        column = _quoted(self.key(table))
        found = [row["pk"] for row in self._select(f"SELECT {column} AS pk FROM {self._named(table)}")]  # noqa: S608
        return sorted(found, key=lambda pk: (type(pk).__name__, pk))

    def key(self, table: str) -> str:
        """The primary key's column."""
        columns = self._select(f"PRAGMA table_info({self._named(table)})")
        return next((str(row["name"]) for row in columns if row["pk"]), "id")

    def columns(self, table: str) -> set[str]:
        """Those that are stored; `table_info` leaves out the generated ones, whose formulas are the project's code."""
        return {str(row["name"]) for row in self._select(f"PRAGMA table_info({self._named(table)})")}

    def _plain(self, table: str) -> str:
        return ", ".join(map(_quoted, sorted(self.columns(table)))) or "NULL"

    def _named(self, table: str) -> str:
        if table not in self.tables:
            raise UnreadableDatabase(f"there is no table {table}")
        return _quoted(table)

    def _select(self, query: str, *values: Any) -> list[Row]:
        deadline = time.monotonic() + QUERY_SECONDS
        self.connection.set_progress_handler(lambda: time.monotonic() > deadline, 10_000)
        try:
            return _within_budget(self.connection.execute(query, values))
        except (sqlite3.Error, OverflowError) as error:
            raise UnreadableDatabase(f"the database cannot be read: {error}") from error


def _within_budget(cursor: sqlite3.Cursor) -> list[Row]:
    """All rows, unless they are more than any honest app's. Raises UnreadableDatabase."""
    names, found, room = [column[0] for column in cursor.description or ()], [], LARGEST_ANSWER
    for row in cursor:
        room -= sum(CELL + (len(value) if isinstance(value, str | bytes) else 0) for value in row)
        if room < 0:
            raise UnreadableDatabase("the database has more rows than can be looked at")
        found.append(dict(zip(names, row, strict=True)))
    return found


def _reads_tables_only(action: int, first: str | None, second: str | None, schema: str | None, view: str | None) -> int:
    """What a query of ours may do: read columns, but not by way of a view, which is a program of the project."""
    allowed = action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_PRAGMA) and view is None
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _without_wal(content: bytes) -> bytes:
    """A file in WAL mode cannot be opened in memory; the two bytes that say so stand in the header."""
    if len(content) < 100:
        raise UnreadableDatabase("the project has written no database")
    return content[:18] + b"\x01\x01" + content[20:]
