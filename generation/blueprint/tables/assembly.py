"""Turns drafts into the frozen parts of a blueprint."""

from __future__ import annotations

from itertools import pairwise

from generation.blueprint.drafts.draft import EntityDraft, FieldDraft, Findings
from generation.blueprint.drafts.names import entity_slug, identifier, sentence_case
from generation.blueprint.lexicon import tables
from generation.blueprint.schema import Choice, Entity, Feature, Field, FieldType, Move, Role, Shop, Who, Workflow
from generation.blueprint.tables.moves import workflow as told_workflow
from generation.blueprint.words.field_types import option_sets
from generation.blueprint.words.inflection import Language

LABEL_LIMIT = 80
MOST_ROLES = 6
_SEARCHED = (FieldType.TEXT, FieldType.LONG_TEXT, FieldType.EMAIL)
_FILTERED = (FieldType.CHOICE, FieldType.BOOLEAN, FieldType.RELATION)
_SHOWN = (FieldType.TEXT, FieldType.EMAIL, FieldType.DATETIME, FieldType.DATE, FieldType.LONG_TEXT, FieldType.RELATION)


def build_entities(drafts: list[EntityDraft], language: Language, *, shop: Shop | None) -> list[Entity]:
    slugs: set[str] = set()
    built: list[Entity] = []
    for draft in drafts:
        slug = entity_slug(draft.many, slugs, language, shop=shop is not None)
        slugs.add(slug)
        built.append(_entity(draft, slug, language))
    return built


def _entity(draft: EntityDraft, slug: str, language: Language) -> Entity:
    one, many = draft.label or (draft.one, draft.many)
    return Entity(
        name=draft.class_name,
        label=sentence_case(one)[:LABEL_LIMIT],
        label_plural=sentence_case(many)[:LABEL_LIMIT],
        slug=slug,
        fields=tuple(_field(field) for field in draft.fields),
        access=draft.access,
        owned=draft.owned,
        display=_display(draft),
        search=_named(draft, "search") or tuple(f.name for f in draft.fields if f.type in _SEARCHED)[:3],
        filters=_named(draft, "filters") or tuple(f.name for f in draft.fields if f.type in _FILTERED)[:3],
        workflow=_workflow(draft, language),
        named_in_text=draft.named,
    )


def _field(field: FieldDraft) -> Field:
    return Field(
        name=field.name,
        label=field.label,
        type=field.type,
        required=field.required,
        unique=field.unique,
        choices=tuple(
            Choice(value=value, label=label, weight=field.weights.get(value)) for value, label in field.options
        )
        if field.type is FieldType.CHOICE
        else (),
        target=field.target,
        formula=field.formula,
        least=field.least,
        alert=field.alert,
        taken_from=field.taken_from,
    )


def _by_template(draft: EntityDraft, ident: str) -> FieldDraft | None:
    return next((field for field in draft.fields if field.template == ident), None)


def _display(draft: EntityDraft) -> str:
    """The domain's choice when that field is there, else the first required one that reads well."""
    if draft.template and (field := _by_template(draft, draft.template.display)):
        return field.name
    for kind in _SHOWN:
        if field := next((f for f in draft.fields if f.type is kind and f.required), None):
            return field.name
    return next(f.name for f in draft.fields if f.type is not FieldType.RELATIONS)


def _named(draft: EntityDraft, what: str) -> tuple[str, ...]:
    """The domain's search or filter fields, as far as they are still there."""
    idents: tuple[str, ...] = getattr(draft.template, what) if draft.template else ()
    allowed = _SEARCHED if what == "search" else _FILTERED
    fields = [field for ident in idents if (field := _by_template(draft, ident)) is not None]
    return tuple(field.name for field in fields if field.type in allowed)


def _workflow(draft: EntityDraft, language: Language) -> Workflow | None:
    """The text's moves, else the domain's, or one step after the other for a state without a domain."""
    if (told := told_workflow(draft)) is not None:
        return told
    known = draft.template or (draft.common.template if draft.common else None)
    if known and known.workflow:
        ident, moves = known.workflow
        field = _by_template(draft, ident)
        if field is None or field.type is not FieldType.CHOICE:
            return None
        source = next(f for f in known.fields if f.ident == ident)
        value = dict(zip((o[0] for o in source.options), (o[0] for o in field.options), strict=True))
        steps = tuple(Move(source=value[a], target=value[b]) for a, b in moves)
        return Workflow(field=field.name, initial=field.options[0][0], moves=steps)
    return _plain_workflow(draft, language)


def _plain_workflow(draft: EntityDraft, language: Language) -> Workflow | None:
    flows = {each.options[language] for each in option_sets().values() if each.flow}
    field = next((f for f in draft.fields if f.type is FieldType.CHOICE and f.options in flows), None)
    if field is None:
        return None
    values = [value for value, _ in field.options]
    forward = [Move(source=a, target=b) for a, b in pairwise(values)]
    return Workflow(field=field.name, initial=values[0], moves=(*forward, Move(source=values[-1], target=values[0])))


def features(found: Findings, entities: list[Entity], shop: Shop | None) -> tuple[Feature, ...]:
    """Accounts and admin always; payments only with something to sell or to pay for."""
    if not entities:
        return ()
    wanted = {Feature.ACCOUNTS, Feature.ADMIN, *(Feature(name) for name in found.features)}
    wanted.discard(Feature.PAYMENTS)
    if shop is not None or any(entity.charge for entity in entities):
        wanted.add(Feature.PAYMENTS)
    if any(entity.search for entity in entities):
        wanted.add(Feature.SEARCH)
    if any(entity.filters for entity in entities):
        wanted.add(Feature.FILTERS)
    return tuple(feature for feature in Feature if feature in wanted)


def roles(found: Findings, language: Language) -> list[Role]:
    """The people of the text, and always one for each level."""
    words = tables("phrases")["roles"]
    listed = [_role(words[level][language][0], words[level][language][1], level) for level in ("member", "staff")]
    taken = {role.name for role in listed} | {"user", "admin", "administrator", "staff", "usuario", "administrador"}
    for word, level in found.people.items():
        if word in tables("words")["anybody"]:
            continue
        name = identifier(word)
        if level != "visitor" and name and name not in taken and len(listed) < MOST_ROLES:
            listed.append(_role(name, sentence_case(found.people_labels.get(word, word)), level))
            taken.add(name)
    return listed


def _role(name: str, label: str, level: str) -> Role:
    return Role(name=name, label=label, level=Who.STAFF if level == "staff" else Who.MEMBER)
