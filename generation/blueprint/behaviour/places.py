"""Where rows are: a map that the text asks for, the coordinates it needs, and examples that lie in the right town.

Takes a plan whose entities stand and completes it. Words are in `lexicon/places.yaml`.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import Any

from generation.blueprint.drafts.completed import Said, address_free, completed, has_pages
from generation.blueprint.drafts.draft import Findings
from generation.blueprint.drafts.nearest import nearest, phrases
from generation.blueprint.lexicon import tables
from generation.blueprint.schema import (
    Blueprint,
    CheckKind,
    CriterionCheck,
    Entity,
    Field,
    FieldType,
    Page,
    PageKind,
    Place,
    Who,
)
from generation.blueprint.words.inflection import fold
from generation.blueprint.words.tokens import Sentence

SPREAD = 0.021  # degrees between the first example rows and the middle of the town
TURN = 2.399963  # radians; no two rows end up in line
_AROUND_WORD = 2  # words beside "map" that say which kind of map


def with_places(blueprint: Blueprint, found: Findings) -> Blueprint:
    """The plan with its rows on a map, when that is asked for."""
    sentences = [sentence for sentence, _ in found.marked]
    asking = [sentence for sentence in sentences if _asks(sentence)]
    if not asking or not has_pages(blueprint):
        return blueprint
    entity = _mapped(blueprint, asking)
    located = _located(entity, blueprint.language)
    entities = [located if each.name == entity.name else each for each in blueprint.entities]
    words, language = tables("places"), blueprint.language
    title = words["title"][language].format(many=entity.label_plural[:1].lower() + entity.label_plural[1:])
    reached = Who.MEMBER if entity.access.read is Who.OWNER else entity.access.read
    page = Page(
        kind=PageKind.MAP,
        slug=address_free(blueprint, words["slug"][language]),
        title=title[:300],
        entity=entity.name,
        access=reached,
    )
    told = completed(blueprint, entities, [page], [_criterion(entity)])
    middle = _middle(sentences, language)
    return told.model_copy(update={"seed": {**told.seed, entity.name: _seed(told, located, middle)}})


def _asks(sentence: Sentence) -> bool:
    """A map of places: no map of the site, and no link to somebody else's."""
    folded = [token.folded for token in sentence.tokens]
    for number, word in enumerate(folded):
        if word not in _listed("map"):
            continue
        around = {
            *folded[max(0, number - _AROUND_WORD) : number],
            *folded[number + 1 : number + 1 + _AROUND_WORD],
            " ".join(folded[number + 1 : number + 3]),
        }
        if not around & _listed("no_map") and not _listed("link") & set(folded[max(0, number - 4) : number]):
            return True
    return False


def _mapped(blueprint: Blueprint, asking: list[Sentence]) -> Entity:
    """What the map is of: what has coordinates, what is named beside it, what has an address, what comes first."""
    with_degrees = [each for each in blueprint.entities if any(_words(f.label) & _degrees() for f in each.fields)]
    if with_degrees:
        return with_degrees[0]
    made = {blueprint.shop.order, blueprint.shop.line} if blueprint.shop else set()
    things = [each for each in blueprint.entities if each.name not in made | _said_of_others(blueprint)]
    things = things or list(blueprint.entities)
    somewhere = [each for each in things if any(_words(f.label) & _listed("address") for f in each.fields)]
    for candidates in (somewhere, things):
        named = list(nearest(asking, phrases(_listed("map")), candidates))
        if named:
            return named[0]
    readable = [each for each in somewhere or things if each.access.read is not Who.STAFF]
    return (readable or somewhere or things)[0]


def _said_of_others(blueprint: Blueprint) -> set[str]:
    """Opinions and kinds are nowhere but where their thing is."""
    nowhere = {*tables("personal")["opinions"], *tables("nouns")["classifiers"]}
    return {each.name for each in blueprint.entities if fold(each.label) in nowhere}


def _located(entity: Entity, language: str) -> Entity:
    """The entity with a latitude and a longitude, in the place of a field that meant both."""
    meant = [field for field in entity.fields if _words(field.label) & _listed("both") and _may_go(entity, field)]
    fields, help_text = [field for field in entity.fields if field not in meant], tables("places")["help"][language]
    names: dict[str, str] = {}
    for which in ("latitude", "longitude"):
        at = next((n for n, field in enumerate(fields) if _words(field.label) & _listed(which)), None)
        if at is None:
            fields.append(_coordinate(which, language, {field.name for field in fields}))
            at = len(fields) - 1
        changes = {"type": FieldType.DECIMAL, "unique": False, "formula": "", "help": help_text}
        fields[at] = fields[at].model_copy(update=changes)
        names[which] = fields[at].name
    kept = {field.name for field in fields}
    return entity.model_copy(
        update={
            "fields": tuple(fields),
            "place": Place(**names),
            "search": tuple(name for name in entity.search if name in kept and name not in names.values()),
            "filters": tuple(name for name in entity.filters if name in kept),
        }
    )


def _may_go(entity: Entity, field: Field) -> bool:
    flow = entity.workflow.field if entity.workflow else None
    return field.name not in (entity.display, flow) and field.target is None


def _coordinate(which: str, language: str, taken: set[str]) -> Field:
    words = tables("places")
    name = words["names"][which][language]
    while name in taken:
        name = f"{name}_2"
    return Field(name=name, label=words["labels"][which][language], type=FieldType.DECIMAL, required=False)


def _criterion(entity: Entity) -> Said:
    role = Who.MEMBER if entity.access.create is Who.OWNER else entity.access.create
    names = {"one": entity.label, "many": entity.label_plural}
    return "maps", names, CriterionCheck(kind=CheckKind.MAPS, entity=entity.name, role=role)


def _middle(sentences: list[Sentence], language: str) -> tuple[float, float]:
    """The town that the text names, else the language's own."""
    cities = tables("places")["cities"]
    said = (token.folded for sentence in sentences for token in sentence.tokens if token.text[:1].isupper())
    city = next((word for word in said if word in cities), None)
    latitude, longitude = cities[city] if city else tables("places")["default"][language]
    return float(latitude), float(longitude)


def _seed(blueprint: Blueprint, entity: Entity, middle: tuple[float, float]) -> tuple[dict[str, Any], ...]:
    """The example rows, each a little farther from the middle of the town."""
    assert entity.place is not None
    kept, rows = {field.name for field in entity.fields}, []
    for number, row in enumerate(blueprint.seed.get(entity.name, ())):
        away, angle = SPREAD * math.sqrt(number + 1), TURN * number
        place = {
            entity.place.latitude: f"{middle[0] + away * math.sin(angle) * 0.7:.4f}",
            entity.place.longitude: f"{middle[1] + away * math.cos(angle):.4f}",
        }
        rows.append({name: value for name, value in {**row, **place}.items() if name in kept})
    return tuple(rows)


def _degrees() -> frozenset[str]:
    return _listed("latitude") | _listed("longitude") | _listed("both")


def _words(label: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", fold(label)))


@lru_cache(maxsize=8)
def _listed(what: str) -> frozenset[str]:
    return frozenset(map(str, tables("places")[what]))
