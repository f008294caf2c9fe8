"""Charges: a table whose rows are paid for by whoever makes them, with the amount that they typed in.

Shares the payment adapter with the shop (`templates/_parts/payments.py.j2`); an app has one of the two.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from generation.blueprint.schema import Entity, Who
from generation.stacks.django.agreement import agree
from generation.stacks.django.literals import within
from generation.stacks.django.parts.part import NavLink, Outline, Part
from generation.stacks.protocol import ChargeProbe, CheckPlan


@dataclass(frozen=True)
class ChargesView:
    """The model that is paid for, and the attributes that a payment reads and writes."""

    name: str
    module: str
    path: str
    label: str
    table: str
    owned: bool
    amount: str
    email: str
    status: str
    column: str
    pending: str
    paid: str
    unearned: list[str]  # states in which no money has come


def unearned(entity: Entity) -> list[str]:
    """The first state, and those it leads to without a payment."""
    flow, charge = entity.workflow, entity.charge
    if flow is None or charge is None:
        return []
    others = [move.target for move in flow.moves if move.source == flow.initial and move.target != charge.paid]
    return [flow.initial, *others]


class ChargesPart(Part):
    name = "charges"
    locked = ("charges/payments.py",)

    def view(self, outline: Outline) -> ChargesView | None:
        for view in outline.views:
            charge, flow = view.entity.charge, view.entity.workflow
            if charge is None or flow is None or view.workflow_field is None:
                continue
            return ChargesView(
                name=view.name,
                module=view.module,
                path=view.path,
                label=view.label,
                table=view.table,
                owned=view.owned,
                amount=view.by_blueprint_name[charge.amount].name,
                email=view.by_blueprint_name[charge.email].name if charge.email else "",
                status=view.workflow_field.name,
                column=view.workflow_field.column,
                pending=flow.initial,
                paid=charge.paid,
                unearned=unearned(view.entity),
            )
        return None

    def links(self, outline: Outline) -> list[NavLink]:
        """Where people cannot look at the table, its form is all they have of it."""
        view = self.view(outline)
        table = outline.by_name[view.name] if view else None
        if table is None or table.rules.create is None or table.rules.read is not Who.STAFF:
            return []
        label = agree(table.label, outline.t, "new_named").format(label=within(table.label))
        return [NavLink(label, f"core:{table.module}_create", "heart", table.rules.create)]

    def probes(self, plan: CheckPlan, outline: Outline) -> CheckPlan:
        view = self.view(outline)
        assert view is not None
        probe = ChargeProbe(
            path=f"/{outline.t['path_pay']}/{{pk}}/",
            order_table=view.table,
            status_column=view.column,
            pending_value=view.pending,
            paid_value=view.paid,
            total_column=view.amount,
            webhook_path="/stripe/webhook/",
            webhook_env="STRIPE_WEBHOOK_SECRET",
            payment_table="charges_payment",
            currency=outline.t["currency"],
        )
        found = (replace(each, charge=probe) if each.entity == view.name else each for each in plan.entities)
        return replace(plan, entities=tuple(found))
