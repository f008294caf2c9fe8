"""What a model is shown of a project: the files its task needs, within a size, everything as fenced data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generation.blueprint.schema import Blueprint, Entity
from generation.engine.prompting import fenced

ROOM = 44_000  # characters of files in one question
SMALLEST_ROOM = 4_000
ANSWER_LEAVES = 2  # characters of question for each token of the model: three make a token, a third is the answer's
BEGUN = 6_000  # characters shown of a file that is larger than that
MOST_NAMED = 80
MOST_CRITERIA = 60


def smaller(room: int, bare: int, limit: int | None) -> int:
    """Room for files after a question did not fit. It has `bare` characters without any; `limit` is the model's size.

    Half as much, or what leaves a third of the model for its answer; 0 when less than that is no way out.
    """
    if room <= SMALLEST_ROOM:
        return 0
    half = room // 2
    return max(SMALLEST_ROOM, min(half, limit * ANSWER_LEAVES - bare) if limit else half)


@dataclass(frozen=True)
class Shown:
    text: str
    others: str


def shown(paths: Sequence[str], files: Mapping[str, str], room: int = ROOM) -> Shown:
    """As many of the files as there is room for, in their order; the names of the others."""
    told: list[str] = []
    left: list[str] = []
    for path in dict.fromkeys(paths):
        text = files[path]
        part = text if len(text) <= BEGUN else text[:BEGUN]
        if len(part) > room:
            left.append(path)
            continue
        room -= len(part)
        begun = f" (its first {BEGUN} of {len(text)} characters)" if len(part) < len(text) else ""
        told.append(fenced("file", f"{path}{begun}\n{part}"))
    return Shown("\n".join(told) or "(none)", ", ".join(left[:MOST_NAMED]) or "(none)")


def outline(plan: Blueprint) -> str:
    lines = [*(_entity(entity) for entity in plan.entities), "", "What must stay true:"]
    lines += [f"- {criterion.text}" for criterion in plan.criteria[:MOST_CRITERIA]]
    return fenced("plan", "\n".join(lines))


def _entity(entity: Entity) -> str:
    fields = ", ".join(f"{field.name} ({field.target or field.type.value})" for field in entity.fields)
    who = entity.access
    rights = f"read {who.read.value}, create {who.create.value}, edit {who.edit.value}, delete {who.delete.value}"
    return f"- {entity.name} ({entity.label}): {fields}; {rights}"
