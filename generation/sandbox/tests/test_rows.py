"""Reading a database that untrusted code has written."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from generation.sandbox.rows import Rows, UnreadableDatabase


def written(tmp_path: Path, *statements: str) -> bytes:
    connection = sqlite3.connect(tmp_path / "db")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    return (tmp_path / "db").read_bytes()


TABLE = "CREATE TABLE note (id integer primary key, title text)"


def test_rows_are_found_by_key_and_by_value(tmp_path: Path) -> None:
    rows = Rows(written(tmp_path, TABLE, "INSERT INTO note VALUES (3, 'a'), (1, 'b')"))
    assert rows.keys("note") == [1, 3]
    assert rows.count("note") == 2
    assert rows.get("note", 3) == {"id": 3, "title": "a"}
    assert rows.get("note", 9) is None
    assert rows.find("note", "title", "b") == [{"id": 1, "title": "b"}]
    assert rows.columns("note") == {"id", "title"}


def test_a_view_that_looks_like_the_table_is_refused(tmp_path: Path) -> None:
    rows = Rows(written(tmp_path, "CREATE VIEW note AS SELECT 1 AS id, 'forged' AS title"))
    with pytest.raises(UnreadableDatabase, match="no table"):
        rows.all("note")


@pytest.mark.parametrize("content", [b"", b"x" * 50, b"x" * 5000, b"SQLite format 3\0" + b"\xff" * 5000])
def test_bytes_that_are_no_database_are_refused(content: bytes) -> None:
    with pytest.raises(UnreadableDatabase):
        Rows(content).all("note")


def test_a_truncated_database_is_refused(tmp_path: Path) -> None:
    many = "INSERT INTO note (title) VALUES " + ",".join(f"('{'x' * 500}{n}')" for n in range(200))
    content = written(tmp_path, TABLE, many)
    with pytest.raises(UnreadableDatabase):
        Rows(content[: len(content) // 3]).all("note")


def test_a_database_in_wal_mode_is_read(tmp_path: Path) -> None:
    content = written(tmp_path, "PRAGMA journal_mode = WAL", TABLE, "INSERT INTO note VALUES (1, 'a')")
    assert Rows(content).count("note") == 1


def test_a_query_that_takes_too_long_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generation.sandbox.rows.QUERY_SECONDS", 0.2)
    rows = Rows(written(tmp_path, TABLE, "INSERT INTO note (title) VALUES " + ",".join(["('x')"] * 80)))
    with pytest.raises(UnreadableDatabase):
        rows._select("SELECT count(*) FROM note a, note b, note c, note d, note e")


def test_names_are_quoted(tmp_path: Path) -> None:
    rows = Rows(written(tmp_path, 'CREATE TABLE "od""d; drop" (id integer primary key)'))
    assert rows.count('od"d; drop') == 0
