"""Rules of what a plan may do beyond keeping rows: formulas, schedules, places, tools, games, feeds.

Part of the validation; names problems in English, repairs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal

from generation.blueprint.formula import Formula, FormulaError, parse
from generation.blueprint.reserved import SHOP_CLASS_NAMES
from generation.blueprint.schema import Blueprint, CheckKind, Entity, Field, FieldType, PageKind, Tool, Who, Widget

NUMBERS = (FieldType.INTEGER, FieldType.DECIMAL, FieldType.MONEY, FieldType.RATING)
FORMULA_TYPES = (FieldType.INTEGER, FieldType.DECIMAL, FieldType.MONEY)
_TIMES = (FieldType.DATE, FieldType.DATETIME)
_LEAST_QUESTIONS = 3
Result = tuple[str, str]  # entity, field


def problems(blueprint: Blueprint) -> list[str]:
    return [
        *(problem for entity in blueprint.entities for problem in _entity(blueprint, entity)),
        *_rounds(blueprint),
        *(problem for tool in blueprint.tools for problem in _tool(tool)),
        *(problem for widget in blueprint.widgets for problem in _widget(widget)),
        *_pages(blueprint),
        *_criteria(blueprint),
    ]


def _entity(blueprint: Blueprint, entity: Entity) -> Iterator[str]:
    where = f"entity {entity.name}"
    for field in entity.fields:
        yield from (f"{where}, field {field.name}: {problem}" for problem in _field(blueprint, entity, field))
    yield from (f"{where}: {problem}" for problem in (*_schedule(entity), *_length(blueprint, entity), *_place(entity)))
    links = {field.name for field in entity.fields if field.type is FieldType.RELATION}
    if entity.once is not None and not (entity.owned and entity.once in links):
        yield f"{where}: once names a relation of rows that people own, and {entity.once} is none"
    yield from (f"{where}: {problem}" for problem in _charge(blueprint, entity))
    if entity.moderated and not (entity.owned and entity.access.read in (Who.VISITOR, Who.MEMBER)):
        yield f"{where}: only rows that people own and others read can be moderated"


def _charge(blueprint: Blueprint, entity: Entity) -> Iterator[str]:
    """What is paid for: one table of an app without a shop, in which nobody but the staff can say that it is paid."""
    charge, flow = entity.charge, entity.workflow
    if charge is None:
        return
    types = {field.name: field.type for field in entity.fields if field.required and not field.formula}
    if types.get(charge.amount) is not FieldType.MONEY:
        yield f"{charge.amount} is no amount that has to be typed in"
    if charge.email is not None and types.get(charge.email) is not FieldType.EMAIL:
        yield f"{charge.email} is no address that has to be given"
    if flow is None or (flow.initial, charge.paid) not in {(move.source, move.target) for move in flow.moves}:
        yield f"no move leads from the first state to {charge.paid}"
    if entity.access.edit is not Who.STAFF or entity.access.create is Who.STAFF:
        yield "what people pay for is made by them and changed by the staff alone"
    if entity.name in SHOP_CLASS_NAMES:
        yield "the name stands for something else where payments are made"
    if blueprint.shop is not None or sum(each.charge is not None for each in blueprint.entities) > 1:
        yield "an app takes money in one place: a shop, or one table"


def _field(blueprint: Blueprint, entity: Entity, field: Field) -> Iterator[str]:
    yield from _sent_as_file(field)
    yield from _taken_from(blueprint, entity, field)
    if field.least is not None and not field.formula:
        yield "only a result has a least value"
    if field.alert and all(each.name != field.alert or each.type not in NUMBERS for each in entity.fields):
        yield f"there is no number {field.alert} to compare with"
    if field.formula:
        yield from _formula(blueprint, entity, field)


def _sent_as_file(field: Field) -> Iterator[str]:
    if field.uploaded and field.type not in (FieldType.IMAGE, FieldType.FILE):
        yield "only an image or a file is uploaded"
    if field.required and (field.uploaded or field.type is FieldType.FILE):
        yield "a file is sent when there is one, and cannot be required"
    if field.unique and field.type is FieldType.FILE:
        yield "a field of this type cannot be unique"


def _formula(blueprint: Blueprint, entity: Entity, field: Field) -> Iterator[str]:
    if field.type not in FORMULA_TYPES:
        yield "only a number can have a formula"
    try:
        formula = parse(field.formula)
    except FormulaError as error:
        yield str(error)
        return
    weighed = {each.name for each in entity.fields if any(choice.weight for choice in each.choices)}
    numbers = {each.name for each in entity.fields if each.type in NUMBERS and each is not field} | weighed
    yield from (
        f"the formula needs {name}, which is no other number of the row"
        for name in formula.names
        if name not in numbers
    )
    yield from _over_rows(blueprint, entity, formula)


def _taken_from(blueprint: Blueprint, entity: Entity, field: Field) -> Iterator[str]:
    """A number that is copied from a related row when it is left empty."""
    if not field.taken_from:
        return
    relation, _, name = field.taken_from.partition(".")
    link = next((f for f in entity.fields if f.name == relation and f.type is FieldType.RELATION), None)
    target = next((e for e in blueprint.entities if link and e.name == link.target), None)
    there = next((f for f in target.fields if f.name == name), None) if target else None
    if there is None or there.type is not field.type or field.required:
        yield f"it cannot be taken from {field.taken_from}: a field of the same type, and nobody must enter it here"


def _over_rows(blueprint: Blueprint, entity: Entity, formula: Formula) -> Iterator[str]:
    """What a formula adds up must be numbers of rows that belong to this one by one relation."""
    by_name = {each.name: each for each in blueprint.entities}
    for rows in formula.rows:
        source = by_name.get(rows.entity)
        links = [f for f in source.fields if f.type is FieldType.RELATION and f.target == entity.name] if source else []
        if source is None or len(links) != 1:
            yield f"the formula counts rows of {rows.entity}, which does not belong to this one by one relation"
        elif rows.field and all(f.name != rows.field or f.type not in NUMBERS for f in source.fields):
            yield f"the formula needs {rows.entity}.{rows.field}, which is no number"


def _rounds(blueprint: Blueprint) -> Iterator[str]:
    """No formula may need its own result."""
    needs = _needs(blueprint)
    for start in needs:
        seen: set[Result] = set()
        waiting = [start]
        while waiting:
            following = needs.get(waiting.pop(), set()) - seen
            seen |= following
            waiting += following
        if start in seen:
            yield f"entity {start[0]}, field {start[1]}: the formula needs its own result"


def _needs(blueprint: Blueprint) -> dict[Result, set[Result]]:
    """Which numbers each computed field is made from."""
    found: dict[Result, set[Result]] = {}
    for entity in blueprint.entities:
        for field in entity.fields:
            with suppress(FormulaError):
                formula = parse(field.formula)
                names = {(entity.name, name) for name in formula.names}
                found[entity.name, field.name] = names | {(r.entity, r.field) for r in formula.rows if r.field}
    return found


def _schedule(entity: Entity) -> Iterator[str]:
    plan = entity.schedule
    if plan is None:
        return
    types = {field.name: field.type for field in entity.fields}
    if types.get(plan.start) not in _TIMES:
        yield f"schedule: start {plan.start} is no date and no date with time"
    if plan.time is not None and (
        types.get(plan.time) is not FieldType.TIME or types.get(plan.start) is not FieldType.DATE
    ):
        yield "schedule: a time goes with a start that is a date"
    end = FieldType.TIME if plan.time else types.get(plan.start)
    if plan.end is not None and types.get(plan.end) is not end:
        yield f"schedule: end {plan.end} is not of the type of the start"
    if plan.resource is not None and types.get(plan.resource) is not FieldType.RELATION:
        yield f"schedule: resource {plan.resource} is no relation"
    if plan.length is not None and types.get(plan.length[0]) is not FieldType.RELATION:
        yield f"schedule: {plan.length[0]} is no relation whose row could say how long it takes"
    flow = next((f for f in entity.fields if entity.workflow and f.name == entity.workflow.field), None)
    states = {choice.value for choice in flow.choices} if flow else set()
    yield from (f"schedule: {state} is no state of the workflow" for state in plan.free if state not in states)


def _length(blueprint: Blueprint, entity: Entity) -> Iterator[str]:
    """What says how long a row lasts is a whole number of the row it points to."""
    relation, minutes = entity.schedule.length if entity.schedule and entity.schedule.length else ("", "")
    target = next((field.target for field in entity.fields if field.name == relation), None)
    known = {f.name for e in blueprint.entities if e.name == target for f in e.fields if f.type is FieldType.INTEGER}
    if minutes and minutes not in known:
        yield f"schedule: {target or relation} has no whole number {minutes}"


def _place(entity: Entity) -> Iterator[str]:
    if entity.place is None:
        return
    types = {field.name: field.type for field in entity.fields}
    for name in (entity.place.latitude, entity.place.longitude):
        if types.get(name) is not FieldType.DECIMAL:
            yield f"place: {name} is no decimal field"


def tool_problems(tool: Tool) -> list[str]:
    """What is wrong with one calculator; empty when it works."""
    return list(_tool(tool))


def _tool(tool: Tool) -> Iterator[str]:
    where, known = f"tool {tool.slug}", {each.name for each in tool.inputs}
    if len(known) != len(tool.inputs) or known & {each.name for each in tool.outputs}:
        yield f"{where}: a name is used twice"
    for output in tool.outputs:
        try:
            formula = parse(output.formula)
        except FormulaError as error:
            yield f"{where}: {error}"
            return
        yield from (
            f"{where}: {name} is neither an input nor an earlier result" for name in formula.names if name not in known
        )
        if formula.rows:
            yield f"{where}: a tool has no rows to add up"
        known.add(output.name)
    for example in tool.examples:
        yield from (
            f"{where}: {problem}"
            for problem in _example(tool, {n: Decimal(str(v)) for n, v in example.inputs.items()}, example.outputs)
        )


def _example(tool: Tool, numbers: dict[str, Decimal], expected: dict[str, float]) -> Iterator[str]:
    """A worked example comes out as it says."""
    if missing := [each.name for each in tool.inputs if each.name not in numbers]:
        yield f"the example has no {missing[0]}"
        return
    for output in tool.outputs:
        try:
            numbers[output.name] = parse(output.formula).value(numbers)
        except FormulaError as error:
            yield f"the example: {error}"
            return
        wanted = expected.get(output.name)
        if wanted is not None and abs(float(numbers[output.name]) - wanted) > 0.5 * 10**-output.decimals + 1e-9:
            yield f"the example says {output.name} is {wanted}, the formula {numbers[output.name]}"


def _widget(widget: Widget) -> Iterator[str]:
    where = f"widget {widget.slug}"
    if widget.kind == "quiz" and len(widget.questions) < _LEAST_QUESTIONS:
        yield f"{where}: a quiz needs {_LEAST_QUESTIONS} questions"
    for question in widget.questions:
        if not 0 <= question.right < len(question.answers):
            yield f"{where}: a question has no answer number {question.right}"


def _pages(blueprint: Blueprint) -> Iterator[str]:
    """Pages that show something of the plan name it by their address or their entity."""
    by_name = {entity.name: entity for entity in blueprint.entities}
    tools, widgets = {tool.slug for tool in blueprint.tools}, {widget.slug for widget in blueprint.widgets}
    for page in blueprint.pages:
        entity = by_name.get(page.entity or "")
        missing = {
            PageKind.TOOL: page.slug not in tools,
            PageKind.WIDGET: page.slug not in widgets,
            PageKind.CALENDAR: entity is None or entity.schedule is None,
            PageKind.MAP: entity is None or entity.place is None,
            PageKind.FEED: entity is None,
            PageKind.REPORT: entity is None,
        }
        if missing.get(page.kind):
            yield f"page /{page.slug}: there is nothing for a page of kind {page.kind}"
    for slug in [*tools, *widgets]:
        if all(page.slug != slug for page in blueprint.pages):
            yield f"{slug} has no page"


def _criteria(blueprint: Blueprint) -> Iterator[str]:
    tools = {tool.slug for tool in blueprint.tools}
    by_name = {entity.name: entity for entity in blueprint.entities}
    for criterion in blueprint.criteria:
        wanted, entity = criterion.check, by_name.get(criterion.check.entity or "")
        if wanted.tool is not None and wanted.tool not in tools:
            yield f"criterion {criterion.id}: there is no tool {wanted.tool}"
        lacking = {
            CheckKind.BOOKS: entity is not None and (entity.schedule is None or not entity.schedule.exclusive),
            CheckKind.DATES: entity is not None and entity.schedule is None,
            CheckKind.MAPS: entity is not None and entity.place is None,
            CheckKind.CHARGES: entity is not None and entity.charge is None,
            CheckKind.FAVOURS: entity is not None and not entity.favourites,
            CheckKind.MODERATES: entity is not None and not entity.moderated,
            CheckKind.UPLOADS: entity is not None and not any(each.uploaded for each in entity.fields),
        }
        reported = {page.slug for page in blueprint.pages if page.kind is PageKind.REPORT}
        if wanted.kind is CheckKind.COUNTS and wanted.page is not None and wanted.page not in reported:
            yield f"criterion {criterion.id}: there is no report at /{wanted.page}"
        if lacking.get(wanted.kind):
            yield f"criterion {criterion.id}: {wanted.entity} has nothing of the kind {wanted.kind}"
