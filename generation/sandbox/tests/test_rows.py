"""Reading a database that untrusted code has written."""

from __future__ import annotations

import sqlite3
import struct
import time
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
    with pytest.raises(UnreadableDatabase, match="interrupted"):
        rows._select("SELECT a.id FROM note a, note b, note c, note d, note e WHERE a.id + b.id + c.id + d.id = 0")


def test_more_rows_than_any_app_has_are_refused_before_they_fill_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generation.sandbox.rows.LARGEST_ANSWER", 10_000)
    content = written(tmp_path, TABLE, "INSERT INTO note (title) VALUES " + ",".join(["('x')"] * 500))
    for look in (Rows(content).all, Rows(content).keys, Rows(content).count):
        with pytest.raises(UnreadableDatabase, match="more rows"):
            look("note")


def test_no_code_of_the_project_is_run_by_reading_a_table(tmp_path: Path) -> None:
    """A generated column's formula would be carried out by the host's SQLite, where nothing stops a slow function."""
    formula = "CREATE TABLE note (id integer primary key, title text, twice AS (title || title))"
    rows = Rows(written(tmp_path, formula, "INSERT INTO note (title) VALUES ('a')"))
    assert rows.all("note") == [{"id": 1, "title": "a"}]
    with pytest.raises(UnreadableDatabase, match="no column"):
        rows.find("note", "twice", "aa")


def test_a_virtual_table_is_refused(tmp_path: Path) -> None:
    content = written(tmp_path, "CREATE VIRTUAL TABLE note USING fts5(title)", "INSERT INTO note VALUES ('a')")
    with pytest.raises(UnreadableDatabase, match="virtual"):
        Rows(content)


def test_a_view_is_not_read_even_when_the_list_of_tables_names_it(tmp_path: Path) -> None:
    rows = Rows(written(tmp_path, TABLE, "CREATE VIEW seen AS SELECT id, title FROM note"))
    rows.tables.add("seen")
    with pytest.raises(UnreadableDatabase, match=r"prohibited|not authorized"):
        rows.all("seen")


def test_pages_that_lead_to_each_other_without_end_are_left_in_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sixteen levels of pages, each with hundreds of ways to the next: more rows than time is left to count."""
    monkeypatch.setattr("generation.sandbox.rows.QUERY_SECONDS", 0.5)
    rows = Rows(endless(written(tmp_path, TABLE, "INSERT INTO note VALUES (1, 'x')")))
    started = time.monotonic()
    for look in (rows.count, rows.all):
        with pytest.raises(UnreadableDatabase):
            look("note")
    assert time.monotonic() - started < 5


def endless(content: bytes) -> bytes:
    size, root, levels = 4096, 2, 16
    leaf, first = content[size : 2 * size], len(content) // size + 1
    inner = [interior(first + level, size) for level in range(levels + 1)]
    pages = [content[:size], inner[0], content[root * size :], *inner[1:], leaf]
    whole = bytearray(b"".join(pages))
    struct.pack_into(">I", whole, 28, len(whole) // size)  # the number of pages, valid for the change counter below
    whole[92:96] = whole[24:28]
    return bytes(whole)


def interior(child: int, size: int) -> bytes:
    """An inner page of a table, all of whose cells lead to the same page."""
    page, count = bytearray(size), (size - 12) // 7
    for number in range(count):
        at = size - 5 * (number + 1)
        page[at : at + 5] = struct.pack(">IB", child, min(number, 127))
        struct.pack_into(">H", page, 12 + 2 * number, at)
    struct.pack_into(">BHHHBI", page, 0, 5, 0, count, size - 5 * count, 0, child)
    return bytes(page)


def test_names_are_quoted(tmp_path: Path) -> None:
    rows = Rows(written(tmp_path, 'CREATE TABLE "od""d; drop" (id integer primary key)'))
    assert rows.count('od"d; drop') == 0
