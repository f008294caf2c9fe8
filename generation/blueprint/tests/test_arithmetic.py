"""Arithmetic and formulas in the words of a description, worked out with numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generation.blueprint.formula import parse
from generation.blueprint.kinds.arithmetic import NoArithmetic, number, percent, read_expression
from generation.blueprint.kinds.written_formulas import written_formulas
from generation.blueprint.words.inflection import Language


def worked(formula: str, **values: float) -> float:
    return float(parse(formula).value({name: Decimal(str(value)) for name, value in values.items()}))


@pytest.mark.parametrize(
    ("text", "language", "values", "result"),
    [
        ("monto + monto × 1.5 % × meses + 80 pesos de papelería", "es", {"monto": 10000, "meses": 12}, 11880),
        ("precio por metro x metros más 10%", "es", {"precio_metro": 20, "metros": 3}, 66),
        ("horas por tarifa más materiales", "es", {"horas": 2, "tarifa": 30, "materiales": 5}, 65),
        ("the hours times the rate plus 20%", "en", {"hours": 10, "rate": 5}, 60),
        ("(peso / altura al cuadrado) * 1,5", "es", {"peso": 80, "altura": 2}, 30),
        ("litros × precio + 1.500 pesos menos 5% de descuento", "es", {"litros": 10, "precio": 50}, 1900),
        ("monto + 10% del monto", "es", {"monto": 200}, 220),
        ("width x height x $12.50", "en", {"width": 2, "height": 3}, 75),
        ("distance divided by 100 times consumption", "en", {"distance": 200, "consumption": 6}, 12),
        ("subtotal + envío - 10%", "es", {"subtotal": 90, "envio": 10}, 90),
    ],
)
def test_arithmetic_in_words_comes_to_what_a_person_means(
    text: str, language: Language, values: dict[str, float], result: float
) -> None:
    assert worked(read_expression(text, language).formula, **values) == pytest.approx(result)


@pytest.mark.parametrize("text", ["hola que tal", "", "un bonito día de sol", "3 + 4", "largo, ancho y alto", "a = b"])
def test_what_is_no_arithmetic_from_end_to_end_is_none(text: str) -> None:
    with pytest.raises(NoArithmetic):
        read_expression(text, "es")


@pytest.mark.parametrize(
    ("said", "language", "value"),
    [
        ("1.500", "es", "1500"), ("1,5", "es", "1.5"), ("1.500,50", "es", "1500.50"), ("1,500", "en", "1500"),
        ("0.125", "es", "0.125"), ("1.234.567", "es", "1234567"), ("$80", "en", "80"), ("1.5", "es", "1.5"),
    ],
)  # fmt: skip
def test_numbers_are_read_as_the_language_writes_them(said: str, language: Language, value: str) -> None:
    assert number(said, language) == value


def test_a_percentage_is_an_exact_decimal() -> None:
    assert [percent(each) for each in ("21", "1.5", "100", "0.05")] == ["0.21", "0.015", "1", "0.0005"]


def only(text: str, language: Language = "es") -> tuple[str, str]:
    (found,) = written_formulas(text, language)
    return found.label, found.expression.formula


@pytest.mark.parametrize(
    ("text", "language", "label", "values", "result"),
    [
        ("La regla que votamos es total = monto + monto × 2 % × meses. Ojo, no es como en el banco.", "es", "Total",
         {"monto": 100, "meses": 5}, 110),
        ("Calculadora de cortinas: precio por metro x metros más 10%", "es", "Cortinas",
         {"precio_metro": 10, "metros": 2}, 22),
        ("Multiplico las horas por la tarifa y le sumo un 10%", "es", "Total", {"horas": 2, "tarifa": 50}, 110),
        ("Divido el coste entre 0,7 y sumo 3 euros de envío", "es", "Total", {"coste": 7}, 13),
        ("The price is hours times rate plus 20%.", "en", "Price", {"hours": 1, "rate": 10}, 12),
        ("I charge $25 per hour plus $40 for the call-out", "en", "Total", {"hours": 2}, 90),
        ("Cobro 25 euros la hora más 40 de desplazamiento", "es", "Total", {"horas": 2}, 90),
        ("price = 20 + 0.8 * miles, minimum 35", "en", "Price", {"miles": 5}, 35),
        ("Area = length * width, where both are in metres", "en", "Area", {"length": 3, "width": 4}, 12),
    ],
)  # fmt: skip
def test_a_formula_is_found_in_a_sentence(
    text: str, language: Language, label: str, values: dict[str, float], result: float
) -> None:
    found, formula = only(text, language)
    assert found == label
    assert worked(formula, **values) == pytest.approx(result)


def test_a_later_formula_uses_what_an_earlier_one_gives() -> None:
    found = written_formulas("subtotal = horas × tarifa; IVA = subtotal × 21 %; total = subtotal + IVA", "es")
    assert [each.name for each in found] == ["subtotal", "iva", "total"]
    assert found[2].expression.formula == "subtotal + iva"


@pytest.mark.parametrize(
    "text",
    [
        "App de taller por la mañana y entre amigos",
        "Meto las horas y me da el precio aplicando nuestro coeficiente de dificultad",
        "Tienda de ropa por encargo para niños",
        "calculadora de hipoteca, pones cuanto pides, el interes anual y los años y te sale la cuota al mes",
    ],
)
def test_no_formula_is_made_up(text: str) -> None:
    assert written_formulas(text, "es") == []
