"""Computed columns hold what the host works out from the other numbers, whichever way these came to be."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from generation.blueprint.formula import Formula, FormulaError, parse, rounded
from generation.blueprint.formula import Rows as Over
from generation.blueprint.schema import CriterionCheck
from generation.sandbox import acting, values
from generation.sandbox.acting import Made, at
from generation.sandbox.checks import crud
from generation.sandbox.inspection import MEMBER, STAFF, VISITOR, CheckFailure, Inspection
from generation.sandbox.rows import Row, Rows
from generation.sandbox.values import Value
from generation.stacks.protocol import ComputedProbe, EntityProbe, FieldProbe

FORGED = "987654.32"
NUMERIC = ("integer", "decimal", "money", "rating")
CHILDREN = 2


def computes(look: Inspection, check: CriterionCheck) -> None:
    """Right for a new row, after a change, after a forged value, and as rows that it counts come, change and go."""
    probe = look.probe(check.entity)
    wanted = [each for each in probe.computed if check.field in (None, each.name)]
    if not wanted:
        raise CheckFailure(f"{probe.entity} has no computed field {check.field or ''} in the check plan")
    made = acting.create(look, probe, look.role_for(probe.create))
    hold(look, probe, wanted, made.pk, "a new row")
    for each in wanted if probe.changes else ():
        forged(look, probe, each, made)
        changed(look, probe, each, made)
        for rows in dict.fromkeys(counted(probe, each)):
            if look.probe(rows.entity).made_by != "form":
                continue  # a sale's lines came with the row
            children(look, probe, each, made, rows)


def hold(look: Inspection, probe: EntityProbe, wanted: list[ComputedProbe], pk: Any, when: str) -> None:
    rows = look.rows()
    row = rows.get(probe.table, pk)
    if row is None:
        raise CheckFailure(f"{probe.table}: row {pk} is not stored")
    for each in wanted:
        expected, stored = result(look, rows, probe, each, row), row.get(each.column)
        if (expected is None) != (stored is None) or (
            expected is not None and abs(Decimal(str(stored)) - expected) > Decimal("0.5").scaleb(-each.decimals)
        ):
            raise CheckFailure(
                f"{probe.entity}.{each.name} ({when}): {each.formula} is {expected}, the database holds {stored}"
            )


def result(look: Inspection, rows: Rows, probe: EntityProbe, computed: ComputedProbe, row: Row) -> Decimal | None:
    """What the column must hold, from the numbers that people entered; what is empty counts as nothing."""
    formula = parse(computed.formula)
    names = {name: number(look, rows, probe, name, row) or Decimal(0) for name in formula.names}
    try:
        found = formula.value(names, over(look, rows, probe, formula, row))
        return rounded(found, computed.decimals)
    except FormulaError:
        return None


def number(look: Inspection, rows: Rows, probe: EntityProbe, name: str, row: Row) -> Decimal | None:
    """One number of a row: as stored when it was entered, worked out here when it is computed."""
    computed = next((each for each in probe.computed if each.name == name), None)
    if computed is not None:
        return result(look, rows, probe, computed, row)
    field = entered(probe, name)
    if field is None:
        raise CheckFailure(f"the check plan knows no number {name} of {probe.entity}")
    value = row.get(field.column)
    if field.weights:
        return Decimal(field.weights.get(str(value), 0))
    return None if value is None else Decimal(str(value))


def entered(probe: EntityProbe, name: str) -> FieldProbe | None:
    return next((field for field in probe.fields if name in (field.planned, field.name)), None)


def over(look: Inspection, rows: Rows, probe: EntityProbe, formula: Formula, row: Row) -> dict[Over, Decimal]:
    """The sums, averages and counts of the formula; an average of nothing has no value."""
    found: dict[Over, Decimal] = {}
    for each in formula.rows:
        child, link = linked(look, probe, each)
        mine = rows.find(child.table, link.column, row[rows.key(probe.table)])
        numbers = [n for one in mine if each.field and (n := number(look, rows, child, each.field, one)) is not None]
        if each.function == "count":
            found[each] = Decimal(len(mine))
        elif each.function == "sum":
            found[each] = sum(numbers, Decimal(0))
        elif numbers:
            found[each] = sum(numbers, Decimal(0)) / len(numbers)
    return found


def linked(look: Inspection, probe: EntityProbe, rows: Over) -> tuple[EntityProbe, FieldProbe]:
    """The probe of the rows that are counted, and their relation to the row that counts them."""
    child = look.probe(rows.entity)
    link = next((f for f in child.fields if f.kind == "relation" and f.target_table == probe.table), None)
    if link is None:
        raise CheckFailure(f"{rows.entity} does not belong to {probe.entity} in the check plan")
    return child, link


def forged(look: Inspection, probe: EntityProbe, computed: ComputedProbe, made: Made) -> None:
    """A computed number that somebody sends is not taken."""
    browser = look.person(acting.editor_of(look, probe.edit, made))
    path = at(probe.edit_path, made.pk)
    form = acting.open_form(browser, path, probe)
    browser.submit(form, path, {computed.column: FORGED})
    hold(look, probe, [computed], made.pk, "after it was sent in a form")
    browser.api("PATCH", f"{probe.api_path}{made.pk}/", {computed.column: FORGED})
    hold(look, probe, [computed], made.pk, "after it was sent to the API")


def changed(look: Inspection, probe: EntityProbe, computed: ComputedProbe, made: Made) -> None:
    """Another number in each of the fields it is made from, through the page."""
    browser, path = look.person(acting.editor_of(look, probe.edit, made)), at(probe.edit_path, made.pk)
    for field in sources(probe, computed):
        value = values.make(field)
        assert value is not None
        response = browser.submit(acting.open_form(browser, path, probe), path, {field.name: value.sent})
        if response.status not in (302, 303):
            raise CheckFailure(f"POST {path}: {acting.refusal(response)}")
        hold(look, probe, [computed], made.pk, f"after a change of {field.name}")


def sources(probe: EntityProbe, computed: ComputedProbe) -> Iterator[FieldProbe]:
    """The entered numbers of the row that a computed one is made from, also by way of other computed ones."""
    for name in parse(computed.formula).names:
        other = next((each for each in probe.computed if each.name == name), None)
        if other is not None:
            yield from sources(probe, other)
        elif (field := entered(probe, name)) is not None and field.kind in NUMERIC:
            yield field


def counted(probe: EntityProbe, computed: ComputedProbe) -> Iterator[Over]:
    """The rows that a computed number counts, also by way of other computed ones of its row."""
    formula = parse(computed.formula)
    yield from formula.rows
    for name in formula.names:
        other = next((each for each in probe.computed if each.name == name), None)
        if other is not None:
            yield from counted(probe, other)


def children(look: Inspection, probe: EntityProbe, computed: ComputedProbe, made: Made, rows: Over) -> None:
    """Rows that it counts are added by page and API, changed and deleted."""
    child, link = linked(look, probe, rows)
    role = least(made.role, look.role_for(child.create))
    given = {link.name: Value(str(made.pk), made.pk)}
    family = [acting.create(look, child, role, given) for _ in range(CHILDREN)]
    hold(look, probe, [computed], made.pk, f"with {CHILDREN} rows of {child.entity}")
    by_api(look, child, role, given)
    hold(look, probe, [computed], made.pk, f"with a row of {child.entity} that came by the API")
    editor = least(made.role, acting.editor_of(look, child.edit, family[0]))
    field = next((f for f in child.fields if f.kind in NUMERIC and f.name != link.name), None)
    if field is not None:
        path, value = at(child.edit_path, family[0].pk), values.make(field)
        assert value is not None
        browser = look.person(editor)
        browser.submit(acting.open_form(browser, path, child), path, {field.name: value.sent})
        hold(look, probe, [computed], made.pk, f"after a change of {child.entity}.{field.name}")
    acting.remove(look, child, family[1], least(made.role, acting.editor_of(look, child.delete, family[1])))
    hold(look, probe, [computed], made.pk, f"after a row of {child.entity} was deleted")


def by_api(look: Inspection, child: EntityProbe, role: str, given: dict[str, Value]) -> None:
    form = acting.create_form(look, child, role)
    before = look.rows().count(child.table)
    payload = crud.payload(child, {**acting.fill(look, child, form), **given})
    look.person(role).api("POST", child.api_path, payload)
    if look.rows().count(child.table) != before + 1:
        raise CheckFailure(f"POST {child.api_path} as {role}: no row was stored")


def least(one: str, other: str) -> str:
    """The one of two roles that may do more."""
    order = (VISITOR, MEMBER, STAFF)
    return max(one, other, key=order.index)
