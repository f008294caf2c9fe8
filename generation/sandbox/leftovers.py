"""Folders of guests, and those that a killed worker could not remove: the next guest's start removes them."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from pathlib import Path

PREFIX = "sandbox-"
OLD_ENOUGH = 600.0  # seconds; a folder this young is left alone whoever it belongs to


def new_folder() -> Path:
    """A private folder that carries the number of the process that owns it."""
    return Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))


def sweep() -> None:
    """Remove the old folders of processes that are no more."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}[0-9]*-*"):
        if _is_abandoned(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _is_abandoned(folder: Path) -> bool:
    try:
        owner = int(folder.name.removeprefix(PREFIX).partition("-")[0])
        if time.time() - folder.lstat().st_mtime < OLD_ENOUGH:
            return False
        os.kill(owner, 0)
    except ProcessLookupError:
        return True
    except (OSError, ValueError):
        return False
    return False
