"""Required relations lead in no circle, whatever the text connects."""

from __future__ import annotations

from generation.blueprint.drafts.draft import EntityDraft, FieldDraft
from generation.blueprint.schema import Access, FieldType
from generation.blueprint.tables.relations import _break_circles


def _draft(name: str, *targets: str) -> EntityDraft:
    links = [FieldDraft(target, FieldType.RELATION, target=target) for target in targets]
    return EntityDraft(name.lower(), name, name, f"{name}s", links, Access(), True)


def _required(drafts: list[EntityDraft]) -> set[tuple[str, str | None]]:
    return {(draft.class_name, field.target) for draft in drafts for field in draft.fields if field.required}


def test_the_relation_that_closes_a_circle_is_not_required() -> None:
    drafts = [_draft("Photo", "Claim"), _draft("Claim", "Item"), _draft("Item", "Photo"), _draft("Note", "Item")]
    _break_circles(drafts)
    assert _required(drafts) == {("Photo", "Claim"), ("Claim", "Item"), ("Note", "Item")}


def test_a_row_needs_no_other_row_of_its_kind() -> None:
    drafts = [_draft("Folder", "Folder")]
    _break_circles(drafts)
    assert _required(drafts) == set()


def test_chains_and_forks_stay_required() -> None:
    drafts = [_draft("Line", "Order", "Item"), _draft("Order", "Buyer"), _draft("Item", "Buyer"), _draft("Buyer")]
    _break_circles(drafts)
    assert len(_required(drafts)) == 4
