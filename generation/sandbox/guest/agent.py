"""Runs inside the interpreter, beside the project: carries out one operation at a time and returns what came of it.

Nothing is judged here: this code shares its interpreter with untrusted code, so the host takes every answer as a claim
of the project and compares it with what only the host knows.
"""

# ruff: noqa: PTH103, PTH118, PTH120, PTH123

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import sys
import traceback
from typing import Any

PROJECT = "/project"
OUTPUT_LIMIT = 200_000

Answer = dict[str, Any]


class CappedText(io.StringIO):
    """Keeps the beginning of what is printed; a project that prints without end costs no memory."""

    def write(self, text: str) -> int:
        room = OUTPUT_LIMIT - self.tell()
        if room > 0:
            super().write(text[:room])
        return len(text)


class Agent:
    """The operations; each takes a header and a body and answers with a header, and a body in `self.body`."""

    def __init__(self) -> None:
        self.body = b""
        self.application: Any = None
        self.failures: list[str] = []

    def handle(self, header: str, body: Any) -> str:
        self.body = b""
        try:
            request = json.loads(header)
            answer = getattr(self, f"do_{request.pop('op')}")(body.to_bytes(), **request)
        except BaseException:
            answer = {"error": short_traceback()}
        return json.dumps(answer)

    def take_body(self) -> bytes:
        return self.body

    def do_start(self, body: bytes, environment: dict[str, str]) -> Answer:
        """Write the project and point the interpreter at it."""
        for path, text in json.loads(body).items():
            target = os.path.join(PROJECT, path)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with open(target, "w", encoding="utf-8", newline="") as file:
                file.write(text)
        os.environ.update(environment)
        os.chdir(PROJECT)
        sys.path.insert(0, PROJECT)
        return {}

    def do_manage(self, body: bytes, argv: list[str]) -> Answer:
        """One management command, as manage.py would run it."""
        from django.core.management import execute_from_command_line

        output, error = CappedText(), ""
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
            try:
                execute_from_command_line(["manage.py", *argv])
                code = 0
            except SystemExit as stop:
                code = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
            except BaseException:
                code, error = 1, short_traceback()
        return {"code": code, "output": output.getvalue(), "error": error}

    def do_templates(self, body: bytes) -> Answer:
        """Compile every template of the project, also those that no page of the probes shows."""
        from django.template import engines

        broken = []
        for folder, _, files in os.walk(PROJECT):
            if "/templates" not in folder:
                continue
            for file in sorted(files):
                path = os.path.join(folder, file)
                name = path.split("/templates/", 1)[1]
                try:
                    engines.all()[0].get_template(name)
                except Exception as error:
                    where = getattr(getattr(error, "template_debug", None), "get", lambda _: "")("line")
                    broken.append(
                        [os.path.relpath(path, PROJECT), where or 1, f"{type(error).__name__}: {error}"[:300]]
                    )
        return {"broken": broken}

    def do_request(
        self, body: bytes, wsgi: str, method: str, path: str, query: str, headers: list[tuple[str, str]]
    ) -> Answer:
        """One request through the project's own WSGI application."""
        if self.application is None:
            self.application = self.load(wsgi)
        environ = wsgi_environ(method, path, query, headers, body)
        started: Answer = {}

        def start_response(status: str, response_headers: list[tuple[str, str]], exc_info: object = None) -> None:
            started.update(status=int(status[:3]), headers=[[str(k), str(v)] for k, v in response_headers])

        self.failures.clear()
        output = CappedText()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
            chunks = self.application(environ, start_response)
            try:
                self.body = b"".join(chunks)
            finally:
                getattr(chunks, "close", lambda: None)()
        return {**started, "failure": self.failures[-1] if self.failures else ""}

    def load(self, wsgi: str) -> Any:
        from importlib import import_module

        from django.core.signals import got_request_exception

        got_request_exception.connect(self.note_failure, weak=False)
        module, _, name = wsgi.partition(":")
        return getattr(import_module(module), name)

    def note_failure(self, **kwargs: object) -> None:
        self.failures.append(short_traceback())


def wsgi_environ(method: str, path: str, query: str, headers: list[tuple[str, str]], body: bytes) -> Answer:
    environ: Answer = {
        "REQUEST_METHOD": method, "SCRIPT_NAME": "", "PATH_INFO": path.encode().decode("latin-1"),
        "QUERY_STRING": query, "CONTENT_LENGTH": str(len(body)), "REMOTE_ADDR": "127.0.0.1",
        "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(body), "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False, "wsgi.multiprocess": False, "wsgi.run_once": False,
    }  # fmt: skip
    for name, value in headers:
        key = name.upper().replace("-", "_")
        environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
    return environ


def short_traceback() -> str:
    """The project's own frames and the message; the framework's frames tell an author nothing."""
    error = sys.exception()
    frames = list(traceback.extract_tb(error.__traceback__ if error else None))
    own = [frame for frame in frames if frame.filename.startswith(PROJECT)] or frames[-1:]
    lines = [f"{frame.filename.removeprefix(PROJECT + '/')}:{frame.lineno} in {frame.name}" for frame in own[-4:]]
    return "\n".join([*lines, f"{type(error).__name__}: {error}"[:600]])


os.makedirs(PROJECT, exist_ok=True)
random.seed()  # its state came out of the snapshot, the same in every run
agent = Agent()
