"""Who may do what with each entity: the default, then what the text says, then what makes both safe and consistent."""

from __future__ import annotations

from dataclasses import dataclass

from generation.blueprint.drafts.draft import EntityDraft, FieldDraft, Findings
from generation.blueprint.lexicon import tables
from generation.blueprint.people.openness import Setting
from generation.blueprint.people.permissions import ORDER, Permissions
from generation.blueprint.schema import Access, FieldType, Who
from generation.blueprint.tables.entities import noun_class
from generation.blueprint.tables.privacy import (
    OFFERED,
    PRIVATE,
    PUBLISHED,
    SAID_IN_PUBLIC,
    SHARED,
    STAFF,
    VISITORS_OWN,
    default_access,
    is_act,
    is_booking,
    is_issued,
    is_reply,
    is_sent_in,
    is_served,
    personal_fields,
)
from generation.blueprint.words.domains import Domain
from generation.blueprint.words.inflection import Language

LINKS = (FieldType.RELATION, FieldType.RELATIONS)
_OWNED = (Who.MEMBER, Who.OWNER)
_MANY_READ = (Who.VISITOR, Who.MEMBER)


@dataclass(frozen=True)
class Circumstances:
    """What access depends on besides the entity itself."""

    found: Findings
    domain: Domain | None
    language: Language
    shop_product: str | None
    said: Permissions
    setting: Setting

    def knows(self, draft: EntityDraft) -> bool:
        return self.domain is not None and draft.template is not None and draft.domain == self.domain.ident

    @property
    def takes_bookings(self) -> bool:
        """Whether people book in apps of this kind: then they keep rows of their own."""
        known = self.domain.entities.values() if self.domain else ()
        booked = set(tables("personal")["bookings"])
        return any(each.access.create is Who.MEMBER and each.words & booked for each in known)

    def sells(self, draft: EntityDraft) -> bool:
        return draft.class_name == self.shop_product


def settle(drafts: list[EntityDraft], around: Circumstances) -> None:
    for number, draft in enumerate(drafts):
        draft.levels = around.said.levels(number)
        draft.access = _consistent(_asked(number, draft, around))
    guarded = {draft.class_name for number, draft in enumerate(drafts) if _guard(number, draft, around)}
    _open_what_is_offered(drafts, around)
    _people_of_private_rows(drafts, around.language)
    _rows_of_private_people(drafts, around.language)
    _detach(drafts, guarded)
    _reachable(drafts, around)
    for draft in drafts:
        draft.access = _consistent(draft.access)
        draft.owned = Who.OWNER in (draft.access.read, draft.access.edit, draft.access.delete)


def _asked(number: int, draft: EntityDraft, around: Circumstances) -> Access:
    """The domain's access, else the default; the text's word on top of either."""
    if around.setting.single and not around.sells(draft):
        return PRIVATE
    draft.access = _usual(draft, around)
    if around.sells(draft) and draft.access.read not in _MANY_READ:
        draft.access = PUBLISHED
    if draft.private and not around.sells(draft) and not draft.levels:
        return PRIVATE
    if is_sent_in(draft, around):
        draft.access = VISITORS_OWN
    access, of_all = _in_the_setting(draft, draft.access, around), around.said.of_all()
    if of_all.get("read") is Who.OWNER and not draft.levels and access.read in _OWNED and not around.sells(draft):
        return PRIVATE if draft.named or access.create is not Who.STAFF else access  # nobody asked for it
    access = _with_all(draft, access, of_all, around)
    levels = _their_own(draft, access, around)
    if of_all.get("read") is Who.OWNER and (access.read is Who.OWNER or _is_made_for_them(draft, access, around)):
        levels = {"read": Who.OWNER, **levels}  # "the warden manages kayaks; the squire sees their own"
    levels = _as_read(number, levels, access, around)
    access = _with_levels(access, levels)
    judged = is_act(draft, around.language) and around.said.decided_by_staff(number)
    return access.model_copy(update={"edit": Who.STAFF}) if judged else access


def _as_read(number: int, levels: dict[str, Who], access: Access, around: Circumstances) -> dict[str, Who]:
    """What members see: each their own where all is kept apart; no less than everybody where they only choose."""
    if levels.get("read") is not Who.MEMBER:
        return levels
    if access.read is Who.VISITOR and around.said.is_only_chosen(number):
        levels = {action: who for action, who in levels.items() if action != "read"}
    return {**levels, "read": Who.OWNER} if "read" in levels and around.said.keeps_all_apart else levels


def _usual(draft: EntityDraft, around: Circumstances) -> Access:
    """The domain's access, else the default; what a business keeps for itself is all of its staff's."""
    access = draft.access if around.knows(draft) else default_access(draft, around)
    return STAFF if around.setting.house and access == PRIVATE and not around.takes_bookings else access


def _in_the_setting(draft: EntityDraft, access: Access, around: Circumstances) -> Access:
    """A closed circle lets no visitor in; who makes a row owns it."""
    made = draft.levels.get("create")
    if made in (Who.MEMBER, Who.VISITOR) and access.create is Who.STAFF:
        access = made_by_members(draft, access, around)
    if around.setting.closed and access.read is Who.VISITOR:
        access = access.model_copy(update={"read": Who.MEMBER})
    return access


def made_by_members(draft: EntityDraft, access: Access, around: Circumstances) -> Access:
    if access.read is Who.VISITOR:
        return SAID_IN_PUBLIC
    return SHARED if access.read is Who.MEMBER else PRIVATE


def _with_all(draft: EntityDraft, access: Access, levels: dict[str, Who], around: Circumstances) -> Access:
    """What is said of everything, where nothing is said of this: it opens no act and nothing of the staff alone."""
    found: dict[str, Who] = {}
    read = levels.get("read")
    kept = is_act(draft, around.language) or is_served(draft, around.language)
    if read is not None and "read" not in draft.levels:
        narrower = ORDER.index(read) > ORDER.index(access.read) and not (
            read is Who.OWNER and access.read is Who.VISITOR
        )
        if narrower or (not kept and read in _MANY_READ):
            found["read"] = read
    make, edit = levels.get("create"), levels.get("edit")
    if read is Who.STAFF and make is Who.STAFF and not draft.levels:
        return STAFF  # "lo usamos solo las directoras"
    if make is Who.VISITOR:
        return _with_visitors(draft, access.model_copy(update=found), around)
    if (
        make is not None
        and "create" not in draft.levels
        and not kept
        and (make is Who.STAFF or access.create is not Who.STAFF or not around.knows(draft))
    ):
        found |= {"create": make} | (
            {"edit": Who.OWNER, "delete": Who.OWNER} if make is Who.MEMBER else {"edit": make, "delete": make}
        )
    if edit is not None and "edit" not in draft.levels and not kept:
        found["edit"] = (
            Who.MEMBER if edit is Who.OWNER and access.read is Who.MEMBER and "create" not in found else edit
        )
    if levels.get("delete") is Who.STAFF and "delete" not in draft.levels:
        found["delete"] = Who.STAFF
    return access.model_copy(update=found)


def _with_visitors(draft: EntityDraft, access: Access, around: Circumstances) -> Access:
    """ "No login for guests!": what people do, they do without an account, and the staff looks after it."""
    if not is_act(draft, around.language) or access.create is Who.STAFF or "create" in draft.levels:
        return access
    return VISITORS_OWN


def _their_own(draft: EntityDraft, access: Access, around: Circumstances) -> dict[str, Who]:
    """What people see of their own they also make, where the text names nobody else and nothing is issued; what the
    staff alone change is theirs to make."""
    kept = draft.levels.get("edit") is Who.STAFF and not draft.levels.keys() & {"create", "delete"}
    kept = kept and around.said.of_all().get("create") is not Who.MEMBER  # "subís el archivo, el encargado lo pasa a …"
    if kept and not is_act(draft, around.language) and access.create is Who.MEMBER:
        return {"create": Who.STAFF, "delete": Who.STAFF, **draft.levels}
    own = draft.levels.get("read") is Who.OWNER and "create" not in draft.levels and access.create is Who.STAFF
    if not own or is_issued(draft, around.language):
        return draft.levels
    return {"create": Who.MEMBER, "edit": Who.OWNER, "delete": Who.OWNER, **draft.levels}


def _is_made_for_them(draft: EntityDraft, access: Access, around: Circumstances) -> bool:
    """ "teachers enter grades and students see only their own": what is made for people is read by each of them."""
    made = draft.levels.get("create") is Who.STAFF or access.create is Who.STAFF
    kept = "read" not in draft.levels and access.read is Who.STAFF and draft.named
    return kept and made and is_issued(draft, around.language)


def _with_levels(access: Access, levels: dict[str, Who]) -> Access:
    if not levels:
        return access
    found = dict(levels)
    if access.create is Who.STAFF and found.get("create") is Who.MEMBER:
        found = {"edit": Who.OWNER, "delete": Who.OWNER, **found}  # who may publish may also correct it
    if found.get("create") is Who.VISITOR and access.read in (Who.OWNER, Who.MEMBER) and "read" not in found:
        found = {"read": Who.STAFF, "edit": Who.STAFF, "delete": Who.STAFF, **found}  # a visitor owns nothing
    if found.get("create") is Who.VISITOR and found.get("read") is Who.MEMBER:
        found |= {"read": Who.STAFF, "edit": Who.STAFF, "delete": Who.STAFF}  # "no se muestran al público"
    if found.get("read") is Who.STAFF and access.create is not Who.VISITOR:
        found = {"create": Who.STAFF, **found}
    if found.get("create") is Who.STAFF:
        found = {"edit": Who.STAFF, "delete": Who.STAFF, **found}
        if access.read is Who.OWNER and "read" not in found:
            found["read"] = Who.STAFF
    return access.model_copy(update=found)


def _consistent(access: Access) -> Access:
    """Writing asks for at least what reading does; a visitor owns nothing; creating asks for a person, not an owner."""
    levels = {"edit": access.edit, "delete": access.delete}
    for action, level in levels.items():
        lowest = (
            Who.OWNER
            if level in (Who.VISITOR, Who.MEMBER) and access.create is Who.MEMBER and action == "delete"
            else level
        )
        levels[action] = max(lowest, access.read, Who.MEMBER, key=ORDER.index)
        if access.create is Who.STAFF and levels[action] is Who.OWNER:
            levels[action] = Who.STAFF  # what only the staff may make is nobody else's
    create = access.create
    if create is Who.OWNER:
        create = Who.MEMBER
    if access.read is Who.MEMBER and create is Who.VISITOR:
        create = Who.MEMBER
    return Access(read=access.read, create=create, edit=levels["edit"], delete=levels["delete"])


def _guard(number: int, draft: EntityDraft, around: Circumstances) -> bool:
    """Keeps a person's data from those it does not concern, unless the text opens it. True when that was needed."""
    said = draft.levels.get("read") in _MANY_READ and around.said.opens(number)
    said = said or (around.setting.closed and draft.access.read is Who.MEMBER)
    opened = around.said.of_all().get("read") is Who.VISITOR and not is_served(draft, around.language)
    said = said or (opened and noun_class(draft.key, around.language) != "person")
    served = is_served(draft, around.language) and draft.access.read is Who.VISITOR  # pupils are shown to nobody else
    listed = around.found.openness == "directory" or (draft.template is not None and draft.template.public_contact)
    if draft.access.read not in _MANY_READ or ((said or around.found.public) and not (served and not listed)):
        return False
    personal = personal_fields(draft, around.found, around.language)
    if not personal:
        return False
    if not draft.told and draft.template is None:  # nobody asked for these
        draft.fields = [field for field in draft.fields if field not in personal]
        return False
    draft.access = STAFF if draft.access.create is Who.STAFF else PRIVATE
    return True


def _open_what_is_offered(drafts: list[EntityDraft], around: Circumstances) -> None:
    """What members book and visitors ask about is there for them to choose from."""
    for number, draft in enumerate(drafts):
        wanted = [around.said.opened(number)]
        for other in drafts:
            booked = (
                around.setting.members and is_booking(other, around.language) and other.access.create is not Who.STAFF
            )
            reads = other.access.read if other.access.read in _MANY_READ else Who.MEMBER if booked else None
            wanted += [reads] * (draft in _targets(other, drafts))
        read = min((who for who in wanted if who in _MANY_READ), key=ORDER.index, default=None)
        if read is not None and ORDER.index(read) < ORDER.index(draft.access.read) and _may_be_opened(draft, around):
            made = OFFERED if draft.access.create is Who.STAFF or "create" not in draft.levels else draft.access
            draft.access = made.model_copy(update={"read": read})


def _may_be_opened(draft: EntityDraft, around: Circumstances) -> bool:
    kept = around.said.of_all().get("read")  # "todo lo demás solo el coro"
    if kept is not None and kept is not Who.VISITOR and around.setting.members:
        return False
    if (
        "read" in draft.levels
        or draft.private
        or around.setting.single
        or (around.knows(draft) and draft.access.read is Who.STAFF)
    ):
        return False
    served = is_served(draft, around.language) or is_act(draft, around.language)
    return not served and not personal_fields(draft, around.found, around.language)


def _people_of_private_rows(drafts: list[EntityDraft], language: Language) -> None:
    """ "cada dueño ve solo sus mascotas": the owner they point to is the same person's row, and not the staff's."""
    for draft in drafts:
        kept = draft.private or draft.levels.get("read") is Who.OWNER
        for target in _targets(draft, drafts) if kept else ():
            served = noun_class(target.key, language) == "person" or is_served(target, language)
            seen = target.access.read is Who.STAFF and target.access.create is not Who.VISITOR
            if seen and "read" not in target.levels and served:
                target.access = target.access.model_copy(update={"read": Who.OWNER})


def _rows_of_private_people(drafts: list[EntityDraft], language: Language) -> None:
    """ "Parents only see their own kids": what the staff note of a kid is no more open than the kid."""
    for draft in drafts:
        if draft.access.read not in _MANY_READ or "read" in draft.levels or draft.access.create is not Who.STAFF:
            continue
        needed = {field.target for field in draft.fields if field.required}
        for target in [each for each in _targets(draft, drafts) if each.class_name in needed]:
            person = noun_class(target.key, language) == "person" or is_served(target, language)
            if person and target.levels.get("read") is Who.OWNER:
                draft.access = draft.access.model_copy(update={"read": Who.OWNER})


def _targets(draft: EntityDraft, drafts: list[EntityDraft]) -> list[EntityDraft]:
    names = {field.target for field in draft.fields if field.type in LINKS}
    return [other for other in drafts if other.class_name in names and other is not draft]


def _detach(drafts: list[EntityDraft], guarded: set[str]) -> None:
    """What everybody reads shows the name of a person whose row is kept from them, and no more than the name."""
    for draft in drafts:
        if draft.access.read in _MANY_READ:
            draft.fields = [_as_text(field) if field.target in guarded else field for field in draft.fields]


def _as_text(field: FieldDraft) -> FieldDraft:
    return FieldDraft(field.label, FieldType.TEXT, field.required, name=field.name)


def _reachable(drafts: list[EntityDraft], around: Circumstances) -> None:
    """Who fills in a form must be able to choose the rows that it asks for; a row may show no more than a name."""
    for _ in drafts:
        for draft in drafts:
            for target in _targets(draft, drafts):
                fields = [field for field in draft.fields if field.target == target.class_name]
                if _hidden(draft.access, target.access.read) and not _loosened(draft, fields):
                    draft.access = _no_wider_than(draft.access, target.access.read)
                if (
                    ORDER.index(draft.access.read) < ORDER.index(target.access.read)
                    and target.access.read is not Who.STAFF
                ):
                    draft.access = draft.access.model_copy(update=_read_as(draft, target, around))


def _hidden(access: Access, read: Who) -> bool:
    """Whether somebody who makes a row could not read what it points to."""
    return ORDER.index(access.create) < ORDER.index(min(read, Who.STAFF, key=ORDER.index)) and not (
        read is Who.OWNER and access.create is Who.MEMBER
    )


def _loosened(draft: EntityDraft, fields: list[FieldDraft]) -> bool:
    """Where the text says who makes the row, the staff fill in what its maker cannot choose."""
    if "create" not in draft.levels:
        return False
    for field in fields:
        field.required = False
    return True


def _read_as(draft: EntityDraft, target: EntityDraft, around: Circumstances) -> dict[str, Who]:
    """Answers to a private row are as private as it is, unless the text says who reads them."""
    replies = is_reply(draft, around.language)
    if draft.levels.get("read") is Who.VISITOR or (draft.levels.get("read") and not replies) or not replies:
        return {}
    return {"read": target.access.read}


def _no_wider_than(access: Access, read: Who) -> Access:
    """`access` of something that nobody can make who may not read `read`."""
    if read is Who.STAFF:
        return access.model_copy(update={"create": Who.STAFF, "edit": Who.STAFF, "delete": Who.STAFF})
    return access.model_copy(update={"create": max(access.create, Who.MEMBER, key=ORDER.index)})
