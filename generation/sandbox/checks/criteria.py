"""Executes the blueprint's acceptance criteria, each by its kind, with values nobody could foresee."""

from __future__ import annotations

from collections.abc import Callable

from generation.blueprint.schema import CheckKind, Criterion, CriterionCheck, Who
from generation.sandbox import acting
from generation.sandbox.acting import Made
from generation.sandbox.checks import security
from generation.sandbox.checks.booking import books
from generation.sandbox.checks.charges import charges
from generation.sandbox.checks.computes import computes
from generation.sandbox.checks.dates import dates
from generation.sandbox.checks.exports import exports
from generation.sandbox.checks.favourites import favours
from generation.sandbox.checks.feeds import feeds
from generation.sandbox.checks.figures import counts
from generation.sandbox.checks.maps import maps
from generation.sandbox.checks.moderation import moderates
from generation.sandbox.checks.moves import moves
from generation.sandbox.checks.newsletter import subscribes
from generation.sandbox.checks.notices import notifies
from generation.sandbox.checks.ratings import rates
from generation.sandbox.checks.shop import pays
from generation.sandbox.checks.stock import stocks
from generation.sandbox.checks.team import limits
from generation.sandbox.checks.tools import tool_computes
from generation.sandbox.checks.uploads import uploads
from generation.sandbox.errors import SandboxError
from generation.sandbox.inspection import MEMBER, OTHER, STAFF, VISITOR, CheckFailure, Inspection
from generation.sandbox.pages import Page
from generation.sandbox.report import CriterionResult
from generation.stacks.protocol import EntityProbe, FieldProbe

Runner = Callable[[Inspection, CriterionCheck], None]


def criteria(look: Inspection) -> list[CriterionResult]:
    """The result of each criterion, in order."""
    return [execute(look, criterion) for criterion in look.blueprint.criteria]


def judge(look: Inspection, results: list[CriterionResult]) -> None:
    """All hold, and an app that keeps things has some."""
    if not results and look.blueprint.entities:
        raise CheckFailure("the plan has entities but no acceptance criterion: nothing says what the app must do")
    failed = [f"{result.id} {result.text}: {result.detail}" for result in results if result.status != "passed"]
    if failed:
        raise CheckFailure("\n".join(failed))


def execute(look: Inspection, criterion: Criterion) -> CriterionResult:
    runner = RUNNERS.get(criterion.check.kind)
    try:
        if runner is None:
            raise CheckFailure(f"nothing executes criteria of the kind {criterion.check.kind}")
        runner(look, criterion.check)
    except SandboxError:
        raise
    except Exception as failure:  # a criterion that could not be carried out does not hold
        return CriterionResult(criterion.id, criterion.text, "failed", (str(failure) or type(failure).__name__)[:1000])
    return CriterionResult(criterion.id, criterion.text, "passed")


def actor(look: Inspection, check: CriterionCheck) -> str:
    """The demo person for the role a criterion names; "owner" is a member with a row of their own."""
    return look.role_for(check.role)


def make_row(look: Inspection, probe: EntityProbe, role: str) -> Made:
    """A row made by that role when it may make one, else by the least role that may."""
    allowed = not security.below(role, probe.create) if look.plan.login else True
    made = acting.create(look, probe, role if allowed else look.role_for(probe.create))
    acting.approve(look, probe, made.pk)
    return made


def creates(look: Inspection, check: CriterionCheck) -> None:
    probe = look.probe(check.entity)
    made = acting.create(look, probe, actor(look, check))
    acting.shown(look, probe, made, acting.reader_of(look, probe, made))


def lists(look: Inspection, check: CriterionCheck) -> None:
    probe, role = look.probe(check.entity), actor(look, check)
    made = make_row(look, probe, role)
    if not acting.is_listed(look, probe, made, role):
        raise CheckFailure(f"GET {probe.list_path} as {role}: the row is not listed")


def filters(look: Inspection, check: CriterionCheck) -> None:
    """The one that matches is listed, the other is not."""
    probe = look.probe(check.entity)
    maker = look.role_for(probe.create)
    field = next((one for one in probe.fields if one.is_called(check.field)), None)
    if field is not None and field.name in probe.filter_params:
        narrow(look, probe, field, maker)
    elif probe.search_param and probe.search_field and (field is None or field.name == probe.search_field):
        search(look, probe, maker)
    else:
        raise CheckFailure(f"{probe.list_path} can be neither searched nor filtered")


def search(look: Inspection, probe: EntityProbe, maker: str) -> None:
    wanted, unwanted = acting.create(look, probe, maker), acting.create(look, probe, maker)
    assert probe.search_field is not None
    query = f"{probe.search_param}={wanted.values[probe.search_field].stored}"
    reader = acting.reader_of(look, probe, wanted)
    expect_listed(look, probe, (wanted, unwanted), reader, query)


def narrow(look: Inspection, probe: EntityProbe, field: FieldProbe, maker: str) -> None:
    """A filter of the list by one of a field's values."""
    one, other = acting.create(look, probe, maker), acting.create(look, probe, maker)
    for _ in range(12):
        if str(one.row[field.column]) != str(other.row[field.column]):
            break
        other = acting.create(look, probe, maker)
    else:
        raise CheckFailure(f"{field.name} never takes a second value, so a filter by it shows nothing")
    expect_listed(
        look, probe, (one, other), acting.reader_of(look, probe, one), f"{field.name}={one.row[field.column]}"
    )


def expect_listed(look: Inspection, probe: EntityProbe, rows: tuple[Made, Made], reader: str, query: str) -> None:
    wanted, unwanted = rows
    if not acting.is_listed(look, probe, wanted, reader, query):
        raise CheckFailure(f"GET {probe.list_path}?{query}: the row that matches is not listed")
    if acting.is_listed(look, probe, unwanted, reader, query):
        raise CheckFailure(f"GET {probe.list_path}?{query}: a row that does not match is listed")


def forbids(look: Inspection, check: CriterionCheck) -> None:
    """The role is refused the action, and the database is as it was."""
    probe, role = look.probe(check.entity), actor(look, check)
    if check.action == "create":
        security.uncreatable(look, probe, role)
        return
    levels = {"read": probe.read, "edit": probe.edit, "delete": probe.delete}
    attack = {"read": security.unreadable, "edit": security.uneditable, "delete": security.undeletable}
    if check.action not in attack:
        raise CheckFailure("the criterion names no action to forbid")
    if levels[check.action] == Who.OWNER and role == MEMBER:
        attack[check.action](look, probe, acting.create(look, probe, look.role_for(probe.create)), OTHER)
    else:
        attack[check.action](look, probe, make_row(look, probe, STAFF), role)


def isolates(look: Inspection, check: CriterionCheck) -> None:
    """Another member and a visitor neither see nor touch a member's row."""
    probe = look.probe(check.entity)
    made = make_row(look, probe, MEMBER)
    for role in (OTHER, VISITOR):
        security.unreadable(look, probe, made, role)
        security.uneditable(look, probe, made, role)
        security.undeletable(look, probe, made, role)


def edits(look: Inspection, check: CriterionCheck) -> None:
    probe, role = look.probe(check.entity), actor(look, check)
    changed = acting.change(look, probe, make_row(look, probe, role), role)
    acting.shown(look, probe, changed, acting.reader_of(look, probe, changed))


def deletes(look: Inspection, check: CriterionCheck) -> None:
    probe, role = look.probe(check.entity), actor(look, check)
    acting.remove(look, probe, make_row(look, probe, role), role)


def requires(look: Inspection, check: CriterionCheck) -> None:
    """Without the field the form comes back and nothing is stored."""
    probe = look.probe(check.entity)
    role = look.role_for(probe.create)
    browser = look.person(role)
    required = [field for field in probe.fields if field.required]
    names = [field.name for field in required if check.field is None or field.is_called(check.field)]
    if not names:
        raise CheckFailure(f"{probe.entity} has no required field {check.field or ''}")
    form = acting.create_form(look, probe, role)
    data = acting.sent(acting.fill(look, probe, form))
    before = look.rows().keys(probe.table)
    response = browser.submit(form, probe.create_path, {**data, names[0]: []})
    if response.status not in (200, 400, 422):
        raise CheckFailure(
            f"POST {probe.create_path} without {names[0]}: expected the form again, got {response.status}"
        )
    if look.rows().keys(probe.table) != before:
        raise CheckFailure(f"POST {probe.create_path} without {names[0]}: a row was stored")


def shows(look: Inspection, check: CriterionCheck) -> None:
    """The page answers the role and holds its title."""
    page = next((page for page in look.blueprint.pages if page.slug == (check.page or "")), None)
    if page is None:
        raise CheckFailure(f"the plan has no page {check.page!r}")
    path = f"/{page.slug}/" if page.slug else "/"
    response = look.person(actor(look, check)).get(path)
    if response.status != 200 or page.title.casefold() not in Page(response.text).text.casefold():
        raise CheckFailure(f"GET {path}: {response.status}, or its title {page.title!r} is missing")


def works_out(look: Inspection, check: CriterionCheck) -> None:
    """A tool's results, or the computed columns of an entity."""
    (tool_computes if check.tool else computes)(look, check)


RUNNERS: dict[CheckKind, Runner] = {
    CheckKind.CREATES: creates, CheckKind.LISTS: lists, CheckKind.FILTERS: filters, CheckKind.FORBIDS: forbids,
    CheckKind.ISOLATES: isolates, CheckKind.EDITS: edits, CheckKind.DELETES: deletes, CheckKind.REQUIRES: requires,
    CheckKind.SHOWS: shows, CheckKind.PAYS: pays, CheckKind.STOCKS: stocks, CheckKind.MOVES: moves,
    CheckKind.COMPUTES: works_out, CheckKind.BOOKS: books, CheckKind.DATES: dates, CheckKind.CHARGES: charges,
    CheckKind.MAPS: maps, CheckKind.FEEDS: feeds, CheckKind.FAVOURS: favours, CheckKind.MODERATES: moderates,
    CheckKind.NOTIFIES: notifies, CheckKind.SUBSCRIBES: subscribes, CheckKind.UPLOADS: uploads, CheckKind.RATES: rates,
    CheckKind.COUNTS: counts, CheckKind.EXPORTS: exports,
    CheckKind.LIMITS: limits,
}  # fmt: skip
