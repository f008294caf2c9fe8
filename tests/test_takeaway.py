"""What a person takes away runs: the ZIP, unpacked somewhere else, by the two commands of its own README."""

from __future__ import annotations

import io
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

import pytest

from generation.blueprint.reader import read
from generation.delivery import archive
from generation.stacks.django import DjangoStack

pytestmark = [pytest.mark.slow, pytest.mark.timeout(420)]
DESCRIPTION = "Sistema de reservas para una peluquería con servicios, clientes y citas"


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    blueprint = read(DESCRIPTION)
    files = archive.complete(DjangoStack().render(blueprint), blueprint.model_dump(mode="json"), {"verified": False})
    folder = tmp_path_factory.mktemp("taken away")  # a blank in the path, as people's folders have
    with zipfile.ZipFile(io.BytesIO(archive.pack(blueprint.slug, files))) as packed:
        packed.extractall(folder)
    return folder / blueprint.slug


def environment() -> dict[str, str]:
    """A person's shell: nothing of this test run's own environment or settings."""
    ours = (
        "DJANGO_",
        "AUTOCREA_",
        "PYTEST_",
        "DATABASE_URL",
        "REDIS_URL",
        "SECRET_KEY",
        "DEBUG",
        "VIRTUAL_ENV",
        "PYTHON",
    )
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def readme_commands(project: Path) -> list[list[str]]:
    """Each command the README gives in a block of its own."""
    blocks = re.findall(r"^```\w*\n(.+?)\n```", (project / "README.md").read_text(), re.MULTILINE | re.DOTALL)
    return [block.split() for block in blocks if block.startswith("python ")]


def test_the_readme_gives_two_commands(unpacked: Path) -> None:
    assert readme_commands(unpacked) == [["python", "start.py"], ["python", "start.py", "test"]]


def test_the_second_command_runs_its_tests(unpacked: Path) -> None:
    command = [sys.executable, *readme_commands(unpacked)[1][1:]]
    done = subprocess.run(
        command, cwd=unpacked, env=environment(), capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    counted = re.search(r"^Ran (\d+) tests", done.stdout + done.stderr, re.MULTILINE)
    assert counted
    assert int(counted[1]) > 10


def test_the_first_command_serves_the_app_and_stops_at_ctrl_c(unpacked: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, *readme_commands(unpacked)[0][1:]]
    process = subprocess.Popen(
        command, cwd=unpacked, env={**environment(), "PORT": str(port)}, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        page = answer(f"http://127.0.0.1:{port}/", process)
        assert "Servicios" in page
        os.killpg(process.pid, signal.SIGINT)
        printed, _ = process.communicate(timeout=30)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    assert "staff@example.com" in printed + (unpacked / "README.md").read_text()
    assert "Traceback" not in printed


def answer(url: str, process: subprocess.Popen[str], seconds: float = 240) -> str:
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5) as response:
                return str(response.read().decode())
        except (urllib.error.URLError, OSError):
            time.sleep(0.25)
    pytest.fail(f"nothing answered at {url}")
