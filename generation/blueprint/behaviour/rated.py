"""Ratings that a text asks for without naming the rows that hold them: who rates what, and how it reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generation.blueprint.drafts.criteria import criteria
from generation.blueprint.drafts.names import entity_slug, field_name
from generation.blueprint.drafts.nearest import main_things, nearest, phrases
from generation.blueprint.drafts.pages import of_entity
from generation.blueprint.lexicon import tables
from generation.blueprint.schema import Access, Blueprint, Criterion, Entity, Field, FieldType, Who
from generation.blueprint.words.inflection import Language
from generation.blueprint.words.tokens import Sentence

READ_BY_OTHERS = (Who.VISITOR, Who.MEMBER)
CLASS_NAMES = {"es": "Valoracion", "en": "Rating"}
MOST_FIELDS = 39


def with_ratings(blueprint: Blueprint, sentences: Sequence[Sentence]) -> Blueprint:
    """The plan with rows that rate its main thing, or with a mark of one's own in an app that nobody else reads."""
    if any(field.type is FieldType.RATING for entity in blueprint.entities for field in entity.fields):
        return blueprint
    if CLASS_NAMES[blueprint.language] in {entity.name for entity in blueprint.entities}:
        return blueprint
    shop = blueprint.shop
    sold = {shop.order, shop.line} if shop else set()
    things = main_things([each for each in blueprint.entities if each.name not in sold])
    shown = [each for each in things if each.access.read in READ_BY_OTHERS]
    product = next((each for each in shown if shop and each.name == shop.product), None)
    named = next(nearest(sentences, phrases(_words("ratings")), things), None)
    target = named or product or next(iter(shown or things))
    if any(field.name == CLASS_NAMES[blueprint.language].lower() for field in target.fields):
        return blueprint  # it has a number of that name already
    return _with_rows(blueprint, target) if target in shown else _with_a_mark(blueprint, target)


def _words(name: str) -> list[str]:
    return [str(word) for word in tables("extras")[name]]


def _text(name: str, language: Language) -> Any:
    return tables("extras")["rating"][name][language]


def _with_a_mark(blueprint: Blueprint, entity: Entity) -> Blueprint:
    if len(entity.fields) > MOST_FIELDS:
        return blueprint
    label, taken = _text("stars", blueprint.language), {field.name for field in entity.fields}
    name = field_name(label, taken, blueprint.language)
    mark = Field(name=name, label=label, type=FieldType.RATING, required=False)
    changed = entity.model_copy(update={"fields": (*entity.fields, mark)})
    entities = tuple(changed if each is entity else each for each in blueprint.entities)
    return blueprint.model_copy(update={"entities": entities})


def _with_rows(blueprint: Blueprint, target: Entity) -> Blueprint:
    language = blueprint.language
    rating = _rating(blueprint, target)
    relation, stars, comment = (field.name for field in rating.fields)
    more = criteria(blueprint.name, [rating], None, language)[:-1]  # the last is about the home page
    first = len(blueprint.criteria) + 1
    rows = zip(range(1, len(blueprint.seed.get(target.name, ())) + 1), _text("examples", language), strict=False)
    seed = tuple({relation: row, stars: 5 - row % 2, comment: text} for row, text in rows)
    return blueprint.model_copy(
        update={
            "entities": (*blueprint.entities, rating),
            "pages": (*blueprint.pages, *of_entity(rating, language)),
            "criteria": (*blueprint.criteria, *(_numbered(each, n) for n, each in enumerate(more, first))),
            "seed": {**blueprint.seed, **({rating.name: seed} if seed else {})},
        }
    )


def _numbered(criterion: Criterion, number: int) -> Criterion:
    return criterion.model_copy(update={"id": f"c{number:02d}"})


def _rating(blueprint: Blueprint, target: Entity) -> Entity:
    language = blueprint.language
    taken: set[str] = set()
    labels = (target.label, _text("stars", language), _text("said", language))
    names = []
    for label in labels:
        names.append(field_name(label, taken, language))
        taken.add(names[-1])
    one, many = _text("label", language)
    return Entity(
        name=CLASS_NAMES[language],
        label=one,
        label_plural=many,
        slug=entity_slug(many, {each.slug for each in blueprint.entities}, language, shop=blueprint.shop is not None),
        fields=(
            Field(name=names[0], label=labels[0], type=FieldType.RELATION, target=target.name),
            Field(name=names[1], label=labels[1], type=FieldType.RATING),
            Field(name=names[2], label=labels[2], type=FieldType.LONG_TEXT, required=False),
        ),
        access=Access(read=target.access.read, create=Who.MEMBER, edit=Who.OWNER, delete=Who.OWNER),
        owned=True,
        display=names[0],
        named_in_text=False,
    )
