"""What blueprints written by hand are put together from: numbered criteria, and rules that many of them have."""

from __future__ import annotations

from generation.blueprint.schema import Access, Criterion, CriterionCheck, Who

STAFF_ONLY = Access(read=Who.STAFF, create=Who.STAFF, edit=Who.STAFF, delete=Who.STAFF)
PRIVATE = Access(read=Who.OWNER, create=Who.MEMBER, edit=Who.OWNER, delete=Who.OWNER)
PUBLISHED = Access(read=Who.VISITOR, create=Who.STAFF, edit=Who.STAFF, delete=Who.STAFF)
SAID = Access(read=Who.VISITOR, create=Who.MEMBER, edit=Who.OWNER, delete=Who.OWNER)


def criteria(*checks: tuple[str, CriterionCheck]) -> tuple[Criterion, ...]:
    return tuple(Criterion(id=f"c{n:02d}", text=text, check=check) for n, (text, check) in enumerate(checks, 1))


def numbered(*checks: CriterionCheck) -> tuple[Criterion, ...]:
    """Criteria whose texts say nothing."""
    return criteria(*((f"Prueba {number}", check) for number, check in enumerate(checks, 1)))
