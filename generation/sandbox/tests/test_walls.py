"""What Deno's flags refuse by themselves, tried with its powers in reach, with the outer layers and without them."""

from __future__ import annotations

import json
import shutil
import socketserver
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from generation.sandbox import isolation
from generation.sandbox.installed import deno
from generation.sandbox.limits import Limits

pytestmark = pytest.mark.sandbox
SCRIPT = Path(__file__).parent / "projects" / "walls.mjs"


class Listener(socketserver.ThreadingTCPServer):
    """Counts who reaches it."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        self.reached = 0
        super().__init__(("127.0.0.1", 0), Answer)


class Answer(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.server.reached += 1
        while self.rfile.readline().strip():
            continue
        self.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Type: text/javascript\r\n\r\nexport default 'reached';")


@pytest.fixture
def listener() -> Iterator[Listener]:
    with Listener() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def results(tmp_path: Path, listener: Listener, run: str) -> dict[str, dict[str, str]]:
    """One process, as every guest is started, on the script that tries everything."""
    bundle, deno_dir = tmp_path / "bundle", tmp_path / f"deno-{run}"
    bundle.mkdir(exist_ok=True)
    deno_dir.mkdir()
    shutil.copy(SCRIPT, bundle / "walls.mjs")
    command = isolation.command(deno(), bundle, deno_dir, Limits(), "walls.mjs")
    target = f"127.0.0.1:{listener.server_address[1]}"
    done = subprocess.run(
        [*command, target, str(tmp_path / "written"), run],
        capture_output=True,
        text=True,
        timeout=60,
        env={"PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "SECRET_KEY": "canary"},
        check=False,
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize("layers", [True, False], ids=["with outer layers", "flags alone"])
def test_every_power_of_deno_is_refused(
    layers: bool, tmp_path: Path, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not layers:
        monkeypatch.setattr(isolation, "namespace_layer", lambda: ())
        monkeypatch.setattr(isolation, "privileges", list)
    first = results(tmp_path, listener, "first")
    second = results(tmp_path, listener, "second")
    got = {name: outcome for run in (first, second) for name, outcome in run.items() if "done" in outcome}
    assert not got
    assert len(first) > 25
    assert listener.reached == 0
    assert not (tmp_path / "written").exists()


def test_the_listener_of_these_tests_can_be_reached_without_the_flags(tmp_path: Path, listener: Listener) -> None:
    script = tmp_path / "open.mjs"
    script.write_text("console.log(await (await fetch(`http://${Deno.args[0]}/`)).text())")
    target = f"127.0.0.1:{listener.server_address[1]}"
    command = [str(deno()), "run", "--no-prompt", "--allow-net", str(script), target]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=60, env={"DENO_DIR": str(tmp_path)}, check=False
    )
    assert "reached" in done.stdout
    assert listener.reached == 1
