"""Writes a project into a folder of its own, whole or not at all; never into one that holds anything."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from generation.delivery import paths
from generation.delivery.archive import mode_of


class NotEmpty(Exception):
    """The folder holds something, or is none: nothing is overwritten."""

    code = "not_empty"


class Unwritable(Exception):
    """Nothing can be written there."""

    code = "unwritable"

    def __init__(self, target: Path, error: Exception) -> None:
        reason = getattr(error, "strerror", None) or error
        super().__init__(f"{target} cannot be written ({reason}): choose another folder with --out.")


def ensure_free(target: Path) -> None:
    """Raises NotEmpty, or Unwritable; tried by making the folder, which is taken away again."""
    try:
        if target.is_dir():
            if any(target.iterdir()):
                raise NotEmpty(f"{target} is not empty: choose another folder with --out.")
        elif target.exists() or target.is_symlink():
            raise NotEmpty(f"{target} is not a folder: choose another one with --out.")
        _try(target)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise Unwritable(target, error) from error


def write(target: Path, files: Mapping[str, str]) -> None:
    """Raises paths.UnsafePath before anything is written, NotEmpty, Unwritable; what was begun is taken away then."""
    paths.check(files)
    ensure_free(target)
    fresh = _missing(target)
    try:
        for path, text in sorted(files.items()):
            place = target / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8", newline="\n")
            place.chmod(mode_of(path))
    except BaseException as error:  # Ctrl-C too: half a project looks like a whole one
        _clear(target, fresh)
        if isinstance(error, OSError):
            raise Unwritable(target, error) from error
        raise


def _try(target: Path) -> None:
    fresh = _missing(target)
    probe = target / ".autocrea"
    try:
        target.mkdir(parents=True, exist_ok=True)
        probe.touch(exist_ok=False)
        probe.unlink()
    finally:
        _drop(fresh)


def _missing(target: Path) -> list[Path]:
    """The folders that making this one makes, innermost first."""
    return [folder for folder in (target, *target.parents) if not folder.exists()]


def _clear(target: Path, fresh: list[Path]) -> None:
    """It was empty before, so all that is in it is ours."""
    for entry in target.iterdir() if target.is_dir() else ():
        if entry.is_dir():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            entry.unlink(missing_ok=True)
    _drop(fresh)


def _drop(fresh: list[Path]) -> None:
    with suppress(OSError):
        for folder in fresh:
            folder.rmdir()
