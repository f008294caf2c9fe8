"""The security agent: what the executed probes and the reading of the code say, and the notes that go with the app."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from generation.blueprint.schema import Blueprint
from generation.stacks.protocol import Stack

ROLE: Final = "security"
TITLE = _("Auditing security")
NOTES_PATH: Final = "SECURITY.md"
# The notes speak the language of the app, not that of whoever watches.
READING: Final = {
    "es": (
        "Lectura del código",
        "Avisos de las reglas de seguridad de ruff (S). Leer no prueba nada: cada uno pide una mirada.",
        "Las reglas de seguridad de ruff (S) no encontraron nada.",
    ),
    "en": (
        "Reading of the code",
        "Notices of ruff's security rules (S). Reading proves nothing: each of them asks for a look.",
        "Ruff's security rules (S) found nothing.",
    ),
}


def write(
    blueprint: Blueprint, stack: Stack, report: Mapping[str, Any], findings: Sequence[Mapping[str, Any]]
) -> dict[str, str]:
    """SECURITY.md: what was really executed, and what was found by reading."""
    statuses = {check["id"]: check["status"] for check in report["checks"]}
    notes = stack.security_notes(blueprint, statuses).rstrip("\n")
    return {NOTES_PATH: f"{notes}\n\n{_reading(blueprint.language, findings)}\n"}


def _reading(language: str, findings: Sequence[Mapping[str, Any]]) -> str:
    title, found, nothing = READING[language]
    lines = [f"- `{finding['path']}:{finding['line']}` {finding['message']}" for finding in findings]
    return "\n".join([f"## {title}", "", *([found, "", *lines] if lines else [nothing])])
