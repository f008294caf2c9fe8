"""The ZIP of a version: made from its rows, the same bytes each time, nothing taken from any disk."""

from __future__ import annotations

import io
import json
import stat
import zipfile
from collections.abc import Mapping
from typing import Any, Protocol

from generation.delivery import paths

EXECUTABLE = ("start.py", "manage.py")
DATE = (2026, 1, 1, 0, 0, 0)
PLAN, EVIDENCE = "blueprint.json", "verification.json"


class Version(Protocol):
    """A stored version, as far as the archive needs it."""

    blueprint: dict[str, Any]
    report: dict[str, Any]
    files: Any  # its rows, with path and blob


def build(revision: Version) -> bytes:
    """One folder, named after the app, with every file of the version. Raises paths.UnsafePath."""
    stored = {row.path: row.blob.text for row in revision.files.select_related("blob")}
    return pack(revision.blueprint["slug"], complete(stored, revision.blueprint, revision.report))


def complete(files: Mapping[str, str], blueprint: Mapping[str, Any], report: Mapping[str, Any]) -> dict[str, str]:
    """The files as they are handed over: with the plan they follow and the evidence."""
    return {PLAN: _json(blueprint), **files, EVIDENCE: _json(_with_fit(report, blueprint))}


def _with_fit(report: Mapping[str, Any], blueprint: Mapping[str, Any]) -> dict[str, Any]:
    """The evidence, and beside it what was asked for and is not in this version."""
    told = {key: blueprint[key] for key in ("fit", "unmet", "assumptions") if key in blueprint}
    return {**report, **told}


def pack(folder: str, files: Mapping[str, str]) -> bytes:
    """Raises paths.UnsafePath."""
    paths.check(files)
    paths.check_path(folder)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path in sorted(files):
            info = zipfile.ZipInfo(f"{folder}/{path}", DATE)
            info.create_system = 3  # Unix, so that the modes below count
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (stat.S_IFREG | mode_of(path)) << 16
            archive.writestr(info, files[path].encode())
    return buffer.getvalue()


def mode_of(path: str) -> int:
    return 0o755 if path in EXECUTABLE else 0o644


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
