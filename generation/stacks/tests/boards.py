"""A blueprint whose rows are moved from column to column: the tickets of a workshop."""

from __future__ import annotations

from generation.blueprint.schema import (
    Access,
    Blueprint,
    CheckKind,
    Choice,
    CriterionCheck,
    Entity,
    Field,
    Kit,
    Move,
    Page,
    PageKind,
    Theme,
    Who,
    Workflow,
)
from generation.blueprint.schema import FieldType as T
from generation.stacks.tests.pieces import criteria

STATES = (("new", "New"), ("doing", "In repair"), ("done", "Ready"), ("dropped", "Not worth it"))
MOVES = (("new", "doing"), ("doing", "done"), ("doing", "dropped"), ("done", "doing"))


def tickets() -> Blueprint:
    ticket = Entity(
        name="Ticket",
        label="Ticket",
        label_plural="Tickets",
        slug="tickets",
        display="what",
        access=Access(read=Who.MEMBER, create=Who.MEMBER, edit=Who.STAFF, delete=Who.STAFF),
        fields=(
            Field(name="what", label="What is broken", type=T.TEXT),
            Field(name="bike", label="Bike", type=T.TEXT),
            Field(
                name="stage",
                label="Stage",
                type=T.CHOICE,
                choices=tuple(Choice(value=value, label=label) for value, label in STATES),
            ),
        ),
        workflow=Workflow(
            field="stage", initial="new", moves=tuple(Move(source=one, target=two) for one, two in MOVES)
        ),
    )
    rows = (
        ("Brake cable", "Red city bike", "new"),
        ("Bent wheel", "Cargo bike", "doing"),
        ("Squeaking chain", "Blue tandem", "doing"),
        ("Flat tyre", "Child's bike", "done"),
    )
    return Blueprint(
        name="Spokes",
        slug="spokes",
        language="en",
        purpose="What is being repaired, and by when.",
        entities=(ticket,),
        pages=(Page(kind=PageKind.LANDING, slug="", title="Spokes"),),
        theme=Theme(kit=Kit.BOARD, primary="#be123c"),
        seed={"Ticket": tuple(dict(zip(("what", "bike", "stage"), row, strict=True)) for row in rows)},
        criteria=criteria(
            (
                "Tickets move by the steps allowed.",
                CriterionCheck(kind=CheckKind.MOVES, entity="Ticket", role=Who.STAFF),
            ),
        ),
    )
