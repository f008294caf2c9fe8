"""The security agent: what the executed probes and the reading of the code say, and the notes that go with the app."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from generation.agents.reviewing import Review
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
        "Revisión por un modelo",
        "Lo que leyó un modelo en los cambios de los agentes. Es solo una lectura: nada de ello se ha ejecutado.",
        "El modelo no encontró nada que señalar.",
        "Corregido tras ella, y verificado después: ",
        "Propuesto y no incluido, porque no pasó las comprobaciones: ",
    ),
    "en": (
        "Reading of the code",
        "Notices of ruff's security rules (S). Reading proves nothing: each of them asks for a look.",
        "Ruff's security rules (S) found nothing.",
        "Review by a model",
        "What a model read in the agents' changes. It is a reading alone; none of it was executed as a proof.",
        "The model found nothing to point out.",
        "Mended after it, and verified again: ",
        "Proposed and not taken in, because it did not pass the checks: ",
    ),
}


def write(
    blueprint: Blueprint,
    stack: Stack,
    report: Mapping[str, Any],
    findings: Sequence[Mapping[str, Any]],
    review: Review | None = None,
) -> dict[str, str]:
    """SECURITY.md: what was really executed, what was found by reading, and what remains."""
    statuses = {check["id"]: check["status"] for check in report["checks"]}
    notes = stack.security_notes(blueprint, statuses).rstrip("\n")
    parts = [notes, _reading(blueprint.language, findings)]
    if review is not None and review.answered:
        parts.append(_reviewed(blueprint.language, review))
    return {NOTES_PATH: "\n\n".join(parts) + "\n"}


def _reading(language: str, findings: Sequence[Mapping[str, Any]]) -> str:
    title, found, nothing, *_review = READING[language]
    lines = [f"- `{finding['path']}:{finding['line']}` {finding['message']}" for finding in findings]
    return "\n".join([f"## {title}", "", *([found, "", *lines] if lines else [nothing])])


def _reviewed(language: str, review: Review) -> str:
    """A model's words stand as code: whatever they hold, no reader of Markdown takes it for more than words."""
    *_reading, title, intro, nothing, mended, left = READING[language]
    notes = [f"- `{note.replace('`', chr(39))}`" for note in review.notes]
    lines = [f"## {title}", "", intro, "", *(notes or [nothing])]
    if review.written.files:
        lines += ["", mended + _named(sorted(review.written.files)) + "."]
    if review.written.dropped:
        lines += ["", left + _named(sorted({each.path for each in review.written.dropped})) + "."]
    return "\n".join(lines)


def _named(paths: Sequence[str]) -> str:
    return ", ".join(f"`{path.replace('`', chr(39))}`" for path in paths)
