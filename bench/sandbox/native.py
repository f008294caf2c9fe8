"""The guest's part of a verification under plain CPython: no walls, for measuring only, with a project of our own.

Run as a script it is the interpreter; imported it is what the session talks to instead of the sandbox.
"""

from __future__ import annotations

import json
import shutil
import struct
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

AGENT = Path(__file__).parents[2] / "generation" / "sandbox" / "guest" / "agent.py"
# What the sandbox's snapshot has imported already.
WARM = """
django.contrib.admin.options django.contrib.admin.sites django.contrib.admin.widgets django.contrib.auth.hashers
django.contrib.messages.views django.contrib.staticfiles.handlers django.core.management.commands.makemigrations
django.core.management.commands.migrate django.core.management.commands.test django.core.management.commands.check
django.db.backends.sqlite3.base django.test.client django.test.runner django.views.generic django.template.defaulttags
django.core.handlers.wsgi django.forms django.contrib.humanize.templatetags.humanize unittest.mock
""".split()  # noqa: SIM905


class NativeGuest:
    """Same interface as the sandbox's process."""

    def __init__(self, limits: object, cancelled: object = None) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="native-"))
        command = [sys.executable, __file__, str(self.folder)]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._receive()

    def hello(self) -> None:
        """It was waited for already."""

    def exchange(self, header: dict[str, Any], body: bytes = b"") -> tuple[dict[str, Any], bytes]:
        if header["op"] == "database":
            file = self.folder / header["path"].removeprefix("/project/")
            return {}, file.read_bytes() if file.exists() else b""
        send(self.process.stdin, json.dumps(header).encode(), body)
        head, payload = self._receive()
        return json.loads(head), payload

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            pipe.close()  # type: ignore[union-attr]
        shutil.rmtree(self.folder, ignore_errors=True)

    def _receive(self) -> tuple[bytes, bytes]:
        return receive(self.process.stdout)


def send(pipe: Any, head: bytes, body: bytes) -> None:
    pipe.write(struct.pack(">II", len(head), len(body)) + head + body)
    pipe.flush()


def receive(pipe: Any) -> tuple[bytes, bytes]:
    head, body = struct.unpack(">II", pipe.read(8))
    return pipe.read(head), pipe.read(body)


class Body(bytes):
    """Bytes that come as the sandbox's do."""

    def to_bytes(self) -> bytes:
        return self


def serve(folder: str) -> None:
    """Answer operations until the pipe closes."""
    import os
    from importlib import import_module

    for name in WARM:
        import_module(name)
    from django.contrib.auth import hashers

    hashers.PBKDF2PasswordHasher.iterations = 1  # as in the sandbox
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    code = AGENT.read_text(encoding="utf-8").replace('PROJECT = "/project"', f"PROJECT = {folder!r}")
    space: dict[str, Any] = {"__name__": "agent"}
    exec(compile(code, str(AGENT), "exec"), space)
    agent, source, target = space["agent"], sys.stdin.buffer, sys.stdout.buffer
    send(target, b"{}", b"")
    while True:
        try:
            head, body = receive(source)
        except struct.error:
            return
        send(target, agent.handle(head.decode(), Body(body)).encode(), agent.take_body())


if __name__ == "__main__":
    serve(sys.argv[1])
