"""Who may do what with each entity: the default, then what the text says, then what makes both safe and consistent."""

from __future__ import annotations

from dataclasses import dataclass

from generation.blueprint.domains import Domain
from generation.blueprint.draft import EntityDraft, FieldDraft, Findings
from generation.blueprint.entities import noun_class
from generation.blueprint.inflection import Language
from generation.blueprint.privacy import (
    OFFERED,
    PRIVATE,
    PUBLISHED,
    STAFF,
    default_access,
    is_act,
    is_booking,
    personal_fields,
)
from generation.blueprint.schema import Access, FieldType, Who

ORDER = (Who.VISITOR, Who.MEMBER, Who.OWNER, Who.STAFF)
LINKS = (FieldType.RELATION, FieldType.RELATIONS)
_MANY_READ = (Who.VISITOR, Who.MEMBER)


@dataclass(frozen=True)
class Circumstances:
    """What access depends on besides the entity itself."""

    found: Findings
    domain: Domain | None
    language: Language
    shop_product: str | None

    def knows(self, draft: EntityDraft) -> bool:
        return self.domain is not None and draft.template is not None and draft.domain == self.domain.ident

    def sells(self, draft: EntityDraft) -> bool:
        return draft.class_name == self.shop_product


def settle(drafts: list[EntityDraft], around: Circumstances) -> None:
    for draft in drafts:
        draft.access = _consistent(_asked(draft, around))
    guarded = {draft.class_name for draft in drafts if _guard(draft, around)}
    _open_what_is_offered(drafts, around)
    _people_of_private_rows(drafts, around)
    _detach(drafts, guarded)
    _reachable(drafts)
    for draft in drafts:
        draft.access = _consistent(draft.access)
        draft.owned = Who.OWNER in (draft.access.read, draft.access.edit, draft.access.delete)


def _asked(draft: EntityDraft, around: Circumstances) -> Access:
    """The domain's access, else the default; the text's word on top of either."""
    if not around.knows(draft):
        draft.access = default_access(draft, around.found, around.domain, around.language)
    if around.sells(draft) and draft.access.read not in _MANY_READ:
        draft.access = PUBLISHED
    if (around.found.private or draft.private) and not around.sells(draft):
        return PRIVATE
    unsaid = not around.knows(draft) and draft.access == PRIVATE and not is_act(draft, around.language)
    if around.found.public and unsaid:
        draft.access = PUBLISHED
    return _kept_by_staff(_with_levels(draft.access, draft.levels))


def _with_levels(access: Access, levels: dict[str, Who]) -> Access:
    if access.create is Who.STAFF and levels.get("create") is Who.MEMBER:
        levels = {"edit": Who.OWNER, "delete": Who.OWNER, **levels}  # who may publish may also correct it
    if levels.get("read") is Who.STAFF:
        levels = {"create": Who.STAFF, **levels}
    return access.model_copy(update=levels) if levels else access


def _kept_by_staff(access: Access) -> Access:
    """What only the staff may make belongs to none of the others."""
    return STAFF if (access.read, access.create) == (Who.OWNER, Who.STAFF) else access


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
    return Access(read=access.read, create=create, **levels)


def _guard(draft: EntityDraft, around: Circumstances) -> bool:
    """Keeps a person's data from those it does not concern, unless the text opens it. True when that was needed."""
    if draft.access.read not in _MANY_READ or draft.levels.get("read") in _MANY_READ or around.found.public:
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
    """Rows that many may read or book point to rows that they must be able to choose from."""
    members = any(around.found.people.get(person) == "member" for person in around.found.actors)
    for draft in drafts:
        read = draft.levels.get("read") if draft.levels.get("read") in _MANY_READ else None
        booked = members and is_booking(draft, around.language)
        for target in _targets(draft, drafts) if read or booked else ():
            if _may_be_opened(target, around):
                target.access = OFFERED.model_copy(update={"read": read}) if read else OFFERED


def _may_be_opened(draft: EntityDraft, around: Circumstances) -> bool:
    if around.knows(draft) or draft.levels or draft.private or around.found.private or draft.access != PRIVATE:
        return False
    person = noun_class(draft.key, around.language) == "person" or is_act(draft, around.language)
    return not person and not personal_fields(draft, around.found, around.language)


def _people_of_private_rows(drafts: list[EntityDraft], around: Circumstances) -> None:
    """ "cada dueño ve solo sus mascotas": the owner they point to is the same person's row, and not the staff's."""
    for draft in drafts:
        for target in _targets(draft, drafts) if draft.private else ():
            if target.access.read is Who.STAFF and noun_class(target.key, around.language) == "person":
                target.access = PRIVATE


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


def _reachable(drafts: list[EntityDraft]) -> None:
    """A row shows the rows it points to, so it is read by nobody who may not read those; the same for its form."""
    for _ in drafts:
        for draft in drafts:
            for target in _targets(draft, drafts):
                draft.access = _no_wider_than(draft.access, target.access.read)


def _no_wider_than(access: Access, read: Who) -> Access:
    """`access` of something that shows what only `read` may see."""
    narrow = {"read": max(access.read, read, key=ORDER.index)}
    if read is Who.STAFF:
        narrow |= {"create": Who.STAFF, "edit": Who.STAFF, "delete": Who.STAFF}
    elif read in (Who.OWNER, Who.MEMBER):
        narrow["create"] = max(access.create, Who.MEMBER, key=ORDER.index)
    return access.model_copy(update=narrow)
