"""A PostgreSQL cluster with the migrated tables in it, made once and copied by every test process.

Kept under build/ and named for all that decides the tables: another migration or version makes another one.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from autocrea import embedded

NAME = "template_of_tests"
ROOT = Path(__file__).resolve().parent.parent
APPS = ("accounts", "billing", "generation")
DECIDING = (
    "requirements.txt", "constraints.txt", "autocrea/settings.py", "billing/fresh_tables.py", "billing/groups.py",
)  # fmt: skip


def copy_to(place: Path) -> bool:
    """A copy of the cluster at that path; False where none can be had, and the tables are made there anew."""
    home = settings.BUILD_DIR / "test-postgres"
    home.mkdir(parents=True, exist_ok=True)
    made = home / _digest()
    with _alone(home / "lock"):
        if not made.exists() and not _make(made):
            return False
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(made, place)
    return True


def _make(place: Path) -> bool:
    """Raises CalledProcessError when the migrations fail: the tests would too."""
    for old in place.parent.glob("*"):
        if old.is_dir():
            shutil.rmtree(old)
    run_dir = embedded.runtime_dir(f"template-{os.getpid()}")
    draft = place.with_name("draft")
    postgres = embedded.Postgres(draft / "data", run_dir)
    try:
        postgres.start()
        if postgres.data_dir != draft / "data":
            return False  # root without namespaces keeps it elsewhere, as another user
        postgres.create_database(NAME)
        environment = {
            **os.environ,
            "DATABASE_URL": embedded.database_url(run_dir, NAME),
            "DJANGO_SETTINGS_MODULE": "autocrea.settings",
            "ENV_FILE": os.devnull,
        }
        command = [sys.executable, "manage.py", "migrate", "--noinput", "--verbosity", "0"]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
    finally:
        postgres.stop()
        shutil.rmtree(run_dir, ignore_errors=True)
        if postgres.data_dir != draft / "data":
            shutil.rmtree(postgres.data_dir.parent, ignore_errors=True)
    (draft / "data").rename(place)
    shutil.rmtree(draft)
    return True


def _digest() -> str:
    migrations = [path for app in APPS for path in (ROOT / app).glob("migrations/**/*")]
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted([*(ROOT / name for name in DECIDING), *migrations]):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
