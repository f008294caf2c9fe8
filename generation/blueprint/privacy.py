"""Who reads a row when neither the text nor a domain says it, and which rows tell about a person's life.

The default is the person who made the row, and staff. What is open to everybody is open because the text calls the
app a directory, a catalogue or a site, and never shows a person's data.
"""

from __future__ import annotations

from generation.blueprint.domains import Domain
from generation.blueprint.draft import EntityDraft, FieldDraft, Findings
from generation.blueprint.entities import noun_class
from generation.blueprint.inflection import Language, fold, singular
from generation.blueprint.lexicon import tables
from generation.blueprint.names import words_of
from generation.blueprint.schema import Access, FieldType, Who
from generation.blueprint.vocabulary import vocabulary

PRIVATE = Access(read=Who.OWNER, create=Who.MEMBER, edit=Who.OWNER, delete=Who.OWNER)
STAFF = Access(read=Who.STAFF, create=Who.STAFF, edit=Who.STAFF, delete=Who.STAFF)
PUBLISHED = Access(read=Who.VISITOR, create=Who.STAFF, edit=Who.STAFF, delete=Who.STAFF)
OFFERED = Access(read=Who.MEMBER, create=Who.STAFF, edit=Who.STAFF, delete=Who.STAFF)
SAID_IN_PUBLIC = Access(read=Who.VISITOR, create=Who.MEMBER, edit=Who.OWNER, delete=Who.OWNER)
SHARED = Access(read=Who.MEMBER, create=Who.MEMBER, edit=Who.OWNER, delete=Who.OWNER)


def default_access(draft: EntityDraft, found: Findings, domain: Domain | None, language: Language) -> Access:
    """The access of a thing that the domain, if any, does not know."""
    if domain is not None:
        return _beside(draft, domain, language)
    if found.openness == "directory" and not is_act(draft, language):
        return PUBLISHED if _head(draft, language) in tables("personal")["served"] else _in_the_open(draft, language)
    return _in_the_open(draft, language) if found.openness else PRIVATE


def _beside(draft: EntityDraft, domain: Domain, language: Language) -> Access:
    """As the domain's main thing, but what one person does or pays stays theirs."""
    main = next((e for e in domain.entities.values() if e.backbone), None)
    read = main.access.read if main else Who.OWNER
    if read is Who.STAFF:
        return STAFF
    if read is Who.VISITOR:
        return _in_the_open(draft, language)
    kept = is_act(draft, language) or noun_class(draft.key, language) == "person"
    if read is Who.MEMBER:
        return PRIVATE if kept else SHARED
    team = any(e.access == OFFERED for e in domain.entities.values())
    return OFFERED if team and not kept else PRIVATE


def _in_the_open(draft: EntityDraft, language: Language) -> Access:
    if is_act(draft, language) or _head(draft, language) in tables("personal")["served"]:
        return PRIVATE
    return SAID_IN_PUBLIC if _head(draft, language) in tables("personal")["opinions"] else PUBLISHED


def is_act(draft: EntityDraft, language: Language) -> bool:
    """Bookings, loans, orders and everything about money: one person's own."""
    money = any(noun_class(word, language) == "money" for word in draft.key.split(" "))
    return money or _head(draft, language) in tables("personal")["acts"]


def is_booking(draft: EntityDraft, language: Language) -> bool:
    """What a member does with something that is offered to all of them."""
    return _head(draft, language) in tables("personal")["bookings"]


def _head(draft: EntityDraft, language: Language) -> str:
    words = draft.key.split(" ")
    return words[0] if language == "es" else words[-1]


def personal_fields(draft: EntityDraft, found: Findings, language: Language) -> list[FieldDraft]:
    """The fields that only the person and the staff should see; a business may publish how to reach it."""
    business = _is_business(draft, found, language)
    return [field for field in draft.fields if _is_private(field) or (_is_contact(field) and not business)]


def _is_private(field: FieldDraft) -> bool:
    lists = tables("personal")["private"]
    label = " ".join(words_of(field.label))
    return label in lists or any(word in lists for word in label.split())


def _is_contact(field: FieldDraft) -> bool:
    if field.type in (FieldType.EMAIL, FieldType.PHONE):
        return True
    written = field.type in (FieldType.TEXT, FieldType.LONG_TEXT)
    return written and any(word in tables("personal")["contact"] for word in words_of(field.label))


def _is_business(draft: EntityDraft, found: Findings, language: Language) -> bool:
    if draft.template is not None and draft.template.public_contact:
        return True
    kind = noun_class(draft.key, language)
    if found.openness == "directory":
        return kind != "person"
    words = vocabulary(language)
    head = fold(singular(_head(draft, language), language))
    return bool(found.openness) and (kind == "group" or head in words.places)
