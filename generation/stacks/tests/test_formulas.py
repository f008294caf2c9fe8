"""A formula written as Python comes to what the blueprint says it comes to, and is code a person can read."""

from __future__ import annotations

import decimal
import random
from decimal import Decimal

import pytest

from generation.blueprint.formula import FormulaError, Rows, parse
from generation.stacks.django.formulas import Source, may_fail, source
from generation.stacks.django.layout import LINE
from generation.stacks.django.rendering import environment

NUMBERS = {"a": Decimal("12.5"), "b": Decimal(3), "c": Decimal("-0.75"), "hours": Decimal(7)}


def worked_out(found: Source, text: str | None = None) -> Decimal:
    """What the source comes to in a project that has core/arithmetic.py."""
    names: dict[str, object] = {}
    exec(environment().get_template("core/arithmetic.py.j2").render(partial_results=True), names)
    known = {name: getattr(decimal, name) for name in found.from_decimal}
    known |= {name: names[name] for name in found.from_arithmetic}
    return eval(text or found.text, {**known, **NUMBERS})  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("formula", "python"),
    [
        ("a * b", "a * b"),
        ("a * 1.21", 'a * Decimal("1.21")'),
        ("1 / 3 * a", "Decimal(1) / 3 * a"),
        ("(1 + 21 / 100) * a", "(1 + Decimal(21) / 100) * a"),
        ("a ^ 2", "a ** 2"),
        ("-(a - b)", "-(a - b)"),
        ("round(a / 3, 2)", "rounded(a / 3, 2)"),
        ("max(0, a - b)", "max(Decimal(0), a - b)"),
        ("a * 0.9 if a >= 10 and not b < 2 else a", 'a * Decimal("0.9") if a >= 10 and (not b < 2) else a'),
        ("ceil(a / 8)", "(a / 8).to_integral_value(ROUND_CEILING)"),
        ("sqrt(a)", "a.sqrt()"),
        ("pi * a ** 2", "PI * a ** 2"),
    ],
)
def test_a_formula_is_written_as_a_person_would_write_it(formula: str, python: str) -> None:
    found = source(parse(formula))
    assert found.text == python
    assert worked_out(found) == parse(formula).value(NUMBERS)


def test_names_and_rows_are_written_as_the_stack_says() -> None:
    found = source(parse("sum(Line.amount) - a"), lambda name: f"self.{name}", lambda rows: f"sum_of_{rows.field}")
    assert found.text == "sum_of_amount - self.a"


def test_a_formula_over_rows_needs_rows() -> None:
    with pytest.raises(ValueError, match="needs rows"):
        source(parse("sum(Line.amount)"))


def made_up(draw: random.Random, depth: int) -> str:
    if depth == 0 or draw.random() < 0.15:
        return draw.choice([*NUMBERS, "pi", "2", "0.1", "100"])
    inner = [made_up(draw, depth - 1) for _ in range(2)]
    shape = draw.choice([
        "({0} + {1})", "({0} - {1})", "{0} * {1}", "{0} / ({1})", "-({0})", "({0} if {1} > 2 else {1})",
        "max({0}, {1})", "round({0}, 2)", "ceil({0})", "abs({0})", "({0}) % ({1})", "({0}) ** 2",
    ])  # fmt: skip
    return str(shape.format(*inner))


def test_any_formula_comes_to_the_same_here_and_there_also_when_broken_over_lines() -> None:
    draw, compared = random.Random(20260901), 0
    for _ in range(600):
        try:
            formula = parse(made_up(draw, draw.randint(1, 4)))
            expected = formula.value(NUMBERS)
        except FormulaError:
            continue
        found = source(formula)
        assert worked_out(found) == expected, formula.text
        assert worked_out(found, found.laid(90)) == expected, found.laid(90)
        compared += 1
    assert compared > 300


def test_a_long_formula_fits_the_lines_of_the_project() -> None:
    names = [f"a_rather_long_name_of_a_field_{number}" for number in range(5)]
    found = source(
        parse(" + ".join(f"{name} * (1 + {name} / 100)" for name in names)), lambda name: f"number(self.{name})"
    )
    lines = found.laid(8, used=23).splitlines()
    assert len(lines) > 3
    assert max(map(len, lines)) <= LINE


@pytest.mark.parametrize(
    ("formula", "fails"),
    [
        ("a * b", False),
        ("a / b", True),
        ("a * b / 100", False),
        ("a ** 2", False),
        ("2 ** a", True),
        ("sqrt(a)", True),
        ("a + sum(L.b)", False),
    ],
)
def test_it_is_known_whether_a_formula_may_have_no_result(formula: str, fails: bool) -> None:
    assert may_fail(parse(formula)) is fails


def test_the_figure_that_a_formula_asks_for_is_named() -> None:
    asked: list[Rows] = []
    source(parse("count(Visit) * 2"), rows=lambda rows: str(asked.append(rows) or "visits"))
    assert asked == [Rows("count", "Visit")]
