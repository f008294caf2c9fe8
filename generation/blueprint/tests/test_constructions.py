"""Every way of saying what is kept of a thing, filled with things and fields of which most are in no list.

The frames are in `constructions_es.yaml` and `constructions_en.yaml`; each is filled ten times, always in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from generation.blueprint.reader import read
from generation.blueprint.schema import Blueprint, Entity, FieldType
from generation.blueprint.words.inflection import fold

FILLINGS, LEAST = 10, 9  # of each frame, and how many of them have to be read without a fault
_SLOT = re.compile(r"\{([^}]+)\}")
_LINKS = (FieldType.RELATION, FieldType.RELATIONS)


@dataclass
class Filling:
    """A text, the things it names, and what it says of each: name → words and type."""

    text: str
    things: list[list[str]]
    wanted: dict[str, list[tuple[str, str]]]
    frame: dict[str, Any] = field(default_factory=dict)


@lru_cache(maxsize=2)
def _data(language: str) -> dict[str, Any]:
    return yaml.safe_load((Path(__file__).parent / f"constructions_{language}.yaml").read_text(encoding="utf-8"))


def _frames() -> Iterator[Any]:
    for language in ("es", "en"):
        if (Path(__file__).parent / f"constructions_{language}.yaml").exists():
            for number, frame in enumerate(_data(language)["frames"]):
                frame = frame if isinstance(frame, dict) else {"text": frame}
                yield pytest.param(language, number, frame, id=f"{language}{number}: {frame['text'][:60]}")


def _fill(language: str, number: int, frame: dict[str, Any], turn: int) -> Filling:
    data = _data(language)
    things = [data["things"][(number + 3 * turn) % len(data["things"])]]
    things.append(data["things"][(number + 3 * turn + 8) % len(data["things"])])
    wanted: dict[str, list[tuple[str, str]]] = {thing[1]: [] for thing in things}
    frame_slots = set(_SLOT.findall(frame["text"]))
    second = any("other" in slot.lower() for slot in frame_slots)

    def put(match: re.Match[str]) -> str:
        slot = match.group(1)
        if len(slot) == 2 and slot[1].isdigit():
            kind, at = slot[0].lower(), int(slot[1]) - 1
            pool = data["questions" if kind == "q" else "fields"]
            shift = 11 if kind in "ge" else 0  # of the other thing
            said, words, type_ = pool[(number * 5 + turn * 3 + at + shift) % len(pool)]
            owner = things[1] if kind in "ge" else things[0]
            wanted[owner[1]].append((words, type_))
            said = said if kind in "deq" else said.split(" ", 1)[1] if language == "es" else _bare(said)
            return said[0].upper() + said[1:] if slot[0].isupper() else said
        return _thing(slot, things, language)

    text = _SLOT.sub(put, frame["text"])
    for also in frame.get("also", ()):
        words, _, type_ = also.partition(":")
        owner, words = (things[1], words[6:]) if words.startswith("other.") else (things[0], words)
        wanted[owner[1]].append((words, type_))
    if "respectiv" in text or frame.get("both"):
        wanted[things[1][1]] = list(wanted[things[0][1]])
    return Filling(text, things if second else things[:1], wanted, frame)


def _bare(said: str) -> str:
    return said.split(" ", 1)[1] if said.split(" ")[0] in ("the", "a", "some") else said


def _thing(slot: str, things: list[list[str]], language: str) -> str:
    article, one, many = things["other" in slot.lower()]
    name = many if slot.endswith("s") else one
    said = name
    if slot.lower().startswith("the "):
        several = {"el": "los", "la": "las"}.get(article, article)
        said = f"{several if slot.endswith('s') else article} {name}"
    elif slot.lower().startswith(("a ", "an ")):  # English
        said = f"{'an' if name[0] in 'aeiou' else 'a'} {name}"
    elif slot.startswith("of "):
        said = f"del {name}" if article == "el" else f"de la {name}" if language == "es" else f"of the {name}"
    return said[0].upper() + said[1:] if slot[0].isupper() else said


def _faults(filling: Filling, plan: Blueprint) -> Iterator[str]:
    entities = {thing[1]: _entity(plan, thing) for thing in filling.things}
    for entity in plan.entities:
        if entity not in entities.values():
            yield f"{entity.label} is no thing"
    for name, entity in entities.items():
        if entity is None:
            yield f"no {name}"
            continue
        for words, type_ in filling.wanted[name]:
            yield from _field_faults(entity, words, type_)
    first = entities[filling.things[0][1]]
    if first is not None:
        yield from _choice_faults(first, filling.frame.get("choices", {}))
        other = entities[filling.things[-1][1]]
        if (
            filling.frame.get("points")
            and other is not None
            and all(each.target != other.name for each in first.fields)
        ):
            yield f"{first.label} does not point at {other.label}"


def _choice_faults(entity: Entity, wanted: dict[str, list[str]]) -> Iterator[str]:
    found = {fold(choice.label) for each in entity.fields for choice in each.choices}
    for label, options in wanted.items():
        named = any(fold(label) in fold(each.label) for each in entity.fields)
        if not named or not {fold(option) for option in options} <= found:
            yield f"no choice {label} of {options}"


def _entity(plan: Blueprint, thing: list[str]) -> Entity | None:
    called = (fold(thing[1]), fold(thing[2]))
    return next(
        (each for each in plan.entities if fold(each.label) in called or fold(each.label_plural) in called), None
    )


def _field_faults(entity: Entity, words: str, type_: str) -> Iterator[str]:
    fits = [each for each in entity.fields if any(fold(word) in fold(each.label) for word in words.split("|"))]
    if not fits:
        yield f"{entity.label} has no {words}: {[each.label for each in entity.fields]}"
    elif type_ != "any" and all(each.type != type_ for each in fits):
        yield f"{entity.label}.{fits[0].label} is {fits[0].type}, not {type_}"


@pytest.mark.parametrize(("language", "number", "frame"), _frames())
def test_what_is_kept_of_a_thing_is_read_however_it_is_said(language: str, number: int, frame: dict[str, Any]) -> None:
    fillings = [_fill(language, number, frame, turn) for turn in range(FILLINGS)]
    faults = [(filling.text, list(_faults(filling, read(filling.text)))) for filling in fillings]
    wrong = [f"{text}\n    {'; '.join(found)}" for text, found in faults if found]
    assert FILLINGS - len(wrong) >= LEAST, "\n".join(wrong)
