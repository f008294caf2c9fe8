"""What a model may change of the plan that the built-in reader has made: it adds, and takes nothing away.

A model need not repeat the plan, so even a small one answers within its limits; and pages, example rows and acceptance
criteria of what it adds are made by the same rules as the reader's, so each addition is executed in the verification.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError
from pydantic import Field as Constrained
from pydantic_core import ErrorDetails

from generation.blueprint.drafts import pages
from generation.blueprint.drafts.criteria import criteria
from generation.blueprint.drafts.draft import EntityDraft, FieldDraft
from generation.blueprint.drafts.names import (
    class_name,
    entity_slug,
    field_name,
    identifier,
    name_fields,
    sentence_case,
    words_of,
)
from generation.blueprint.schema import Access, Blueprint, Choice, Entity, Feature, Field, FieldType, Page, Who
from generation.blueprint.tables.assembly import build_entities
from generation.blueprint.tables.sample_values import Place, sample
from generation.blueprint.tables.seed import GENERIC_ROWS
from generation.blueprint.validation import InvalidBlueprint, check
from generation.blueprint.words.inflection import Language

PLAIN = re.compile(r"[^\W_][\w ,.%&+/()'’ºª-]*")


def _plain(label: str) -> str:
    """Labels stand in code, pages and addresses: only what a form would say."""
    label = " ".join(label.split())
    if not PLAIN.fullmatch(label):
        raise ValueError("a label has letters, digits, spaces and , . % & + / ( ) ' - alone")
    return label


Label = Annotated[str, Constrained(min_length=1, max_length=60), AfterValidator(_plain)]
Kind = Literal[
    "text", "long_text", "integer", "decimal", "money", "boolean", "date", "time", "datetime", "email", "phone", "url",
    "choice", "relation",
]  # fmt: skip
Row = dict[str, Any]
Rows = dict[str, tuple[Row, ...]]
STEM = 4  # letters by which a word is known again in another form


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class NewField(_Shape):
    label: Label
    type: Kind
    required: bool = True
    choices: Annotated[tuple[Label, ...], Constrained(max_length=12)] = ()
    target: Annotated[str, Constrained(max_length=60)] = ""  # of a relation: the thing it points to


class NewThing(_Shape):
    singular: Label
    plural: Label
    fields: Annotated[tuple[NewField, ...], Constrained(min_length=1, max_length=12)]
    read: Who = Who.MEMBER
    create: Who = Who.MEMBER
    edit: Who = Who.OWNER
    delete: Who = Who.OWNER


class MoreFields(_Shape):
    thing: Label
    fields: Annotated[tuple[NewField, ...], Constrained(min_length=1, max_length=8)]


class Amendments(_Shape):
    """The whole answer; empty lists say that the plan is good as it is."""

    things: Annotated[tuple[NewThing, ...], Constrained(max_length=5)] = ()
    fields: Annotated[tuple[MoreFields, ...], Constrained(max_length=8)] = ()

    def one_by_one(self) -> Iterator[Amendments]:
        yield from (Amendments(things=(thing,)) for thing in self.things)
        yield from (Amendments(fields=(more,)) for more in self.fields)


def amended(plan: Blueprint, wanted: Amendments, description: str) -> Blueprint:
    """The plan with everything that is wanted. Raises InvalidBlueprint, with a sentence for each problem."""
    problems = [*_unfounded(wanted, description), *_doubled(plan, wanted)]
    if problems:
        raise InvalidBlueprint(problems)
    try:
        made = _with_things(plan, _drafts(plan, wanted))
        for more in wanted.fields:
            made = _with_fields(made, more)
        made = Blueprint.model_validate(made.model_dump())
    except ValidationError as error:
        raise InvalidBlueprint([_told(each) for each in error.errors()]) from None
    check(made)
    return made


def _told(problem: ErrorDetails) -> str:
    return f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}"[:200]


def salvaged(plan: Blueprint, wanted: Amendments, description: str) -> Blueprint:
    """The plan with as much of it as fits."""
    for part in wanted.one_by_one():
        try:
            plan = amended(plan, part, description)
        except InvalidBlueprint:
            continue
    return plan


def _unfounded(wanted: Amendments, description: str) -> Iterator[str]:
    """Things the text does not speak of: whoever invents is told so."""
    stems = {word[: max(STEM, len(word) - 3)] for word in words_of(description)}
    for thing in wanted.things:
        said = {word[: max(STEM, len(word) - 3)] for word in words_of(f"{thing.singular} {thing.plural}")}
        if not said & stems:
            yield f"The description does not speak of {thing.singular!r}; add only what it asks for, in its own words."


def _doubled(plan: Blueprint, wanted: Amendments) -> Iterator[str]:
    for thing in wanted.things:
        known = _find(plan, thing.singular) or _find(plan, thing.plural)
        if known is not None:
            yield f"{thing.singular!r} is already planned as {known.name}; add fields to it instead."
    closed = {plan.shop.order, plan.shop.line} if plan.shop else set()
    for more in wanted.fields:
        entity = _find(plan, more.thing)
        if entity is None:
            yield f"There is no thing {more.thing!r} to add fields to; the plan has {', '.join(_names(plan))}."
            continue
        if entity.name in closed:
            yield f"{entity.name} is filled in by the checkout alone and takes no further fields."
        labels = {tuple(words_of(field.label)) for field in entity.fields}
        for field in more.fields:
            if tuple(words_of(field.label)) in labels:
                yield f"{entity.name} already has a field {field.label!r}."


def _names(plan: Blueprint) -> list[str]:
    return [entity.name for entity in plan.entities]


def _find(plan: Blueprint, said: str) -> Entity | None:
    """The thing of that name or label."""
    wanted = words_of(said)
    for entity in plan.entities:
        if wanted in (words_of(entity.label), words_of(entity.label_plural)) or said == entity.name:
            return entity
    return None


def _drafts(plan: Blueprint, wanted: Amendments) -> list[EntityDraft]:
    taken = set(_names(plan))
    drafts = []
    for thing in wanted.things:
        named = class_name(thing.singular, taken, plan.language, shop=plan.shop is not None)
        taken.add(named)
        levels = Access(read=thing.read, create=thing.create, edit=thing.edit, delete=thing.delete)
        owned = Who.OWNER in (thing.read, thing.edit, thing.delete)
        drafts.append(EntityDraft(named, named, thing.singular, thing.plural, [], levels, named=True, owned=owned))
    names = {tuple(words_of(draft.one)): draft.class_name for draft in drafts}
    for draft, thing in zip(drafts, wanted.things, strict=True):
        draft.fields = [_field_draft(plan, field, names) for field in thing.fields]
        name_fields(draft.fields, plan.language)
    return drafts


def _field_draft(plan: Blueprint, field: NewField, names: dict[tuple[str, ...], str]) -> FieldDraft:
    target = _find(plan, field.target) if field.target else None
    return FieldDraft(
        label=sentence_case(field.label),
        type=FieldType(field.type),
        required=field.required,
        options=tuple((identifier(label), label) for label in field.choices),
        target=target.name if target else names.get(tuple(words_of(field.target)), field.target or None),
    )


def _with_things(plan: Blueprint, drafts: list[EntityDraft]) -> Blueprint:
    slugs = {entity.slug for entity in plan.entities} | {page.slug for page in plan.pages}
    built = []
    for draft in drafts:
        _ensure_a_kind_has_its_parts(draft)
        [entity] = build_entities([draft], plan.language, shop=plan.shop)
        slug = entity_slug(draft.many, slugs, plan.language, shop=plan.shop is not None)
        slugs.add(slug)
        built.append(entity.model_copy(update={"slug": slug}))
    nothing: Rows = dict.fromkeys((draft.class_name for draft in drafts), ({},) * GENERIC_ROWS)
    known: Rows = {**plan.seed, **nothing}
    return plan.model_copy(
        update={
            "entities": (*plan.entities, *built),
            "pages": _pages(plan, built),
            "criteria": _criteria(plan, built),
            "features": _features(plan, built),
            "seed": {**known, **{draft.class_name: _filled(draft, known, plan.language) for draft in drafts}},
        }
    )


def _ensure_a_kind_has_its_parts(draft: EntityDraft) -> None:
    """Before example rows are made of it. Raises InvalidBlueprint."""
    problems = []
    for field in draft.fields:
        if field.type is FieldType.CHOICE and not field.options:
            problems.append(f"{draft.class_name}, field {field.label!r}: a choice needs its choices.")
        if field.type is FieldType.RELATION and not field.target:
            problems.append(f"{draft.class_name}, field {field.label!r}: a relation needs the thing it points to.")
    if problems:
        raise InvalidBlueprint(problems)


def _filled(draft: EntityDraft, known: Rows, language: Language) -> tuple[Row, ...]:
    """The example rows of the draft's entity, with values for the draft's fields."""
    filled = []
    for number, row in enumerate(known[draft.class_name]):
        more: Row = {}
        for at, field in enumerate(draft.fields):
            targets = len(known.get(field.target or "", ()))
            empty = field.type is FieldType.RELATION and not targets  # the validation says what that means
            more[field.name] = None if empty else sample(Place(draft, field, number, number + at, targets, language))
        filled.append({**row, **more})
    return tuple(filled)


def _pages(plan: Blueprint, built: list[Entity]) -> tuple[Page, ...]:
    made = [page for entity in built for page in pages.of_entity(entity, plan.language)]
    after = max((number for number, page in enumerate(plan.pages, 1) if page.entity), default=1)
    return (*plan.pages[:after], *made, *plan.pages[after:])


def _criteria(plan: Blueprint, built: list[Entity]) -> tuple[object, ...]:
    made = [one for one in criteria(plan.name, built, None, plan.language) if one.check.entity] if built else []
    last = max((int(criterion.id[1:]) for criterion in plan.criteria), default=0)
    return (*plan.criteria, *(one.model_copy(update={"id": f"c{last + n:02d}"}) for n, one in enumerate(made, 1)))


def _features(plan: Blueprint, built: list[Entity]) -> tuple[Feature, ...]:
    wanted = set(plan.features)
    wanted |= {Feature.SEARCH} if any(entity.search for entity in built) else set()
    wanted |= {Feature.FILTERS} if any(entity.filters for entity in built) else set()
    return tuple(feature for feature in Feature if feature in wanted)


def _with_fields(plan: Blueprint, more: MoreFields) -> Blueprint:
    entity = _find(plan, more.thing)
    if entity is None:
        raise InvalidBlueprint([f"There is no thing {more.thing!r}."])
    draft = EntityDraft(entity.name, entity.name, entity.label, entity.label_plural, [], entity.access, named=True)
    draft.fields = [_field_draft(plan, field, {}) for field in more.fields]
    _ensure_a_kind_has_its_parts(draft)
    taken = {field.name for field in entity.fields}
    for field in draft.fields:
        field.name = field_name(field.label, taken, plan.language)
        taken.add(field.name)
    return plan.model_copy(
        update={
            "entities": tuple(_widened(each, draft) if each is entity else each for each in plan.entities),
            "seed": {**plan.seed, entity.name: _filled(draft, {entity.name: (), **plan.seed}, plan.language)},
        }
    )


def _widened(entity: Entity, draft: EntityDraft) -> Entity:
    made = tuple(
        Field(
            name=field.name,
            label=field.label,
            type=field.type,
            required=field.required,
            choices=tuple(Choice(value=value, label=label) for value, label in field.options)
            if field.type is FieldType.CHOICE
            else (),
            target=field.target if field.type is FieldType.RELATION else None,
        )
        for field in draft.fields
    )
    return entity.model_copy(update={"fields": (*entity.fields, *made)})
