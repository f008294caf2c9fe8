"""Reads generated Python for patterns known to be dangerous. That is no proof: what was executed is in the report."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from generation.sandbox import tools

RULES = "S"  # ruff's port of bandit
IN_TESTS = ("S101", "S105", "S106")  # assertions and throw-away passwords are what tests are made of


def audit(files: Mapping[str, str]) -> list[dict[str, Any]]:
    """Findings by path and line. Raises SandboxUnavailable when ruff is missing."""
    python = {path: text for path, text in files.items() if path.endswith(".py")}
    return [
        {"path": finding.path, "line": finding.line, "message": finding.message}
        for finding in tools.ruff(python, rules=RULES)
        if not (_is_test(finding.path) and finding.message.startswith(IN_TESTS))
    ]


def _is_test(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return "tests" in parts or parts[-1].startswith("test")
