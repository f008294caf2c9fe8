"""What people give: rows that whoever makes them pays for, with an amount of their own.

Takes the entities of a plan in which payments are asked for and nothing is sold. Words are in `lexicon/orders.yaml`.
"""

from __future__ import annotations

from collections.abc import Sequence

from generation.blueprint.drafts.completed import completed
from generation.blueprint.drafts.draft import EntityDraft
from generation.blueprint.drafts.names import free
from generation.blueprint.lexicon import tables
from generation.blueprint.schema import (
    Blueprint,
    Charge,
    CheckKind,
    Choice,
    CriterionCheck,
    Entity,
    Field,
    FieldType,
    Move,
    Who,
    Workflow,
)
from generation.blueprint.words.inflection import Language, fold

GIVERS = (Who.VISITOR, Who.MEMBER)


def keeps_gifts(drafts: Sequence[EntityDraft]) -> bool:
    return any(_is_gift(draft) for draft in drafts)


def _is_gift(draft: EntityDraft) -> bool:
    return bool(set(draft.key.split(" ")) & set(tables("orders")["gifts"]))


def charged(drafts: Sequence[EntityDraft], built: Sequence[Entity], language: Language) -> list[Entity]:
    """The entities, the first gift of them with what its payment needs; as they were when people give no money."""
    gifts = {draft.class_name for draft in drafts if _is_gift(draft)}
    found = next((each for each in built if each.name in gifts and _is_given(each)), None)
    return [_paid_for(each, language) if each is found else each for each in built]


def _is_given(entity: Entity) -> bool:
    """Made by those who give, with an amount that they type in."""
    return entity.access.create in GIVERS and bool(_amounts(entity))


def _amounts(entity: Entity) -> list[str]:
    """Fields of money that are typed in; first what is called an amount."""
    names = [field.name for field in entity.fields if field.type is FieldType.MONEY and not field.formula]
    return sorted(names, key=lambda name: not set(name.split("_")) & set(tables("orders")["given"]["amounts"]))


def _paid_for(entity: Entity, language: Language) -> Entity:
    amount = _amounts(entity)[0]
    email = next((field.name for field in entity.fields if field.type is FieldType.EMAIL and field.required), None)
    state, flow, paid = _states(entity, language)
    fields = tuple(
        each.model_copy(update={"required": True}) if each.name == amount else each
        for each in entity.fields
        if each.name != state.name
    )
    access = entity.access.model_copy(update={"edit": Who.STAFF, "delete": Who.STAFF})
    return entity.model_copy(
        update={
            "fields": (*fields, state),
            "workflow": flow,
            "access": access,
            "charge": Charge(amount=amount, paid=paid, email=email),
        }
    )


def _states(entity: Entity, language: Language) -> tuple[Field, Workflow, str]:
    """The states of the text when one of them says that the money has come; else one more, or two of our own."""
    words = tables("orders")["given"]
    flow = entity.workflow
    waiting, come = (
        Choice(value=words[key][language][0], label=words[key][language][1]) for key in ("waiting", "come")
    )
    if flow is None:
        name = free(words["field"][language][0], {field.name for field in entity.fields}, "_")
        state = Field(name=name, label=words["field"][language][1], type=FieldType.CHOICE, choices=(waiting, come))
        moves = (Move(source=waiting.value, target=come.value),)
        return state, Workflow(field=name, initial=waiting.value, moves=moves), come.value
    state = next(field for field in entity.fields if field.name == flow.field)
    reached = [move.target for move in flow.moves if move.source == flow.initial]
    labels = {choice.value: fold(choice.label) for choice in state.choices}
    known = [value for value in reached if any(labels[value].startswith(stem) for stem in words["stems"])]
    if known:
        return state, flow, known[0]
    if come.value not in labels:
        state = state.model_copy(update={"choices": (*state.choices, come)})
    wider = (*flow.moves, Move(source=flow.initial, target=come.value))
    return state, flow.model_copy(update={"moves": wider}), come.value


def with_charge(blueprint: Blueprint) -> Blueprint:
    """The plan with the criterion that holds what is paid for, and states in its example rows."""
    gift = next((entity for entity in blueprint.entities if entity.charge), None)
    if gift is None or gift.charge is None or gift.workflow is None:
        return blueprint
    flow, cycle = gift.workflow, (gift.charge.paid, gift.charge.paid, gift.workflow.initial)
    rows = tuple({flow.field: cycle[number % 3], **row} for number, row in enumerate(blueprint.seed.get(gift.name, ())))
    told = blueprint.model_copy(update={"seed": {**blueprint.seed, gift.name: rows}})
    check = CriterionCheck(kind=CheckKind.CHARGES, entity=gift.name, role=gift.access.create)
    return completed(told, told.entities, (), [("charges", {"one": gift.label}, check)])
