"""A formula of the blueprint as Python source of the generated project: decimals throughout, no text left to evaluate.

    source(parse("monto * 1.5 / 100")).text         monto * Decimal("1.5") / 100

Names must be decimals there: `number()` of core/arithmetic.py makes them so. Owns the writing alone; what a
formula may say and what it comes to is in `blueprint.formula`.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from generation.blueprint.formula import CONSTANTS, OVER_ROWS, Formula, Rows, rows_of

from .layout import LINE, STEP

_METHODS = {"sqrt": "sqrt", "ln": "ln", "log10": "log10", "exp": "exp"}
_TO_WHOLE = {"ceil": "ROUND_CEILING", "floor": "ROUND_FLOOR"}
_MAY_FAIL = (ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)
NameSource = Callable[[str], str]
RowsSource = Callable[[Rows], str]


@dataclass(frozen=True)
class Source:
    """Python of one formula, and what its module has to import."""

    tree: ast.expr
    from_decimal: frozenset[str]  # names of the module decimal
    from_arithmetic: frozenset[str]  # names of core/arithmetic.py

    @property
    def text(self) -> str:
        return _plain(self.tree)

    def broken(self, indent: int) -> str:
        """The text inside brackets that are there already."""
        return _broken(self.tree, indent)

    def laid(self, indent: int, used: int | None = None, trail: int = 0) -> str:
        """The text from column `used` of a line indented by `indent`, broken in brackets where it is too long."""
        start = indent if used is None else used
        if start + len(self.text) + trail <= LINE:
            return self.text
        inner = " " * (indent + STEP)
        return f"(\n{inner}{_broken(self.tree, indent + STEP)}\n{' ' * indent})"


def source(formula: Formula, name: NameSource = str, rows: RowsSource | None = None) -> Source:
    """The formula as Python: `name` gives the source of a field or input, `rows` that of a figure over rows."""
    writer = _Writer(name, rows)
    tree = writer.decimal(formula.tree)
    return Source(tree, frozenset(writer.from_decimal), frozenset(writer.from_arithmetic))


def may_fail(formula: Formula) -> bool:
    """Whether there are numbers for which the formula has no result, such as a division by zero."""
    return any(_may_fail(node) for node in ast.walk(formula.tree))


def _may_fail(node: ast.AST) -> bool:
    match node:
        case ast.BinOp(op=ast.Div() | ast.FloorDiv() | ast.Mod(), right=ast.Constant(value=value)) if value:
            return False
        case ast.BinOp(op=ast.Pow(), right=ast.Constant(value=int())):
            return False
        case ast.BinOp(op=op):
            return isinstance(op, _MAY_FAIL)
        case ast.Call(func=ast.Name(id=name)):
            return name in (*_METHODS, "avg")
    return False


@dataclass
class _Writer:
    """Rewrites the tree. A whole number stays one only beside a decimal: two of them would divide into a float."""

    name: NameSource
    rows: RowsSource | None
    from_decimal: set[str] = field(default_factory=set)
    from_arithmetic: set[str] = field(default_factory=set)

    def decimal(self, node: ast.expr) -> ast.expr:  # noqa: C901 - one flat table
        """The node with a decimal for its result."""
        match node:
            case ast.Constant(value=value):
                self.from_decimal.add("Decimal")
                exact = value if isinstance(value, int) else str(Decimal(str(value)))
                return ast.Call(ast.Name("Decimal"), [ast.Constant(exact)], [])
            case ast.Name(id=name) if name in CONSTANTS:
                self.from_arithmetic.add(name.upper())
                return ast.Name(name.upper())
            case ast.Name(id=name):
                return _parsed(self.name(name))
            case ast.UnaryOp(op=op, operand=inner):
                return ast.UnaryOp(op, self.decimal(inner))
            case ast.BinOp(left=left, op=op, right=right):
                if _is_whole(left) and not _is_whole(right):
                    return ast.BinOp(left, op, self.decimal(right))
                return ast.BinOp(self.decimal(left), op, self.beside(right))
            case ast.IfExp(test=test, body=body, orelse=other):
                return ast.IfExp(self.condition(test), self.decimal(body), self.decimal(other))
            case ast.Call(func=ast.Name(id=name), args=args):
                return self.called(name, args)
        raise ValueError(f"{ast.unparse(node)} may not stand in a formula")

    def beside(self, node: ast.expr) -> ast.expr:
        """The node where a decimal already stands on its other side."""
        return node if _is_whole(node) else self.decimal(node)

    def condition(self, node: ast.expr) -> ast.expr:
        match node:
            case ast.BoolOp(op=op, values=values):
                return ast.BoolOp(op, [self.condition(value) for value in values])
            case ast.UnaryOp(op=op, operand=inner):
                return ast.UnaryOp(op, self.condition(inner))
            case ast.Compare(left=left, ops=ops, comparators=others):
                return ast.Compare(self.decimal(left), ops, [self.beside(other) for other in others])
        raise ValueError(f"{ast.unparse(node)} is no comparison")

    def called(self, name: str, args: list[ast.expr]) -> ast.expr:
        if name in OVER_ROWS:
            if self.rows is None:
                raise ValueError(f"{name} needs rows, and there are none here")
            return _parsed(self.rows(rows_of(name, args[0])))
        if name == "round":
            self.from_arithmetic.add("rounded")
            return ast.Call(ast.Name("rounded"), [self.decimal(args[0]), *args[1:]], [])
        values = [self.decimal(argument) for argument in args]
        if name in _TO_WHOLE:
            self.from_decimal.add(_TO_WHOLE[name])
            return ast.Call(ast.Attribute(values[0], "to_integral_value"), [ast.Name(_TO_WHOLE[name])], [])
        if name in _METHODS:
            return ast.Call(ast.Attribute(values[0], _METHODS[name]), [], [])
        return ast.Call(ast.Name(name), values, [])


def _is_whole(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int)


def _is_name(node: ast.expr) -> bool:
    return isinstance(node, ast.Name)


def _parsed(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def _plain(tree: ast.expr) -> str:
    # The only texts in a formula are numbers and names of rows: none holds a quote.
    return ast.unparse(tree).replace("'", '"')


def _broken(node: ast.expr, indent: int) -> str:
    """The node inside brackets, over several lines: an addition by its terms, a choice by its cases."""
    text, pad = _plain(node), " " * indent
    if indent + len(text) <= LINE:
        return text
    if isinstance(node, ast.IfExp):
        parts = [_broken(node.body, indent), f"if {_plain(node.test)}", f"else {_broken(node.orelse, indent)}"]
        return f"\n{pad}".join(parts)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        sign = "+" if isinstance(node.op, ast.Add) else "-"
        right = _inside(node.right, indent) if isinstance(node.right, ast.BinOp | ast.IfExp) else _plain(node.right)
        left = _inside(node.left, indent) if isinstance(node.left, ast.IfExp) else _broken(node.left, indent)
        return f"{left}\n{pad}{sign} {right}"
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.Div):
        sign = "*" if isinstance(node.op, ast.Mult) else "/"
        return f"{_inside(node.left, indent)}\n{pad}{sign} {_inside(node.right, indent)}"
    if isinstance(node, ast.Call) and node.args:
        inner = " " * (indent + STEP)
        lines = "".join(f"{inner}{_broken(argument, indent + STEP)},\n" for argument in node.args)
        return f"{_plain(node.func)}(\n{lines}{pad})"
    return text


def _inside(node: ast.expr, indent: int) -> str:
    """An operand: in brackets of its own where it would otherwise be read as part of what stands beside it."""
    simple = not isinstance(node, ast.BinOp | ast.IfExp | ast.UnaryOp)
    if simple:
        return _broken(node, indent)
    inner = " " * (indent + STEP)
    return f"(\n{inner}{_broken(node, indent + STEP)}\n{' ' * indent})"
