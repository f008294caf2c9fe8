"""What a build without a database is told in: one flat object for machines, one line per item for people."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from generation.blueprint.schema import Blueprint
from generation.delivery import archive

PARTS = ("backend", "frontend", "devops")


def files_of(built: Mapping[str, Any]) -> dict[str, str]:
    """All files of the project as they are handed over, plan and evidence included."""
    audit = built["security_audit"]
    files = {path: text for part in PARTS for path, text in built[part].items()} | audit["files"]
    return archive.complete(files, built["architecture"], audit["report"])


def of(engine: str, built: Mapping[str, Any], files: Mapping[str, str], seconds: float) -> dict[str, Any]:
    plan, audit = built["architecture"], built["security_audit"]
    report = audit["report"]
    return (
        _told(engine, plan, round(seconds, 2))
        | {
            "verified": audit["verified"],
            "criteria": report.get("criteria", []),
            "checks": report.get("checks", []),
            "not_executed": report.get("not_executed", []),
            "files": [_listed(path, files[path]) for path in sorted(files)],
        }
        | ({"agents": built["agents"]} if built.get("agents") else {})
    )


def outside(engine: str, blueprint: Blueprint) -> dict[str, Any]:
    """For a request that cannot be built."""
    return _told(engine, blueprint.model_dump(mode="json"), 0)


def refused(engine: str, error: Exception) -> dict[str, Any]:
    """For input nothing could be made of, or a machine without a sandbox."""
    return _told(engine, None, 0) | {
        "error": {"code": getattr(error, "code", "sandbox_unavailable"), "detail": str(error)}
    }


def _told(engine: str, plan: Mapping[str, Any] | None, seconds: float) -> dict[str, Any]:
    return {
        "verified": False,
        "engine": engine,
        "fit": plan["fit"] if plan else None,
        "unmet": plan["unmet"] if plan else [],
        "seconds": seconds,
        "blueprint": plan,
        "criteria": [],
        "checks": [],
        "not_executed": list(plan["not_executed"]) if plan else [],
        "files": [],
    }


def _listed(path: str, text: str) -> dict[str, Any]:
    data = text.encode()
    return {"path": path, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def line(item: Mapping[str, Any]) -> str:
    """Something a step said, for a terminal."""
    match item["kind"]:
        case "entity":
            return f"{item['label']}: {', '.join(item['fields'])}"
        case "engine":
            return _asked(item)
        case "reverted":
            return f"{item['role']}: taken back, because the checks did not pass with it: {', '.join(item['files'])}"
        case "wish":
            return f"not built: {item['asked']} ({item['why']})"
        case "file":
            return f"{item['path']} ({item['bytes']} B)"
        case "check":
            return f"{item['status']:8}{item['title']} ({item['seconds']} s) {item['detail']}".rstrip()
        case _:
            return f"{item.get('path', '')}:{item.get('line', '')} {item.get('message', '')}"


def _asked(item: Mapping[str, Any]) -> str:
    """What a model was asked for, and what became of its answer."""
    role = f"{item['role']}: " if "role" in item else ""
    if not item["answers"]:
        kept = "what was built without it stays" if role else "the built-in plan stays"
        return f"{role}no answer ({item['trouble']}): {kept}" if item["trouble"] else "the model was not needed"
    cost = f"{item['input_tokens']} tokens in, {item['output_tokens']} out, {item['seconds']} s"
    left = f"; not usable: {item['trouble']}" if item["trouble"] else ""
    return f"{role}{item['engine']} ({item['model'] or 'unnamed model'}): {cost}; {_done(item)}{left}"


def _done(item: Mapping[str, Any]) -> str:
    if "changed" in item:
        return f"changed {', '.join(item['changed'])}" if item["changed"] else "changed nothing"
    return f"added {', '.join(item['added'])}" if item["added"] else "added nothing"
