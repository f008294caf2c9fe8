"""What a whole text describes: the descriptions of its sentences, and of the lines of its lists."""

from __future__ import annotations

from collections.abc import Collection

from generation.blueprint.things.description import Description
from generation.blueprint.things.descriptions import Finder
from generation.blueprint.things.field_items import Cutter
from generation.blueprint.things.item_kinds import ItemKinds
from generation.blueprint.things.lead_ins import LeadIns
from generation.blueprint.things.line import Line
from generation.blueprint.things.owners import Owners


def finder(line: Line, described: Collection[str] = ()) -> Finder:
    cutter = Cutter(line)
    return Finder(
        line, cutter, LeadIns(line, cutter), ItemKinds(line, cutter, described), Owners(line, cutter, described)
    )


def described(lines: list[Line]) -> frozenset[str]:
    """Keys of the things whose fields some sentence lists."""
    found = (finder(line).find().values() for line in lines)
    owners = [description.owner for listed in found for description in listed if description.owner]
    return frozenset(owner.key for owner in owners) | {owner.head_word for owner in owners}


def find_descriptions(lines: list[Line], known: frozenset[str]) -> list[dict[int, Description]]:
    """The descriptions of every sentence; lines of a list that are all fields belong to what the list is about."""
    finders = [finder(line, known) for line in lines]
    found = [each.find() for each in finders]
    for start, end in _lists(lines):
        if end - start > 1 and all(each.whole.is_field_line() for each in finders[start:end]):
            for number in range(start, end):
                found[number] = {0: finders[number].whole.line_of_fields()}
    return found


def _lists(lines: list[Line]) -> list[tuple[int, int]]:
    """First and behind last of the lines of each list."""
    runs: list[tuple[int, int]] = []
    for number, line in enumerate(lines):
        if line.sentence.bullet and runs and runs[-1][1] == number:
            runs[-1] = (runs[-1][0], number + 1)
        elif line.sentence.bullet:
            runs.append((number, number + 1))
    return runs
