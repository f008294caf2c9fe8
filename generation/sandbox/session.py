"""A project inside a guest: write it, run its commands, ask it for pages, read its database's bytes.

Turns operations into plain values. Judges nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from generation.sandbox.errors import SandboxCrashed
from generation.sandbox.limits import Limits
from generation.sandbox.process import GuestProcess, Header


@dataclass(frozen=True)
class Command:
    """What a management command came to."""

    code: int
    output: str
    error: str

    @property
    def said(self) -> str:
        return f"{self.output}\n{self.error}".strip()


@dataclass(frozen=True)
class Response:
    """A raw answer of the project. `failure` is its own account of an exception: for a message, never for a verdict."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    failure: str

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")


class Session:
    """One project in one guest process. Closing it kills the process."""

    def __init__(self, limits: Limits, cancelled: Callable[[], bool] | None = None) -> None:
        self.limits = limits
        self.guest = GuestProcess(limits, cancelled)
        self.wsgi = ""
        self.ready = False

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.guest.close()

    def start(self, files: Mapping[str, str], environment: Mapping[str, str], wsgi: str = "") -> None:
        """Write the project; nothing of it is run yet."""
        checked_sizes(files, self.limits)
        self.wsgi = wsgi
        if not self.ready:
            self.guest.hello()
            self.ready = True
        self._ask({"op": "start", "environment": dict(environment)}, json.dumps(dict(files)).encode())

    def manage(self, *argv: str) -> Command:
        answer, _ = self._ask({"op": "manage", "argv": argv})
        return Command(int(answer.get("code", 1)), str(answer.get("output", "")), str(answer.get("error", "")))

    def templates(self) -> list[tuple[str, int, str]]:
        """Templates that do not compile: path, line, message."""
        answer, _ = self._ask({"op": "templates"})
        if answer.get("error"):
            return [("templates", 1, str(answer["error"]))]
        return [(str(path), int(line), str(message)) for path, line, message in answer.get("broken", [])]

    def request(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> Response:
        """One request to the project's own WSGI application."""
        address, _, query = path.partition("?")
        asked = {"op": "request", "wsgi": self.wsgi, "method": method, "path": address, "query": query}
        answer, payload = self._ask({**asked, "headers": list(headers.items())}, body)
        if answer.get("error") or not isinstance(answer.get("status"), int):
            return Response(500, (), b"", str(answer.get("error", "no answer"))[:2000])
        pairs = tuple((str(name), str(value)) for name, value in answer.get("headers", []))
        return Response(answer["status"], pairs, payload, str(answer.get("failure", ""))[:2000])

    def database(self, path: str) -> bytes:
        """The SQLite file's bytes, or none when there is no such file."""
        _, payload = self._ask({"op": "database", "path": f"/project/{path}"})
        return payload

    def _ask(self, header: Header, body: bytes = b"") -> tuple[Header, bytes]:
        try:
            return self.guest.exchange(header, body)
        except (TypeError, AttributeError) as error:
            raise SandboxCrashed("the guest's answer has no known form") from error


def checked_sizes(files: Mapping[str, str], limits: Limits) -> None:
    """Refuse a project that is too large or reaches out of its folder. Raises ValueError."""
    if len(files) > limits.project_files or sum(map(len, files.values())) > limits.project_bytes:
        raise ValueError("the project has too many files or is too large")
    for path in files:
        parts = PurePosixPath(path).parts
        if not path or path.startswith("/") or ".." in parts or "\0" in path or "\\" in path:
            raise ValueError(f"the project has a file outside its folder: {path!r}")
