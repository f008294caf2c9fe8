"""The embedded services: data survive, leftovers of a killed launcher are ended, root may run them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from autocrea import embedded, leftovers


@pytest.fixture
def run_dir() -> Iterator[Path]:
    path = embedded.runtime_dir(f"unit-{os.getpid()}")
    yield path
    shutil.rmtree(path, ignore_errors=True)


def query(run_dir: Path, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(f"host={run_dir} user={embedded.ROLE} dbname=notes", autocommit=True) as db:
        cursor = db.execute(statement)
        return cursor.fetchall() if cursor.description else []


def test_postgres_keeps_its_rows_between_starts(tmp_path: Path, run_dir: Path) -> None:
    first = embedded.Postgres(tmp_path / "data", run_dir)
    first.start()
    first.create_database("notes")
    first.create_database("notes")  # twice is once
    query(run_dir, "CREATE TABLE note AS SELECT 7 AS number")
    first.stop()

    second = embedded.Postgres(tmp_path / "data", run_dir)
    second.start()
    try:
        assert query(run_dir, "SELECT number FROM note") == [(7,)]
    finally:
        second.stop()


def test_services_of_a_killed_launcher_are_ended_and_their_data_kept(tmp_path: Path, run_dir: Path) -> None:
    old = [embedded.Postgres(tmp_path / "pg", run_dir), embedded.Valkey(tmp_path / "vk", run_dir)]
    for service in old:
        service.start()
    redis.Redis(unix_socket_path=f"{run_dir}/valkey.sock").set("kept", "yes")

    new = [embedded.Postgres(tmp_path / "pg", run_dir), embedded.Valkey(tmp_path / "vk", run_dir)]
    try:
        for service in new:
            service.start()
        assert [service.process.wait(5) is not None for service in old if service.process] == [True, True]
        assert redis.Redis(unix_socket_path=f"{run_dir}/valkey.sock").get("kept") == b"yes"
    finally:
        for service in new:
            service.stop()


def test_an_interrupted_first_start_leaves_nothing_half_made(tmp_path: Path, run_dir: Path) -> None:
    (tmp_path / "data.new").mkdir()
    (tmp_path / "data.new" / "PG_VERSION").write_text("18")
    service = embedded.Postgres(tmp_path / "data", run_dir, durable=False)
    service.start()
    service.stop()
    assert not (tmp_path / "data.new").exists()


@pytest.mark.skipif(os.getuid() != 0, reason="only root needs to become somebody else")
def test_root_without_user_namespaces_runs_postgres_as_nobody(
    tmp_path: Path, run_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "_namespace_works", lambda: False)
    service = embedded.Postgres(tmp_path / "data", run_dir, durable=False)
    service.start()
    try:
        owner = Path(f"/proc/{service.process.pid}").stat().st_uid if service.process else 0
        assert owner != 0
    finally:
        service.stop()
    assert not service.data_dir.exists()


def test_a_service_that_cannot_start_says_where_its_log_is(tmp_path: Path, run_dir: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o700)
    (tmp_path / "data" / "PG_VERSION").write_text("9\n")
    with pytest.raises(embedded.EmbeddedError, match="its log is beside"):
        embedded.Postgres(tmp_path / "data", run_dir).start()


def test_a_process_that_is_not_ours_is_never_ended(tmp_path: Path) -> None:
    stranger = subprocess.Popen(["sleep", "30"])
    try:
        until = time.monotonic() + 10
        while leftovers.command_line(stranger.pid) != "sleep 30" and time.monotonic() < until:
            time.sleep(0.01)  # the kernel shows an empty one for an instant after the exec
        (tmp_path / "pid").write_text(f"{stranger.pid}\n")
        assert not leftovers.end(tmp_path / "pid", "valkey-server")
        assert stranger.poll() is None
        assert leftovers.end(tmp_path / "pid", "sleep 30") is False  # the file was used up
        (tmp_path / "pid").write_text(f"{stranger.pid}\n")
        assert leftovers.end(tmp_path / "pid", "sleep 30")
        assert stranger.wait(5) == -signal.SIGTERM
    finally:
        stranger.kill()
