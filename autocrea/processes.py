"""Runs several programs side by side: their lines with a name before them, all ended together.

Each is a session of its own, so that Ctrl-C reaches only the launcher. Their ids are kept in a file: when the launcher
itself is killed, the next start ends what is left (leftovers.py).
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

COLOURS = {"web": 36, "worker": 35, "beat": 33, "stripe": 34}
GRACE_SECONDS = 30.0  # a worker finishes the step at hand


class Processes:
    def __init__(self, pid_file: Path) -> None:
        self.pid_file = pid_file
        self.running: dict[str, subprocess.Popen[str]] = {}
        self._readers: list[threading.Thread] = []
        self._printing = threading.Lock()

    def start(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        process = subprocess.Popen(
            command,
            env={**os.environ, **environment, "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        self.running[name] = process
        with self.pid_file.open("a") as file:
            file.write(f"{process.pid}\n")
        reader = threading.Thread(target=self._print, args=(name, process.stdout), daemon=True)
        reader.start()
        self._readers.append(reader)

    def ended(self) -> tuple[str, int] | None:
        """Name and exit code of a program that is no longer running."""
        for name, process in self.running.items():
            if process.poll() is not None:
                return name, process.returncode
        return None

    def stop(self, hurry: threading.Event) -> None:
        """End all of them: politely, then, after a while or when `hurry` is set, at once."""
        self._signal(signal.SIGTERM)
        deadline = time.monotonic() + GRACE_SECONDS
        while self._alive() and time.monotonic() < deadline and not hurry.is_set():
            time.sleep(0.05)
        self._signal(signal.SIGKILL)
        for process in self.running.values():
            process.wait()
        for reader in self._readers:
            reader.join(1)
        self.pid_file.unlink(missing_ok=True)

    def _alive(self) -> bool:
        return any(process.poll() is None for process in self.running.values())

    def _signal(self, signum: signal.Signals) -> None:
        for process in self.running.values():
            with contextlib.suppress(ProcessLookupError):
                if signum is signal.SIGKILL:
                    os.killpg(process.pid, signum)  # and whatever it had started
                elif process.poll() is None:
                    process.send_signal(signum)

    def _print(self, name: str, lines: IO[str] | None) -> None:
        prefix = f"{name:>6} | "
        if sys.stdout.isatty():
            prefix = f"\x1b[{COLOURS.get(name, 37)}m{prefix}\x1b[0m"
        for line in lines or ():
            with self._printing:
                sys.stdout.write(prefix + line)
                sys.stdout.flush()
