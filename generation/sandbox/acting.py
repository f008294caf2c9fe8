"""What a person does to rows through the pages: create, find, change, delete; each compared with the database.

Raises CheckFailure as soon as what happened is not what was asked.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from generation.blueprint.schema import Who
from generation.sandbox import buying, slots, values
from generation.sandbox.browser import Browser
from generation.sandbox.inspection import CheckFailure, Inspection, told
from generation.sandbox.pages import Form, Page
from generation.sandbox.rows import Row
from generation.sandbox.session import Response
from generation.sandbox.values import Value
from generation.stacks.protocol import EntityProbe, FieldProbe

MOST_LIST_PAGES = 25
TEXTUAL = ("text", "long_text")


@dataclass
class Made:
    """A row that was made, and what was sent for each field."""

    pk: Any
    role: str
    values: dict[str, Value]
    row: Row


def at(path: str, pk: Any) -> str:
    return path.replace("{pk}", str(pk))


def textual(probe: EntityProbe) -> FieldProbe | None:
    """The first field that takes any word."""
    return next((field for field in probe.fields if field.kind in TEXTUAL), None)


def create(look: Inspection, probe: EntityProbe, role: str, given: Mapping[str, Value] | None = None) -> Made:
    """Fill in the real form with unforeseeable values; the result must be one row more that holds exactly these."""
    if probe.made_by == "checkout":
        return bought(look, probe, role, given)
    browser = look.person(role)
    form = create_form(look, probe, role)
    made = {**fill(look, probe, form), **(given or {})}
    owner = look.account_key(owner_of(probe, role)) if probe.owner_column and role != "visitor" else None
    before = set(look.rows().keys(probe.table))
    whose = {probe.owner_param: str(owner)} if probe.owner_param else {}
    response = browser.submit(form, probe.create_path, {**sent(made), **whose})
    if response.status not in (302, 303):
        raise CheckFailure(f"POST {probe.create_path} as {role}: {refusal(response)}")
    new = set(look.rows().keys(probe.table)) - before
    if len(new) != 1:
        raise CheckFailure(
            f"POST {probe.create_path} as {role}: answered {response.status}, {len(new)} new rows are stored"
        )
    pk = new.pop()
    row = stored(look, probe, pk)
    compare(probe, made, row, f"POST {probe.create_path}")
    if owner is not None and row.get(probe.owner_column or "") != owner:
        raise CheckFailure(f"POST {probe.create_path}: the new row does not belong to the person it was made for")
    return Made(pk, role, made, row)


def owner_of(probe: EntityProbe, role: str) -> str:
    """Whose a new row is: its maker's, or the member's for whom the staff make it."""
    return "member" if probe.owner_param else role


def bought(look: Inspection, probe: EntityProbe, role: str, given: Mapping[str, Value] | None) -> Made:
    """A row that only the checkout makes: an order, or the line in it."""
    shop = buying.shop_of(look)
    order = buying.buy(
        look, role, {name: value for name, value in (given or {}).items() if name in shop.checkout_fields}
    )
    if probe.table == shop.order_table:
        made = Made(order.pk, role, order.values, order.row)
        compare(probe, made.values, made.row, f"POST {shop.checkout_path}")
    else:
        lines = look.rows().find(probe.table, shop.line_order_column, order.pk)
        if len(lines) != 1:
            raise CheckFailure(f"POST {shop.checkout_path}: {len(lines)} rows of {probe.table} for one product")
        made = Made(lines[0][look.rows().key(probe.table)], role, {}, lines[0])
    if probe.owner_column and role != "visitor" and made.row.get(probe.owner_column) != look.account_key(role):
        raise CheckFailure(f"POST {shop.checkout_path}: the {probe.entity} does not belong to the person who bought")
    return made


def form_data(look: Inspection, probe: EntityProbe, role: str) -> dict[str, str | list[str]]:
    """What the form of that person would send; nothing where no form makes such rows."""
    if probe.made_by != "form":
        return {}
    return sent(fill(look, probe, create_form(look, probe, role)))


def stored(look: Inspection, probe: EntityProbe, pk: Any) -> Row:
    row = look.rows().get(probe.table, pk)
    if row is None:
        raise CheckFailure(f"{probe.table}: row {pk} is not stored")
    return row


def compare(probe: EntityProbe, made: Mapping[str, Value], row: Row, where: str) -> None:
    """Each column holds what was sent."""
    for field in probe.fields:
        if field.name not in made or not field.column:
            continue
        if field.column not in row:
            raise CheckFailure(f"{probe.table} has no column {field.column}")
        if not values.matches(field.kind, made[field.name], row[field.column]):
            kept, given = str(row[field.column])[:80], str(made[field.name].sent)[:80]
            raise CheckFailure(f"{where}: {field.name} was sent as {given!r}, the database holds {kept!r}")


def create_form(look: Inspection, probe: EntityProbe, role: str) -> Form:
    """The create form as that person got it; asked for once, as later rows change only what relations offer."""
    key = (role, probe.create_path)
    if key not in look.forms:
        look.forms[key] = open_form(look.person(role), probe.create_path, probe)
    return look.forms[key]


def open_form(browser: Browser, path: str, probe: EntityProbe, hidden: Collection[str] = ()) -> Form:
    """The page's form for this entity, with every field of the plan in it but those `hidden` from the person."""
    response = browser.request("GET", path)
    if response.status != 200:
        raise CheckFailure(f"GET {path}: {told(response)}")
    names = {field.name for field in probe.fields}
    form = Page(response.text).form_with(names)
    if form is None:
        raise CheckFailure(f"GET {path}: the page has no form for {probe.entity}")
    missing = names - form.controls.keys() - set(hidden)
    if missing:
        raise CheckFailure(f"GET {path}: the form lacks {', '.join(sorted(missing))}")
    return form


def fill(look: Inspection, probe: EntityProbe, form: Form) -> dict[str, Value]:
    """A value for every field; rows of other tables are picked among what the form offers."""
    made: dict[str, Value] = {}
    for field in probe.fields:
        value = values.make(field) or picked(look, probe, field, form)
        if value is not None:
            made[field.name] = value
    if probe.schedule:
        made.update(slots.filled(probe.schedule, slots.fresh(probe.schedule, look.days, lasting(look, probe, made))))
    return made


def lasting(look: Inspection, probe: EntityProbe, made: Mapping[str, Value]) -> int | None:
    """How many minutes a row takes up by what it points to, such as a service; None when nothing says so."""
    relation, column = (probe.schedule.length if probe.schedule else None) or ("", "")
    field = next((one for one in probe.fields if one.name == relation), None)
    if field is None or field.target_table is None or relation not in made:
        return None
    row = look.rows().get(field.target_table, made[relation].stored) or {}
    return int(row.get(column) or 0) or None


def picked(look: Inspection, probe: EntityProbe, field: FieldProbe, form: Form) -> Value | None:
    offered = [option for option in form.controls[field.name].options if option]
    if field.target_table:
        existing = {str(key) for key in look.rows().keys(field.target_table)}
        offered = [option for option in offered if option in existing]
    if field.kind == "relation" and (field.unique or field.once):
        taken = {str(row[field.column]) for row in look.rows().all(probe.table)}
        offered = [option for option in offered if option not in taken]
    if not offered and field.required:
        offered = [str(fresh_target(look, field))]
    if not offered:
        return None
    choice = secrets.choice(offered)
    return Value([choice] if field.kind == "relations" else choice, choice)


def fresh_target(look: Inspection, field: FieldProbe) -> Any:
    """A required relation needs a row; make one when the seed left none to choose."""
    target = next((probe for probe in look.plan.entities if probe.table == field.target_table), None)
    if target is None:
        raise CheckFailure(f"{field.name}: the form offers nothing to choose")
    pk = create(look, target, look.role_for(target.create)).pk
    approve(look, target, pk)
    return pk


def approve(look: Inspection, probe: EntityProbe, pk: Any) -> None:
    """Where rows are moderated, the staff approve this one, so that others see it too."""
    queue = probe.moderation
    if queue is None or stored(look, probe, pk).get(queue.column) == queue.approved:
        return
    path, browser = at(queue.path, pk), look.person("staff")
    response = browser.post(
        path, {queue.param: queue.approved, "csrfmiddlewaretoken": browser.cookies.get("csrftoken", "")}
    )
    if stored(look, probe, pk).get(queue.column) != queue.approved:
        raise CheckFailure(f"POST {path} as staff: {told(response)}, and the row is not approved")


def sent(made: Mapping[str, Value]) -> dict[str, str | list[str]]:
    return {name: value.sent for name, value in made.items()}


def refusal(response: Response) -> str:
    """Why a form was not accepted: the messages beside its fields."""
    if response.status >= 500 or response.failure:
        return told(response)
    return f"{response.status}, not accepted: {' / '.join(Page(response.text).errors)[:400]}"


def change(look: Inspection, probe: EntityProbe, made: Made, role: str) -> Made:
    """Edit one field through the real form; that field changes and no other of the plan does."""
    path, browser = at(probe.edit_path, made.pk), look.person(role)
    form = open_form(browser, path, probe, kept_from(look, probe, role))
    field, value = changed_value(look, probe, made, form)
    response = browser.submit(form, path, {field.name: value.sent})
    if response.status not in (302, 303):
        raise CheckFailure(f"POST {path} as {role}: {refusal(response)}")
    after = {**made.values, field.name: value}
    row = stored(look, probe, made.pk)
    compare(probe, after, row, f"POST {path}")
    return Made(made.pk, made.role, after, row)


def kept_from(look: Inspection, probe: EntityProbe, role: str) -> list[str]:
    """Links to tables whose rows that role of the staff may not read; nobody changes what they may not see."""
    refused = {each.table for each in look.plan.entities if each.staff and role in each.staff.refused.get("read", ())}
    return [field.name for field in probe.fields if field.target_table in refused]


def changed_value(look: Inspection, probe: EntityProbe, made: Made, form: Form) -> tuple[FieldProbe, Value]:
    """A field and a value it does not have yet; words first, as they are the surest."""
    timing = (probe.schedule.start, probe.schedule.time, probe.schedule.end) if probe.schedule else ()
    changeable = [field for field in probe.fields if field.name not in timing and field.name in form.controls]
    for field in sorted(changeable, key=lambda one: one.kind not in TEXTUAL):
        for _ in range(8):
            value = values.make(field) or picked(look, probe, field, form)
            if value is not None and field.kind != "relations" and value != made.values.get(field.name):
                return field, value
    raise CheckFailure(f"{probe.entity} has no field that can be changed")


def remove(look: Inspection, probe: EntityProbe, made: Made, role: str) -> None:
    """The confirmation page alone deletes nothing; confirming deletes this row."""
    path, browser = at(probe.delete_path, made.pk), look.person(role)
    response = browser.request("GET", path)
    if response.status != 200:
        raise CheckFailure(f"GET {path} as {role}: {told(response)}")
    stored(look, probe, made.pk)
    form = confirmation(Page(response.text), path)
    if form is None:
        raise CheckFailure(f"GET {path}: no form to confirm with")
    response = browser.submit(form, path, {})
    if response.status not in (302, 303):
        raise CheckFailure(f"POST {path} as {role}: {told(response)}")
    if look.rows().get(probe.table, made.pk) is not None:
        raise CheckFailure(f"POST {path} as {role}: answered {response.status}, the row is still stored")


def confirmation(page: Page, path: str) -> Form | None:
    """The page's POST form that goes to itself (others, such as the log-out, go elsewhere)."""
    return next((form for form in page.forms if form.method == "post" and form.action in ("", path)), None)


def shown(look: Inspection, probe: EntityProbe, made: Made, role: str) -> None:
    """The detail page shows what was sent."""
    path = at(probe.detail_path, made.pk)
    response = look.person(role).request("GET", path)
    if response.status != 200:
        raise CheckFailure(f"GET {path} as {role}: {told(response)}")
    text = Page(response.text).text
    for field in probe.fields:
        wanted = made.values[field.name].shown if field.shown and field.name in made.values else ()
        if wanted and not any(form in text for form in wanted):
            raise CheckFailure(f"GET {path} as {role}: {field.name} ({wanted[0]}) is not shown")


def is_listed(look: Inspection, probe: EntityProbe, made: Made, role: str, query: str = "") -> bool:
    """Whether the list leads to the row, on any of its pages."""
    target, browser = at(probe.detail_path, made.pk), look.person(role)
    for number in range(1, MOST_LIST_PAGES):
        response = browser.request("GET", f"{probe.list_path}?{query}{'&' if query else ''}page={number}")
        if response.status != 200:
            if number == 1:
                raise CheckFailure(f"GET {probe.list_path} as {role}: {told(response)}")
            return False
        page = Page(response.text)
        if any(link.partition("?")[0] == target for link in page.links):
            return True
        if not any(f"page={number + 1}" in link for link in page.links):
            return False
    return False


def reader_of(look: Inspection, probe: EntityProbe, made: Made) -> str:
    """Who may surely see a row: the least role, or whoever made it when it is private or waits for approval."""
    if probe.moderation is not None:
        return made.role if made.role != "visitor" else "staff"
    return made.role if probe.read == Who.OWNER and made.role != "visitor" else look.role_for(probe.read)


def editor_of(look: Inspection, level: Who, made: Made) -> str:
    """The least role that may change or delete a row."""
    if level == Who.OWNER and (made.role == "staff" or look.plan.login is None):
        return made.role
    if level == Who.OWNER and made.role == "visitor":
        return "staff"  # nobody owns what a visitor has made
    return look.role_for(level)
