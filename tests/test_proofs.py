"""What is too long for every test run is run by a command that people find."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests import proving

ROOT = Path(__file__).resolve().parent.parent
RECIPES = dict(re.findall(r"^([\w-]+): setup\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(), re.MULTILINE))
PROOFS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "tests" / "proofs").glob("test_*.py"))


@pytest.mark.parametrize("path", PROOFS)
def test_a_file_of_proofs_has_a_command(path: str) -> None:
    assert [name for name, recipe in RECIPES.items() if path in recipe.split()]


def test_the_commands_name_files_that_there_are_and_people_read_of_them() -> None:
    named = {word for recipe in RECIPES.values() for word in recipe.split() if word.startswith("tests/proofs/")}
    assert named == set(PROOFS)
    told = (ROOT / "CONTRIBUTING.md").read_text()
    commands = [name for name in RECIPES if name.startswith("proof-")] + ["recording"]
    assert len(commands) >= 4
    assert [name for name in commands if f"`make {name}`" not in told] == []


def test_all_that_is_marked_is_run_by_one_command_that_names_no_file() -> None:
    words = RECIPES["proof-apps"].split()
    assert "--proofs" in words
    assert not [word for word in words if word.startswith(("tests", "generation", "-k", "-m=")) or word.endswith(".py")]
    assert "--proofs" not in RECIPES["test"]


@pytest.mark.parametrize(("proofs", "left"), [(False, ["short"]), (True, ["long"])])
def test_a_marked_test_is_run_then_and_only_then(proofs: bool, left: list[str]) -> None:
    def item(name: str, *marks: str) -> Any:
        return SimpleNamespace(name=name, get_closest_marker=lambda asked: asked if asked in marks else None)

    deselected: list[Any] = []
    hook = SimpleNamespace(pytest_deselected=lambda items: deselected.extend(items))
    config: Any = SimpleNamespace(getoption=lambda name: proofs, hook=hook)
    items = [item("short", "slow"), item("long", "proof")]
    proving.pytest_collection_modifyitems(config, items)
    assert [each.name for each in items] == left
    assert len(deselected) == 1


def test_a_spread_marks_what_is_not_always_tried() -> None:
    first, second = proving.spread(["a", "b"], "a".__eq__)
    assert (first.values, first.id, first.marks) == (("a",), "a", ())
    assert [mark.name for mark in second.marks] == ["proof"]
