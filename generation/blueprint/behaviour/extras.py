"""What people may do to each other's rows: mark, rate, send files, approve, be told; each where there is something.

Takes a plan whose entities stand and completes it. A feature that the text asks for becomes a thing that is built and
checked, or is taken out of the plan and named as not met; it never stays as a mere word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from generation.blueprint.behaviour.rated import with_ratings
from generation.blueprint.behaviour.uploads import with_uploads
from generation.blueprint.drafts.draft import Findings
from generation.blueprint.drafts.nearest import main_things, near, nearest, nearest_to, phrases
from generation.blueprint.lexicon import tables
from generation.blueprint.schema import (
    Blueprint,
    CheckKind,
    Criterion,
    CriterionCheck,
    Entity,
    Feature,
    Field,
    FieldType,
    Fit,
    Unmet,
    Who,
)
from generation.blueprint.words.inflection import fold, singular
from generation.blueprint.words.tokens import Sentence

READ_BY_OTHERS = (Who.VISITOR, Who.MEMBER)
MADE_BY_MEMBERS = (Who.VISITOR, Who.MEMBER, Who.OWNER)
MOST_TOLD = 3  # criteria about notices; one of each sort is enough to hold them all
Say = tuple[str, CriterionCheck]
Row = dict[str, Any]


def with_extras(blueprint: Blueprint, found: Findings) -> Blueprint:
    """The plan with what it can hold of these wishes, a criterion for each, and the rest named."""
    if blueprint.fit is Fit.OUTSIDE or not blueprint.entities:
        return blueprint
    sentences = [sentence for sentence, _ in found.marked]
    if blueprint.has(Feature.FAVOURITES):
        blueprint = _without_marks(blueprint)
    if blueprint.has(Feature.RATINGS):
        blueprint = with_ratings(blueprint, sentences)
    plan = _Plan(blueprint, list(blueprint.entities), sentences)
    plan.entities = [_once(entity, plan) for entity in plan.entities]
    if blueprint.has(Feature.UPLOADS):
        plan.entities = with_uploads(plan.entities, sentences, blueprint.language)
    if blueprint.has(Feature.FAVOURITES):
        plan.change(_favoured(plan), favourites=True)
    plan.change(_moderated(plan), moderated=True)
    lacking = [feature for feature, holds in _HOLDS.items() if blueprint.has(feature) and not holds(plan)]
    said = [_say(blueprint, *each) for each in _criteria(plan, frozenset(lacking))]
    return _completed(plan, found, lacking, said)


@dataclass
class _Plan:
    blueprint: Blueprint
    entities: list[Entity]
    sentences: list[Sentence]

    def change(self, chosen: set[str], **values: bool) -> None:
        self.entities = [each.model_copy(update=values) if each.name in chosen else each for each in self.entities]

    @property
    def made_by_checkout(self) -> set[str | None]:
        shop = self.blueprint.shop
        return {shop.order, shop.line} if shop else set()

    def by_members(self, entity: Entity) -> bool:
        return entity.access.create in MADE_BY_MEMBERS or entity.name in self.made_by_checkout


def _completed(plan: _Plan, found: Findings, lacking: list[Feature], said: list[Say]) -> Blueprint:
    blueprint = plan.blueprint
    first = len(blueprint.criteria) + 1
    more = [Criterion(id=f"c{n:02d}", text=text[:300], check=check) for n, (text, check) in enumerate(said, first)]
    unmet = [each for feature in lacking for each in _unmet(feature, found, blueprint.language)]
    return blueprint.model_copy(
        update={
            "entities": tuple(plan.entities),
            "seed": {name: tuple(map(_without_files(plan, name), rows)) for name, rows in blueprint.seed.items()},
            "features": tuple(feature for feature in blueprint.features if feature not in lacking),
            "criteria": (*blueprint.criteria, *more),
            "unmet": (*blueprint.unmet, *unmet),
            "fit": Fit.PARTIAL if unmet else blueprint.fit,
        }
    )


def _without_files(plan: _Plan, name: str) -> Callable[[Row], Row]:
    """Example rows bring no files."""
    fields = next((entity.fields for entity in plan.entities if entity.name == name), ())
    files = {field.name for field in fields if field.uploaded}
    return lambda row: {key: value for key, value in row.items() if key not in files}


def _unmet(feature: Feature, found: Findings, language: str) -> Iterator[Unmet]:
    """Why it is not built, unless the words are wishes that are named later on."""
    for number, entry in enumerate(tables("wishes")):
        if entry.get("built") == f"feature:{feature.value}" and feature.value in found.features:
            if all(wish.number != number for wish in found.wishes):
                why, instead = entry[language]
                yield Unmet(asked=found.features[feature.value][:200], why=why, instead=instead or "")
            return


# Which entities


def _words(name: str) -> list[str]:
    return [str(word) for word in tables("extras")[name]]


def _favoured(plan: _Plan) -> set[str]:
    """What the text marks; else what is sold, or the first thing that people come to read."""
    entities = [each for each in plan.entities if each.name not in plan.made_by_checkout]
    if any(_has_mark(each) for each in entities):
        return set()  # a box of the row's own says it already
    shop = plan.blueprint.shop
    open_to_all = [each for each in entities if each.access.read in READ_BY_OTHERS and not _is_opinion(each, plan)]
    offered = [each for each in open_to_all if not _is_somebody(each)] or open_to_all
    candidates = main_things(offered or [each for each in entities if each.access.read is Who.OWNER])
    named = list(nearest(plan.sentences, phrases(_words("favourites")), candidates))
    if named:
        return {named[0].name}
    return {shop.product} if shop else {each.name for each in candidates[:1]}


def _is_somebody(entity: Entity) -> bool:
    """A person with an address, rather than a thing with a price."""
    types = {field.type for field in entity.fields}
    return bool(types & {FieldType.EMAIL, FieldType.PHONE}) and FieldType.MONEY not in types


def _without_marks(blueprint: Blueprint) -> Blueprint:
    """ "Favourites" is no thing of the plan's when it is the marks that were asked for."""
    marks = {each.name for each in blueprint.entities if fold(each.label).split()[0] in _words("marks")}
    pointed_at = {field.target for each in blueprint.entities for field in each.fields if each.name not in marks}
    gone = marks - pointed_at
    kept = tuple(each for each in blueprint.entities if each.name not in gone)
    if not gone or not kept:
        return blueprint
    criteria = [each for each in blueprint.criteria if each.check.entity not in gone]
    return blueprint.model_copy(
        update={
            "entities": kept,
            "pages": tuple(page for page in blueprint.pages if page.entity not in gone),
            "seed": {name: rows for name, rows in blueprint.seed.items() if name not in gone},
            "criteria": tuple(each.model_copy(update={"id": f"c{n:02d}"}) for n, each in enumerate(criteria, 1)),
        }
    )


def _has_mark(entity: Entity) -> bool:
    """A row of one person's alone with a box "favourite" needs no marks beside it."""
    boxes = (field for field in entity.fields if field.type is FieldType.BOOLEAN)
    marked = any(set(fold(field.label).split()) & set(_words("favourites")) for field in boxes)
    return marked and entity.access.read is Who.OWNER


def _is_opinion(entity: Entity, plan: _Plan) -> bool:
    head = fold(singular(entity.label.split()[0].lower(), plan.blueprint.language))
    return head in _words("opinions") and any(field.type is FieldType.RELATION for field in entity.fields)


def _moderated(plan: _Plan) -> set[str]:
    """What the text wants to be approved first: rows of members that others read, and that no state keeps back."""
    free = [
        each
        for each in plan.entities
        if each.owned and each.access.read in READ_BY_OTHERS and each.access.create in MADE_BY_MEMBERS
        if not _is_decided(each)
    ]
    approving = partial(near, beginnings=_words("approving"), others=_words("first"))
    if not any(list(approving(sentence)) for sentence in plan.sentences):
        return set()
    named = {each.name for each in nearest_to(plan.sentences, approving, free)}
    opinions = [each.name for each in free if _is_opinion(each, plan)]
    return named or set(opinions[:1] if opinions else [each.name for each in free if len(free) == 1])


def _is_decided(entity: Entity) -> bool:
    flow = entity.workflow
    choices = next((field.choices for field in entity.fields if flow and field.name == flow.field), ())
    return any(fold(choice.label) in _words("decided") for choice in choices)


def _once(entity: Entity, plan: _Plan) -> Entity:
    """A person rates a thing once: where rows are ratings of one other thing, and nothing says when they were made."""
    links = [field for field in entity.fields if field.type is FieldType.RELATION and field.required]
    dated = any(field.type in (FieldType.DATE, FieldType.DATETIME) for field in entity.fields)
    rates = any(field.type is FieldType.RATING for field in entity.fields)
    by_members = entity.owned and entity.access.create in (Who.MEMBER, Who.OWNER)
    if rates and by_members and len(links) == 1 and not dated and entity.workflow is None and _is_opinion(entity, plan):
        return entity.model_copy(update={"once": links[0].name})
    return entity


def _is_rating(entity: Entity, plan: _Plan) -> bool:
    """Rows of people with one rating and one relation, seen by whoever sees the rated row: their average is shown."""
    marks = [field for field in entity.fields if field.type is FieldType.RATING]
    links = [field for field in entity.fields if field.type is FieldType.RELATION and field.required]
    if not entity.owned or len(marks) != 1 or len(links) != 1 or links[0].target == entity.name:
        return False
    rated = next(each for each in plan.entities if each.name == links[0].target)
    levels = (Who.VISITOR, Who.MEMBER)
    readers = levels if rated.access.read is not Who.VISITOR else levels[:1]
    made_by_two = entity.access.create in MADE_BY_MEMBERS and rated.access.read in levels
    return made_by_two and entity.access.read in readers


# What there must be for a feature to be one


def _marks(plan: _Plan) -> bool:
    return any(each.favourites or _has_mark(each) for each in plan.entities)


def _takes_files(plan: _Plan) -> bool:
    return any(field.uploaded for each in plan.entities for field in each.fields)


def _tells(plan: _Plan) -> bool:
    return any(_told(plan))


_HOLDS: dict[Feature, Callable[[_Plan], bool]] = {
    Feature.FAVOURITES: _marks,
    Feature.UPLOADS: _takes_files,
    Feature.NOTIFICATIONS: _tells,
}


def _told(plan: _Plan) -> Iterator[tuple[str, Entity]]:
    """(sentence, entity): states that others change, what is added to a person's row, what reaches the staff."""
    by_name = {each.name: each for each in plan.entities}
    for entity in plan.entities:
        if not plan.by_members(entity):
            continue
        if entity.workflow is not None and entity.owned:
            yield "notifies_moved", entity
        elif _answers(entity, by_name):
            yield "notifies_added", entity
        elif entity.access.read in (Who.OWNER, Who.STAFF) and entity.name not in plan.made_by_checkout:
            yield "notifies_staff", entity


def _answers(entity: Entity, by_name: dict[str, Entity]) -> Field | None:
    """The relation by which it says something about a row that a member owns and others read."""
    for field in entity.fields:
        target = by_name.get(field.target or "") if field.type is FieldType.RELATION else None
        if target is not None and target is not entity and target.owned:
            readable = target.access.read in READ_BY_OTHERS and target.access.create in MADE_BY_MEMBERS
            return field if readable and entity.access.create in (Who.MEMBER, Who.OWNER, Who.VISITOR) else None
    return None


# What is checked


def _criteria(plan: _Plan, lacking: frozenset[Feature]) -> Iterator[tuple[str, CheckKind, Entity | None, Field | None]]:
    for entity in plan.entities:
        if entity.favourites:
            yield "favours", CheckKind.FAVOURS, entity, None
        if entity.moderated:
            yield "moderates", CheckKind.MODERATES, entity, None
        if _is_rating(entity, plan):
            yield "rates" if entity.once else "rates_often", CheckKind.RATES, entity, None
        if entity.name not in plan.made_by_checkout:
            files = [field for field in entity.fields if field.uploaded]
            yield from (("uploads", CheckKind.UPLOADS, entity, field) for field in files)
    has = plan.blueprint.has
    if has(Feature.NOTIFICATIONS) and Feature.NOTIFICATIONS not in lacking:
        told = list(_told(plan))[:MOST_TOLD]
        yield from ((sentence, CheckKind.NOTIFIES, entity, None) for sentence, entity in told)
    if has(Feature.NEWSLETTER):
        yield "subscribes", CheckKind.SUBSCRIBES, None, None


def _say(blueprint: Blueprint, sentence: str, kind: CheckKind, entity: Entity | None, field: Field | None) -> Say:
    names = {"one": entity.label, "many": entity.label_plural} if entity else {}
    text = str(tables("phrases")["criteria"][sentence][blueprint.language])
    check = CriterionCheck(
        kind=kind, entity=entity.name if entity else None, role=Who.MEMBER, field=field.name if field else None
    )
    return text.format(**names, field=field.label if field else ""), check
