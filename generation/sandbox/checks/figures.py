"""Figures: what a dashboard or a report says is what the database holds, for each person of the rows they may read.

The host counts and adds up itself, from the bytes of the database.
"""

from __future__ import annotations

import calendar
import csv
import io
import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from generation.blueprint.schema import CriterionCheck, Who
from generation.sandbox import acting
from generation.sandbox.checks.security import below
from generation.sandbox.inspection import MEMBER, OTHER, STAFF, VISITOR, CheckFailure, Inspection, told
from generation.sandbox.rows import Row
from generation.sandbox.session import Response
from generation.stacks.protocol import CountedProbe, EntityProbe, FiguresProbe, ReportProbe

FIGURE = re.compile(r'<data\b[^>]{0,200}?data-figure="([^"]{1,200})" value="([^"]{0,60})">([^<]{0,80})</data>')
SLACK = Decimal("0.011")
ROLES = (VISITOR, MEMBER, OTHER, STAFF)
Figures = dict[str, list[tuple[str, str]]]


def counts(look: Inspection, check: CriterionCheck) -> None:
    figures = look.plan.figures
    if figures is None:
        raise CheckFailure("the check plan knows no page of figures")
    if check.page is not None:
        reports(look, figures, f"/{check.page}/")
        return
    counted = next((each for each in figures.counted if each.entity == check.entity), None)
    if counted is None:
        raise CheckFailure(f"{check.entity} is not counted on the dashboard")
    for role in viewers(look, figures.who):
        agree(look, figures.counted, role, figures.path)
    when = added(look, counted)
    for role in viewers(look, figures.who):
        agree(look, (counted,), role, figures.path)
        if when:
            agree(look, (counted,), role, figures.path, month_of(when))


def lacks(role: str, who: Who) -> bool:
    """Whether the role is refused what is open to that level."""
    return role != STAFF and below(role, who)


def viewers(look: Inspection, who: Who) -> list[str]:
    """The demo people who may open the page."""
    if look.plan.login is None:
        return [VISITOR]
    return [role for role in ROLES if not lacks(role, who)]


def added(look: Inspection, counted: CountedProbe) -> str:
    """One row more, with values nobody could foresee; the day on which it counts."""
    probe = look.probe(counted.entity)
    made = acting.create(look, probe, look.role_for(probe.create))
    acting.approve(look, probe, made.pk)
    return str(acting.stored(look, probe, made.pk).get(counted.when) or "")[:10]


def month_of(day: str) -> tuple[str, str]:
    """The first and the last day of its month."""
    year, month = int(day[:4]), int(day[5:7])
    return f"{day[:7]}-01", f"{day[:7]}-{calendar.monthrange(year, month)[1]:02}"


def agree(
    look: Inspection, tables: Sequence[CountedProbe], role: str, path: str, span: tuple[str, str] | None = None
) -> None:
    """The dashboard says of these tables what the host works out."""
    asked = f"{path}?since={span[0]}&until={span[1]}" if span else path
    found, where = shown(look, role, asked), f"GET {asked} as {role}"
    for counted in tables:
        probe = look.probe(counted.entity)
        if look.plan.login and lacks(role, probe.read):
            if f"{counted.name}.count" in found:
                raise CheckFailure(f"{where}: counts {probe.entity}, which {role} may not read")
            continue
        rows = within(seen(look, probe, role), counted, span)
        compare(found, counted, rows, counted.name, where)
        adds_up(found, counted, rows, where)


def shown(look: Inspection, role: str, path: str) -> Figures:
    """The figures of a page, by name, as a program and as a person reads them."""
    response = look.person(role).get(path)
    if response.status != 200:
        raise CheckFailure(f"GET {path} as {role}: {told(response)}")
    found: Figures = {}
    for name, value, text in FIGURE.findall(response.text):
        found.setdefault(name, []).append((value, text))
    return found


def seen(look: Inspection, probe: EntityProbe, role: str) -> list[Row]:
    """The rows that a person may read, by the plan's rules and the database."""
    rows = look.rows().all(probe.table)
    if role == STAFF or look.plan.login is None:
        return rows
    if lacks(role, probe.read):
        return []
    owner = look.account_key(role) if role != VISITOR and probe.owner_column else None
    mine = [row for row in rows if owner is not None and row.get(probe.owner_column or "") == owner]
    if probe.read == Who.OWNER:
        return mine
    if probe.moderation:
        queue = probe.moderation
        return [row for row in rows if row.get(queue.column) == queue.approved or row in mine]
    return rows


def within(rows: list[Row], counted: CountedProbe, span: tuple[str, str] | None) -> list[Row]:
    if span is None:
        return rows
    return [row for row in rows if span[0] <= str(row.get(counted.when) or "")[:10] <= span[1]]


def compare(found: Figures, counted: CountedProbe, rows: list[Row], base: str, where: str) -> None:
    expect(found, f"{base}.count", Decimal(len(rows)), where)
    column, states = counted.unearned or ("", ())
    earned = [row for row in rows if not column or row.get(column) not in states]
    for place, (attribute, stored, how) in enumerate(counted.numbers):
        name = f"{base}.{how}.{attribute}"
        if place == 0 or name in found:
            expect(found, name, worked_out([row.get(stored) for row in earned], how), where)


def worked_out(values: Sequence[object], how: str) -> Decimal | None:
    """The sum, or the mean of those that are there."""
    known = [Decimal(str(value)) for value in values if value is not None]
    whole = sum(known, Decimal(0))
    if how == "total":
        return whole
    return whole / len(known) if known else None


def expect(found: Figures, name: str, wanted: Decimal | None, where: str) -> None:
    if name not in found:
        raise CheckFailure(f"{where}: says nothing of {name}")
    value, text = found[name][0]
    if wanted is None and not value:
        return
    if wanted is None or abs(as_number(value, where) - wanted) > SLACK:
        raise CheckFailure(f"{where}: {name} is {value or 'nothing'}, the rows of the database make {wanted}")
    if digits(text) != digits(value):
        raise CheckFailure(f"{where}: {name} is {value} for programs and reads {text!r}")


def as_number(text: str, where: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise CheckFailure(f"{where}: {text!r} is no number") from error


def digits(text: str) -> str:
    return re.sub(r"\D", "", text).rstrip("0")


def adds_up(found: Figures, counted: CountedProbe, rows: list[Row], where: str) -> None:
    """The periods of the chart make the total, and the states all the rows."""
    over, shares = (found.get(f"{counted.name}.{kind}", []) for kind in ("over", "share"))
    number = next(iter(counted.numbers), None)
    dated = [row for row in rows if row.get(counted.when)]
    column, states = counted.unearned or ("", ())
    earned = [row for row in dated if not column or row.get(column) not in states]
    wanted = worked_out([row.get(number[1]) for row in earned], "total") if number else Decimal(len(dated))
    parts = sum((as_number(value, where) for value, _ in over), Decimal(0))
    if over and wanted is not None and abs(parts - wanted) > SLACK:
        raise CheckFailure(f"{where}: the periods of {counted.name} make {parts}, its rows make {wanted}")
    kinds = {row.get(counted.split[1]) for row in rows} if counted.split else set()
    if shares and len(kinds) <= 6 and sum(as_number(value, where) for value, _ in shares) != len(rows):
        raise CheckFailure(f"{where}: the shares of {counted.name} do not make its {len(rows)} rows")


def reports(look: Inspection, figures: FiguresProbe, path: str) -> None:
    """The totals are those of the rows a person may read, and the file holds what the page shows."""
    report = next((each for each in figures.reports if each.path == path), None)
    if report is None:
        raise CheckFailure(f"the check plan knows no report at {path}")
    when = added(look, report.counted)
    for role in viewers(look, report.who):
        for span in (None, month_of(when)) if when else (None,):
            reported(look, report, role, span)
    for role in ROLES if look.plan.login else ():
        if lacks(role, report.who) and not look.is_refused(look.person(role).request("GET", f"{path}?format=csv")):
            raise CheckFailure(f"GET {path}?format=csv as {role}: not refused")


def reported(look: Inspection, report: ReportProbe, role: str, span: tuple[str, str] | None) -> None:
    asked = f"{report.path}?since={span[0]}&until={span[1]}" if span else f"{report.path}?"
    where, found = f"GET {asked} as {role}", shown(look, role, asked)
    rows = within(seen(look, look.probe(report.counted.entity), role), report.counted, span)
    if rows or "total.count" in found:
        compare(found, report.counted, rows, "total", where)
    if rows:
        page = look.person(role).get(asked).text
        lines = [value for name, value, _ in FIGURE.findall(page) if name.split(".")[1] in ("count", "total", "mean")]
        table = as_table(look.person(role).get(f"{asked}&format=csv"), where)
        width = 1 + len(report.counted.numbers)
        if lines != [cell for row in table[1:] for cell in row[-width:]]:
            raise CheckFailure(f"{where}: its file does not hold the numbers of the page")


def as_table(response: Response, where: str) -> list[list[str]]:
    """The rows of a CSV, with the mark by which spreadsheets know its letters."""
    if response.status != 200 or not response.header("Content-Type").startswith("text/csv"):
        raise CheckFailure(f"{where}: {told(response)}, and no CSV")
    if not response.text.startswith("\ufeff"):
        raise CheckFailure(f"{where}: the file lacks the mark (BOM) by which a spreadsheet reads accents")
    return list(csv.reader(io.StringIO(response.text[1:], newline="")))
