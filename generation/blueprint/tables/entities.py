"""Decides which of the mentioned things become entities, adds those the domain needs, and gives each its fields."""

from __future__ import annotations

import re

from generation.blueprint.drafts.draft import AUDIENCE, LISTED, TOPIC, EntityDraft, FieldDraft, Findings, Mention
from generation.blueprint.drafts.evidence import ENOUGH as SURE
from generation.blueprint.drafts.names import class_name, identifier, sentence_case
from generation.blueprint.lexicon import tables
from generation.blueprint.schema import Access, FieldType
from generation.blueprint.tables.entity_fields import class_fields, entity_fields, field_meant, from_template
from generation.blueprint.tables.entity_fields import noun_class as noun_class  # others look for it here
from generation.blueprint.words.domains import Domain, EntityTemplate, shared_template
from generation.blueprint.words.everyday import common
from generation.blueprint.words.field_types import default_options, field_type, is_field_word, is_pair
from generation.blueprint.words.inflection import Language, fold
from generation.blueprint.words.vocabulary import vocabulary

MOST_ENTITIES = 14
ENOUGH = 3  # things that a text lists before it is believed to list them all
_CALLING = re.compile(r"(?:ista|[nt]ero|ólogo|ologo|ist|ologist)$")  # "montañeros", "guitaristas", "florists"
_MOMENTS = (FieldType.DATE, FieldType.TIME, FieldType.DATETIME)  # "with loans and return dates"
_BY_NATURE = (*_MOMENTS, FieldType.IMAGE, FieldType.EMAIL, FieldType.PHONE)  # one of them is no thing
_OF_STAFF = (
    FieldType.MONEY,
    FieldType.BOOLEAN,
)  # what a lesson costs and whether it is paid is not the pupil's to write
_SOLD = ("order", "cart", "payment")  # the stack supplies these to a shop


def choose(found: Findings, domain: Domain | None, language: Language, *, shop: bool) -> list[EntityDraft]:
    """The entities of the app, those of the text first, in the order they are mentioned."""
    mentions = _worth_keeping(found, domain, language, shop=shop)
    kept = mentions[:MOST_ENTITIES]
    present = frozenset(mention.key for mention in kept)
    drafts = [_from_mention(mention, domain, language, present - {mention.key}) for mention in kept]
    _count_related(drafts, mentions)
    _give_back(drafts, domain, language)
    _adopt_main(drafts, mentions, domain, language)
    acting = frozenset(found.actors)
    for template in _backbone(domain, drafts, acting, told=_tells_its_things(mentions), shop=shop):
        drafts.append(_from_template(template, domain, language))
    drafts = _without_bookings(_take_attributes(drafts, domain, language), found.spoken, language)
    taken: set[str] = set()
    for draft in drafts:
        draft.class_name = class_name(draft.one, taken, language, shop=shop)
        taken.add(draft.class_name)
    return drafts


def _give_back(drafts: list[EntityDraft], domain: Domain | None, language: Language) -> None:
    """ "gastos con categorías y presupuesto mensual": what the domain knows as a field of another thing."""
    at_home = [draft for draft in drafts if draft.template and domain and draft.domain == domain.ident]
    for draft in at_home:
        for field in [each for each in draft.fields if each.template is None]:
            owner = next((o for o in at_home if o is not draft and o.template and _words_of(field, o, language)), None)
            if owner is not None and len(draft.fields) > 1:
                draft.fields.remove(field)


def _words_of(field: FieldDraft, owner: EntityDraft, language: Language) -> bool:
    known = field_meant(field, owner.template, language) if owner.template else None
    return known is not None and fold(field.label) in known.words


def _count_related(drafts: list[EntityDraft], mentions: list[Mention]) -> None:
    """ "a room belongs to a floor": the floor is a thing, though the word may name a field elsewhere."""
    owners = {key for mention in mentions if mention.strength == LISTED for key, _ in mention.parents}
    for draft in drafts:
        draft.counted = draft.counted or (draft.key in owners and draft.plural)


def _adopt_main(drafts: list[EntityDraft], mentions: list[Mention], domain: Domain | None, language: Language) -> None:
    """ "Tienda de discos": what the title names plays the main part when nothing else does."""
    if domain is None or domain.adopts is None:
        return
    template = domain.entities[domain.adopts["entity"]]
    titled = {mention.key: mention for mention in mentions if mention.titled}
    draft = next((d for d in drafts if d.key in titled and d.template is None), None)
    if draft is None or any(each.template is template for each in drafts):
        return
    draft.template, draft.domain, draft.borrowed = template, domain.ident, True
    draft.access, draft.common = template.access, None
    for field in draft.fields:
        field.template = None  # what such a thing has anywhere, and nothing that the domain has examples for
    if domain.adopts["fields"] == "template" or titled[draft.key].fields:
        draft.fields = entity_fields(draft, titled[draft.key], language)
    if domain.shop and all(field.type is not FieldType.MONEY for field in draft.fields):
        price = next(f for f in template.fields if f.ident == domain.shop["price"])
        draft.fields.append(from_template(price, language))


def _without_bookings(drafts: list[EntityDraft], spoken: frozenset[str], language: Language) -> list[EntityDraft]:
    """ "los alumnos reservan clases": such a lesson is one pupil's, and booking it makes no second row."""
    booked = set(tables("personal")["bookings"])
    bookings = [draft for draft in drafts if draft.template is None and not draft.told and draft.key in booked - spoken]
    lessons = [draft for draft in drafts if draft.named and _is_one_persons(draft, language)]
    if len(bookings) != 1 or len(lessons) != 1:
        return drafts
    lessons[0].holds += (bookings[0].key,)
    lessons[0].fields = [field for field in lessons[0].fields if field.template is None or field.type not in _OF_STAFF]
    return [draft for draft in drafts if draft is not bookings[0]]


def _is_one_persons(draft: EntityDraft, language: Language) -> bool:
    """What its kind of app keeps for one person at one hour: a lesson, an appointment."""
    fields = draft.template.fields if draft.template else ()
    people = [
        f for f in fields if f.target and f.required and noun_class(fold(f.labels[language]), language) == "person"
    ]
    return bool(people) and any(field.type is FieldType.DATETIME and field.required for field in fields)


def _take_attributes(drafts: list[EntityDraft], domain: Domain | None, language: Language) -> list[EntityDraft]:
    """ "ropa con tallas y colores": a word for a field is a field of the thing before it and no thing of its own."""
    attributes = [draft for draft in drafts if _is_attribute(draft, language)]
    rest = [draft for draft in drafts if draft not in attributes]
    for draft in [each for each in attributes if each.plural and _opens_the_list(each, rest)]:
        attributes.remove(draft)  # "to keep scores, rehearsals and concerts"
        rest.insert(0, draft)
    if not rest:
        return drafts
    for draft in attributes:
        words = draft.key.split(" ")
        kind = field_type(words, language) or field_type([fold(draft.many)], language) or FieldType.TEXT
        options = default_options(words, language).options[language] if kind is FieldType.CHOICE else ()
        owner = _owner_of(draft, rest, domain)
        many = draft.plural and not is_field_word(draft.key)
        added = FieldDraft(sentence_case(draft.many if many else draft.one), kind, required=False, options=options)
        added.label = sentence_case(draft.label[0]) if draft.label and not many else added.label
        meant = owner.template and field_meant(added, owner.template, language)
        if not meant and all(fold(field.label) not in (draft.key, fold(draft.many)) for field in owner.fields):
            owner.fields.append(added)
    return rest


def _opens_the_list(draft: EntityDraft, rest: list[EntityDraft]) -> bool:
    return bool(rest) and all(each.named and each.position > draft.position for each in rest)


def _is_attribute(draft: EntityDraft, language: Language) -> bool:
    known = vocabulary(language).noun_class
    if draft.template is not None or draft.told or draft.counted:
        return False
    kind = field_type(draft.key.split(" "), language)
    if not draft.plural and is_field_word(draft.key) and kind in _BY_NATURE:
        return True  # "lo que aparece con foto y estante"
    if draft.key in known or (draft.plural and draft.common is not None and kind not in _MOMENTS):
        return False  # "clients, invoices and taxes", against "con socios y horarios"
    if is_field_word(draft.key) or (draft.plural and draft.common is None and is_field_word(fold(draft.many))):
        return True
    moment = kind in _MOMENTS and noun_class(draft.key, language) == "thing"
    return moment or (not draft.plural and kind is not None)


def _owner_of(attribute: EntityDraft, rest: list[EntityDraft], domain: Domain | None) -> EntityDraft:
    """The thing named last before it; without one, the app's main thing."""
    before = [draft for draft in rest if draft.position < attribute.position]
    if before:
        return max(before, key=lambda draft: draft.position)
    return next(
        (d for d in rest if d.template and domain and d.domain == domain.ident and d.template.backbone), rest[0]
    )


def _ident(domain: Domain | None) -> str:
    return domain.ident if domain else ""


def _tells_its_things(mentions: list[Mention]) -> bool:
    """Whether the text itself lists what is kept: nothing is added to that unless it is needed."""
    listed = [mention for mention in mentions if mention.strength == LISTED]
    return len(listed) >= ENOUGH or any(len(mention.fields) > 1 for mention in mentions)


def _backbone(
    domain: Domain | None, drafts: list[EntityDraft], acting: frozenset[str], *, told: bool, shop: bool
) -> list[EntityTemplate]:
    """The domain's own things that the text leaves out; only those that its things point to where it tells enough."""
    if domain is None:
        return []
    present = [draft for draft in drafts if draft.template and draft.domain == domain.ident]
    covered = {draft.template.ident for draft in present if draft.template}
    missing = [e for e in domain.entities.values() if e.backbone and e.ident not in covered]
    if drafts:  # who does something there has an account, and a row only where something points to it
        needed = _must_be(drafts)
        missing = [e for e in missing if e.ident in needed or not e.words & acting]
    if told:
        needed = _pointed_at(present, domain) | ({domain.shop["product"]} if shop and domain.shop else set())
        missing = [e for e in missing if e.ident in needed]
    return [e for e in missing if not (shop and e.ident in _SOLD)]


def _must_be(drafts: list[EntityDraft]) -> set[str]:
    """What a row of these cannot be without."""
    fields = [field for draft in drafts if draft.template for field in draft.template.fields]
    return {field.target for field in fields if field.target and field.required}


def _pointed_at(drafts: list[EntityDraft], domain: Domain) -> set[str]:
    """What these point to, and what that points to; where the text lists the fields, only what must be."""
    found: set[str] = set()
    waiting = [(draft.template, draft.told) for draft in drafts]
    while waiting:
        template, told = waiting.pop()
        fields = template.fields if template and (template.is_series or not told) else ()
        targets = {f.target for f in fields if f.target} - found
        found |= targets
        waiting += [(domain.entities[target], False) for target in targets if target in domain.entities]
    return found


def _worth_keeping(found: Findings, domain: Domain | None, language: Language, *, shop: bool) -> list[Mention]:
    """Drops the weaker of two mentions that mean the same thing, and what the stack itself supplies."""
    chosen: dict[str, Mention] = {}
    main = domain.adopts["entity"] if domain and domain.adopts else ""
    # "tienda de plantas con productos": the list has a word for what the title names
    named_by_kind = any(
        each.strength == LISTED and (template := _template_of(each, domain)) and template.ident == main
        for each in found.mentions.values()
    )
    surely = any(mention.evidence >= SURE or mention.fields for mention in found.mentions.values())
    strongest = max((mention.strength for mention in found.mentions.values()), default=0)
    for mention in sorted(found.mentions.values(), key=lambda each: (-each.strength, each.position)):
        template = _template_of(mention, domain)
        supplied = shop and ((template and template.ident in _SOLD) or mention.key in _sold_words())
        if supplied or not _weighs_enough(mention, surely=surely or domain is not None):
            continue
        if mention.title_only and mention.strength == TOPIC < strongest and not mention.fields:
            continue
        if mention.strength == AUDIENCE < strongest and not mention.fields and _is_somebody(mention, language):
            continue
        titled = mention.titled and domain is not None and domain.adopts is not None and not named_by_kind
        if mention.strength <= TOPIC and template is None and domain is not None and not (mention.fields or titled):
            continue
        slot = template.ident if template else mention.key
        if slot not in chosen:
            chosen[slot] = mention
        elif _are_two(chosen[slot], mention, template):
            chosen[mention.key] = mention
    return sorted(chosen.values(), key=lambda each: each.position)


def _are_two(one: Mention, other: Mention, template: EntityTemplate | None) -> bool:
    """Two words for one thing, both asked for; "entradas y salidas" of a car park are one stay with two times."""
    pair = template is not None and template.is_pair and is_pair(one.key, other.key)
    return one.strength == other.strength == LISTED and one.plural and other.plural and not pair


def _weighs_enough(mention: Mention, *, surely: bool) -> bool:
    """A single word for a field is let through: it becomes a field of the thing before it."""
    attribute = is_field_word(mention.key) and not mention.plural
    described = len(mention.fields) > 1 or (bool(mention.fields) and mention.evidence > 0)
    return described or mention.evidence >= (SURE if surely and not attribute else 1)


def _is_somebody(mention: Mention, language: Language) -> bool:
    """ "for hiking clubs": people and groups are whom an app is for, other things what it is about."""
    known = noun_class(mention.key, language)
    unknown = mention.key not in vocabulary(language).noun_class
    return known in ("person", "group") or (unknown and bool(_CALLING.search(mention.key)) and mention.plural)


def _sold_words() -> frozenset[str]:
    return frozenset(tables("nouns")["sold"])


def _template_of(mention: Mention, domain: Domain | None) -> EntityTemplate | None:
    if domain is None:
        return None
    words = mention.key.split(" ")
    candidates = (domain.entity_for(word) for word in (mention.key, words[0], words[-1]))
    return next((template for template in candidates if template), None)


def _from_mention(mention: Mention, domain: Domain | None, language: Language, present: frozenset[str]) -> EntityDraft:
    template = _template_of(mention, domain)
    source = _ident(domain) if template else ""
    known = common(mention.key, language, present)
    if template is None and (lent := shared_template(mention.key)) and (known is None or _is_called(mention, lent[1])):
        source, template = lent[0].ident, lent[1]
    one, many = sentence_case(mention.one), sentence_case(mention.many)
    if template and mention.key not in template.words and mention.key in template.aliases:
        one, many = template.labels[language]
    draft = EntityDraft(mention.key, "", one, many, [], Access(), True, template, source, position=mention.position)
    draft.common = known if template is None else None
    draft.levels, draft.private = mention.levels, mention.private
    draft.label, draft.plural = mention.label, mention.plural
    if template is not None:
        draft.access = template.access
    draft.fields, draft.told = entity_fields(draft, mention, language), bool(mention.fields)
    draft.counted, draft.holds = mention.counted, mention.holds
    _add_kinds(draft, mention.kinds, language)
    return draft


def _is_called(mention: Mention, template: EntityTemplate) -> bool:
    """Lent under its own name: a review is no testimonial that another kind of app would take for one."""
    return mention.key in {fold(one) for one, _ in template.labels.values()}


def _add_kinds(draft: EntityDraft, kinds: list[str], language: Language) -> None:
    """ "tickets de alta y baja": a choice between the kinds, where no field offers them already."""
    wanted = {fold(kind): kind for kind in kinds}
    sorts = [field for field in draft.fields if fold(field.label) not in ("prioridad", "priority")]
    offered = [{fold(label) for _, label in field.options} for field in sorts]
    if len(wanted) < 2 or any(set(wanted) <= labels for labels in offered):
        return
    options = tuple((identifier(kind), sentence_case(kind.lower())) for kind in wanted.values())
    draft.fields.append(FieldDraft("Tipo" if language == "es" else "Type", FieldType.CHOICE, options=options))


def _from_template(template: EntityTemplate, domain: Domain | None, language: Language) -> EntityDraft:
    one, many = template.labels[language]
    draft = EntityDraft(fold(one), "", one, many, [], template.access, False, template, _ident(domain))
    draft.position = 10**9
    draft.fields = entity_fields(draft, None, language)
    return draft


def add_what_people_fill_in(drafts: list[EntityDraft], language: Language) -> None:
    """A state alone is nothing to fill in: what the text says no more of gets a name, too."""
    for draft in drafts:
        if [field.type for field in draft.fields] == [FieldType.CHOICE]:
            draft.fields = [class_fields("", language)[0], *draft.fields]
