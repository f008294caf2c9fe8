"""Who reads a row when neither the text nor a domain says it, and which rows tell about a person's life.

The default is the person who made the row, and staff. What is open to everybody is open because the text calls the
app a directory, a catalogue or a site, and never shows a person's data.
"""

from __future__ import annotations

from typing import Protocol

from generation.blueprint.drafts.draft import EntityDraft, FieldDraft, Findings
from generation.blueprint.drafts.names import words_of
from generation.blueprint.lexicon import tables
from generation.blueprint.people.openness import Setting
from generation.blueprint.schema import Access, FieldType, Who
from generation.blueprint.tables.entities import noun_class
from generation.blueprint.words.domains import Domain
from generation.blueprint.words.inflection import Language, fold, singular
from generation.blueprint.words.vocabulary import vocabulary

PRIVATE = Access(read=Who.OWNER, create=Who.MEMBER, edit=Who.OWNER, delete=Who.OWNER)
STAFF = Access(read=Who.STAFF, create=Who.STAFF, edit=Who.STAFF, delete=Who.STAFF)
PUBLISHED = Access(read=Who.VISITOR, create=Who.STAFF, edit=Who.STAFF, delete=Who.STAFF)
OFFERED = Access(read=Who.MEMBER, create=Who.STAFF, edit=Who.STAFF, delete=Who.STAFF)
SAID_IN_PUBLIC = Access(read=Who.VISITOR, create=Who.MEMBER, edit=Who.OWNER, delete=Who.OWNER)
VISITORS_OWN = Access(read=Who.STAFF, create=Who.VISITOR, edit=Who.STAFF, delete=Who.STAFF)
SHARED = Access(read=Who.MEMBER, create=Who.MEMBER, edit=Who.OWNER, delete=Who.OWNER)


class Around(Protocol):
    """What a default depends on besides the thing itself."""

    @property
    def found(self) -> Findings: ...
    @property
    def domain(self) -> Domain | None: ...
    @property
    def language(self) -> Language: ...
    @property
    def setting(self) -> Setting: ...


def default_access(draft: EntityDraft, around: Around) -> Access:
    """The access of a thing that the domain, if any, does not know."""
    found, language, here = around.found, around.language, around.setting
    if found.openness == "directory" and not is_act(draft, language) and around.domain is None:
        return PUBLISHED if _head(draft, language) in tables("personal")["served"] else _in_the_open(draft, language)
    if here.shared and (here.site or here.staff or here.members or here.closed):
        return _among_people(draft, around)
    if around.domain is not None:
        return _beside(draft, around.domain, language)
    return _in_the_open(draft, language) if found.openness or found.public else PRIVATE


def _among_people(draft: EntityDraft, around: Around) -> Access:
    """In an app of several: what one does is theirs, what is offered is the staff's, people are nobody's business."""
    here, language = around.setting, around.language
    made = draft.levels.get("create")
    if here.staff and set(draft.key.split(" ")) & set(tables("personal")["inside"]):
        return STAFF
    if is_act(draft, language) or is_served(draft, language):
        return _kept(draft, around, made)
    if made in (Who.MEMBER, Who.VISITOR):
        return _made_by_many(draft, around)
    if _head(draft, language) in tables("personal")["opinions"] and here.members:
        return SAID_IN_PUBLIC if here.site else SHARED
    if here.site or _is_on_sale(draft, around) or (around.found.openness and not here.closed):
        return PUBLISHED
    if here.members:
        kept = here.staff or here.we or made is Who.STAFF or _is_run_by_staff(around.domain)
        return OFFERED if kept else SHARED
    if here.staff:
        return STAFF
    return SHARED


def _is_on_sale(draft: EntityDraft, around: Around) -> bool:
    """Loaves with a price, in an app that takes orders for what it shows to everybody: as the domain's own goods."""
    known = around.domain.entities.values() if around.domain else ()
    shown = any(each.access == PUBLISHED and any(f.type is FieldType.MONEY for f in each.fields) for each in known)
    priced = any(field.type is FieldType.MONEY and set(words_of(field.label)) & _PRICES for field in draft.fields)
    return shown and priced and draft.told and not around.setting.closed


_PRICES = frozenset({"precio", "tarifa", "price", "fare"})


def _is_run_by_staff(domain: Domain | None) -> bool:
    """Whether the staff alone make what apps of this kind are about: courses, events, the menu of a restaurant."""
    main = [each.access.create for each in domain.entities.values() if each.backbone] if domain else []
    return bool(main) and main[0] is Who.STAFF


def _kept(draft: EntityDraft, around: Around, made: Who | None) -> Access:
    here = around.setting
    if is_served(draft, around.language):
        return STAFF if here.staff or here.members or here.site else SHARED
    if made is Who.STAFF:
        return STAFF
    if here.members or here.site or made is Who.MEMBER:
        return PRIVATE
    return STAFF if here.staff else SHARED


def _made_by_many(draft: EntityDraft, around: Around) -> Access:
    here = around.setting
    if here.closed:
        return SHARED
    if here.site and _is_shown(draft, around.language):
        return SAID_IN_PUBLIC
    return PRIVATE


def _is_shown(draft: EntityDraft, language: Language) -> bool:
    """What members write to be read: posts, listings, opinions."""
    return _head(draft, language) in {*tables("personal")["opinions"], *tables("personal")["shown"]}


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


def is_served(draft: EntityDraft, language: Language) -> bool:
    """A person whose data the app keeps and nobody publishes: patients, members, tenants; not the players of a team."""
    head = _head(draft, language)
    return head in tables("personal")["served"]


def is_issued(draft: EntityDraft, language: Language) -> bool:
    """Receipts, marks, results: what a person gets from the staff and does not write."""
    money = any(noun_class(word, language) == "money" for word in draft.key.split(" "))
    return money or _head(draft, language) in tables("personal")["issued"]


def is_reply(draft: EntityDraft, language: Language) -> bool:
    """Said about another row, and no more public than that."""
    return _head(draft, language) in tables("personal")["opinions"]


def is_act(draft: EntityDraft, language: Language) -> bool:
    """Bookings, loans, orders and everything about money: one person's own."""
    money = any(noun_class(word, language) == "money" for word in draft.key.split(" "))
    return money or _head(draft, language) in tables("personal")["acts"]


def is_booking(draft: EntityDraft, language: Language) -> bool:
    """What a member does with something that is offered to all of them."""
    return _head(draft, language) in tables("personal")["bookings"]


def is_sent_in(draft: EntityDraft, around: Around) -> bool:
    """What strangers leave through a site: a message, a quote they ask for, a booking that says whose it is."""
    here, found = around.setting, around.found
    if here.single or here.closed or not (here.site or found.public or found.openness) or "create" in draft.levels:
        return False
    if _head(draft, around.language) in tables("personal")["sent_in"]:
        return draft.told or draft.template is None
    reached = any(_is_contact(field) for field in draft.fields)
    named = any(set(words_of(field.label)) & _NAMES for field in draft.fields)
    return is_act(draft, around.language) and draft.told and reached and named


_NAMES = frozenset({"nombre", "name", "names", "nombres"})


def _head(draft: EntityDraft, language: Language) -> str:
    words = draft.key.split(" ")
    return words[0] if language == "es" else words[-1]


def personal_fields(draft: EntityDraft, found: Findings, language: Language) -> list[FieldDraft]:
    """The fields that only the person and the staff should see; a business may publish how to reach it."""
    business = _is_business(draft, found, language)
    paid = _head(draft, language) in tables("personal")["posts"]  # what a job pays is in its advertisement
    private = [f for f in draft.fields if _is_private(f) and not (paid and f.type in (FieldType.MONEY, FieldType.TEXT))]
    place = _is_a_place(draft, found, language)
    return [
        f for f in draft.fields if f in private or (_is_contact(f) and not business and not (place and _says_where(f)))
    ]


def _is_a_place(draft: EntityDraft, found: Findings, language: Language) -> bool:
    """What a catalogue or a map shows is somewhere: where a house for sale is tells of nobody."""
    shown = bool(found.openness) or (draft.template is not None and draft.template.access.read is Who.VISITOR)
    return shown and noun_class(draft.key, language) in ("thing", "group")


def _says_where(field: FieldDraft) -> bool:
    return field.type is FieldType.TEXT


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
