"""The evidence of a version: which checks were executed and what came of each. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

Status = Literal["passed", "failed", "skipped"]
LONGEST_DETAIL = 4000


@dataclass(frozen=True)
class Check:
    id: str
    title: str
    status: Status
    required: bool
    seconds: float
    detail: str = ""


@dataclass(frozen=True)
class CriterionResult:
    id: str
    text: str
    status: Status
    detail: str = ""


@dataclass(frozen=True)
class Report:
    """`as_dict()` is the content of verification.json."""

    checks: tuple[Check, ...]
    criteria: tuple[CriterionResult, ...]
    runtime: Mapping[str, str]
    not_executed: tuple[str, ...]
    seconds: float

    @property
    def verified(self) -> bool:
        """Every required check was executed and passed; one that was skipped proves nothing."""
        required = [check for check in self.checks if check.required]
        return bool(required) and all(check.status == "passed" for check in required)

    def check(self, check_id: str) -> Check:
        """The check of that id. Raises KeyError."""
        for check in self.checks:
            if check.id == check_id:
                return check
        raise KeyError(check_id)

    @property
    def failed(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if check.status == "failed")

    def as_dict(self) -> dict[str, Any]:
        return {
            "verified": self.verified,
            "checks": [asdict(check) for check in self.checks],
            "criteria": [asdict(result) for result in self.criteria],
            "runtime": dict(self.runtime),
            "not_executed": list(self.not_executed),
            "seconds": round(self.seconds, 2),
        }


def capped(check: Check) -> Check:
    """Guest text may be endless; a report is not."""
    if len(check.detail) <= LONGEST_DETAIL:
        return check
    return replace(check, detail=check.detail[:LONGEST_DETAIL] + " …")
