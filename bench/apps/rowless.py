"""How well a plan answers a description that asks for no tables: what kind of thing it is, and whether it computes.

The expectations (`kind`, `inputs`, `examples`) were written by hand from the text alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, Protocol

from generation.blueprint.formula import FormulaError, parse
from generation.blueprint.schema import Blueprint, Fit, Kit, PageKind, Tool

Fold = Callable[[str], str]
NEAR = Decimal("0.011")  # results are written with two decimals
Spec = dict[str, Any]


class Noted(Protocol):
    """A tally of right answers."""

    def note(self, holds: bool, what: str) -> None: ...


def kind_of(plan: Blueprint) -> str:
    """What is delivered: app, tool, widget, page, chat, api, map or none."""
    kinds = {page.kind for page in plan.pages}
    rules = {
        "none": plan.fit is Fit.OUTSIDE,
        "api": plan.theme.kit is Kit.API,
        "tool": bool(plan.tools) and not plan.entities,
        "widget": bool(plan.widgets) and not plan.entities,
        "page": plan.landing is not None,
        "chat": PageKind.FEED in kinds,
        "map": PageKind.MAP in kinds,
    }
    return next((kind for kind, holds in rules.items() if holds), "app")


def score_kind(spec: Spec, plan: Blueprint, tally: Noted) -> None:
    if "kind" in spec:
        wanted = [spec["kind"]] if isinstance(spec["kind"], str) else spec["kind"]
        tally.note(kind_of(plan) in wanted, f"{kind_of(plan)}, not {' or '.join(wanted)}")


def score_inputs(spec: Spec, plan: Blueprint, tally: Noted, fold: Fold) -> None:
    found = _inputs(spec, plan, fold)
    for names in spec.get("inputs") or ():
        tally.note(names.split("|")[0] in found, f"{names} is not asked for")


def score_examples(spec: Spec, plan: Blueprint, tally: Noted, fold: Fold) -> None:
    """The plan's own formulas, worked out with the numbers of the expectation."""
    found = _inputs(spec, plan, fold)
    for example in spec.get("examples") or ():
        results: list[Decimal] = []
        if set(example["inputs"]) <= found.keys():
            values = {found[name]: Decimal(str(value)) for name, value in example["inputs"].items()}
            results = list(_results(plan.tools[0], values))
        wanted = Decimal(str(example["result"]))
        shown = ", ".join(str(round(result, 2)) for result in results) or "nothing"
        tally.note(any(abs(result - wanted) <= NEAR for result in results), f"{example}: {shown}")


def _inputs(spec: Spec, plan: Blueprint, fold: Fold) -> dict[str, str]:
    """Each expected input with the plan's own, those of the very name before those that only hold its words."""
    free = list(plan.tools[0].inputs) if plan.tools else []
    found: dict[str, str] = {}
    for exact in (True, False):
        for names in spec.get("inputs") or ():
            wanted = [fold(name) for name in names.split("|")]
            each = next((each for name in wanted for each in free if _is(fold(each.label), name, exact=exact)), None)
            if each is not None and names.split("|")[0] not in found:
                found[names.split("|")[0]] = each.name
                free.remove(each)
    return found


def _is(label: str, name: str, *, exact: bool) -> bool:
    return label == name if exact else f" {name} " in f" {label} "


def _results(tool: Tool, values: dict[str, Decimal]) -> Iterator[Decimal]:
    for output in tool.outputs:
        try:
            values[output.name] = parse(output.formula).value(values)
        except FormulaError:
            return
        yield values[output.name]
