"""Computed fields of the entities as the templates see them: what each follows from, written as Python.

The formulas themselves are written by `formulas.py`; here is only which name stands for which number of which row.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from generation.blueprint.formula import FormulaError, Rows, parse, rounded
from generation.blueprint.schema import FieldType as T

from .entities import EntityView
from .fields import DECIMALS, FieldView
from .formulas import Source, may_fail, source
from .layout import LINE

INDENT = 8
PLENTY = 100_000
MOST_ON_PAGE = 7  # fields of a row that is entered on another's page
_EXAMPLES = (3, 7, 2, 5, 4, 8, 6, 9)  # what the numbers of a row are in a worked example
_OVER = {"sum": "total_of", "avg": "average_of", "count": "number_of"}


@dataclass(frozen=True)
class Computation:
    """One computed column and the statement that sets it."""

    field: FieldView
    source: Source

    @property
    def statement(self) -> str:
        """`self.total = rounded(…, 2)`, laid out for a method's body."""
        decimals = DECIMALS[self.field.type]
        head, lead = ("result_of", "lambda: ") if may_fail(parse(self.field.field.formula)) else ("rounded", "")
        places = f", {decimals}" if decimals else ""
        start = f"self.{self.field.name} = {head}("
        single = f"{start}{lead}{self.source.text}{places})"
        if INDENT + len(single) <= LINE:
            return single
        inner = " " * (INDENT + 4)
        last = f"{inner}{decimals},\n" if decimals else ""
        return f"{start}\n{inner}{lead}{self.source.broken(INDENT + 4)},\n{last}{' ' * INDENT})"

    @property
    def helper(self) -> str:
        return "result_of" if may_fail(parse(self.field.field.formula)) else "rounded"


@dataclass(frozen=True)
class Computing:
    """What one model needs: its computed columns in working order, and the relations to rows that count its own."""

    computations: list[Computation]
    counted_by: list[str]
    copies: list[tuple[str, str, str]]  # field, relation, field there
    weights: dict[str, dict[str, int]]  # choice field → what each choice counts

    @property
    def columns(self) -> list[str]:
        return [each.field.name for each in self.computations]

    @property
    def over_rows(self) -> bool:
        return any(parse(each.field.field.formula).rows for each in self.computations)

    @cached_property
    def from_decimal(self) -> list[str]:
        return sorted({name for each in self.computations for name in each.source.from_decimal})

    @cached_property
    def from_arithmetic(self) -> list[str]:
        names = {name for each in self.computations for name in each.source.from_arithmetic}
        return sorted(names | {each.helper for each in self.computations} | self._number)

    @property
    def _number(self) -> set[str]:
        return {"number"} if any("number(" in each.source.text for each in self.computations) else set()


def computing(views: list[EntityView]) -> dict[str, Computing]:
    """By class name; only entities whose numbers follow from others, or are followed by others."""
    by_name = {view.name: view for view in views}
    found = {}
    for view in views:
        own = [Computation(field, _written(view, field, by_name)) for field in in_order(view)]
        counted_by = [field.name for field in view.fields if _is_counted(view, field, by_name)]
        copies = [_copy(view, field, by_name) for field in view.fields if field.field.taken_from]
        if own or counted_by or copies:
            found[view.name] = Computing(own, counted_by, copies, _weights(view))
    return found


def parts(views: list[EntityView]) -> dict[str, FieldView]:
    """Rows that are entered on the page of the row they are a part of, such as lines: class name → that relation."""
    found = {}
    needed = {field.field.target for view in views for field in view.fields if field.is_relation}
    by_name = {view.name: view for view in views}
    for view in views:
        links = [f for f in view.fields if f.required and f.type is T.RELATION and _is_counted(view, f, by_name)]
        small = len(view.form_fields) <= MOST_ON_PAGE and view.name not in needed
        if len(links) == 1 and small and not view.sold and any(field.computed for field in view.fields):
            found[view.name] = links[0]
    return found


def _weights(view: EntityView) -> dict[str, dict[str, int]]:
    weighed = [field for field in view.fields if any(choice.weight for choice in field.field.choices)]
    return {
        field.name: {choice.value: choice.weight for choice in field.field.choices if choice.weight}
        for field in weighed
    }


def _copy(view: EntityView, field: FieldView, by_name: Mapping[str, EntityView]) -> tuple[str, str, str]:
    relation, _, name = field.field.taken_from.partition(".")
    link_field = view.by_blueprint_name[relation]
    there = by_name[link_field.field.target or ""].by_blueprint_name[name]
    return field.name, link_field.name, there.name


def in_order(view: EntityView) -> list[FieldView]:
    """The computed fields, each after those it is made from."""
    waiting = [field for field in view.fields if field.computed]
    ordered: list[FieldView] = []
    while waiting:
        open_names = {field.field.name for field in waiting}
        ready = [field for field in waiting if not open_names & set(parse(field.field.formula).names)]
        chosen = (ready or waiting)[0]
        ordered.append(chosen)
        waiting.remove(chosen)
    return ordered


def link(source_view: EntityView, target: str) -> FieldView:
    """The relation by which rows of `source_view` belong to one of `target`."""
    return next(f for f in source_view.fields if f.type is T.RELATION and f.field.target == target)


def _written(view: EntityView, field: FieldView, by_name: Mapping[str, EntityView]) -> Source:
    def name(own: str) -> str:
        if view.by_blueprint_name[own].type is T.CHOICE:
            return f'self.weight_of("{view.by_blueprint_name[own].name}")'
        return f"number(self.{view.by_blueprint_name[own].name})"

    def rows(over: Rows) -> str:
        counted = by_name[over.entity]
        arguments = [f'"{link(counted, view.name).related_name}"']
        if over.field:
            arguments.append(f'"{counted.by_blueprint_name[over.field].name}"')
        return f"self.{_OVER[over.function]}({', '.join(arguments)})"

    return source(parse(field.field.formula), name, rows)


def _is_counted(view: EntityView, field: FieldView, by_name: Mapping[str, EntityView]) -> bool:
    """Whether a formula of the row this relation names counts rows of `view`."""
    if field.type is not T.RELATION:
        return False
    target = by_name[field.field.target or ""]
    formulas = [parse(each.field.formula) for each in target.fields if each.computed]
    return any(rows.entity == view.name for formula in formulas for rows in formula.rows)


@dataclass(frozen=True)
class Opening:
    """A row that brings enough of something, for the tests of rows that take from it."""

    item: str
    source: str
    relation: str
    given: str


def openings(views: list[EntityView]) -> list[Opening]:
    by_name, found = {view.name: view for view in views}, []
    for view in views:
        stock = next((field for field in view.fields if field.computed and field.field.least is not None), None)
        if stock is None:
            continue
        first = parse(stock.field.formula).rows[0]
        source = by_name[first.entity]
        given = {_number_behind(source, first.field or ""): str(PLENTY)}
        for field in source.fields:
            inward = [choice.value for choice in field.field.choices if choice.weight == 1]
            given |= {field.name: f'"{inward[0]}"'} if inward else {}
        arguments = ", ".join(f'"{name}": {value}' for name, value in given.items())
        found.append(Opening(view.name, source.name, link(source, view.name).name, f"{{{arguments}}}"))
    return found


def _number_behind(view: EntityView, name: str) -> str:
    """The number that people enter behind one that a stock adds up."""
    field = view.by_blueprint_name[name]
    names = parse(field.field.formula).names if field.computed else ()
    entered = (view.by_blueprint_name[each] for each in names)
    return next((each.name for each in entered if each.is_numeric), field.name)


@dataclass(frozen=True)
class WorkedExample:
    """A computed column for given numbers, worked out here: becomes a test of the project."""

    model: str
    module: str
    field: str
    arguments: str
    expected: Decimal


def worked_examples(views: list[EntityView]) -> list[WorkedExample]:
    """One for each column that follows from numbers of its own row alone."""
    found = []
    for view in views:
        numbers = {f.field.name: Decimal(n) for n, f in zip(_EXAMPLES, _entered(view), strict=False)}
        arguments = [f"{view.by_blueprint_name[name].name}={value}" for name, value in numbers.items()]
        for field in in_order(view):
            formula = parse(field.field.formula)
            if formula.rows or not set(formula.names) <= numbers.keys():
                continue
            with suppress(FormulaError):
                numbers[field.field.name] = rounded(formula.value(numbers), DECIMALS[field.type])
                result = numbers[field.field.name]
                found.append(WorkedExample(view.name, view.module, field.name, ", ".join(arguments), result))
    return found


def _entered(view: EntityView) -> list[FieldView]:
    return [field for field in view.fields if field.is_numeric and not field.computed and not field.is_relation]
