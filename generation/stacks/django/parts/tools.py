"""Tools: a page of inputs each, whose results the server works out, and the same as an address of the API."""

from __future__ import annotations

import ast
import builtins
import keyword
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from generation.blueprint.formula import Formula, FormulaError, parse, rounded
from generation.blueprint.schema import PageKind, Tool, ToolExample, ToolInput, ToolOutput, Who
from generation.stacks.django import naming
from generation.stacks.django.formulas import Source, may_fail, source
from generation.stacks.django.layout import Group, call, lay, listed, tupled
from generation.stacks.django.literals import as_json, python, within
from generation.stacks.django.outcomes import without_row
from generation.stacks.django.parts.part import NavLink, Outline, Part
from generation.stacks.protocol import CheckPlan, PageProbe, ToolProbe

MOST_BUTTONS = 4  # options beyond are a drop-down list
_TAKEN = frozenset({"rounded", "values", "number"})


@dataclass(frozen=True)
class InputView:
    planned: str
    name: str  # of the form field and of the formulas' arguments
    label: str
    unit: str
    source: str  # the form field
    schema: dict[str, Any]
    sample: str  # a number it accepts


@dataclass(frozen=True)
class OutputView:
    planned: str
    name: str
    label: str
    unit: str
    decimals: int
    function: str
    arguments: list[str]
    source: Source
    spoken: str  # the formula in the words of the page

    @property
    def signature(self) -> str:
        arguments = [f"{name}: Decimal" for name in self.arguments]
        return lay(call(f"def {self.function}", arguments), 0, trail=len(" -> Decimal:")) + " -> Decimal:"

    @property
    def applied(self) -> str:
        """The statement that works it out from what was found before."""
        head = f"found[{python(self.name)}] = "
        arguments = [f"found[{python(name)}]" for name in self.arguments]
        return head + lay(call(self.function, arguments), 4, used=4 + len(head))


@dataclass(frozen=True)
class ExampleView:
    inputs: dict[str, str]
    outputs: dict[str, str]

    def source(self, slug: str) -> str:
        """The example as a line of the project's tests: tool, what is entered, what comes out."""
        texts = [
            Group("{", tuple(f"{python(name)}: {python(value)}" for name, value in numbers.items()), "}")
            for numbers in (self.inputs, self.outputs)
        ]
        return lay(tupled([python(slug), *texts]), 4, trail=1)


@dataclass(frozen=True)
class ToolView:
    slug: str
    path: str
    module: str  # prefix of its functions, its form's name, its address's name
    title: str
    text: str
    who: Who
    inputs: list[InputView]
    outputs: list[OutputView]
    examples: list[ExampleView]
    may_fail: bool

    @property
    def sample(self) -> str:
        """A request's body as the documentation shows it."""
        example = self.examples[0].inputs if self.examples else {each.name: each.sample for each in self.inputs}
        return as_json({name: float(value) if "." in value else int(value) for name, value in example.items()})

    @property
    def outputs_source(self) -> str:
        rows = [
            call("Output", [python(one.name), python(one.label), python(one.unit), str(one.decimals)])
            for one in self.outputs
        ]
        return lay(tupled(rows), 4, used=4 + len("outputs="), trail=1)

    @property
    def form(self) -> str:
        return "".join(part.capitalize() for part in self.module.split("_")) + "Form"


@dataclass(frozen=True)
class ToolsView:
    tools: list[ToolView]
    guarded: bool  # whether some of them are not for everybody
    from_decimal: list[str]
    from_arithmetic: list[str]
    number_fields: list[str]  # classes of form fields that are used

    @property
    def constants(self) -> list[str]:
        return [tool.module.upper() for tool in self.tools]


class ToolsPart(Part):
    name = "tools"
    htmx = True

    def view(self, outline: Outline) -> ToolsView | None:
        if not outline.blueprint.tools:
            return None
        tools = _distinct([_tool(tool, outline) for tool in outline.blueprint.tools])
        sources = [output.source for tool in tools for output in tool.outputs]
        fields = {each.source.partition("(")[0] for tool in tools for each in tool.inputs}
        return ToolsView(
            tools,
            guarded=any(tool.who is not Who.VISITOR for tool in tools),
            from_decimal=sorted({"Decimal"}.union(*(each.from_decimal for each in sources))),
            from_arithmetic=sorted({"number"}.union(*(each.from_arithmetic for each in sources)) - {"number"}),
            number_fields=sorted(fields),
        )

    def links(self, outline: Outline) -> list[NavLink]:
        tools = [] if outline.is_single else self._tools(outline)
        return [NavLink(tool.title, f"tools:{tool.module}", "sum", tool.who) for tool in tools]

    def pages(self, outline: Outline) -> list[PageProbe]:
        return [
            PageProbe(f"/{tool.path}/", self._outcomes(tool, outline), contains=tool.inputs[0].label)
            for tool in self._tools(outline)
        ]

    def probes(self, plan: CheckPlan, outline: Outline) -> CheckPlan:
        probes = [
            ToolProbe(
                tool=tool.slug,
                path=f"/{tool.path}/",
                api_path=f"/api/{tool.path}/",
                names={**{i.planned: i.name for i in tool.inputs}, **{o.planned: o.name for o in tool.outputs}},
                who=tool.who,
            )
            for tool in self._tools(outline)
        ]
        return replace(plan, tools=tuple(probes))

    def api(self, outline: Outline) -> dict[str, dict[str, Any]]:
        tools = self._tools(outline)
        return {
            "paths": {f"/api/{tool.path}/": _operations(tool, outline.t) for tool in tools},
            "schemas": {f"{tool.form.removesuffix('Form')}Input": _schema(tool) for tool in tools},
        }

    def _tools(self, outline: Outline) -> list[ToolView]:
        view = self.view(outline)
        return view.tools if view else []

    @staticmethod
    def _outcomes(tool: ToolView, outline: Outline) -> Mapping[str, Any]:
        return without_row(tool.who) if outline.accounts else {"visitor": "ok"}


def _distinct(tools: list[ToolView]) -> list[ToolView]:
    """No two functions of the module share a name: `a` with `b_c` and `a_b` with `c` would."""
    seen: set[str] = set()
    for tool in tools:
        for number, output in enumerate(tool.outputs):
            while output.function in seen:
                output = replace(output, function=f"{output.function}_too")
            seen.add(output.function)
            tool.outputs[number] = output
    return tools


def _tool(tool: Tool, outline: Outline) -> ToolView:
    module = module_of(tool.slug)
    numbers: list[ToolInput | ToolOutput] = [*tool.inputs, *tool.outputs]
    names = {each.name: argument(each.name) for each in numbers}
    labels = {each.name: each.label for each in numbers}
    formulas = [parse(output.formula) for output in tool.outputs]
    outputs = [
        _output(output, formula, module, names, labels, outline)
        for output, formula in zip(tool.outputs, formulas, strict=True)
    ]
    return ToolView(
        slug=tool.slug,
        path=naming.address(tool.slug),
        module=module,
        title=tool.title,
        text=tool.text,
        who=page_access(outline, tool.slug, PageKind.TOOL),
        inputs=[_input(each, names[each.name], outline.t) for each in tool.inputs],
        outputs=outputs,
        examples=[
            ExampleView(
                {names[name]: plain(value) for name, value in example.inputs.items()},
                {names[name]: plain(value) for name, value in example.outputs.items()},
            )
            for example in tool.examples or _worked(tool, formulas)
        ],
        may_fail=any(may_fail(formula) for formula in formulas),
    )


def _worked(tool: Tool, formulas: list[Formula]) -> list[ToolExample]:
    """An example for the project's tests where the plan has none; none where those inputs have no result."""
    known = {each.name: Decimal(sample_of(each)) for each in tool.inputs}
    given = {name: float(value) for name, value in known.items()}
    with suppress(FormulaError):
        for output, formula in zip(tool.outputs, formulas, strict=True):
            known[output.name] = formula.value(known)
        outputs = {each.name: float(rounded(known[each.name], each.decimals)) for each in tool.outputs}
        return [ToolExample(inputs=given, outputs=outputs)]
    return []


def _output(
    output: ToolOutput,
    formula: Formula,
    module: str,
    names: Mapping[str, str],
    labels: Mapping[str, str],
    outline: Outline,
) -> OutputView:
    return OutputView(
        planned=output.name,
        name=names[output.name],
        label=output.label,
        unit=output.unit,
        decimals=output.decimals,
        function=f"{module}_{names[output.name]}",
        arguments=[names[name] for name in formula.names],
        source=source(formula, lambda name: names[name]),
        spoken=spoken(formula, labels, outline.t),
    )


def page_access(outline: Outline, slug: str, kind: PageKind) -> Who:
    """Who may open the page of that address; an owner of no row is whoever is signed in, if anybody can sign in."""
    page = next((page for page in outline.blueprint.pages if page.kind is kind and page.slug == slug), None)
    if page is None or not outline.accounts:
        return Who.VISITOR
    return Who.MEMBER if page.access is Who.OWNER else page.access


def module_of(slug: str) -> str:
    """`cuota-mensual` → `cuota_mensual`, a name that Python leaves free."""
    name = slug.replace("-", "_")
    taken = keyword.iskeyword(name) or keyword.issoftkeyword(name) or hasattr(builtins, name) or name[0].isdigit()
    return f"one_{name}" if taken or name in naming.TAKEN_MODULES else name


def argument(name: str) -> str:
    """An input's or result's name as form field and argument, beside the functions that formulas call."""
    found = naming.attribute(name)
    return f"{found}_value" if hasattr(builtins, found) or found in _TAKEN else found


def plain(value: float) -> str:
    """`1000000.0` → `1000000`, `2.50` → `2.5`."""
    number = Decimal(str(value))
    return format(number.to_integral_value() if number == number.to_integral_value() else number.normalize(), "f")


def exact(value: float) -> str:
    """The number as Python source: a whole one as it is, any other as a decimal."""
    text = plain(value)
    return text if text.lstrip("-").isdigit() else f"Decimal({python(text)})"


def _input(field: ToolInput, name: str, t: Mapping[str, Any]) -> InputView:
    options = [f"label={python(field.label)}"]
    schema: dict[str, Any] = {"title": field.label}
    if field.unit:
        options.append(f"unit={python(field.unit)}")
        schema["description"] = field.unit
    if field.default is not None:
        options.append(f"initial={python(plain(field.default)) if field.options else exact(field.default)}")
    if field.options:
        pairs = [(plain(value), label) for label, value in field.options]
        schema |= {"type": "string", "format": "decimal", "enum": [value for value, _ in pairs]}
        kind = "Options" if len(pairs) <= MOST_BUTTONS else "ManyOptions"
        head = call(kind, [*options, listed([python(pair) for pair in pairs], "choices=")])
    else:
        kind = "Whole" if field.whole else "Number"
        schema |= {"type": "integer"} if field.whole else {"type": "string", "format": "decimal"}
        for key, bound, said in (("min_value", field.minimum, "minimum"), ("max_value", field.maximum, "maximum")):
            if bound is not None:
                options.append(f"{key}={exact(bound)}")
                schema[said] = bound
        if field.maximum is not None and (limits := _limits(field, t)):
            options.append(f"help_text={python(limits)}")
        head = call(kind, options)
    code = lay(head, 4, used=4 + len(f"{name} = "))
    return InputView(field.name, name, field.label, field.unit, code, schema, sample_of(field))


def sample_of(field: ToolInput) -> str:
    known = [field.default, *(value for _, value in field.options[:1]), field.maximum, field.minimum, 10]
    return plain(next(value for value in known if value is not None))


def _for_people(value: float, t: Mapping[str, Any]) -> str:
    """`5000000` → `5.000.000`, `1.5` → `1,5`."""
    marks = {".": t["decimal_mark"], ",": t["group_mark"]}
    return "".join(marks.get(sign, sign) for sign in format(Decimal(plain(value)), ","))


def _limits(field: ToolInput, t: Mapping[str, Any]) -> str:
    """`Entre 1 y 40`."""
    known = {"minimum": field.minimum, "maximum": field.maximum}
    bounds = {key: _for_people(value, t) for key, value in known.items() if value is not None}
    key = {2: "tool_between", 1: f"tool_{next(iter(bounds), '')}"}.get(len(bounds))
    return str(t[key].format(**bounds)) if key else ""


def _schema(tool: ToolView) -> dict[str, Any]:
    return {
        "title": tool.title,
        "type": "object",
        "properties": {each.name: each.schema for each in tool.inputs},
        "required": [each.name for each in tool.inputs],
    }


def _operations(tool: ToolView, t: Mapping[str, Any]) -> dict[str, Any]:
    """GET with the inputs in the address, POST with them as JSON."""
    summary = t["api_compute"].format(label=within(tool.title))
    results = {output.name: {"title": output.label, "type": "string", "format": "decimal"} for output in tool.outputs}
    answer = {"type": "object", "properties": {"results": {"type": "object", "properties": results}}}
    responses = {
        "200": {"description": summary, "content": {"application/json": {"schema": answer}}},
        "400": {"description": t["form_errors"]},
        "422": {"description": t["tool_no_result"]},
    }
    reference = {"$ref": f"#/components/schemas/{tool.form.removesuffix('Form')}Input"}
    parameters = [{"name": each.name, "in": "query", "required": True, "schema": each.schema} for each in tool.inputs]
    body = {"required": True, "content": {"application/json": {"schema": reference}}}
    return {
        "get": {
            "summary": summary, "operationId": f"work_out_{tool.module}", "parameters": parameters,
            "responses": responses,
        },
        "post": {
            "summary": summary, "operationId": f"compute_{tool.module}", "requestBody": body, "responses": responses,
        },
    }  # fmt: skip


_SIGNS = {"**": "^", "*": "×", "/": "÷", "<=": "≤", ">=": "≥", "==": "=", "!=": "≠", "-": "−"}
_PIECES = re.compile(r"[A-Za-z_]\w*|\d+(?:\.\d+)?|\*\*|//|[<>=!]=|\S|\s+")


def spoken(formula: Formula, labels: Mapping[str, str], t: Mapping[str, Any]) -> str:
    """`monto * 1.5 / 100` → `Monto × 1,5 ÷ 100`."""
    said: dict[str, str] = dict(t["formula_words"])
    pieces = []
    for piece in _PIECES.findall(ast.unparse(formula.tree)):
        if piece[0].isdigit():
            pieces.append(piece.replace(".", t["decimal_mark"]))
        else:
            pieces.append(labels.get(piece) or said.get(piece) or _SIGNS.get(piece, piece))
    return "".join(pieces).replace(" ;", ";")
