"""Writes rendered projects to disk and runs Django's commands in them, as their owner would."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

PASSWORD = "demo-pass-123"


def write(files: Mapping[str, str], folder: Path) -> Path:
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return folder


def manage(folder: Path, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run `manage.py` there in a process of its own; nothing of our environment reaches it but what it is given."""
    environment = {"PATH": os.environ["PATH"], "DEMO_PASSWORD": PASSWORD, "PYTHONDONTWRITEBYTECODE": "1", **variables}
    return subprocess.run(
        [sys.executable, "-W", "error::DeprecationWarning", "manage.py", *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def assert_runs(folder: Path, *command: str, **variables: str) -> str:
    done = manage(folder, *command, **variables)
    assert done.returncode == 0, f"{command}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout
