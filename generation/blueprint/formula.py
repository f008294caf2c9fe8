"""Formulas of computed fields and of tools: a small arithmetic, read once, worked out here or written as Python.

    quantity * unit_price * (1 + vat / 100)       names are fields of the row, or inputs of the tool
    sum(InvoiceLine.amount) - discount            over the rows of this one; also count(Visit), avg(Review.stars)
    price * 0.9 if quantity >= 10 else price      comparisons, and / or / not

All numbers are decimals. Owns what a formula may say; never evaluates text as code.
"""

from __future__ import annotations

import ast
import decimal
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import reduce

LONGEST, MOST_NODES = 500, 120
CONSTANTS = {"pi": Decimal("3.141592653589793238462643383")}
PRECISION = 28  # digits
LARGEST = Decimal(10) ** 15  # a result beyond it fits no column and no page

_OPERATORS: dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.Mod: operator.mod, ast.FloorDiv: operator.floordiv, ast.Pow: operator.pow,
}  # fmt: skip
_COMPARISONS: dict[type[ast.cmpop], Callable[[Decimal, Decimal], bool]] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
    ast.Eq: operator.eq, ast.NotEq: operator.ne,
}  # fmt: skip
FUNCTIONS: dict[str, tuple[int, int]] = {  # name → least and most arguments
    "min": (2, 8), "max": (2, 8), "abs": (1, 1), "round": (1, 2), "sqrt": (1, 1), "ceil": (1, 1), "floor": (1, 1),
    "ln": (1, 1), "log10": (1, 1), "exp": (1, 1),
}  # fmt: skip
OVER_ROWS = ("sum", "count", "avg")


class FormulaError(ValueError):
    """A formula that says something it may not, or has no result for these numbers."""


@dataclass(frozen=True)
class Rows:
    """A figure over the rows of another entity that belong to this one; `count` has no field."""

    function: str
    entity: str
    field: str | None = None


@dataclass(frozen=True)
class Formula:
    text: str
    tree: ast.expr
    names: tuple[str, ...]  # of fields or inputs, in order of appearance
    rows: tuple[Rows, ...]

    def value(self, numbers: Mapping[str, Decimal], over: Mapping[Rows, Decimal] | None = None) -> Decimal:
        """The result. Raises FormulaError where there is none (division by zero, root of a negative, too large)."""
        with decimal.localcontext(decimal.Context(prec=PRECISION)):
            try:
                result = _Evaluation(numbers, over or {}).number(self.tree)
            except (decimal.DecimalException, ArithmeticError) as error:
                raise FormulaError(f"{self.text}: no result for these numbers") from error
        if not result.is_finite() or abs(result) > LARGEST:
            raise FormulaError(f"{self.text}: the result is too large")
        return result


def parse(text: str) -> Formula:
    """Read a formula. Raises FormulaError with what is wrong, in English, so that a model can be told."""
    if not text.strip() or len(text) > LONGEST:
        raise FormulaError(f"a formula has between 1 and {LONGEST} characters")
    try:
        tree = ast.parse(text.strip().replace("^", "**"), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise FormulaError(f"{text!r} is no formula") from error
    if sum(1 for _ in ast.walk(tree)) > MOST_NODES:
        raise FormulaError("the formula is too long")
    reader = _Reader()
    reader.number(tree)
    return Formula(text.strip(), tree, tuple(dict.fromkeys(reader.names)), tuple(dict.fromkeys(reader.rows)))


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Half away from zero, as people round money."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


class _Reader:
    """Accepts what a formula may say, and notes the names it uses."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.rows: list[Rows] = []

    def number(self, node: ast.expr) -> None:  # noqa: C901 - one flat table
        match node:
            case ast.Constant(value=bool()):
                raise FormulaError("True and False are no numbers")
            case ast.Constant(value=int() | float() as value) if abs(value) < LARGEST:
                pass
            case ast.Name(id=name):
                if name not in CONSTANTS:
                    self.names.append(name)
            case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=inner):
                self.number(inner)
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
                self.number(left)
                self.number(right)
            case ast.IfExp(test=test, body=body, orelse=other):
                self.condition(test)
                self.number(body)
                self.number(other)
            case ast.Call(func=ast.Name(id=name), args=args, keywords=[]):
                self.call(name, args)
            case _:
                raise FormulaError(f"{_said(node)} may not stand in a formula")

    def call(self, name: str, args: list[ast.expr]) -> None:
        if name in OVER_ROWS and len(args) == 1:
            self.rows.append(rows_of(name, args[0]))
            return
        if name not in FUNCTIONS:
            raise FormulaError(f"there is no function {name}; known: {', '.join([*FUNCTIONS, *OVER_ROWS])}")
        least, most = FUNCTIONS[name]
        if not least <= len(args) <= most:
            raise FormulaError(f"{name} takes {least} to {most} values")
        if name == "round" and len(args) == 2 and not _is_small_whole(args[1]):
            raise FormulaError("round takes a number of decimals between 0 and 6")
        for argument in args:
            self.number(argument)

    def condition(self, node: ast.expr) -> None:
        match node:
            case ast.BoolOp(values=values):
                for value in values:
                    self.condition(value)
            case ast.UnaryOp(op=ast.Not(), operand=inner):
                self.condition(inner)
            case ast.Compare(left=left, ops=ops, comparators=others) if all(type(op) in _COMPARISONS for op in ops):
                for value in [left, *others]:
                    self.number(value)
            case _:
                raise FormulaError(f"{_said(node)} is no comparison")


def rows_of(function: str, node: ast.expr) -> Rows:
    """What `sum(Line.amount)` or `count(Line)` is about. Raises FormulaError when it is about nothing."""
    match node:
        case ast.Attribute(value=ast.Name(id=entity), attr=field) if function != "count":
            return Rows(function, entity, field)
        case ast.Name(id=entity) if function == "count":
            return Rows(function, entity)
    raise FormulaError(f"{function} is written sum(Entity.field), avg(Entity.field) or count(Entity)")


def _is_small_whole(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) is int and 0 <= node.value <= 6


def _said(node: ast.AST) -> str:
    return ast.unparse(node)[:40]


class _Evaluation:
    def __init__(self, numbers: Mapping[str, Decimal], over: Mapping[Rows, Decimal]) -> None:
        self.numbers = numbers
        self.over = over

    def number(self, node: ast.expr) -> Decimal:
        match node:
            case ast.Constant(value=value):
                return Decimal(str(value))
            case ast.Name(id=name):
                return self.named(name)
            case ast.UnaryOp(op=op, operand=inner):
                return -self.number(inner) if isinstance(op, ast.USub) else self.number(inner)
            case ast.BinOp(left=left, op=op, right=right):
                return _OPERATORS[type(op)](self.number(left), self.number(right))
            case ast.IfExp(test=test, body=body, orelse=other):
                return self.number(body if self.holds(test) else other)
            case ast.Call(func=ast.Name(id=name), args=args):
                return self.called(name, args)
        raise FormulaError(f"{_said(node)} may not stand in a formula")

    def named(self, name: str) -> Decimal:
        if name in CONSTANTS:
            return CONSTANTS[name]
        if name not in self.numbers:
            raise FormulaError(f"{name} has no value")
        return self.numbers[name]

    def called(self, name: str, args: list[ast.expr]) -> Decimal:
        if name in OVER_ROWS:
            rows = rows_of(name, args[0])
            if rows not in self.over:
                raise FormulaError(f"{name} of {rows.entity} has no value")
            return self.over[rows]
        values = [self.number(argument) for argument in args]
        return _CALLS[name](*values)

    def holds(self, node: ast.expr) -> bool:
        match node:
            case ast.BoolOp(op=op, values=values):
                return (all if isinstance(op, ast.And) else any)(self.holds(value) for value in values)
            case ast.UnaryOp(operand=inner):
                return not self.holds(inner)
            case ast.Compare(left=left, ops=ops, comparators=others):
                numbers = [self.number(value) for value in [left, *others]]
                steps = zip(ops, numbers, numbers[1:], strict=False)
                return all(_COMPARISONS[type(op)](a, b) for op, a, b in steps)
        raise FormulaError(f"{_said(node)} is no comparison")


_CALLS: dict[str, Callable[..., Decimal]] = {
    "min": lambda *values: reduce(min, values),
    "max": lambda *values: reduce(max, values),
    "abs": abs,
    "round": lambda value, decimals=Decimal(0): rounded(value, int(decimals)),
    "sqrt": lambda value: value.sqrt(),
    "ceil": lambda value: value.to_integral_value(decimal.ROUND_CEILING),
    "floor": lambda value: value.to_integral_value(decimal.ROUND_FLOOR),
    "ln": lambda value: value.ln(),
    "log10": lambda value: value.log10(),
    "exp": lambda value: value.exp(),
}
