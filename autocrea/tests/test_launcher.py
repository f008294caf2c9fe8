"""`make run` for real: it starts, answers, stops cleanly, keeps data, and says in a sentence what stands in its way."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from autocrea import dev, embedded, leftovers
from autocrea.processes import Processes

ROOT = Path(__file__).resolve().parent.parent.parent
pytestmark = pytest.mark.slow


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Launcher:
    """One `python -m autocrea.dev` with a data folder of its own."""

    def __init__(self, data: Path, port: int | str) -> None:
        self.port = port
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("DATABASE", "REDIS", "AUTOCREA"))
        }
        environ = {**kept, "DATA_DIR": str(data), "PORT": str(port), "ENV_FILE": os.devnull}
        environ["DJANGO_SETTINGS_MODULE"] = "autocrea.settings"
        self.log = data.parent / f"launcher-{port}-{time.monotonic_ns()}.log"
        with self.log.open("w") as sink:
            command = [sys.executable, "-m", "autocrea.dev"]
            self.process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=sink, stderr=subprocess.STDOUT)

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + 60
        while "Ctrl-C" not in self.output and time.monotonic() < deadline and self.process.poll() is None:
            time.sleep(0.1)
        assert "Ctrl-C" in self.output, self.output

    def end(self, signum: signal.Signals = signal.SIGINT) -> int:
        self.process.send_signal(signum)
        return self.process.wait(60)

    @property
    def output(self) -> str:
        return self.log.read_text()

    def get(self, path: str) -> int:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return int(answer.status)


def running(data: Path) -> list[str]:
    """Command lines of processes that belong to this data folder, by their arguments or their environment."""
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            environ = (folder / "environ").read_bytes()
        except OSError:
            continue
        line = leftovers.command_line(int(folder.name))
        if f"DATA_DIR={data}".encode() in environ or str(data) in line:
            found.append(line)
    return [line for line in found if line]


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "data"
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks for leftovers in /proc")
def test_start_stop_and_start_again(data: Path) -> None:
    first = Launcher(data, free_port())
    first.wait_until_ready()
    assert first.get("/api/health") == 200
    assert first.get("/register") == 200
    password = re.search(r"password (\S+)", first.output)
    assert password
    assert (data / "demo_password").stat().st_mode & 0o077 == 0

    second = Launcher(data, free_port())
    assert second.process.wait(30) == 1
    assert "already running from this folder" in second.output

    assert first.end(signal.SIGINT) == 0
    assert "Stopped. Your data stay in" in first.output
    assert running(data) == []

    began = time.monotonic()
    again = Launcher(data, free_port())
    again.wait_until_ready()
    seconds = time.monotonic() - began
    assert password[1] in again.output  # the same account: data were kept
    assert again.end(signal.SIGTERM) == 0
    assert running(data) == []
    assert seconds < 30


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks for leftovers in /proc")
def test_what_a_killed_launcher_left_is_ended_at_the_next_start(data: Path) -> None:
    port = free_port()
    killed = Launcher(data, port)
    killed.wait_until_ready()
    killed.end(signal.SIGKILL)
    assert len(running(data)) >= 4  # web, worker, beat, PostgreSQL, Valkey

    again = Launcher(data, port)
    again.wait_until_ready()
    assert "Ended what a launcher that was killed had left running." in again.output
    assert again.get("/api/health") == 200
    assert again.end() == 0
    assert running(data) == []


def test_a_taken_port_is_told_before_anything_starts(data: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        launcher = Launcher(data, port)
        assert launcher.process.wait(30) == 1
    assert f"port {port} is in use" in launcher.output
    assert not (data / "postgres").exists()


@pytest.mark.parametrize("port", ["http", "0", "70000", "-1"])
def test_a_port_that_is_none_is_told(data: Path, port: str) -> None:
    launcher = Launcher(data, port)
    assert launcher.process.wait(30) == 1
    assert "is not a port" in launcher.output


def test_a_bad_setting_is_told_in_one_sentence(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANDBOX_SLOTS", "many")
    launcher = Launcher(data, free_port())
    assert launcher.process.wait(60) == 1
    assert "Cannot start: SANDBOX_SLOTS='many': write a whole number" in launcher.output
    assert "Traceback" not in launcher.output
    assert running(data) == []


def test_a_database_that_is_gone_stops_the_product_and_is_named(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait(30)
    postgres = embedded.Postgres(tmp_path / "postgres", tmp_path, process=gone)
    with pytest.raises(dev.LaunchError, match="PostgreSQL ended"):
        dev._watch(Processes(tmp_path / "processes"), {"PostgreSQL": postgres})


def test_a_data_folder_that_cannot_be_made_is_told(data: Path) -> None:
    data.write_text("a file")
    launcher = Launcher(data, free_port())
    assert launcher.process.wait(30) == 1
    assert f"data cannot be kept in {data}" in launcher.output
    assert "Traceback" not in launcher.output
