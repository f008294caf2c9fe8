"""The security agent: what the executed probes and the reading of the code say, and the notes that go with the app."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from generation.blueprint.schema import Blueprint
from generation.stacks.protocol import Stack

ROLE: Final = "security"
TITLE = _("Auditing security")
NOTES_PATH: Final = "SECURITY.md"


def probes(report: Mapping[str, Any]) -> dict[str, str]:
    """Status of every executed check, by id."""
    return {check["id"]: check["status"] for check in report["checks"]}


def write(blueprint: Blueprint, stack: Stack, report: Mapping[str, Any]) -> dict[str, str]:
    """SECURITY.md, following what was really executed."""
    return {NOTES_PATH: stack.security_notes(blueprint, probes(report))}
