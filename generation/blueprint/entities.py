"""Decides which of the mentioned things become entities, adds those the domain needs, and gives each its fields."""

from __future__ import annotations

from generation.blueprint.domains import Domain, EntityTemplate, FieldTemplate, shared_template
from generation.blueprint.draft import LISTED, TOPIC, EntityDraft, FieldDraft, Findings, Mention
from generation.blueprint.field_types import default_options
from generation.blueprint.inflection import Language, fold
from generation.blueprint.lexicon import tables
from generation.blueprint.names import class_name, sentence_case
from generation.blueprint.schema import Access, FieldType, Who
from generation.blueprint.vocabulary import vocabulary

MOST_ENTITIES = 14
MOST_FIELDS = 30
_SOLD = ("order", "cart", "payment")  # the stack supplies these to a shop


def choose(found: Findings, domain: Domain | None, language: Language, *, shop: bool) -> list[EntityDraft]:
    """The entities of the app, those of the text first, in the order they are mentioned."""
    mentions = _worth_keeping(found, domain, shop=shop)
    drafts = [_from_mention(mention, domain, language) for mention in mentions[:MOST_ENTITIES]]
    covered = {draft.template.ident for draft in drafts if draft.template and draft.domain == _ident(domain)}
    for template in _backbone(domain, covered, shop=shop):
        drafts.append(_from_template(template, domain, language))
    taken: set[str] = set()
    for draft in drafts:
        draft.class_name = class_name(draft.one, taken, language, shop=shop)
        taken.add(draft.class_name)
    return drafts


def _ident(domain: Domain | None) -> str:
    return domain.ident if domain else ""


def _backbone(domain: Domain | None, covered: set[str], *, shop: bool) -> list[EntityTemplate]:
    if domain is None:
        return []
    missing = [e for e in domain.entities.values() if e.backbone and e.ident not in covered]
    return [e for e in missing if not (shop and e.ident in _SOLD)]


def _worth_keeping(found: Findings, domain: Domain | None, *, shop: bool) -> list[Mention]:
    """Drops the weaker of two mentions that mean the same thing, and what the stack itself supplies."""
    chosen: dict[str, Mention] = {}
    for mention in sorted(found.mentions.values(), key=lambda each: (-each.strength, each.position)):
        template = _template_of(mention, domain)
        if shop and ((template and template.ident in _SOLD) or mention.key in _sold_words()):
            continue
        if mention.strength == TOPIC and template is None and domain is not None and not mention.fields:
            continue
        slot = template.ident if template and not (mention.strength == LISTED and mention.fields) else mention.key
        rival = chosen.get(slot)
        if rival is None:
            chosen[slot] = mention
        elif rival.strength == mention.strength == LISTED:
            chosen[mention.key] = mention
    return sorted(chosen.values(), key=lambda each: each.position)


def _sold_words() -> frozenset[str]:
    return frozenset({"pedido", "carrito", "pago", "order", "cart", "payment", "compra", "purchase", "checkout"})


def _template_of(mention: Mention, domain: Domain | None) -> EntityTemplate | None:
    if domain is None:
        return None
    return domain.entity_for(mention.key) or domain.entity_for(mention.key.split(" ")[0]) or domain.entity_for(mention.key.split(" ")[-1])  # fmt: skip


def _from_mention(mention: Mention, domain: Domain | None, language: Language) -> EntityDraft:
    template = _template_of(mention, domain)
    source = _ident(domain) if template else ""
    if template is None and (lent := shared_template(mention.key)):
        source, template = lent[0].ident, lent[1]
    one, many = sentence_case(mention.one), sentence_case(mention.many)
    if template and mention.key not in template.words and mention.key in template.aliases:
        one, many = template.labels[language]
    draft = EntityDraft(mention.key, "", one, many, [], Access(), True, template, source, position=mention.position)
    draft.levels, draft.private = mention.levels, mention.private
    draft.access, draft.owned = _default_access(template)
    draft.fields = _fields(draft, mention, language)
    return draft


def _from_template(template: EntityTemplate, domain: Domain | None, language: Language) -> EntityDraft:
    one, many = template.labels[language]
    draft = EntityDraft(fold(one), "", one, many, [], template.access, False, template, _ident(domain))
    draft.owned = template.owned
    draft.position = 10**9
    draft.fields = _fields(draft, None, language)
    return draft


def _default_access(template: EntityTemplate | None) -> tuple[Access, bool]:
    """Without a domain: everybody signed in reads, each edits their own."""
    if template is not None:
        return template.access, template.owned
    return Access(read=Who.MEMBER, create=Who.MEMBER, edit=Who.OWNER, delete=Who.OWNER), True


def _fields(draft: EntityDraft, mention: Mention | None, language: Language) -> list[FieldDraft]:
    """The text's fields; with none of them, the domain's; with neither, those of its class of noun."""
    written = mention.fields[:MOST_FIELDS] if mention else []
    if written:
        fields = [_adopt(field, draft.template, language) for field in written]
        fields += _links(draft.template, {field.template for field in fields}, language)
    elif draft.template:
        fields = [from_template(field, language) for field in draft.template.fields]
    else:
        fields = _class_fields(draft.key, language)
    return _with_display(fields, language)


def _adopt(field: FieldDraft, template: EntityTemplate | None, language: Language) -> FieldDraft:
    """A field of the text that the domain knows takes over its type, its choices and its examples."""
    known = (
        next((f for f in template.fields if fold(f.labels[language]) == fold(field.label)), None) if template else None
    )
    if known is None or known.target:
        return field
    adopted = from_template(known, language)
    adopted.label = field.label
    if field.options and field.type is FieldType.CHOICE:
        adopted.options = field.options
        adopted.type, adopted.template = FieldType.CHOICE, None
    return adopted


def _links(template: EntityTemplate | None, present: set[str | None], language: Language) -> list[FieldDraft]:
    """Relations the domain expects, also where the text lists the plain fields."""
    if template is None:
        return []
    return [from_template(f, language) for f in template.fields if f.target and f.ident not in present]


def from_template(field: FieldTemplate, language: Language) -> FieldDraft:
    options = tuple((fold(labels[language]).replace(" ", "_"), labels[language]) for _, labels in field.options)
    return FieldDraft(field.labels[language], field.type, field.required, field.unique, options, target=field.target, template=field.ident)  # fmt: skip


def _class_fields(key: str, language: Language) -> list[FieldDraft]:
    words = vocabulary(language)
    head = key.split(" ")[0] if language == "es" else key.split(" ")[-1]
    name = words.noun_class.get(key) or words.noun_class.get(head, "thing")
    return [_class_field(spec, language) for spec in tables("nouns")["fields"][name]]


def _class_field(spec: list[str], language: Language) -> FieldDraft:
    kind, label = spec[0], spec[1] if language == "es" else spec[2]
    required = "?" not in kind
    kind, _, option_set = kind.rstrip("?").partition(":")
    options = default_options([option_set], language).options[language] if option_set else ()
    return FieldDraft(label, FieldType(kind), required, options=options)


def _with_display(fields: list[FieldDraft], language: Language) -> list[FieldDraft]:
    """Every row needs something to be called by."""
    if any(_can_display(field) for field in fields):
        return fields
    return [FieldDraft("Nombre" if language == "es" else "Name", FieldType.TEXT), *fields]


def _can_display(field: FieldDraft) -> bool:
    return field.type in (FieldType.TEXT, FieldType.LONG_TEXT, FieldType.DATETIME, FieldType.DATE, FieldType.EMAIL) and field.required  # fmt: skip
