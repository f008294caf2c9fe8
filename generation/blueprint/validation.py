"""Consistency between the parts of a blueprint: what the types of `schema.py` cannot say.

Owns every rule a plan must keep before anything is rendered from it. Never repairs: it names the problems, in
English, so that a model can be told what to mend.
"""

from __future__ import annotations

import keyword
from collections.abc import Iterable, Iterator

from generation.blueprint import abilities, shop_rules, staff_rules
from generation.blueprint.reserved import (
    CLASS_NAMES,
    FIELD_NAMES,
    SHOP_CLASS_NAMES,
    SHOP_SLUGS,
    SLUGS,
)
from generation.blueprint.schema import Blueprint, CheckKind, Entity, Field, FieldType, Fit, PageKind, Who
from generation.blueprint.seed_values import problem_of

LINKS = (FieldType.RELATION, FieldType.RELATIONS)
ORDER = (Who.VISITOR, Who.MEMBER, Who.OWNER, Who.STAFF)
_WITHOUT_ENTITY = (CheckKind.SHOWS, CheckKind.PAYS, CheckKind.COMPUTES, CheckKind.SUBSCRIBES, CheckKind.COUNTS)
ENTITY_PAGES = (PageKind.LIST, PageKind.DETAIL, PageKind.FORM)


class InvalidBlueprint(ValueError):
    """A plan nothing may be built from; `problems` says why, one sentence each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def check(blueprint: Blueprint) -> None:
    """Raise InvalidBlueprint unless the plan is consistent."""
    if problems := validate(blueprint):
        raise InvalidBlueprint(problems)


def validate(blueprint: Blueprint) -> list[str]:
    """Every problem of the plan; an empty list means it can be built."""
    return [
        *_names(blueprint),
        *(problem for entity in blueprint.entities for problem in _entity(blueprint, entity)),
        *_pages(blueprint),
        *shop_rules.problems(blueprint),
        *staff_rules.problems(blueprint),
        *_circles(blueprint),
        *_seed(blueprint),
        *_criteria(blueprint),
        *_fit(blueprint),
        *abilities.problems(blueprint),
    ]


def _repeated(values: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    twice: dict[str, None] = {}
    for value in values:
        if value in seen:
            twice[value] = None
        seen.add(value)
    return list(twice)


def _names(blueprint: Blueprint) -> Iterator[str]:
    entities = blueprint.entities
    yield from (f"entity {n} is defined twice" for n in _repeated(e.name.lower() for e in entities))
    yield from (f"slug {s} is used by two entities" for s in _repeated(e.slug for e in entities))
    yield from (f"role {r} is defined twice" for r in _repeated(r.name for r in blueprint.roles))
    yield from (f"feature {f} is listed twice" for f in _repeated(blueprint.features))
    shop_names = SHOP_CLASS_NAMES if blueprint.shop else frozenset()
    sells = blueprint.shop is not None or any(entity.charge for entity in blueprint.entities)
    shop_slugs = SHOP_SLUGS if sells else frozenset()
    for entity in entities:
        if entity.name in CLASS_NAMES | shop_names or keyword.iskeyword(entity.name):
            yield f"entity {entity.name}: the name is reserved"
        if entity.slug in SLUGS | shop_slugs:
            yield f"entity {entity.name}: the address /{entity.slug}/ is reserved"


def _entity(blueprint: Blueprint, entity: Entity) -> Iterator[str]:
    where = f"entity {entity.name}"
    names = {field.name: field for field in entity.fields}
    yield from (f"{where}: field {n} is defined twice" for n in _repeated(f.name for f in entity.fields))
    for field in entity.fields:
        yield from (f"{where}, field {field.name}: {problem}" for problem in _field(blueprint, field))
    if entity.display not in names:
        yield f"{where}: display names a missing field {entity.display}"
    elif names[entity.display].type is FieldType.RELATIONS:
        yield f"{where}: display cannot be a field with many rows ({entity.display})"
    for what, wanted in (("search", entity.search), ("filters", entity.filters)):
        yield from (f"{where}: {what} names a missing field {n}" for n in wanted if n not in names)
    yield from _access(entity)
    yield from _workflow(entity)
    yield from _reverse_names(blueprint, entity)


def _field(blueprint: Blueprint, field: Field) -> Iterator[str]:
    if field.name in FIELD_NAMES or keyword.iskeyword(field.name):
        yield "the name is reserved"
    if "__" in field.name or field.name.endswith("_"):
        yield "a name has no double and no final underscore"
    yield from _target(blueprint, field)
    if (field.type is FieldType.CHOICE) != bool(field.choices):
        yield "a choice field needs choices, and no other field has them"
    yield from (f"choice {v} is listed twice" for v in _repeated(c.value for c in field.choices))
    if field.unique and field.type in (FieldType.RELATIONS, FieldType.BOOLEAN):
        yield "a field of this type cannot be unique"


def _target(blueprint: Blueprint, field: Field) -> Iterator[str]:
    if field.type not in LINKS:
        if field.target is not None:
            yield "only a relation has a target"
    elif field.target is None:
        yield "a relation needs a target"
    elif all(entity.name != field.target for entity in blueprint.entities):
        yield f"target {field.target} does not exist"


def _access(entity: Entity) -> Iterator[str]:
    access = entity.access
    levels = {"read": access.read, "create": access.create, "edit": access.edit, "delete": access.delete}
    if Who.OWNER in levels.values() and not entity.owned:
        yield f"entity {entity.name}: access names the owner, but its rows are not owned"
    if access.create is Who.OWNER:
        yield f"entity {entity.name}: nobody owns a row before it is created; create cannot be owner"
    for action in ("create", "edit", "delete"):
        if ORDER.index(levels[action]) < ORDER.index(access.read) and not (
            action == "create" and access.read in (Who.OWNER, Who.STAFF)
        ):
            yield f"entity {entity.name}: who may {action} must be able to read"
    if Who.VISITOR in (access.edit, access.delete):
        yield f"entity {entity.name}: a visitor may not edit or delete"


def _workflow(entity: Entity) -> Iterator[str]:
    flow = entity.workflow
    if flow is None:
        return
    field = next((f for f in entity.fields if f.name == flow.field), None)
    if field is None or field.type is not FieldType.CHOICE:
        yield f"entity {entity.name}: the workflow's field {flow.field} is not a choice field"
        return
    states = {choice.value for choice in field.choices}
    used = {flow.initial, *(m.source for m in flow.moves), *(m.target for m in flow.moves)}
    yield from (f"entity {entity.name}: workflow state {s} is not among the choices" for s in sorted(used - states))
    if any(move.source == move.target for move in flow.moves):
        yield f"entity {entity.name}: a workflow move leads to the state it starts from"


def _reverse_names(blueprint: Blueprint, entity: Entity) -> Iterator[str]:
    """Django queries a relation from its far side by the other model's name, so no field may bear that name."""
    own = {field.name for field in entity.fields}
    for other in blueprint.entities:
        points_here = any(f.type in LINKS and f.target == entity.name for f in other.fields)
        if points_here and other.name.lower() in own and other.name != entity.name:
            yield f"entity {entity.name}: field {other.name.lower()} clashes with the relation from {other.name}"


def _pages(blueprint: Blueprint) -> Iterator[str]:
    yield from (f"page address /{s} is used twice" for s in _repeated(p.slug for p in blueprint.pages))
    names = {entity.name for entity in blueprint.entities}
    slugs = {entity.slug: entity.name for entity in blueprint.entities}
    for page in blueprint.pages:
        if page.entity is not None and page.entity not in names:
            yield f"page /{page.slug}: entity {page.entity} does not exist"
        if page.kind in ENTITY_PAGES and page.entity is None:
            yield f"page /{page.slug}: a page of kind {page.kind} needs an entity"
        if page.kind in (PageKind.CART, PageKind.CHECKOUT) and blueprint.shop is None:
            yield f"page /{page.slug}: only a shop has a {page.kind}"
        if page.kind is not PageKind.LIST and page.slug in slugs:
            yield f"page /{page.slug}: the address is that of {slugs[page.slug]}"
    if all(page.slug != "" for page in blueprint.pages):
        yield "there is no home page"


def _circles(blueprint: Blueprint) -> Iterator[str]:
    """Rows that each need another first: none of them could be the first to be made."""
    must = {
        entity.name: {f.target for f in entity.fields if f.type is FieldType.RELATION and f.required and f.target}
        for entity in blueprint.entities
    }
    for name in must:
        if _comes_back(name, must):
            yield f"entity {name}: its required relations lead back to itself"


def _comes_back(name: str, must: dict[str, set[str]]) -> bool:
    ahead, seen = list(must[name]), set[str]()
    while ahead:
        at = ahead.pop()
        if at == name:
            return True
        if at not in seen:
            seen.add(at)
            ahead += must.get(at, ())
    return False


def _seed(blueprint: Blueprint) -> Iterator[str]:
    counts = {name: len(rows) for name, rows in blueprint.seed.items()}
    entities = {entity.name: entity for entity in blueprint.entities}
    for name, rows in blueprint.seed.items():
        if name not in entities:
            yield f"seed: entity {name} does not exist"
            continue
        fields = {field.name: field for field in entities[name].fields}
        for number, row in enumerate(rows, 1):
            where = f"seed of {name}, row {number}"
            yield from (f"{where}: field {key} does not exist" for key in row if key not in fields)
            for field in fields.values():
                if not field.formula and (
                    problem := problem_of(field, row.get(field.name), counts.get(field.target or "", 0))
                ):
                    yield f"{where}, field {field.name}: {problem}"
        for field in fields.values():
            values = [str(row.get(field.name)) for row in rows if row.get(field.name) not in (None, "")]
            if field.unique and _repeated(values):
                yield f"seed of {name}: {field.name} is unique, but {_repeated(values)[0]} stands twice"


def _criteria(blueprint: Blueprint) -> Iterator[str]:
    yield from (f"criterion {i} is defined twice" for i in _repeated(c.id for c in blueprint.criteria))
    entities = {entity.name: entity for entity in blueprint.entities}
    pages = {page.slug for page in blueprint.pages}
    for criterion in blueprint.criteria:
        wanted = criterion.check
        if wanted.kind is CheckKind.PAYS and blueprint.shop is None:
            yield f"criterion {criterion.id}: nothing is sold"
        if wanted.page is not None and wanted.page not in pages:
            yield f"criterion {criterion.id}: page /{wanted.page} does not exist"
        if wanted.kind is CheckKind.SHOWS and wanted.page is None:
            yield f"criterion {criterion.id}: names no page"
        yield from _criterion_entity(criterion.id, wanted.entity, wanted.field, wanted.kind, entities)
    covered = {criterion.check.entity for criterion in blueprint.criteria}
    yield from (f"entity {name} has no criterion" for name in entities if name not in covered)


def _criterion_entity(
    ident: str, name: str | None, field: str | None, kind: CheckKind, entities: dict[str, Entity]
) -> Iterator[str]:
    if name is None:
        if kind not in _WITHOUT_ENTITY:
            yield f"criterion {ident}: names no entity"
    elif name not in entities:
        yield f"criterion {ident}: entity {name} does not exist"
    elif field is not None and all(f.name != field for f in entities[name].fields):
        yield f"criterion {ident}: {name} has no field {field}"


def _fit(blueprint: Blueprint) -> Iterator[str]:
    if blueprint.fit is not Fit.FULL and not blueprint.unmet:
        yield f"fit is {blueprint.fit}, but nothing is said to be unmet"
    if blueprint.fit is Fit.FULL and blueprint.unmet:
        yield "fit is full, but a wish is unmet"
    if blueprint.fit is Fit.OUTSIDE and blueprint.entities:
        yield "a plan outside what can be built has no entities"
