"""Who may do what with each entity: the domain's default, then what the text says, then what makes both consistent."""

from __future__ import annotations

from generation.blueprint.draft import EntityDraft, Findings
from generation.blueprint.schema import Access, FieldType, Who

ORDER = (Who.VISITOR, Who.MEMBER, Who.OWNER, Who.STAFF)
PRIVATE = Access(read=Who.OWNER, create=Who.MEMBER, edit=Who.OWNER, delete=Who.OWNER)
LINKS = (FieldType.RELATION, FieldType.RELATIONS)


def settle(drafts: list[EntityDraft], found: Findings, *, shop_product: str | None) -> None:
    for draft in drafts:
        if (found.private or draft.private) and draft.class_name != shop_product:
            draft.access = PRIVATE
        else:
            draft.access = _with_levels(draft.access, draft.levels)
        if found.members_only and draft.access.read is Who.VISITOR:
            draft.access = draft.access.model_copy(update={"read": Who.MEMBER})
        draft.access = _consistent(draft.access)
    _reachable(drafts)
    for draft in drafts:
        draft.access = _consistent(draft.access)
        draft.owned = Who.OWNER in (draft.access.read, draft.access.edit, draft.access.delete)


def _with_levels(access: Access, levels: dict[str, Who]) -> Access:
    if access.create is Who.STAFF and levels.get("create") is Who.MEMBER:
        levels = {"edit": Who.OWNER, "delete": Who.OWNER, **levels}  # who may publish may also correct it
    if levels.get("read") is Who.STAFF:
        levels = {"create": Who.STAFF, **levels}
    return access.model_copy(update=levels) if levels else access


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
    create = access.create
    if create is Who.OWNER:
        create = Who.MEMBER
    if access.read is Who.MEMBER and create is Who.VISITOR:
        create = Who.MEMBER
    return Access(read=access.read, create=create, **levels)


def _reachable(drafts: list[EntityDraft]) -> None:
    """A row shows the rows it points to, so it is read by nobody who may not read those; the same for its form."""
    by_name = {draft.class_name: draft for draft in drafts}
    for _ in drafts:
        for draft in drafts:
            for target in (by_name[f.target] for f in draft.fields if f.type in LINKS and f.target in by_name):
                draft.access = _no_wider_than(draft.access, target.access.read)


def _no_wider_than(access: Access, read: Who) -> Access:
    """`access` of something that shows what only `read` may see."""
    narrow = {"read": max(access.read, read, key=ORDER.index)}
    if read is Who.STAFF:
        narrow |= {"create": Who.STAFF, "edit": Who.STAFF, "delete": Who.STAFF}
    elif read in (Who.OWNER, Who.MEMBER):
        narrow["create"] = max(access.create, Who.MEMBER, key=ORDER.index)
    return access.model_copy(update=narrow)
