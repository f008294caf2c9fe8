"""Acceptance criteria: a sentence in the person's language and the check that executes it, for every entity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generation.blueprint.lexicon import tables
from generation.blueprint.schema import (
    Blueprint,
    CheckKind,
    Criterion,
    CriterionCheck,
    Entity,
    FieldType,
    Role,
    Shop,
    Who,
)
from generation.blueprint.staff_rules import ACTIONS, Action, doers, refused
from generation.blueprint.words.inflection import Language

ORDER = (Who.VISITOR, Who.MEMBER, Who.OWNER, Who.STAFF)
_TYPED = (FieldType.TEXT, FieldType.LONG_TEXT, FieldType.EMAIL, FieldType.MONEY, FieldType.DATE, FieldType.DATETIME)


def criteria(name: str, entities: list[Entity], shop: Shop | None, language: Language) -> list[Criterion]:
    writer = _Writer(language)
    found = [pair for entity in entities for pair in _of_entity(entity, writer)]
    if shop is not None:
        found.append((writer.say("pays"), CriterionCheck(kind=CheckKind.PAYS, entity=shop.product, role=Who.MEMBER)))
    found.append((writer.say("shows", name=name), CriterionCheck(kind=CheckKind.SHOWS, page="", role=Who.VISITOR)))
    return [Criterion(id=f"c{n:02d}", text=text[:300], check=check) for n, (text, check) in enumerate(found, 1)]


def of_sale(order: Entity, line: Entity, shop: Shop, language: Language) -> list[tuple[str, CriterionCheck]]:
    """What must hold of a shop's orders: the checkout alone makes them, and the staff carries them on."""
    writer = _Writer(language)
    names = {"one": order.label, "many": order.label_plural}

    def check(kind: CheckKind, entity: Entity, role: Who, **extra: str) -> CriterionCheck:
        return CriterionCheck.model_validate({"kind": kind, "entity": entity.name, "role": role, **extra})

    found = [
        (writer.say("lists", **names), check(CheckKind.LISTS, order, Who.MEMBER)),
        (writer.say("isolates", **names), check(CheckKind.ISOLATES, order, Who.MEMBER)),
        (writer.say("bought", **names), check(CheckKind.FORBIDS, order, Who.STAFF, action="create")),
        (writer.say("edits", who=writer.who(Who.STAFF), **names), check(CheckKind.EDITS, order, Who.STAFF)),
        (writer.say("forbids_edit_staff", **names), check(CheckKind.FORBIDS, order, Who.MEMBER, action="edit")),
    ]
    assert order.workflow is not None
    found.append((writer.say("moves", **names), check(CheckKind.MOVES, order, Who.STAFF, field=order.workflow.field)))
    found.append(
        (
            writer.say("isolates", one=line.label, many=line.label_plural),
            check(CheckKind.ISOLATES, line, Who.MEMBER),
        )
    )
    found += [pair for entity in (order, line) for pair in _computed(entity, writer)]
    if shop.stock is not None:
        stocks = CriterionCheck(kind=CheckKind.STOCKS, entity=shop.product, role=Who.MEMBER)
        found.append((writer.say("stocks"), stocks))
    return found


def of_team(blueprint: Blueprint, language: Language) -> Iterator[tuple[str, CriterionCheck]]:
    """One for each entity that some of the staff may do more with than others."""
    writer = _Writer(language)
    for entity in blueprint.entities:
        actions = [action for action in ACTIONS if refused(entity, action, blueprint.roles)]
        if actions:
            rights = writer.rights(entity, actions, blueprint.roles)
            text = writer.say("limits", many=entity.label_plural, rights=rights)
            yield text, CriterionCheck(kind=CheckKind.LIMITS, entity=entity.name, role=Who.STAFF)


def _computed(entity: Entity, writer: _Writer) -> Iterator[tuple[str, CriterionCheck]]:
    for field in entity.fields:
        if field.formula:
            text = writer.say("computes", field=field.label, one=entity.label, many=entity.label_plural)
            doer = _doer(entity.access.create)
            check = CriterionCheck(kind=CheckKind.COMPUTES, entity=entity.name, role=doer, field=field.name)
            yield text, check
            if field.least is not None:
                what = CriterionCheck(kind=CheckKind.STOCKS, entity=entity.name, role=doer, field=field.name)
                yield writer.say("not_below", field=field.label, one=entity.label, many=entity.label_plural), what


class _Writer:
    """Fills the sentences of `phrases.yaml`."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.phrases = tables("phrases")

    def say(self, kind: str, **values: str) -> str:
        return str(self.phrases["criteria"][kind][self.language]).format(**values)

    def rights(self, entity: Entity, actions: list[Action], roles: Iterable[Role]) -> str:
        """ "see: Doctor and Desk; change and delete: Desk": actions that the same roles may are said together."""
        listed = list(roles)
        by_roles: dict[tuple[str, ...], list[str]] = {}
        for action in actions:
            named = [role for role in doers(entity, action, listed) if not role.full]
            who = tuple(role.label for role in named or doers(entity, action, listed))
            by_roles.setdefault(who, []).append(str(self.phrases["verbs"][action][self.language]))
        return "; ".join(f"{self.listed(verbs)}: {self.listed(who)}" for who, verbs in by_roles.items())

    def listed(self, words: Sequence[str]) -> str:
        last = f" {self.phrases['purpose']['and'][self.language]} "
        return last.join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)

    def who(self, level: Who) -> str:
        return str(self.phrases["who"][level.value][self.language])


def _doer(level: Who) -> Who:
    """Which demo person acts for a level: an owner is a member with a row of their own."""
    return Who.MEMBER if level is Who.OWNER else level


def _of_entity(entity: Entity, writer: _Writer) -> Iterator[tuple[str, CriterionCheck]]:
    names = {"one": entity.label, "many": entity.label_plural}
    access = entity.access

    def check(kind: CheckKind, role: Who, **extra: str) -> CriterionCheck:
        return CriterionCheck.model_validate({"kind": kind, "entity": entity.name, "role": role, **extra})

    yield writer.say("creates", who=writer.who(access.create), **names), check(CheckKind.CREATES, _doer(access.create))
    yield writer.say("lists", **names), check(CheckKind.LISTS, _doer(access.read))
    yield writer.say("edits", who=writer.who(access.edit), **names), check(CheckKind.EDITS, _doer(access.edit))
    yield writer.say("deletes", who=writer.who(access.delete), **names), check(CheckKind.DELETES, _doer(access.delete))
    if needed := _required(entity):
        label = next(field.label for field in entity.fields if field.name == needed)
        yield (
            writer.say("requires", field=label, **names),
            check(CheckKind.REQUIRES, _doer(access.create), field=needed),
        )
    if entity.search:
        label = next(field.label for field in entity.fields if field.name == entity.search[0])
        found = check(CheckKind.FILTERS, _doer(access.read), field=entity.search[0])
        yield writer.say("filters", field=label, **names), found
    if access.read is Who.OWNER:
        yield writer.say("isolates", **names), check(CheckKind.ISOLATES, Who.MEMBER)
    yield from (
        (writer.say(kind, **names), check(CheckKind.FORBIDS, role, action=act)) for kind, role, act in _refusals(entity)
    )
    yield from _computed(entity, writer)
    if entity.workflow is not None:
        yield writer.say("moves", **names), check(CheckKind.MOVES, _doer(access.edit), field=entity.workflow.field)


def _required(entity: Entity) -> str | None:
    entered = (field for field in entity.fields if field.required and not field.formula)
    return next((field.name for field in entered if field.type in _TYPED), None)


def _refusals(entity: Entity) -> Iterator[tuple[str, Who, str]]:
    """The strongest refusals of an entity: sentence, who is refused, what."""
    access = entity.access
    if access.read is Who.STAFF:
        yield "forbids_read_staff", Who.MEMBER, "read"
    elif access.read is not Who.VISITOR:
        yield "forbids_read", Who.VISITOR, "read"
    if access.create is Who.STAFF:
        yield "forbids_create", Who.MEMBER, "create"
    if access.edit is Who.STAFF:
        yield "forbids_edit_staff", Who.MEMBER, "edit"
    elif access.edit is Who.OWNER and access.read is not Who.OWNER:
        yield "forbids_edit", Who.MEMBER, "edit"
