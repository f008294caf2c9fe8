"""Worked examples of a description ("por ejemplo, 10000 a 12 meses son 11880"), tried against the formula.

Owns which number stands for which input; an example that does not come out is named, never bent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import permutations

from generation.blueprint.formula import FormulaError, parse
from generation.blueprint.kinds.arithmetic import number
from generation.blueprint.lexicon import tables
from generation.blueprint.schema import Tool, ToolExample
from generation.blueprint.words.inflection import Language, fold

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SENTENCE = re.compile(r"(?<=[!?])\s+|\.\s+|\n+|;")
_MOST_INPUTS, _MOST_EXAMPLES = 5, 6


def worked_examples(text: str, tool: Tool, language: Language) -> tuple[list[ToolExample], list[str]]:
    """The examples that come out, and those that do not, as written."""
    good: list[ToolExample] = []
    odd: list[str] = []
    for sentence in _SENTENCE.split(text):
        if (start := _example_at(sentence)) is None:
            continue
        said = sentence[start:].strip()
        numbers = [number(match.group(), language) for match in _NUMBER.finditer(said)]
        if len(numbers) != len(tool.inputs) + 1 or len(tool.inputs) > _MOST_INPUTS or len(good) >= _MOST_EXAMPLES:
            continue
        example = _fitting(tool, numbers)
        if example is not None:
            good.append(example)
        else:
            odd.append(" ".join(said.split())[:160])
    return good, odd


def _fitting(tool: Tool, numbers: list[str]) -> ToolExample | None:
    """The first order of the numbers in which the last of them comes out of the formula."""
    *given, result = numbers
    for order in permutations(given):
        values = {each.name: Decimal(value) for each, value in zip(tool.inputs, order, strict=True)}
        for name, value in results(tool, values):
            if abs(value - Decimal(result)) <= _tolerance(result):
                return ToolExample(
                    inputs={key: float(each) for key, each in values.items()}, outputs={name: float(round(value, 6))}
                )
    return None


def results(tool: Tool, values: dict[str, Decimal]) -> Iterator[tuple[str, Decimal]]:
    """Every result of the tool for these numbers, as far as there are any."""
    numbers = dict(values)
    for output in tool.outputs:
        try:
            numbers[output.name] = parse(output.formula).value(numbers)
        except FormulaError:
            return
        yield output.name, numbers[output.name]


def _tolerance(said: str) -> Decimal:
    """Half a unit of the last digit written: "11,9" may stand for 11.88."""
    places = len(said.partition(".")[2])
    return Decimal("0.5").scaleb(-places) if places else Decimal("0.5")


def _example_at(sentence: str) -> int | None:
    folded = fold(sentence)
    match = _words().search(folded if len(folded) == len(sentence) else sentence.lower())
    return match.end() if match else None


@lru_cache(maxsize=1)
def _words() -> re.Pattern[str]:
    words = sorted(tables("arithmetic")["example"], key=len, reverse=True)
    return re.compile("|".join(rf"\b{re.escape(word)}\b[.:,]*" for word in words))
