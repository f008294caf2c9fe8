"""Where Deno, ruff and the bundle are, and whether code can be run at all on this machine."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from generation.sandbox.errors import SandboxUnavailable

ROOT = Path(__file__).resolve().parents[2]
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Bundle:
    """A checked bundle: its folder and what stands in its manifest."""

    path: Path
    digest: str
    pyodide: str
    python: str
    django: str


def executable(name: str) -> Path | None:
    """A tool that came with our requirements: beside the running Python first, then on the path."""
    beside = Path(sys.executable).parent / name
    if beside.exists():
        return beside
    found = shutil.which(name)
    return Path(found) if found else None


def bundle_path() -> Path:
    """`build/bundle`, unless the setting SANDBOX_BUNDLE names another folder."""
    if os.environ.get("DJANGO_SETTINGS_MODULE"):
        from django.conf import settings

        configured = getattr(settings, "SANDBOX_BUNDLE", None)
        if configured:
            return Path(configured)
    return ROOT / "build" / "bundle"


_checked: dict[tuple[Path, int], Bundle] = {}


def load_bundle(path: Path | None = None) -> Bundle:
    """The bundle, every byte compared with its manifest once per process. Raises SandboxUnavailable."""
    folder = path or bundle_path()
    try:
        key = (folder, (folder / MANIFEST).stat().st_mtime_ns)
        if key not in _checked:
            _checked[key] = _read(folder)
        return _checked[key]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SandboxUnavailable(f"the sandbox bundle in {folder.name}/ is missing or broken ({error})") from error


def _read(folder: Path) -> Bundle:
    manifest = json.loads((folder / MANIFEST).read_text())
    for name, expected in manifest["files"].items():
        if file_digest(folder / name) != expected:
            raise ValueError(f"{name} is not the file that was built")
    return Bundle(folder, manifest["digest"], manifest["pyodide"], manifest["python"], manifest["django"])


def file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def deno() -> Path:
    """Deno's path. Raises SandboxUnavailable."""
    found = executable("deno")
    if found is None:
        raise SandboxUnavailable("Deno is not installed (it comes with the requirements)")
    return found


def availability() -> tuple[bool, str]:
    """Whether generated code can be run here, and the reason in a sentence when it cannot."""
    try:
        deno()
        load_bundle()
    except SandboxUnavailable as error:
        return False, f"{error}. Run `make setup`."
    return True, ""
