"""Tools at work: inputs nobody could foresee, and the result that the host works out from the plan's own formula."""

from __future__ import annotations

import json
import re
import secrets
from decimal import Decimal
from urllib.parse import urlencode

from generation.blueprint.formula import FormulaError, parse, rounded
from generation.blueprint.schema import CriterionCheck, Tool, ToolInput
from generation.sandbox.browser import Browser
from generation.sandbox.inspection import CheckFailure, Inspection, told
from generation.sandbox.pages import Page
from generation.stacks.protocol import ToolProbe

ROUNDS, TRIES = 4, 60
SCALES = (10, 100, 1000, 100_000)  # of inputs without limits: large ones have no result in some formulas
LARGEST_JSON = 100_000
Numbers = dict[str, Decimal]
_GROUPS = re.compile(r"(?<=\d)[.,'\s\u202f\xa0](?=\d{3}(?!\d))")


def tool_computes(look: Inspection, check: CriterionCheck) -> None:
    """The page and the API give the host's results, also those of the worked examples, and refuse what is no number."""
    tool = next((tool for tool in look.blueprint.tools if tool.slug == check.tool), None)
    probe = next((probe for probe in look.plan.tools if probe.tool == check.tool), None)
    if tool is None or probe is None:
        raise CheckFailure(f"there is no tool {check.tool}")
    browser = look.person(look.role_for(probe.who))
    form_is_there(browser, tool, probe)
    for example in tool.examples:
        compare(browser, tool, probe, {name: Decimal(str(value)) for name, value in example.inputs.items()})
    for _ in range(ROUNDS):
        compare(browser, tool, probe, inputs_with_a_result(tool))
    for wrong in unacceptable(tool):
        refuses(browser, tool, probe, wrong)


def form_is_there(browser: Browser, tool: Tool, probe: ToolProbe) -> None:
    names = {probe.names[each.name] for each in tool.inputs}
    form = browser.page(probe.path).form_with(names)
    missing = names - (form.controls.keys() if form else set())
    if missing:
        raise CheckFailure(f"GET {probe.path}: the form lacks {', '.join(sorted(missing))}")


def inputs_with_a_result(tool: Tool) -> Numbers:
    """Inputs within their limits for which the plan's formulas have a result."""
    for _ in range(TRIES):
        made = {each.name: made_up(each) for each in tool.inputs}
        try:
            results(tool, made)
        except FormulaError:
            continue
        return made
    raise CheckFailure(f"{tool.slug}: no inputs were found that have a result")


def made_up(field: ToolInput) -> Decimal:
    if field.options:
        return Decimal(str(secrets.choice(field.options)[1]))
    low = Decimal(str(field.minimum if field.minimum is not None else 1))
    high = Decimal(str(field.maximum)) if field.maximum is not None else low + secrets.choice(SCALES)
    if field.whole:
        first = int(low.to_integral_value("ROUND_CEILING"))
        return Decimal(first + secrets.randbelow(max(1, int(high) - first + 1)))
    steps = int((high - low) * 100)
    return low + Decimal(secrets.randbelow(max(1, steps + 1))) / 100


def results(tool: Tool, given: Numbers) -> Numbers:
    """Name of each result → the number as it must be shown. Raises FormulaError."""
    known = dict(given)
    for output in tool.outputs:
        known[output.name] = parse(output.formula).value(known)
    return {output.name: rounded(known[output.name], output.decimals) for output in tool.outputs}


def compare(browser: Browser, tool: Tool, probe: ToolProbe, given: Numbers) -> None:
    expected = results(tool, given)
    sent = {probe.names[name]: typed(value) for name, value in given.items()}
    query = urlencode(sent)
    page = browser.get(f"{probe.path}?{query}")
    if page.status != 200:
        raise CheckFailure(f"GET {probe.path}?{query}: {told(page)}")
    shown = ungrouped(Page(page.text).text)
    answers = [browser.request("GET", f"{probe.api_path}?{query}"), browser.api("POST", probe.api_path, sent)]
    for output in tool.outputs:
        value = expected[output.name]
        if not any(re.search(rf"(?<![\d.,]){re.escape(text)}(?![\d])", shown) for text in written(value)):
            raise CheckFailure(f"GET {probe.path}?{query}: {output.label} is {value}, the page does not say so")
        for answer in answers:
            found = result_of(answer.body, probe.names[output.name])
            if answer.status != 200 or found is None or rounded(found, output.decimals) != value:
                said = f"{told(answer)} {'' if found is None else found}"
                raise CheckFailure(f"{probe.api_path}?{query}: {output.label} is {value}, the answer is {said}")


def typed(value: Decimal) -> str:
    """`20.0` → `20`, as a person enters it and as an option is called."""
    return str(int(value)) if value == value.to_integral_value() else format(value.normalize(), "f")


def ungrouped(text: str) -> str:
    """The page's text with `1.234,50` as `1234,50`."""
    return _GROUPS.sub("", text)


def written(value: Decimal) -> tuple[str, ...]:
    """A number as the apps' languages write it."""
    plain = format(value, "f")
    return tuple(plain.replace(".", mark).replace("-", minus) for mark in ".," for minus in "-−")


def result_of(body: bytes, name: str) -> Decimal | None:
    try:
        found = json.loads(body[:LARGEST_JSON])["results"][name]
        return Decimal(str(found))
    except (ValueError, KeyError, TypeError, ArithmeticError, RecursionError):
        return None


def unacceptable(tool: Tool) -> list[dict[str, str]]:
    """Good inputs but for one: a word, nothing, beyond a limit, an option that is not offered."""
    found = []
    for field in tool.inputs:
        wrong = ["zq" + secrets.token_hex(4), ""]
        if field.options:
            wrong.append(typed(max(Decimal(str(value)) for _, value in field.options) + 1))
        if field.minimum is not None:
            wrong.append(typed(Decimal(str(field.minimum)) - 1))
        if field.maximum is not None:
            wrong.append(typed(Decimal(str(field.maximum)) + 1))
        good = {name: typed(value) for name, value in inputs_with_a_result(tool).items()}
        found += [{**good, field.name: value} for value in wrong]
    return found


def refuses(browser: Browser, tool: Tool, probe: ToolProbe, wrong: dict[str, str]) -> None:
    """The form comes back with a message and without a result; the API says that it is the caller's mistake."""
    sent = {probe.names[name]: value for name, value in wrong.items()}
    query = urlencode(sent)
    response = browser.get(f"{probe.path}?{query}")
    if response.status not in (200, 400, 422):
        raise CheckFailure(f"GET {probe.path}?{query}: expected a message, got {told(response)}")
    if not Page(response.text).errors:
        raise CheckFailure(f"GET {probe.path}?{query}: no message says what is wrong")
    answer = browser.api("POST", probe.api_path, sent)
    if answer.status not in (400, 422):
        raise CheckFailure(f"POST {probe.api_path} with {query}: expected 400, got {told(answer)}")
