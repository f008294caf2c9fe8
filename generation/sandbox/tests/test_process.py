"""The process that holds the guest: bounded in every direction, and gone whatever happens."""

# ruff: noqa: E501 - code of other languages and of spoiled projects

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from generation.sandbox import isolation, leftovers, process, watch
from generation.sandbox.errors import (
    SandboxCancelled,
    SandboxCrashed,
    SandboxError,
    SandboxMemory,
    SandboxTimeout,
    SandboxUnavailable,
)
from generation.sandbox.installed import Bundle
from generation.sandbox.limits import Limits
from generation.sandbox.process import GuestProcess

pytestmark = pytest.mark.sandbox
Start = Callable[..., GuestProcess]

HEAR_NONCE = """
const first = new Uint8Array(4096); const n = Deno.stdin.readSync(first);
const nonce = JSON.parse(new TextDecoder().decode(first.subarray(8, n))).nonce;
const frame = (mark, header, claimed) => { const h = new TextEncoder().encode(header); const out = new Uint8Array(40 + h.length);
  out.set(new TextEncoder().encode(mark)); new DataView(out.buffer).setUint32(32, claimed ?? h.length); out.set(h, 40); return out };
const say = (bytes) => Deno.stdout.writeSync(bytes);
"""


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Start:
    """Start a process on a script instead of the real host.mjs."""

    def begin(script: str, limits: Limits | None = None, cancelled: Callable[[], bool] | None = None) -> GuestProcess:
        (tmp_path / "host.mjs").write_text(HEAR_NONCE + script)
        monkeypatch.setattr(process, "load_bundle", lambda: Bundle(tmp_path, "", "", "", ""))
        return GuestProcess(limits or Limits(wall_seconds=10), cancelled)

    return begin


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("say(frame('f'.repeat(32), '{\"verified\": true}'))", "genuine"),
        ("say(new TextEncoder().encode('{\"verified\": true}'))", "genuine"),
        ("say(frame(nonce, '{}')); say(new TextEncoder().encode('and more')); setTimeout(() => 0, 60000)", "genuine"),
        ("say(frame(nonce, '{}', 4000000000))", "too large"),
        ("say(frame(nonce, '{}', 5000000))", "too large"),
        ("say(frame(nonce, 'not json'))", "not JSON"),
        ("say(frame(nonce, '[]'))", "died"),
        ("say(frame(nonce, '{\"fatal\": true}'))", "died"),
        ("Deno.exit(7)", "exit 7"),
        ("throw new Error('broken')", "ended by itself"),
    ],
    ids=[
        "foreign nonce",
        "bare json",
        "bytes after the frame",
        "huge claim",
        "huge header",
        "no json",
        "a list",
        "fatal",
        "exit",
        "throw",
    ],
)
def test_anything_but_one_genuine_frame_ends_the_run(start: Start, script: str, message: str) -> None:
    def converse() -> None:
        guest.hello()
        time.sleep(0.3)  # what comes after a whole frame is noticed by the next exchange
        guest.exchange({"op": "anything"})

    with start(script) as guest, pytest.raises(SandboxCrashed, match=message):
        converse()
    assert_gone(guest)


def test_a_genuine_frame_is_read(start: Start) -> None:
    with start("say(frame(nonce, '{\"ready\": true}')); setTimeout(() => 0, 60000)") as guest:
        assert guest._answer_to(b"") == ({"ready": True}, b"")


def test_silence_ends_at_the_deadline_within_a_second(start: Start) -> None:
    started = time.monotonic()
    with start("setTimeout(() => 0, 60000)", Limits(wall_seconds=1.5)) as guest, pytest.raises(SandboxTimeout):
        guest.hello()
    assert time.monotonic() - started < 3.5
    assert_gone(guest)


def test_cancelling_kills_a_busy_guest_within_a_second(start: Start) -> None:
    asked_at = time.monotonic() + 1.0
    with start("for (;;) {}", cancelled=lambda: time.monotonic() > asked_at) as guest, pytest.raises(SandboxCancelled):
        guest.hello()
    assert time.monotonic() - asked_at < 1.0
    assert_gone(guest)


def test_the_kernel_ends_a_guest_that_burns_its_processor_time(start: Start) -> None:
    if not isolation.prlimit_works():
        pytest.skip("prlimit is not available here")
    with (
        start("for (;;) {}", Limits(cpu_seconds=2, wall_seconds=20)) as guest,
        pytest.raises(SandboxTimeout, match="kernel"),
    ):
        guest.hello()


def test_memory_over_the_limit_is_killed(start: Start) -> None:
    script = "const kept = []; for (;;) { const b = new Uint8Array(32 << 20); b.fill(1); kept.push(b) }"
    with start(script, Limits(memory_bytes=300 * 2**20)) as guest, pytest.raises(SandboxMemory):
        guest.hello()
    assert_gone(guest)


def test_endless_output_is_cut(start: Start) -> None:
    script = "say(frame(nonce, 'x'.repeat(100), 30000000)); for (;;) say(new Uint8Array(1 << 16))"
    limits = Limits(output_bytes=4 * 2**20, header_bytes=32 * 2**20, wall_seconds=10)
    with start(script, limits) as guest, pytest.raises(SandboxCrashed, match="more than it may"):
        guest.hello()


def test_endless_errors_are_drained_and_only_their_end_is_kept(start: Start) -> None:
    script = "for (let i = 0; i < 200; i++) Deno.stderr.writeSync(new Uint8Array(1 << 16).fill(65)); Deno.exit(3)"
    with start(script) as guest, pytest.raises(SandboxCrashed):
        guest.hello()
    assert len(guest.stderr) <= process.STDERR_KEPT


def test_a_guest_whose_host_has_died_ends_too_and_its_folder_is_swept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pipe closes, and where setpriv works the kernel kills it: nothing is left burning a core."""
    program = (
        "import sys, time; from generation.sandbox.process import GuestProcess; from generation.sandbox.limits import Limits\n"
        "guest = GuestProcess(Limits()); guest.hello(); print(guest.process.pid, flush=True); time.sleep(60)"
    )
    host = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert host.stdout is not None
    pid = int(host.stdout.readline())
    host.kill()
    host.wait()
    host.stdout.close()
    deadline = time.monotonic() + 5
    while watch.resident_bytes(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert watch.resident_bytes(pid) == 0
    left = list(Path(tempfile.gettempdir()).glob(f"sandbox-{host.pid}-*"))
    assert len(left) == 1
    leftovers.sweep()
    assert left[0].exists()  # too young: its owner's number may have been given away
    monkeypatch.setattr(leftovers, "OLD_ENOUGH", 0.0)
    mine = leftovers.new_folder()
    leftovers.sweep()
    assert not left[0].exists()
    assert mine.exists()
    mine.rmdir()


def test_no_folder_is_left_when_the_process_cannot_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse() -> Path:
        raise SandboxUnavailable("no Deno")

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))  # the usual one is every test process's
    made: list[Path] = []
    new_folder = leftovers.new_folder

    def note_folder() -> Path:
        made.append(new_folder())
        return made[-1]

    monkeypatch.setattr(leftovers, "new_folder", note_folder)
    monkeypatch.setattr(process, "deno", refuse)
    with pytest.raises(SandboxUnavailable):
        GuestProcess(Limits())
    assert [folder.parent for folder in made] == [tmp_path]
    assert not made[0].exists()


def test_without_outer_layers_the_folder_is_watched_instead(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "namespace_layer", lambda: ())
    with start("setTimeout(() => 0, 60000)", Limits(disk_bytes=2**20)) as guest:
        (guest.folder / "grown").write_bytes(bytes(3 * 2**20))
        with pytest.raises(SandboxMemory, match="wrote more"):
            guest.hello()
    assert_gone(guest)


def test_closing_twice_is_harmless(start: Start) -> None:
    guest = start("setTimeout(() => 0, 60000)")
    guest.close()
    guest.close()
    assert_gone(guest)


def test_every_error_is_one_kind_of_sandbox_error() -> None:
    for kind in (SandboxCancelled, SandboxCrashed, SandboxMemory, SandboxTimeout, SandboxUnavailable):
        assert issubclass(kind, SandboxError)


def assert_gone(guest: GuestProcess) -> None:
    """No folder, and no process of the group once init has buried the dead."""
    assert not guest.folder.exists()
    deadline = time.monotonic() + 2
    while time.monotonic() < deadline:
        try:
            os.killpg(guest.process.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.02)
    pytest.fail("a process of the group survives")
