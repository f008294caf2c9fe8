"""Writes a project into a folder of its own; never into one that holds anything."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from generation.delivery import paths
from generation.delivery.archive import mode_of


class NotEmpty(Exception):
    """The folder holds something, or is none: nothing is overwritten."""

    code = "not_empty"


def ensure_free(target: Path) -> None:
    """Raises NotEmpty."""
    if target.is_dir():
        if any(target.iterdir()):
            raise NotEmpty(f"{target} is not empty: choose another folder with --out.")
    elif target.exists() or target.is_symlink():
        raise NotEmpty(f"{target} is not a folder: choose another one with --out.")


def write(target: Path, files: Mapping[str, str]) -> None:
    """Raises paths.UnsafePath before anything is written, NotEmpty, OSError."""
    paths.check(files)
    ensure_free(target)
    for path, text in sorted(files.items()):
        place = target / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8", newline="\n")
        place.chmod(mode_of(path))
