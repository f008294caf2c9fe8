"""`make run`: the whole product on one machine, with one command, stopped cleanly by Ctrl-C.

Starts PostgreSQL and Valkey unless DATABASE_URL and REDIS_URL name others, brings the tables up to date, then runs the
web server, a worker and the clock. What must survive is in .data/ (or DATA_DIR). Never meant for a public address.
"""

from __future__ import annotations

import fcntl
import io
import os
import secrets
import signal
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import TextIO

from django.core.exceptions import ImproperlyConfigured

from autocrea import embedded, leftovers, pretended
from autocrea.environment import load_env_file
from autocrea.processes import Processes

try:
    load_env_file(embedded.BASE_DIR)
except ImproperlyConfigured as error:
    sys.exit(f"Cannot start: {error}")
DATA = embedded.data_dir()
HOST = "127.0.0.1"
READY_SECONDS = 60.0
QUIET = {"PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges"}  # alone on one's machine
MARK = "autocrea"  # in the command line of everything we start


class LaunchError(RuntimeError):
    """The start cannot go on; the message says what to do."""


class Stop(BaseException):
    """Ctrl-C, or the terminal was closed."""


def main() -> int:
    hurry = threading.Event()
    _on_signals(hurry)
    try:
        with ExitStack() as cleanup:
            _run(cleanup, hurry)
    except (LaunchError, embedded.EmbeddedError) as error:
        _say(f"Cannot start: {error}", sys.stderr)
        return 1
    except Stop:
        _say(f"Stopped. Your data stay in {DATA}")
    return 0


def _run(cleanup: ExitStack, hurry: threading.Event) -> None:
    port = _port()
    _own_folder()
    cleanup.enter_context(_only_one(DATA / "lock"))
    pid_file = DATA / "processes"
    if leftovers.end(pid_file, MARK, group=True):
        _say("Ended what a launcher that was killed had left running.")
    _refuse_taken(port)
    os.environ.setdefault("SECRET_KEY", _kept_secret("secret_key"))
    services = _services(cleanup)
    stripe = pretended.prepare(port, DATA, _kept_secret)
    staff = _prepare()
    processes = Processes(pid_file)
    cleanup.callback(processes.stop, hurry)
    if stripe:
        processes.start("stripe", stripe.command(_webhook(port)), {})
    for name, command in _commands(port).items():
        processes.start(name, command, QUIET)
    _wait_for_answer(port, processes)
    _welcome(port, staff, stripe)
    _watch(processes, services)


def _on_signals(hurry: threading.Event) -> None:
    """The first signal stops; a second one, while things are ending, makes them end at once."""

    def handle(signum: int, frame: FrameType | None) -> None:
        for again in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(again, lambda *_: hurry.set())
        _say("\nStopping …")
        raise Stop

    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, handle)


def _port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not (text.isascii() and text.isdecimal()) or not 0 < int(text) < 65536:
        raise LaunchError(f"PORT={text!r} is not a port: write a number from 1 to 65535")
    return int(text)


@contextmanager
def _only_one(path: Path) -> Iterator[None]:
    """Two launchers in one folder would fight for the same data. The lock goes with the process, however it ends."""
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LaunchError("AUTOCREA is already running from this folder; stop it there first (Ctrl-C)") from None
        yield


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise LaunchError(f"port {port} is reserved for the system: PORT=8001 make run") from None
        except OSError:
            raise LaunchError(
                f"port {port} is in use: free it, or take another with PORT={port + 1} make run"
            ) from None


def _own_folder() -> None:
    try:
        DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
        DATA.chmod(0o700)
    except OSError as error:
        raise LaunchError(f"data cannot be kept in {DATA} ({error.strerror}): name a folder with DATA_DIR") from None


def _kept_secret(name: str) -> str:
    """Random at the first start, the same at the next."""
    path = DATA / name
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()


def _services(cleanup: ExitStack) -> dict[str, embedded.Service]:
    """Start what the environment does not name; what was started, by name."""
    started: dict[str, embedded.Service] = {}
    run_dir = embedded.runtime_dir()
    if not os.environ.get("DATABASE_URL") and not os.environ.get("DATABASE_URL_FILE"):
        postgres = embedded.Postgres(DATA / "postgres", run_dir)
        cleanup.callback(postgres.stop)
        postgres.start()
        postgres.create_database("autocrea")
        started["PostgreSQL"] = postgres
    if not os.environ.get("REDIS_URL") and not os.environ.get("REDIS_URL_FILE"):
        valkey = embedded.Valkey(DATA / "valkey", run_dir)
        cleanup.callback(valkey.stop)
        valkey.start()
        started["Valkey"] = valkey
    return started


def _prepare() -> tuple[str, str] | None:
    """Tables up to date; the demo account, for development only. Raises LaunchError."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "autocrea.settings")
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.db import OperationalError, connections

    try:
        django.setup()
        call_command("migrate", interactive=False, verbosity=0)
    except ImproperlyConfigured as error:
        raise LaunchError(str(error)) from None
    except OperationalError as error:
        raise LaunchError(f"the database of DATABASE_URL does not answer: {error}") from None
    staff = _demo_staff() if settings.DEBUG else None
    connections.close_all()
    return staff


def _demo_staff() -> tuple[str, str]:
    from accounts import demo

    password = _kept_secret("demo_password")[:16]
    return demo.ensure_staff(password), password


def _webhook(port: int) -> str:
    """The address at which the pretended Stripe tells of payments."""
    from django.core.management import call_command
    from django.db import connections

    said = io.StringIO()
    call_command("stripe_webhook", f"http://{HOST}:{port}", stdout=said)
    connections.close_all()
    return said.getvalue().strip()


def _commands(port: int) -> dict[str, list[str]]:
    python = [sys.executable, "-m"]
    celery = [*python, "celery", "--quiet", "--app", "autocrea"]
    # The size counts in both directions: a finished step sends its whole part of the page.
    limits = ["--websocket_timeout", "14400", "--websocket-max-message-size", str(1024 * 1024)]
    return {
        "web": [*python, "daphne", "--bind", HOST, "--port", str(port), *limits, "autocrea.asgi:application"],
        "worker": [*celery, "worker", "--pool", "threads", "--concurrency", "8", "--loglevel", "info"],
        "beat": [*celery, "beat", "--loglevel", "warning"],
    }


def _wait_for_answer(port: int, processes: Processes) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if ended := processes.ended():
            raise LaunchError(f"{ended[0]} ended at start (exit code {ended[1]}); the reason stands above")
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}/api/health", timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise LaunchError(f"the web server did not answer within {READY_SECONDS:.0f} s")


def _welcome(port: int, staff: tuple[str, str] | None, stripe: pretended.Stripe | None) -> None:
    from generation.sandbox.installed import availability

    lines = ["", f"  AUTOCREA   http://{HOST}:{port}", ""]
    if staff:
        lines += [f"  Staff      {staff[0]}  password {staff[1]}   (/admin/)"]
        lines += [f"  Mail       http://{HOST}:{port}/dev/mail"]
    if stripe:
        lines += [f"  Payments   {stripe.origin}  (pretended: no money moves)"]
    works, reason = availability()
    if not works:
        lines += [f"  Sandbox    not available: {reason}. Apps cannot be built until this is mended."]
    _say("\n".join([*lines, "  Stop       Ctrl-C", ""]))


def _watch(processes: Processes, services: Mapping[str, embedded.Service]) -> None:
    """Raises LaunchError as soon as one part is gone: without it the others only seem to work."""
    while True:
        if ended := processes.ended():
            raise LaunchError(f"{ended[0]} ended (exit code {ended[1]}), so everything was stopped; see above")
        for name, service in services.items():
            if service.process and service.process.poll() is not None:
                raise LaunchError(f"{name} ended, so everything was stopped; its log is beside {service.data_dir}")
        time.sleep(0.3)


def _say(text: str, stream: TextIO | None = None) -> None:
    stream = stream or sys.stdout
    stream.write(f"{text}\n")
    stream.flush()


if __name__ == "__main__":
    sys.exit(main())
