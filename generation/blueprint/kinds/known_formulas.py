"""Formulas that everybody knows, from `lexicon/formulas.yaml`, and conversions between the units of `units.yaml`.

Chooses by the words of the text and makes tools of them in its units and with its numbers; invents nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from typing import Any

from generation.blueprint.drafts.names import slug
from generation.blueprint.kinds.arithmetic import number
from generation.blueprint.lexicon import tables
from generation.blueprint.schema import Tool, ToolExample, ToolInput, ToolOutput
from generation.blueprint.words.hearing import Hearing, Phrases, Spot, phrases
from generation.blueprint.words.inflection import Language

_MOST = 4  # calculators of one text
_LISTED = re.compile(r"\d+(?:[.,]\d+)?\s*%?(?:\s*(?:,|/|\bo\b|\bu\b|\by\b|\bor\b|\band\b)\s*\d+(?:[.,]\d+)?\s*%?)+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_ONE_RATE = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:%|por ciento|percent)")
Entry = Mapping[str, Any]


@dataclass(frozen=True)
class Match:
    entry: Entry
    weight: int  # how much of the text speaks of it
    spot: Spot


def known_tools(hearing: Hearing) -> list[Tool]:
    """The calculators of the known formulas that the text speaks of, the one most spoken of first."""
    return [_tool(match.entry, hearing) for match in _matches(hearing)]


def speaks_of_one(hearing: Hearing) -> bool:
    """Whether a formula is named that texts about other things hardly name."""
    return any(not match.entry.get("weak") for match in _matches(hearing))


def _matches(hearing: Hearing) -> list[Match]:
    """The best of each family, those of the sentence of the best one."""
    found = [match for entry in tables("formulas") if (match := _match(entry, hearing)) is not None]
    found.sort(key=lambda match: (match.entry.get("weak", False), -match.weight))
    if found and not found[0].entry.get("weak"):
        found = [match for match in found if not match.entry.get("weak")]
    families: set[str] = set()
    kept: list[Match] = []
    for match in found:
        family = match.entry.get("family", match.entry["id"])
        inside = any(_overlap(match.spot, other.spot) for other in kept)
        if family not in families and not inside and (not kept or match.spot.sentence == kept[0].spot.sentence):
            kept.append(match)
            families.add(family)
    return kept[:_MOST]


def _overlap(one: Spot, other: Spot) -> bool:
    return one.sentence == other.sentence and one.first <= other.last and other.first <= one.last


def _match(entry: Entry, hearing: Hearing) -> Match | None:
    best: Match | None = None
    for parts in _parts(entry["id"]):
        spots = [next(hearing.asks(part), None) for part in parts]
        if None in spots:
            continue
        weight = sum(len(hearing.written(spot)) for spot in spots if spot)
        if best is None or weight > best.weight:
            best = Match(entry, weight, spots[0])  # type: ignore[arg-type]
    return best


@lru_cache(maxsize=64)
def _parts(ident: str) -> list[list[Phrases]]:
    entry = next(each for each in tables("formulas") if each["id"] == ident)
    return [[phrases([part.strip()]) for part in str(words).split("&")] for words in entry["words"]]


def _tool(entry: Entry, hearing: Hearing) -> Tool:
    language, units = hearing.language, _units_said(hearing)
    chosen = {name: _unit(spec, units) for name, spec in entry["inputs"].items()}
    title = entry["title"][language]
    tool = Tool(
        slug=slug(title),
        title=title,
        inputs=tuple(_input(name, spec, chosen[name], hearing) for name, spec in entry["inputs"].items()),
        outputs=tuple(_output(name, spec, entry, chosen, hearing) for name, spec in entry["outputs"].items()),
    )
    plain = all(unit == _unit(entry["inputs"][name], []) for name, unit in chosen.items())
    return tool.model_copy(update={"examples": tuple(_examples(entry)) if plain else ()})


def _unit(spec: Entry, said: list[str]) -> str:
    """The unit of an input: the one the text names, else its usual one."""
    units: Mapping[str, str] = spec.get("units", {})
    return next((unit for unit in said if unit in units), next(iter(units), ""))


def _input(name: str, spec: Entry, unit: str, hearing: Hearing) -> ToolInput:
    language = hearing.language
    default = spec.get("default")
    listed = _numbers_listed(hearing.text, language) if spec.get("listed") else []
    if spec.get("listed") and not listed and (one := _ONE_RATE.search(hearing.text)):
        default = float(number(one.group(1), language))
    if spec.get("rate"):
        default = _rate(hearing.text, language)
    named = spec.get("options", {}).get(language, {})
    return ToolInput(
        name=name,
        label=spec[language],
        unit=spec.get("unit") or unit or (money_sign(hearing.text) if spec.get("money") else ""),
        default=None if listed else (default.get(language) if isinstance(default, dict) else default),
        minimum=spec.get("from"),
        maximum=spec.get("to"),
        whole=spec.get("whole", False),
        options=tuple((f"{value} %", float(value)) for value in listed) or tuple(named.items()),
    )


def _output(name: str, spec: Entry, entry: Entry, chosen: Mapping[str, str], hearing: Hearing) -> ToolOutput:
    return ToolOutput(
        name=name,
        label=spec[hearing.language],
        formula=_in_units(str(spec["formula"]), entry["inputs"], chosen),
        unit=spec.get("unit") or (money_sign(hearing.text) if spec.get("money") else ""),
        decimals=spec.get("decimals", 2),
    )


def _in_units(formula: str, inputs: Mapping[str, Entry], chosen: Mapping[str, str]) -> str:
    """The formula with each input in its unit: `height` in centimetres is `(height / 100)`."""
    for name, unit in chosen.items():
        expression = inputs[name].get("units", {}).get(unit, "x")
        if expression != "x":
            formula = re.sub(rf"\b{name}\b", "(" + re.sub(r"\bx\b", name, expression) + ")", formula)
    return formula


def _examples(entry: Entry) -> Iterator[ToolExample]:
    inputs, outputs = list(entry["inputs"]), list(entry["outputs"])
    for values in entry.get("examples", ()):
        given, expected = values[: len(inputs)], values[len(inputs) :]
        results = {name: float(value) for name, value in zip_longest(outputs, expected) if value is not None}
        yield ToolExample(inputs=dict(zip(inputs, map(float, given), strict=True)), outputs=results)


# --- numbers and units of the text -----------------------------------------------------------------------------------


def _numbers_listed(text: str, language: Language) -> list[str]:
    """ "21, 10 o 4" where the text lists numbers once; nothing where it does so twice."""
    found = [match.group() for match in _LISTED.finditer(text)]
    return [number(each, language) for each in _NUMBER.findall(found[0])] if len(found) == 1 else []


def _rate(text: str, language: Language) -> float | None:
    match = re.search(r"=\s*(\d+(?:[.,]\d+)?)|\b(?:a|at)\s+(\d+[.,]\d+)", text)
    return float(number(match.group(1) or match.group(2), language)) if match else None


def money_sign(text: str) -> str:
    """The currency that the text speaks of."""
    for sign, words in tables("tools")["money"].items():
        if any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) for word in words):
            return str(sign)
    return ""


def _units_said(hearing: Hearing) -> list[str]:
    """Units of the text, in order."""
    return list(dict.fromkeys(unit for _, unit in _unit_spots(hearing)))


def _unit_spots(hearing: Hearing) -> list[tuple[Spot, str]]:
    table = {word: ident for ident, unit in tables("units").items() for word in unit["words"]}
    found = []
    for spot in hearing.finds(_unit_phrases()):
        folded = " ".join(token.folded for token in hearing.tokens(spot))
        lemma = " ".join(token.lemma for token in hearing.tokens(spot))
        if ident := table.get(folded) or table.get(lemma):
            found.append((spot, ident))
    return found


@lru_cache(maxsize=1)
def _unit_phrases() -> Phrases:
    return phrases(word for unit in tables("units").values() for word in unit["words"])


# --- conversions -----------------------------------------------------------------------------------------------------


def conversions(hearing: Hearing) -> list[Tool]:
    """One tool for the direction that the text gives, two where it gives none; all units where it names none."""
    words = tables("tools")
    if hearing.says(phrases(words["converts_all"])):
        return [_any_unit(kind, hearing.language) for kind in ("length", "mass", "volume")] + [
            _conversion(*pair, hearing.language) for pair in (("c", "f"), ("f", "c"))
        ]
    spots = [(spot, unit) for spot, unit in _unit_spots(hearing) if not hearing.is_refused(spot)]
    pairs = [(a, b) for n, a in enumerate(spots) for b in spots[n + 1 :] if _same_kind(a[1], b[1])]
    if not pairs:
        return []
    first, second = next((p for p in pairs if _leads(hearing, *p)), pairs[0])
    entered = _entered(hearing, spots, {first[1], second[1]})
    if entered is not None:
        other = second[1] if entered == first[1] else first[1]
        return [_conversion(entered, other, hearing.language)]
    ways = [(first[1], second[1])]
    if not _leads(hearing, first, second):
        ways.append((second[1], first[1]))
    return [_conversion(a, b, hearing.language) for a, b in ways]


def _same_kind(one: str, other: str) -> bool:
    units = tables("units")
    return one != other and units[one]["of"] == units[other]["of"]


def _leads(hearing: Hearing, one: tuple[Spot, str], other: tuple[Spot, str]) -> bool:
    """ "kilos a libras", "Fahrenheit to Celsius"."""
    a, b = one[0], other[0]
    tokens = hearing.sentences[a.sentence].tokens
    between = {token.folded for token in tokens[a.last + 1 : b.first]} if a.sentence == b.sentence else set()
    return len(between) <= 3 and bool(between & set(tables("tools")["between"]))


def _entered(hearing: Hearing, spots: list[tuple[Spot, str]], pair: set[str]) -> str | None:
    """The unit named right behind a verb of entering: "I type the degrees Fahrenheit"."""
    for verb in hearing.asks(phrases(tables("tools")["enters"])):
        for spot, unit in spots:
            if unit in pair and spot.sentence == verb.sentence and 0 < spot.first - verb.last <= 5:
                return unit
    return None


def _conversion(source: str, target: str, language: Language) -> Tool:
    units = tables("units")
    one, other = units[source][language], units[target][language]
    joint = "a" if language == "es" else "to"
    title = f"{one[:1].upper()}{one[1:]} {joint} {other}"
    formula = _TEMPERATURES.get((source, target)) or _by_sizes(units[source]["size"], units[target]["size"])
    return Tool(
        slug=slug(title),
        title=title,
        inputs=(ToolInput(name="value", label=f"{one[:1].upper()}{one[1:]}", unit=_short(source)),),
        outputs=(ToolOutput(name="result", label=other[:1].upper() + other[1:], formula=formula, unit=_short(target)),),
    )


def _by_sizes(source: str, target: str) -> str:
    times = "" if source == "1" else f" * {source}"
    over = "" if target == "1" else f" / {target}"
    return f"value{times}{over}"


_TEMPERATURES = {
    ("c", "f"): "value * 9 / 5 + 32",
    ("f", "c"): "(value - 32) * 5 / 9",
    ("c", "k"): "value + 273.15",
    ("k", "c"): "value - 273.15",
    ("f", "k"): "(value - 32) * 5 / 9 + 273.15",
    ("k", "f"): "(value - 273.15) * 9 / 5 + 32",
}
_SHORT = {"c": "°C", "f": "°F", "k": "K", "m2": "m²", "ft2": "ft²", "kmh": "km/h", "cup": "", "floz": "fl oz"}


def _short(unit: str) -> str:
    return _SHORT.get(unit, unit)


def _any_unit(kind: str, language: Language) -> Tool:
    units = {ident: unit for ident, unit in tables("units").items() if unit["of"] == kind}
    options = tuple((unit[language][:1].upper() + unit[language][1:], float(unit["size"])) for unit in units.values())
    words = _KINDS[kind][language]
    labels = ("Cantidad", "De", "A", "Resultado") if language == "es" else ("Amount", "From", "To", "Result")
    return Tool(
        slug=slug(words),
        title=words,
        inputs=(
            ToolInput(name="value", label=labels[0]),
            ToolInput(name="source", label=labels[1], options=options),
            ToolInput(name="target", label=labels[2], options=options),
        ),
        outputs=(ToolOutput(name="result", label=labels[3], formula="value * source / target", decimals=4),),
    )


_KINDS: dict[str, dict[str, str]] = {
    "length": {"es": "Longitud", "en": "Length"},
    "mass": {"es": "Peso", "en": "Weight"},
    "volume": {"es": "Volumen", "en": "Volume"},
}
