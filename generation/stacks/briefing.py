"""What an agent is told of a project before it writes: the rules of the stack, and which files to read first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from generation.blueprint.schema import Blueprint


@dataclass(frozen=True)
class Briefing:
    playbook: str  # pairs of wrong and right
    paths: tuple[str, ...]  # the files that matter to this role, the most needed first


class Briefs(Protocol):
    """The part of a stack that the agents need beside the files."""

    def security_notes(self, blueprint: Blueprint, checks: Mapping[str, str]) -> str:
        """SECURITY.md: what was executed (check id → status), what was only read, what remains."""

    def briefing(self, role: str, files: Mapping[str, str]) -> Briefing:
        """What that agent is told before it writes."""

    def deployed(
        self, files: Mapping[str, str], *, region: str, variables: Mapping[str, str], notes: Sequence[tuple[str, str]]
    ) -> dict[str, str]:
        """The files that these values change."""
