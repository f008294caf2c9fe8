"""The moves between the states of a row: one step after the other, ways out, refusals, and back where rows go round."""

from __future__ import annotations

from itertools import pairwise

from generation.blueprint.drafts.draft import EntityDraft
from generation.blueprint.lexicon import tables
from generation.blueprint.schema import Move, Workflow


def workflow(draft: EntityDraft) -> Workflow | None:
    """The moves between the states of the text; None where it has none."""
    if draft.states is None:
        return None
    holder, board = draft.states
    if holder not in draft.fields or len(holder.options) < 2:
        return None
    values = [value for value, _ in holder.options]
    moves = dict.fromkeys(_board(values) if board or _loops(values) else _line(values))
    return Workflow(field=holder.name, initial=values[0], moves=tuple(Move(source=a, target=b) for a, b in moves))


def _board(values: list[str]) -> list[tuple[str, str]]:
    """Forwards and back."""
    return [pair for a, b in pairwise(values) for pair in ((a, b), (b, a))]


def _loops(values: list[str]) -> bool:
    words = [value.replace("_", " ") for value in values]
    return begins(words[0], "loops") and any(begins(word, "loops") for word in words[1:])


def _line(values: list[str]) -> list[tuple[str, str]]:
    """One step after the other; a way out from every state that is still open, and a refusal from the first ones."""
    out = [value for number, value in enumerate(values) if number and begins(value.replace("_", " "), "cancel")]
    refused = [value for number, value in enumerate(values) if number and begins(value.replace("_", " "), "reject")]
    line = [value for value in values if value not in out and value not in refused]
    if len(line) > 1 and out and out[-1] == values[-1] and len(out) == len(values) - 1:
        line, out = values, []
    moves = list(pairwise(line))
    moves += [(line[0], value) for value in refused]
    still_open = [
        value
        for number, value in enumerate(line)
        if number < len(line) - 1 or not begins(value.replace("_", " "), "done")
    ]
    moves += [(source, value) for value in out for source in still_open]
    return moves


def begins(word: str, group: str) -> bool:
    return word.startswith(tuple(tables("states")[group]))
