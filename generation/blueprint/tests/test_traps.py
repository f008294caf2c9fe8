"""A word in passing never makes an app something else: each trap beside the thing that the word stands for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from generation.blueprint.reader import read
from generation.blueprint.schema import Blueprint, Fit
from generation.blueprint.words.inflection import fold

_PAIRS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "traps.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("pair", [pytest.param(pair, id=pair["trap"][:50]) for pair in _PAIRS])
def test_an_app_of_tables_stays_one_whatever_its_words_call_to_mind(pair: dict[str, Any]) -> None:
    plan = read(pair["trap"])
    names = {fold(entity.label) for entity in plan.entities}
    assert names & {fold(name) for name in pair["thing"].split("|")}, (plan.fit, names)
    assert plan.fit is Fit.FULL, [wish.asked for wish in plan.unmet]
    assert plan.landing is None
    assert not plan.tools
    assert not plan.widgets


@pytest.mark.parametrize("pair", [pytest.param(pair, id=pair["other"][:50]) for pair in _PAIRS])
def test_what_is_really_asked_for_is_heard(pair: dict[str, Any]) -> None:
    assert _kind(read(pair["other"]), pair["real"])


def _kind(plan: Blueprint, real: str) -> bool:
    asked = real.removeprefix("unmet: ")
    if asked != real:
        return plan.fit is Fit.PARTIAL and any(asked in fold(wish.asked) for wish in plan.unmet)
    has = {"tool": plan.tools, "widget": plan.widgets, "page": plan.landing, "outside": plan.fit is Fit.OUTSIDE}
    return bool(has[real])
