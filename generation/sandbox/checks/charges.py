"""From a new row to its payment: the amount that was typed in is what is paid, and nothing else makes the row paid."""

from __future__ import annotations

from generation.blueprint.schema import CriterionCheck
from generation.sandbox import acting
from generation.sandbox.acting import Made
from generation.sandbox.browser import Browser, local_target
from generation.sandbox.checks import shop
from generation.sandbox.inspection import OTHER, CheckFailure, Inspection, told
from generation.sandbox.pages import Page
from generation.stacks.protocol import ChargeProbe


def charges(look: Inspection, check: CriterionCheck) -> None:
    """One row paid through the page that pretends, another by a webhook signed by hand."""
    probe = look.probe(check.entity)
    if probe.charge is None:
        raise CheckFailure(f"the check plan says of no row of {check.entity} how it is paid for")
    role = look.role_for(probe.create)
    made = acting.create(look, probe, role)
    path = acting.at(probe.charge.path, made.pk)
    shop.expect(look, probe.charge, made.pk, probe.charge.pending_value, "when it is new")
    kept_from_others(look, path, role)
    pay(look, look.person(role), probe.charge, made, path)
    shop.expect(look, probe.charge, made.pk, probe.charge.paid_value, "after the payment")
    noted(look, probe.charge, made)
    shop.webhook(look, probe.charge, acting.create(look, probe, role).pk)


def kept_from_others(look: Inspection, path: str, role: str) -> None:
    """Neither a guest with another session nor another person comes to the payment."""
    strangers = {"another guest": Browser(look.session)}
    if look.plan.login and role != OTHER:
        strangers["another person"] = look.person(OTHER)
    for who, browser in strangers.items():
        response = browser.request("GET", path)
        if not look.is_refused(response):
            raise CheckFailure(f"GET {path} as {who}: {response.status} instead of a refusal")


def pay(look: Inspection, browser: Browser, charge: ChargeProbe, made: Made, path: str) -> None:
    """Looking pays nothing; the button leads to the page that pretends, and its first button pays."""
    opened = browser.get(path)
    form = next((form for form in Page(opened.text).forms if form.method == "post" and path in form.action), None)
    if form is None:
        raise CheckFailure(f"GET {path}: no button to pay with")
    answer = browser.submit(form, path, {})
    where = local_target(answer, path)
    if where is None:
        raise CheckFailure(f"POST {form.action}: no payment page ({told(answer)})")
    page = Page(browser.get(where).text)
    shop.expect(look, charge, made.pk, charge.pending_value, "before anybody has paid")
    last = acting.confirmation(page, where)
    if last is None:
        raise CheckFailure(f"GET {where}: no payment page")
    done = browser.submit(last, where, {}, last.buttons[0] if last.buttons else None)
    if done.status not in (302, 303):
        raise CheckFailure(f"POST {where}: {told(done)}")


def noted(look: Inspection, charge: ChargeProbe, made: Made) -> None:
    """The payment is kept with the amount that the row has."""
    rows = look.rows()
    row = rows.get(charge.order_table, made.pk) or {}
    paid = [each for each in rows.all(charge.payment_table) if each.get("row_id") == made.pk]
    if [float(each["amount"] or 0) for each in paid] != [float(row.get(charge.total_column) or 0)]:
        raise CheckFailure(f"{charge.payment_table}: the payment of {made.pk} is not kept with its amount")
