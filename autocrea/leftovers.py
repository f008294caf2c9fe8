"""Ends what a killed launcher left running, and nothing else: a process counts only when its command line names us."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

PATIENCE = 20.0


def command_line(pid: int) -> str:
    """Empty when there is no such process."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        if Path("/proc/self").exists():
            return ""
    done = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def end(pid_file: Path, mark: str, polite: signal.Signals = signal.SIGTERM, *, group: bool = False) -> bool:
    """End the processes whose ids the file lists, one a line, when their command line holds `mark`.

    True when something of ours was running. The file is removed.
    """
    try:
        pids = [int(line) for line in pid_file.read_text().split("\n") if line.strip().isdigit()]
    except OSError:
        return False
    ours = [pid for pid in pids if mark in command_line(pid)]
    found = bool(ours)
    send = os.killpg if group else os.kill
    for signum in (polite, signal.SIGKILL):
        for pid in ours:
            _quietly(send, pid, signum)
        ours = _still_there(ours, mark)
        if not ours:
            break
    pid_file.unlink(missing_ok=True)
    return found


def _quietly(send: Callable[[int, int], None], pid: int, signum: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        send(pid, signum)


def _still_there(pids: list[int], mark: str) -> list[int]:
    deadline = time.monotonic() + PATIENCE
    while pids and time.monotonic() < deadline:
        pids = [pid for pid in pids if mark in command_line(pid)]
        if pids:
            time.sleep(0.05)
    return pids
