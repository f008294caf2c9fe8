"""What a run has so far, and what a step hands on. Values that all steps share; they know no database and no token."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from generation.agents.drafting import Part as DraftPart
from generation.blueprint.schema import Blueprint
from generation.engine.names import BUILTIN

ARCHITECTURE = "architecture"
VERIFICATION = "verification"
WRITERS = ("backend", "frontend", "devops")


Booking = Callable[[int], None]  # told at the end what a call that was booked has really cost


class Watcher(Protocol):
    """Whoever follows a step while it works."""

    def say(self, **item: Any) -> None:
        """Something true to look at: `kind` is engine, entity, page, wish, file, check or finding."""

    def show(self, parts: Sequence[DraftPart]) -> None:
        """Files that a model is writing, for whoever wants to see them; nothing of it is kept."""

    def stopped(self) -> bool:
        """Whether the work is no longer wanted; a long step asks often."""


@dataclass(frozen=True)
class Part:
    """What an agent proposes, and what is told of how it came about."""

    files: dict[str, str]
    agent: dict[str, Any]


@dataclass
class Work:
    """What a run has so far; each step reads it and adds to it."""

    prompt: str
    name: str | None = None
    language: str | None = None
    blueprint: Blueprint | None = None
    files: dict[str, str] = field(default_factory=dict)
    report: dict[str, Any] | None = None
    engine: str = BUILTIN
    parts: dict[str, Part] = field(default_factory=dict)  # what each writer with a model proposes
    until: float | None = None  # when the run must have ended, by the monotonic clock
    book: Callable[[int], Booking] | None = None  # counts tokens of the model; raises ModelError when there are none

    @property
    def plan(self) -> Blueprint:
        """The blueprint, once the architect has made it."""
        if self.blueprint is None:
            raise RuntimeError("the architecture comes first")
        return self.blueprint

    def absorb(self, output: Mapping[str, Any], files: Mapping[str, str]) -> None:
        """Take in what a step left, whether it was just done or comes from the store."""
        if "blueprint" in output:
            self.blueprint = Blueprint.model_validate(output["blueprint"])
        if "report" in output:
            self.report = dict(output["report"])
        if is_proposal(output):
            self.parts[output["agent"]["role"]] = Part(dict(files), dict(output["agent"]))
        else:
            self.files.update(files)


@dataclass(frozen=True)
class Result:
    """What a step leaves: JSON for the steps after it, counts and names for people, files."""

    output: dict[str, Any] = field(default_factory=dict)
    summary: dict[str, Any] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)


def is_proposal(output: Mapping[str, Any]) -> bool:
    """Whether the step's files are what an agent proposes; the verification decides what of them is in the app."""
    return "agent" in output


def counted(files: Mapping[str, str]) -> dict[str, Any]:
    return {"files": sorted(files), "bytes": sum(len(text.encode()) for text in files.values())}


def share_of(told: Mapping[str, Any], *, kept: Sequence[str], reverted: Sequence[str] = ()) -> dict[str, Any]:
    """Who did a step, for people and for its price: engine, model, tokens in and out, time, and what is left of it."""
    names = ("engine", "engines", "model", "input_tokens", "output_tokens", "seconds", "answers", "trouble")
    return {**{name: told[name] for name in names}, "kept": list(kept), "reverted": list(reverted)}
