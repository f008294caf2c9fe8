"""What texts say of people, rights and states, by construction: frames filled with words that no lexicon has."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from generation.blueprint.reader import read
from generation.blueprint.schema import Blueprint, Entity

HERE = Path(__file__).parent
FILLINGS = 6
ENOUGH = 0.9
NOT_YET = 0.5
ACTIONS = ("read", "create", "edit", "delete")
Expected = dict[str, Any]


@lru_cache(maxsize=2)
def _grid(language: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((HERE / f"rights_{language}.yaml").read_text())
    return loaded


def _frames() -> Iterator[Any]:
    for language in ("es", "en"):
        for number, (say, expected) in enumerate(_grid(language)["frames"]):
            yield pytest.param(language, number, say, expected, id=f"{language}: {say}")


@pytest.mark.parametrize(("language", "number", "say", "expected"), _frames())
def test_frame_is_read_whatever_fills_it(language: str, number: int, say: str, expected: Expected) -> None:
    held, missed = _filled(language, number, say, expected)
    assert held >= ENOUGH * (held + len(missed)), "\n".join(missed)


@pytest.mark.parametrize("language", ["es", "en"])
def test_frames_that_are_not_read_well_yet_lose_nothing(language: str) -> None:
    counted = [_filled(language, n, say, expected) for n, (say, expected) in enumerate(_grid(language)["not_yet"])]
    held, missed = sum(right for right, _ in counted), [miss for _, misses in counted for miss in misses]
    assert held >= NOT_YET * (held + len(missed)), "\n".join(missed)


def _filled(language: str, number: int, say: str, expected: Expected) -> tuple[int, list[str]]:
    """How many of the answers hold over all fillings of a frame, and those that do not."""
    held, missed = 0, []
    for turn in range(FILLINGS):
        slots = _slots(_grid(language), language, number, turn)
        text = (_grid(language)["opening"] + say).format_map(slots)
        for holds, what in _answers(expected, slots, read(text, language=language)):
            held += holds
            missed += [] if holds else [f"{text!r}: {what}"]
    return held, missed


def _slots(grid: dict[str, Any], language: str, number: int, turn: int) -> dict[str, str]:
    """The words of one filling; every frame meets each word of a list once."""
    thing, role, chief = (
        grid[name][(factor * turn + number) % len(grid[name])]
        for name, factor in (("things", 1), ("members", 1), ("staff", 1))
    )
    states, choices = (grid[name][(turn + number) % len(grid[name])] for name in ("states", "choices"))
    feminine = language == "es" and thing[2] == "f"
    ending = "a" if feminine else "o"
    slots = {f"c{n}": word for n, word in enumerate(choices, 1)}
    slots |= {f"e{n}": word + ending * (word[-1] in "dtv" and language == "es") for n, word in enumerate(states, 1)}
    if language == "en":
        slots |= {"thing": thing[0], "things": thing[1], "role": role[0], "roles": role[1]}
        slots |= {"chief": chief[0], "chiefs": chief[1]}
    else:
        slots |= {"la": "la" if feminine else "lo", "las": f"l{ending}s", "a": ending, "as": f"{ending}s"}
        slots["una_cosa"] = f"{'una' if feminine else 'un'} {thing[0]}"
        for name, word in (("cosa", thing), ("rol", role), ("jefe", chief)):
            slots |= _spanish(name, word)
    return slots | {name.capitalize(): word[:1].upper() + word[1:] for name, word in slots.items() if len(name) > 2}


def _spanish(name: str, word: list[str]) -> dict[str, str]:
    one, many, gender = word
    several = "roles" if name == "rol" else f"{name}s"
    la, el = ("la", "las") if gender == "f" else ("el", "los")
    before, behind = ("la", "las") if name == "cosa" else ("el", "los")
    return {name: one, several: many, f"{before}_{name}": f"{la} {one}", f"{behind}_{several}": f"{el} {many}"}


def _answers(expected: Expected, slots: dict[str, str], plan: Blueprint) -> Iterator[tuple[bool, str]]:
    kept = slots.get("cosa") or slots["thing"]
    thing = next((entity for entity in plan.entities if _plain(entity.label) == _plain(kept)), None)
    for name in ("rol", "jefe", "role", "chief"):
        if name in expected:
            level = next((r.level.value for r in plan.roles if _plain(r.label) == _plain(slots[name])), "no role")
            yield level == expected[name], f"{slots[name]} is {level}, not {expected[name]}"
    for action in ACTIONS:
        if action in expected:
            found = getattr(thing.access, action).value if thing else "nobody: no such thing"
            yield found == expected[action], f"{action} by {found}, not {expected[action]}"
    if "states" in expected:
        places = expected["states"] if isinstance(expected["states"], list) else range(expected["states"])
        yield from _states([slots[f"e{place + 1}"] for place in places], thing)
    if "has" in expected:
        yield from _states([word + slots.get("a", "") for word in expected["has"]], thing)
    if "choices" in expected:
        yield from _choices([slots[f"c{n}"] for n in (1, 2, 3)], thing)


def _states(wanted: list[str], thing: Entity | None) -> Iterator[tuple[bool, str]]:
    """The states of the field that rows move through."""
    flow = thing.workflow.field if thing and thing.workflow else None
    labels = {_plain(c.label) for each in (thing.fields if thing else ()) if each.name == flow for c in each.choices}
    for state in wanted:
        yield _plain(state) in labels, f"{state} is no state of {sorted(labels)}"


def _choices(wanted: list[str], thing: Entity | None) -> Iterator[tuple[bool, str]]:
    """Choices of one field that rows do not move through."""
    flow = thing.workflow.field if thing and thing.workflow else None
    sets = [{_plain(c.label) for c in each.choices} for each in (thing.fields if thing else ()) if each.name != flow]
    holds = any({_plain(word) for word in wanted} <= labels for labels in sets)
    yield holds, f"{wanted} are no choices of {[sorted(labels) for labels in sets if labels]}"


def _plain(text: str) -> str:
    """Lower case, without accents, number and gender."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
    words = (word.removesuffix("s") for word in bare.split())
    return " ".join(word[:-1] if len(word) > 4 and word[-1] in "aoe" else word for word in words)
