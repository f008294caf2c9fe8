"""Calculators read from descriptions: known formulas, written ones, examples, and honest words where there is none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generation.blueprint.formula import parse, rounded
from generation.blueprint.kinds.worked_examples import results
from generation.blueprint.lexicon import tables
from generation.blueprint.reader import read
from generation.blueprint.schema import Blueprint, CheckKind, Fit, PageKind, Tool
from generation.blueprint.validation import validate


def result_of(tool: Tool, **values: float) -> list[float]:
    given = {name: Decimal(str(value)) for name, value in values.items()}
    return [float(round(value, 2)) for _, value in results(tool, given)]


def tool_of(text: str) -> Tool:
    plan = read(text)
    assert (plan.fit, plan.entities, plan.unmet) == (Fit.FULL, (), ())
    assert validate(plan) == []
    return plan.tools[0]


@pytest.mark.parametrize("entry", tables("formulas"), ids=[entry["id"] for entry in tables("formulas")])
def test_every_known_formula_gives_its_worked_examples(entry) -> None:
    inputs, outputs = list(entry["inputs"]), entry["outputs"]
    assert entry["examples"]
    for row in entry["examples"]:
        values = {}
        for name, value in zip(inputs, row, strict=False):
            unit = next(iter(entry["inputs"][name].get("units", {"": "x"}).values()))
            values[name] = parse(unit).value({"x": Decimal(str(value))})
        for (name, output), expected in zip(outputs.items(), row[len(inputs) :], strict=False):
            values[name] = parse(output["formula"]).value(values)
            assert rounded(values[name], output.get("decimals", 2)) == rounded(Decimal(str(expected)), 2)


@pytest.mark.parametrize(
    ("text", "values", "first"),
    [
        ("BMI calculator in pounds and inches", {"weight": 180, "height": 70}, 25.83),
        ("Calculadora de IMC en kilos y metros", {"weight": 80, "height": 2}, 20),
        ("Simulador de hipoteca", {"amount": 150000, "interest": 3, "years": 25}, 711.32),
        ("Simulador de préstamos", {"amount": 1200, "interest": 0, "years": 1}, 100),
        ("Calculadora para quitar el IVA a un precio", {"price": 121, "rate": 21}, 100),
        ("a page where I type in the bill, pick a tip and see what each of us pays",
         {"bill": 120, "tip": 15, "people": 4}, 34.5),
        ("conversor de kilos a libras", {"value": 1}, 2.2),
        ("I type the degrees Fahrenheit and it tells me the Celsius", {"value": 212}, 100),
        ("Necesito saber cuánta pintura me hace falta", {"width": 4, "height": 2.5, "coats": 2, "spread": 10}, 10),
        ("regla de tres", {"a": 2, "b": 10, "c": 5}, 25),
    ],
)  # fmt: skip
def test_a_calculator_that_everybody_knows_works_out_what_it_should(
    text: str, values: dict[str, float], first: float
) -> None:
    assert result_of(tool_of(text), **values)[0] == pytest.approx(first)


def test_the_formula_of_the_text_wins_over_the_known_one() -> None:
    text = "Calculadora de préstamos entre amigos: total = monto + monto × 2 % × meses"
    assert result_of(tool_of(text), monto=100, meses=3) == [106]


def test_numbers_that_the_text_lists_are_the_options() -> None:
    tool = tool_of("Calculadora: escribo el precio sin IVA, elijo 21, 10 o 4 y quiero ver el precio con IVA")
    rate = next(each for each in tool.inputs if each.name == "rate")
    assert [value for _, value in rate.options] == [21, 10, 4]


def test_named_numbers_are_options_too() -> None:
    tool = tool_of("Calculadora de barniz: precio = metros × acabado (mate 12, brillo 15, crudo 9)")
    finish = next(each for each in tool.inputs if each.name == "acabado")
    assert finish.options == (("Mate", 12), ("Brillo", 15), ("Crudo", 9))


def test_a_worked_example_is_kept_when_it_comes_out_and_named_when_it_does_not() -> None:
    good = read("Calculadora de envío: total = kilos × 3 + 4. Por ejemplo, 10 kilos son 34 euros.")
    assert [example.inputs for example in good.tools[0].examples] == [{"kilos": 10}]
    assert good.assumptions == ()
    odd = read("Calculadora de envío: total = kilos × 3 + 4. Por ejemplo, 10 kilos son 99 euros.")
    assert odd.tools[0].examples == ()
    assert "99" in odd.assumptions[0]


def test_a_formula_that_nobody_wrote_is_asked_for() -> None:
    plan = read("Calculadora para mi taller: meto las horas y me da el precio con nuestro coeficiente de siempre")
    assert (plan.fit, plan.tools, plan.entities) == (Fit.OUTSIDE, (), ())
    assert "coeficiente" in plan.unmet[0].asked
    assert "total = horas" in plan.unmet[0].instead


def test_a_rule_beside_the_formula_is_said_and_not_left_out() -> None:
    plan = read("Calculadora de envío: total = kilos × 3 + 4. Si pesa más de 20 kilos, 10 euros más.")
    assert plan.fit is Fit.PARTIAL
    assert "más de 20 kilos" in plan.unmet[0].asked


def test_dates_are_no_numbers() -> None:
    plan = read("Calculadora de edad exacta")
    assert (plan.fit, plan.tools) == (Fit.OUTSIDE, ())


def test_todays_rate_is_not_promised() -> None:
    live = read("Conversor de euros a pesos con el cambio del día")
    assert (live.fit, len(live.tools)) == (Fit.PARTIAL, 1)
    entered = read("Conversor de euros a pesos")
    assert entered.fit is Fit.FULL
    assert entered.assumptions


def test_both_directions_are_built_where_the_text_gives_none() -> None:
    assert len(read("conversor entre kilos y libras").tools) == 2
    assert len(read("unit converter").tools) >= 4


def computed(plan: Blueprint) -> list[str]:
    return [each.check.tool for each in plan.criteria if each.check.kind is CheckKind.COMPUTES and each.check.tool]


def test_a_calculator_has_a_page_and_a_criterion_that_computes() -> None:
    plan = read("BMI calculator")
    (tool,) = plan.tools
    assert [page.slug for page in plan.pages if page.kind is PageKind.TOOL] == [tool.slug]
    assert computed(plan) == [tool.slug]


def test_a_calculator_beside_things_that_are_kept_is_one_more_page() -> None:
    plan = read("App para registrar pacientes con nombre y teléfono, y con una calculadora de IMC")
    assert "Paciente" in {entity.name for entity in plan.entities}
    assert computed(plan) == [plan.tools[0].slug]


@pytest.mark.parametrize(
    "text",
    [
        "App de hábitos que calcule la racha de cada uno",
        "Facturas con cliente, importe e IVA; que calcule el total",
        "Tienda con productos, descuentos y envíos",
    ],
)
def test_an_app_that_computes_something_stays_an_app(text: str) -> None:
    plan = read(text)
    assert plan.tools == ()
    assert plan.entities


def test_formulas_are_put_in_the_order_in_which_they_are_needed() -> None:
    tool = tool_of("Calculadora: total = subtotal + envío; subtotal = kilos × 2")
    assert [output.name for output in tool.outputs] == ["subtotal", "total"]
    assert result_of(tool, envio=5, kilos=10) == [20, 25]


@pytest.mark.parametrize(
    "text",
    [
        "Calculadora: a = b + 1; b = a + 1",
        "Calculadora: total = total + 5",
        "Calculadora: total = " + " + ".join(f"parte {letter}" for letter in "abcdefghijklmnop"),
    ],
)
def test_formulas_that_cannot_be_worked_out_are_asked_for_again(text: str) -> None:
    plan = read(text)
    assert (plan.fit, plan.tools) == (Fit.OUTSIDE, ())
    assert plan.unmet


def test_a_page_of_a_calculator_never_takes_the_address_of_another_page() -> None:
    plan = read("App para registrar pesos con fecha, y un conversor de unidades")
    slugs = [page.slug for page in plan.pages]
    assert len(slugs) == len(set(slugs))
    assert len(plan.tools) > 1
