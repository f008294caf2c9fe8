"""One guest process: started behind its layers, watched while it works, and surely gone afterwards.

Speaks length-prefixed frames. An answer counts only when it carries the nonce this process was given before any guest
code ran; any other byte on its standard output ends the run. Knows nothing of projects or checks.
"""

from __future__ import annotations

import contextlib
import hmac
import json
import os
import secrets
import selectors
import shutil
import signal
import struct
import subprocess
import time
from collections.abc import Callable
from typing import IO, Any

from generation.sandbox import isolation, leftovers, watch
from generation.sandbox.errors import SandboxCancelled, SandboxCrashed, SandboxError, SandboxMemory, SandboxTimeout
from generation.sandbox.installed import deno, load_bundle
from generation.sandbox.limits import Limits

LOOK_EVERY = 0.1  # seconds between two looks at memory, deadline and cancellation
CHUNK = 1 << 18
PREFIX = 40  # nonce, length of the header, length of the body
STDERR_KEPT = 4000

Header = dict[str, Any]


class GuestProcess:
    """Used as a context manager: on leaving, no process of the group and no folder remains."""

    def __init__(self, limits: Limits, cancelled: Callable[[], bool] | None = None) -> None:
        self.limits = limits
        self.cancelled = cancelled or (lambda: False)
        self.nonce = secrets.token_hex(16)
        self.bundle = load_bundle()
        self.received = 0
        self.stderr = b""
        self.deadline = time.monotonic() + limits.wall_seconds
        self.next_look = 0.0
        self.peak_memory = 0
        leftovers.sweep()
        self.folder = leftovers.new_folder()
        try:
            self.process = self._start()
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise

    def _start(self) -> subprocess.Popen[bytes]:
        command = isolation.command(deno(), self.bundle.path, self.folder, self.limits)
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            env={"PATH": os.defpath},
        )
        for pipe in (process.stdin, process.stdout, process.stderr):
            os.set_blocking(_fd(pipe), False)
        with contextlib.suppress(BrokenPipeError):  # its death is told by the first exchange
            os.write(_fd(process.stdin), _frame({"nonce": self.nonce}))
        return process

    def __enter__(self) -> GuestProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Kill the whole group and remove its folder; may be called more than once."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            with contextlib.suppress(OSError):
                pipe.close()  # type: ignore[union-attr]
        shutil.rmtree(self.folder, ignore_errors=True)

    def hello(self) -> None:
        """Wait until the interpreter is restored; it began when the process did."""
        self._answer_to(b"")

    def exchange(self, header: Header, body: bytes = b"") -> tuple[Header, bytes]:
        """Send one operation, wait for its answer. Whatever goes wrong kills the guest and raises a SandboxError."""
        return self._answer_to(_frame(header, body))

    def _answer_to(self, outgoing: bytes) -> tuple[Header, bytes]:
        try:
            answer, payload = self._converse(outgoing)
            decoded = json.loads(answer)
        except SandboxError:
            self.close()
            raise
        except (ValueError, RecursionError) as error:
            self.close()
            raise SandboxCrashed("the guest's answer is not JSON") from error
        if not isinstance(decoded, dict) or decoded.get("fatal"):
            self.close()
            raise SandboxCrashed(f"the interpreter died: {_tail(payload)}")
        return decoded, payload

    def _converse(self, outgoing: bytes) -> tuple[bytes, bytes]:
        """Write and read at once, looking at the guest every 100 ms."""
        pending, incoming = memoryview(outgoing), bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(_fd(self.process.stdout), selectors.EVENT_READ)
            selector.register(_fd(self.process.stderr), selectors.EVENT_READ)
            if pending:
                selector.register(_fd(self.process.stdin), selectors.EVENT_WRITE)
            while (frame := self._whole(incoming)) is None:
                self._look()
                for key, _ in selector.select(LOOK_EVERY):
                    if key.fd == _fd(self.process.stdin):
                        pending = self._write(pending)
                        if not pending:
                            selector.unregister(key.fd)
                    else:
                        self._read(key.fd, incoming, selector)
        return frame

    def _write(self, pending: memoryview) -> memoryview:
        try:
            return pending[os.write(_fd(self.process.stdin), pending[:CHUNK]) :]
        except BrokenPipeError:
            raise self._death() from None

    def _read(self, fd: int, incoming: bytearray, selector: selectors.BaseSelector) -> None:
        data = os.read(fd, CHUNK)
        if fd == _fd(self.process.stderr):
            self.stderr = (self.stderr + data)[-STDERR_KEPT:]
            if not data:
                selector.unregister(fd)
            return
        if not data:
            raise self._death()
        self.received += len(data)
        if self.received > self.limits.output_bytes:
            raise SandboxCrashed("the guest answered more than it may")
        incoming += data

    def _whole(self, incoming: bytearray) -> tuple[bytes, bytes] | None:
        """The one whole answer in what has come in, or None while it is not whole."""
        if not self.nonce.encode().startswith(bytes(incoming[:32])):
            raise SandboxCrashed("something other than a genuine frame came from the guest")
        if len(incoming) < PREFIX:
            return None
        head, body = struct.unpack(">II", incoming[32:PREFIX])
        if head > self.limits.header_bytes or head + body > self.limits.frame_bytes:
            raise SandboxCrashed("an answer of the guest is too large")
        end = PREFIX + head + body
        if len(incoming) > end or not hmac.compare_digest(bytes(incoming[:32]), self.nonce.encode()):
            raise SandboxCrashed("something other than a genuine frame came from the guest")
        return (
            None
            if len(incoming) < end
            else (bytes(incoming[PREFIX : PREFIX + head]), bytes(incoming[PREFIX + head : end]))
        )

    def _look(self) -> None:
        now = time.monotonic()
        if now < self.next_look:
            return
        self.next_look = now + LOOK_EVERY
        if self.cancelled():
            raise SandboxCancelled("the run was cancelled")
        if now > self.deadline:
            raise SandboxTimeout(f"the run was still busy after {self.limits.wall_seconds:g} s")
        memory = watch.resident_bytes(self.process.pid)
        self.peak_memory = max(self.peak_memory, memory)
        if memory > self.limits.memory_bytes:
            raise SandboxMemory(f"the run took more than {self.limits.memory_bytes // 2**20} MiB of memory")
        if watch.folder_bytes(self.folder) > self.limits.disk_bytes:
            raise SandboxMemory("the run wrote more than it may")

    def _death(self) -> SandboxError:
        """Why the guest's pipe has closed, as far as its exit tells."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(1)
        with contextlib.suppress(OSError, TypeError):
            self.stderr = (self.stderr + (os.read(_fd(self.process.stderr), CHUNK) or b""))[-STDERR_KEPT:]
        code = self.process.returncode
        if code in (-signal.SIGXCPU, -signal.SIGKILL):
            return SandboxTimeout(f"the kernel ended the run (signal {-code}: processor time or memory)")
        if b"out of memory" in self.stderr.lower():
            return SandboxMemory("the guest's own heap limit was reached")
        return SandboxCrashed(f"the guest ended by itself (exit {code}): {_tail(self.stderr)}")


def _frame(header: Header, body: bytes = b"") -> bytes:
    head = json.dumps(header).encode()
    return struct.pack(">II", len(head), len(body)) + head + body


def _fd(pipe: IO[bytes] | None) -> int:
    assert pipe is not None
    return pipe.fileno()


def _tail(text: bytes) -> str:
    return text[-600:].decode(errors="replace").strip()
