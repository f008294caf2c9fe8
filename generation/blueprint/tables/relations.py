"""Connects the entities: from the domain's templates, from the text's grammar, and from fields that name an entity."""

from __future__ import annotations

from generation.blueprint.drafts.draft import EntityDraft, FieldDraft, Findings
from generation.blueprint.drafts.names import field_name, name_fields
from generation.blueprint.schema import FieldType, Who
from generation.blueprint.tables.entities import noun_class
from generation.blueprint.tables.kinship import kinships, usual
from generation.blueprint.words.domains import Domain
from generation.blueprint.words.inflection import Language, fold
from generation.blueprint.words.vocabulary import vocabulary

LINKS = (FieldType.RELATION, FieldType.RELATIONS)
# Types that a word gets for want of a better one; a price or a date stays what it is.
_MAY_NAME_AN_ENTITY = (FieldType.TEXT, FieldType.LONG_TEXT, FieldType.BOOLEAN, FieldType.IMAGE, FieldType.INTEGER)


def connect(drafts: list[EntityDraft], found: Findings, domain: Domain | None, language: Language) -> None:
    """Resolve every relation to a class name, or drop it."""
    by_key = {draft.key: draft for draft in drafts}
    for draft in drafts:
        _resolve_templates(draft, drafts)
        _fields_that_name_entities(draft, by_key, language)
    for draft in drafts:
        mention = found.mentions.get(draft.key)
        for key, many in mention.parents if mention else ():
            target = by_key.get(key) or _same_template(key, drafts, domain)
            if target is not None and target is not draft:
                _link(draft, target, language, many=many)
    _link_kin(drafts, found, language)
    _common_pairs(drafts, domain, language)
    _break_circles(drafts)
    for draft in drafts:
        name_fields(draft.fields, language)
        _avoid_reverse_clash(draft, drafts, language)


def _resolve_templates(draft: EntityDraft, drafts: list[EntityDraft]) -> None:
    """A template's target is the entity made from that template; without one the field goes."""
    kept: list[FieldDraft] = []
    for field in draft.fields:
        if field.type not in LINKS:
            kept.append(field)
            continue
        target = next(
            (d for d in drafts if d.template and d.domain == draft.domain and d.template.ident == field.target), None
        )
        if target is not None and target is not draft and target.template is not None:
            if field.label in [label[0] for label in target.template.labels.values()]:
                field.label = target.one
            field.target = target.class_name
            kept.append(field)
    draft.fields = kept


def _fields_that_name_entities(draft: EntityDraft, by_key: dict[str, EntityDraft], language: Language) -> None:
    """ "citas con cliente y hora": the client is a row of Cliente when there is such an entity."""
    for field in draft.fields:
        target = by_key.get(fold(field.label))
        if field.type in _MAY_NAME_AN_ENTITY and target is not None and target is not draft:
            if any(other.target == target.class_name for other in draft.fields if other is not field):
                draft.fields = [other for other in draft.fields if other.target != target.class_name]
            field.type, field.target, field.unique = FieldType.RELATION, target.class_name, False
            field.template = None


def _same_template(key: str, drafts: list[EntityDraft], domain: Domain | None) -> EntityDraft | None:
    template = domain.entity_for(key) if domain else None
    return next((d for d in drafts if template and d.template is template), None)


def _link(draft: EntityDraft, target: EntityDraft, language: Language, *, many: bool) -> None:
    if any(field.target == target.class_name for field in draft.fields):
        return
    if not many and any(field.target == draft.class_name for field in target.fields):
        return  # it is connected the other way round already
    taken = {field.name for field in draft.fields}
    label = target.many if many else target.one
    kind = FieldType.RELATIONS if many else FieldType.RELATION
    field = FieldDraft(label, kind, required=not many, target=target.class_name)
    field.name = field_name(label, taken, language)
    draft.fields.append(field) if many else draft.fields.insert(_after_display(draft), field)


def _link_kin(drafts: list[EntityDraft], found: Findings, language: Language) -> None:
    """What the sentences say of two things that nothing connects yet; only a review is always of something."""
    words = vocabulary(language)
    for said in (*kinships(drafts, found.marked, language), *usual(drafts, language)):
        child, parent = (said.parent, said.child) if said.child.key in words.classifiers else (said.child, said.parent)
        if not _are_linked(child, parent):
            needed = child.key in words.dependents and not _points_somewhere(child)
            _link(child, parent, language, many=said.many)
            _soften(child, parent) if not needed else None


def _are_linked(one: EntityDraft, other: EntityDraft) -> bool:
    there = any(field.target == other.class_name for field in one.fields)
    return there or any(field.target == one.class_name for field in other.fields)


def _break_circles(drafts: list[EntityDraft]) -> None:
    """A relation that closes a circle of required ones is not required: no first row could be made."""
    must: dict[str, set[str]] = {draft.class_name: set() for draft in drafts}
    for draft in drafts:
        for field in draft.fields:
            if field.type is not FieldType.RELATION or not field.required or not field.target:
                continue
            if field.target == draft.class_name or draft.class_name in _needed_by(field.target, must):
                field.required = False
            else:
                must[draft.class_name].add(field.target)


def _needed_by(name: str, must: dict[str, set[str]]) -> set[str]:
    """Everything that has to be there before a row of it."""
    found: set[str] = set()
    ahead = [name]
    while ahead:
        new = must.get(ahead.pop(), set()) - found
        found |= new
        ahead += new
    return found


def _after_display(draft: EntityDraft) -> int:
    return 1 if draft.fields and draft.fields[0].type is FieldType.TEXT else 0


def _common_pairs(drafts: list[EntityDraft], domain: Domain | None, language: Language) -> None:
    """Connects what neither the domain nor the text connects: classifications, and things that are said of another."""
    words = vocabulary(language)
    for draft in drafts:
        at_home = draft.template is not None and domain is not None and draft.domain == domain.ident
        said_who = draft.levels.get("read") in (Who.VISITOR, Who.MEMBER)  # a guess would narrow that
        if _points_somewhere(draft) or at_home or said_who:
            continue
        kind = noun_class(draft.key, language)
        if draft.key in words.classifiers and not _is_pointed_at(draft, drafts):
            _classify(draft, drafts, language)
        elif draft.key in words.dependents or kind in ("event", "money"):
            _attach(draft, drafts, kind, language)


def _points_somewhere(draft: EntityDraft) -> bool:
    return any(field.type in LINKS for field in draft.fields)


def _is_pointed_at(draft: EntityDraft, drafts: list[EntityDraft]) -> bool:
    return any(field.target == draft.class_name for other in drafts for field in other.fields)


def _classify(draft: EntityDraft, drafts: list[EntityDraft], language: Language) -> None:
    """The app's main thing gets the classification, without being forced to have one."""
    words = vocabulary(language)
    for user in drafts:
        if user is not draft and user.key not in words.classifiers and noun_class(user.key, language) != "person":
            _link(user, draft, language, many=draft.key in words.many)
            _soften(user, draft)
            return


def _attach(draft: EntityDraft, drafts: list[EntityDraft], kind: str, language: Language) -> None:
    """An event or a payment to the people and things it is about; what is said of a thing to that thing."""
    words = vocabulary(language)
    others = [d for d in drafts if d is not draft and d.key not in words.classifiers and d.key not in words.dependents]
    if kind == "text":
        targets = others[:1]
    else:
        people = [d for d in others if noun_class(d.key, language) == "person"][:1]
        things = [d for d in others if noun_class(d.key, language) in ("thing", "group")]
        things = [d for d in things if d not in people][:1]
        targets = (people + things) or (others[:1] if draft.key in words.dependents else [])
    for target in targets:
        _link(draft, target, language, many=False)
        if draft.key not in words.dependents:
            _soften(draft, target)  # a guess forces nobody


def _soften(draft: EntityDraft, target: EntityDraft) -> None:
    """A classification that the text only lists is not forced on every row."""
    for field in draft.fields:
        if field.target == target.class_name:
            field.required = False


def _avoid_reverse_clash(draft: EntityDraft, drafts: list[EntityDraft], language: Language) -> None:
    """A plain field may not bear the name by which Django reaches the rows that point here."""
    pointing = {d.class_name.lower() for d in drafts for f in d.fields if f.target == draft.class_name}
    for field in draft.fields:
        if field.name in pointing and field.name != draft.class_name.lower():
            taken = {other.name for other in draft.fields}
            field.name = field_name(f"{field.label} {'dato' if language == 'es' else 'value'}", taken, language)
