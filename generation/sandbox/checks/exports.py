"""CSV of a list: the rows a person may read and no others, narrowed as the list is, and nothing a spreadsheet runs."""

from __future__ import annotations

from generation.blueprint.schema import CriterionCheck
from generation.sandbox import acting, values
from generation.sandbox.acting import Made
from generation.sandbox.checks.figures import ROLES, as_table, lacks, seen
from generation.sandbox.inspection import VISITOR, CheckFailure, Inspection
from generation.sandbox.values import Value
from generation.stacks.protocol import EntityProbe

RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r", "\n")


def exports(look: Inspection, check: CriterionCheck) -> None:
    probe = look.probe(check.entity)
    if probe.csv_query is None:
        raise CheckFailure(f"{probe.entity} has no CSV in the check plan")
    word, field = values.word(), acting.textual(probe)
    formula = f"={word}()+{word}"
    given = {field.name: Value(formula, formula)} if field else {}
    made = acting.create(look, probe, look.role_for(probe.create), given)
    acting.approve(look, probe, made.pk)
    for role in ROLES if look.plan.login else (VISITOR,):
        as_file(look, probe, made, role, word if field else "")
    if field and probe.search_param and probe.search_field == field.name:
        narrowed(look, probe, made, word)


def as_file(look: Inspection, probe: EntityProbe, made: Made, role: str, word: str) -> None:
    path = f"{probe.list_path}?{probe.csv_query}"
    response = look.person(role).request("GET", path)
    if look.plan.login and lacks(role, probe.read):
        if not look.is_refused(response):
            raise CheckFailure(f"GET {path} as {role}: {response.status} instead of a refusal")
        return
    rows, key = seen(look, probe, role), look.rows().key(probe.table)
    where = f"GET {path} as {role}"
    lines = as_table(response, where)[1:]
    if len(lines) != len(rows):
        raise CheckFailure(f"{where}: {len(lines)} rows, but {role} may read {len(rows)}")
    cells = [cell for line in lines for cell in line]
    expected = any(row[key] == made.pk for row in rows)
    if word and any(word in cell for cell in cells) != expected:
        raise CheckFailure(f"{where}: the new row is {'missing' if expected else 'there'}")
    unsafe = next((cell for cell in cells if cell.startswith(RUN_BY_SPREADSHEETS) and not is_number(cell)), None)
    if unsafe is not None:
        raise CheckFailure(f"{where}: a spreadsheet would run {unsafe[:60]!r} as a formula")


def narrowed(look: Inspection, probe: EntityProbe, made: Made, word: str) -> None:
    """Search and filters hold for the file as they do for the list."""
    role = acting.reader_of(look, probe, made)
    path = f"{probe.list_path}?{probe.csv_query}&{probe.search_param}={word}"
    lines = as_table(look.person(role).get(path), f"GET {path} as {role}")[1:]
    if len(lines) != 1:
        raise CheckFailure(f"GET {path} as {role}: {len(lines)} rows instead of the one that matches")


def is_number(cell: str) -> bool:
    return cell.removeprefix("-").replace(".", "", 1).isdecimal()
