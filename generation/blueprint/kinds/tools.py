"""Calculators that a description asks for: with a formula of the text, or one that everybody knows.

The formula of the text wins. Where there is none and none is known, it says so instead of making one up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from generation.blueprint.abilities import tool_problems
from generation.blueprint.drafts.names import slug
from generation.blueprint.kinds.arithmetic import number
from generation.blueprint.kinds.known_formulas import conversions, known_tools, money_sign, speaks_of_one
from generation.blueprint.kinds.worked_examples import worked_examples
from generation.blueprint.kinds.written_formulas import DEFAULT, Written, is_example, written_formulas
from generation.blueprint.lexicon import tables
from generation.blueprint.schema import Tool, ToolInput, ToolOutput, Unmet
from generation.blueprint.words.hearing import Hearing, Phrases, Spot, phrases
from generation.blueprint.words.inflection import Language, fold
from generation.blueprint.words.tokens import Token

_MOST_INPUTS, _MOST_OUTPUTS = 12, 8
_SHORT, _SHORTEST = 40, 12  # words of a text that is all about one formula
_OPTIONS = r"\s*[(:]\s*([^()\n.;]{3,160})"
_OPTION = re.compile(r"^\s*(.*?)\s*[=:]?\s*[$€£]?\s*(\d+(?:[.,]\d+)?)\s*(?:%|€|\$|£)?\s*$")
_CONDITION = re.compile(
    r"\b(?:si|if|when|cuando|a partir de|over|m[aá]s de|more than|excepto|except)\b[^.\n]*\d[^.\n]*", re.IGNORECASE
)


@dataclass
class ToolRequest:
    """What the text asks for of this kind; `whole`: it asks for nothing else."""

    whole: bool = False
    tools: list[Tool] = field(default_factory=list)
    unmet: list[Unmet] = field(default_factory=list)
    assumptions: list[str] = field(default_factory=list)
    title: str = ""  # as the text calls it


def tools_asked(hearing: Hearing, *, rows: bool) -> ToolRequest:
    """The calculators of the text; an empty request where it asks for none.

    `rows`: the text describes things to keep; several calculators among them are things as well.
    """
    meant = {
        name: [spot for spot in hearing.asks(_phrases(name)) if not (rows and _is_kept(hearing, spot))]
        for name in ("nouns", "heads")
    }
    noun = next(iter(meant["nouns"]), None)
    verb = next((spot for spot in meant["heads"] if hearing.is_head(spot)), None)
    spot = noun or verb
    stores = _says(hearing, "stores") or (_says(hearing, "kept") and not (noun and hearing.is_head(noun)))
    if spot is None and (stores or not _is_described(hearing)):
        return ToolRequest()
    found = ToolRequest(whole=not stores and (spot is None or hearing.is_head(spot)))
    if noun and (dates := next(hearing.asks(_phrases("dates")), None)):
        found.unmet.append(_said("no_dates", hearing.clause(dates), hearing))
        return found
    found.tools, found.title = _tools(hearing, found, spot), _called(hearing)
    if not found.tools and noun is None and not _asks_how_much(hearing):
        return ToolRequest()  # "que calcule la racha": part of an app
    if not found.tools:
        at = spot or next(hearing.finds(_phrases("gives")))
        found.unmet.append(_said("unknown", _wanted(hearing, at), hearing))
    _conditions(hearing, found)
    return found


def _is_kept(hearing: Hearing, spot: Spot) -> bool:
    """ "calculators and microscopes", "cada simulador tiene", "converter repairs": no calculator is asked for."""
    tokens = hearing.sentences[spot.sentence].tokens
    each = spot.first > 0 and tokens[spot.first - 1].folded in ("cada", "each", "every")
    several = tokens[spot.first].folded != tokens[spot.first].lemma
    return not hearing.is_requested(spot) and (each or several or hearing.is_passing(spot))


def _asks_how_much(hearing: Hearing) -> bool:
    """ "donde ponga los metros y me diga cuántas cajas": a number is all that comes out of it."""
    entered = {spot.sentence for spot in hearing.asks(_phrases("enters"))}
    given = [spot for spot in hearing.asks(_phrases("gives")) if spot.sentence in entered]
    amounts = list(hearing.asks(_phrases("how_much")))
    return any(g.sentence == a.sentence and 0 < a.first - g.last <= 2 for g in given for a in amounts)


def _wanted(hearing: Hearing, spot: Spot) -> str:
    """The calculator in its words, and what comes out of it where the text says so."""
    clause = hearing.clause(spot)
    result = next((hearing.clause(each) for each in hearing.finds(_phrases("gives"))), clause)
    return clause if result in clause else f"{clause}: {result}"


def _is_described(hearing: Hearing) -> bool:
    """ "I type X and read off Y", "precio = metros × 12": a calculator that is not called one."""
    if _says(hearing, "app"):
        return False
    enters, gives = _says(hearing, "enters"), _says(hearing, "gives")
    words = sum(len(sentence.tokens) for sentence in hearing.sentences)
    if words <= _SHORTEST and (conversions(hearing) or (_says(hearing, "how_much") and known_tools(hearing))):
        return True  # "miles to km", "cuánto es el 20 % de descuento"
    short = words <= _SHORT
    return (enters and gives) or (short and ("=" in hearing.text or (gives and speaks_of_one(hearing))))


def _tools(hearing: Hearing, found: ToolRequest, spot: Spot | None) -> list[Tool]:
    written = written_formulas(hearing.text, hearing.language)
    if written and (tool := _from_text(hearing, written)) is not None:
        examples, odd = worked_examples(hearing.text, tool, hearing.language)
        words = tables("tools")["example_differs"][hearing.language]
        found.assumptions += [words.format(example=each) for each in odd]
        return [tool.model_copy(update={"examples": tuple(examples)})]
    if (spot is None or _says(hearing, "converts")) and (converted := conversions(hearing)):
        return converted
    known = known_tools(hearing)
    _rates(hearing, known, found)
    return known


def _rates(hearing: Hearing, known: list[Tool], found: ToolRequest) -> None:
    """An exchange rate is entered; today's is looked up nowhere."""
    if not any(each.name == "rate" and each.unit == "" for tool in known for each in tool.inputs):
        return
    words = tables("tools")
    if live := next(hearing.asks(_phrases("live")), None):
        found.unmet.append(_said("no_live", hearing.clause(live), hearing))
    elif all(each.default is None for tool in known for each in tool.inputs):
        found.assumptions.append(words["assumed_rate"][hearing.language])


def _conditions(hearing: Hearing, found: ToolRequest) -> None:
    """A rule beside the formula that it does not hold: said, and never left out silently."""
    said = " ".join(tool.text for tool in found.tools)
    if not said:
        return
    beside = [match.group() for match in _CONDITION.finditer(hearing.text)]
    options = {value for tool in found.tools for each in tool.inputs for _, value in each.options}
    rests = (written.rest for written in written_formulas(hearing.text, hearing.language))
    beside += [rest for rest in rests if _is_rule(rest, options, hearing.language)]
    for words in dict.fromkeys(" ".join(each.split()).strip(" ,.") for each in beside):
        if words not in said and not any(words in wish.asked for wish in found.unmet):
            found.unmet.append(_said("unknown", words[:200], hearing))


def _is_rule(rest: str, options: set[float], language: Language) -> bool:
    """Numbers behind a formula that are neither an example of it nor the options of an input."""
    numbers = {float(number(each, language)) for each in re.findall(r"\d+(?:[.,]\d+)*", rest)}
    return bool(numbers - options) and not is_example(rest)


def _from_text(hearing: Hearing, written: list[Written]) -> Tool | None:
    """The calculator of these formulas; None where they go round in circles or are too many."""
    written = _in_order(written)
    results = {each.name for each in written}
    names = {name: label for each in written for name, label in each.expression.names.items() if name not in results}
    if not written or not 1 <= len(names) <= _MOST_INPUTS:
        return None
    title = _title(hearing, written)
    sign = money_sign(hearing.text)
    tool = Tool(
        slug=slug(title)[:60].strip("-") or "tool",
        title=title,
        text="; ".join(each.said for each in written)[:600],
        inputs=tuple(_input(name, label, hearing, sign) for name, label in list(names.items())[:_MOST_INPUTS]),
        outputs=tuple(
            ToolOutput(name=each.name, label=each.label, formula=each.expression.formula, unit=_money(each.label, sign))
            for each in written[:_MOST_OUTPUTS]
        ),
    )
    return None if tool_problems(tool) else tool


def _in_order(written: list[Written]) -> list[Written]:
    """Each behind those it uses; nothing where two use each other."""
    left, done = list(written), []
    while left:
        waiting = {each.name for each in left}
        ready = next((each for each in left if not waiting & each.expression.names.keys()), None)
        if ready is None:
            return []
        left.remove(ready)
        done.append(ready)
    return done


def _input(name: str, label: str, hearing: Hearing, sign: str) -> ToolInput:
    options = _options(label, hearing)
    return ToolInput(
        name=name,
        label=label[:1].upper() + label[1:],
        unit=_money(label, sign),
        minimum=0,
        options=options,
    )


def _money(label: str, sign: str) -> str:
    words = set(tables("tools")["money_words"])
    return sign if sign and words & set(fold(label).split()) else ""


def _options(label: str, hearing: Hearing) -> tuple[tuple[str, float], ...]:
    """ "madera (pino 20, roble 35)": named numbers behind the input's words."""
    match = re.search(re.escape(label) + _OPTIONS, hearing.text, re.IGNORECASE)
    if not match:
        return ()
    chunks = re.split(r",(?!\d)|/|\s(?:o|u|or)\s", match.group(1))
    parsed = [_OPTION.match(chunk) for chunk in chunks if chunk.strip()]
    if len(parsed) < 2 or any(each is None for each in parsed):
        return ()
    values = [(each.group(1) or each.group(2), number(each.group(2), hearing.language)) for each in parsed if each]
    return tuple((name[:1].upper() + name[1:], float(value)) for name, value in values)


def _title(hearing: Hearing, written: list[Written]) -> str:
    """What the text calls it; else what comes out."""
    noun = tables("tools")["title"][hearing.language]
    last = written[-1].label
    return _called(hearing) or (noun if last == DEFAULT else f"{noun}: {last[:1].lower()}{last[1:]}")


def _called(hearing: Hearing) -> str:
    """ "Calculadora de cortinas", "mortgage calculator"."""
    spot = next(hearing.asks(_phrases("nouns")), None)
    if spot is None:
        return ""
    tokens = hearing.sentences[spot.sentence].tokens
    if spot.last + 1 < len(tokens) and tokens[spot.last + 1].folded in ("de", "del", "for", "of"):
        return _capital(_until_stop(hearing, spot))
    first = spot.first
    while hearing.language == "en" and first and spot.first - first < 3 and _names(tokens[first - 1]):
        first -= 1
    return _capital(hearing.written(Spot(spot.sentence, first, spot.last))) if first < spot.first else ""


def _names(token: Token) -> bool:
    return token.is_word and token.folded not in tables("tools")["plain"]


def _until_stop(hearing: Hearing, spot: Spot) -> str:
    tokens = hearing.sentences[spot.sentence].tokens
    end, ends = spot.last + 1, tables("tools")["title_ends"]
    while end < len(tokens) and tokens[end].is_word and end - spot.first < 7 and tokens[end].folded not in ends:
        end += 1
    return hearing.written(Spot(spot.sentence, spot.first, end - 1))


def _capital(text: str) -> str:
    return (text[:1].upper() + text[1:])[:80]


def _said(what: str, asked: str, hearing: Hearing) -> Unmet:
    words = tables("tools")[what]
    return Unmet(asked=asked[:200], why=words["why"][hearing.language], instead=words["instead"][hearing.language])


def _says(hearing: Hearing, what: str) -> bool:
    return hearing.says(_phrases(what))


@lru_cache(maxsize=16)
def _phrases(what: str) -> Phrases:
    return phrases(tables("tools")[what])
