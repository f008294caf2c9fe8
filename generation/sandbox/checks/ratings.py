"""Ratings: the average and the number of what people say stand where the rated row does, one voice for each person."""

from __future__ import annotations

from generation.blueprint.schema import CriterionCheck, Who
from generation.sandbox import acting, values
from generation.sandbox.acting import Made, at
from generation.sandbox.checks.security import forged
from generation.sandbox.inspection import MEMBER, OTHER, CheckFailure, Inspection
from generation.sandbox.pages import Page
from generation.sandbox.values import Value
from generation.stacks.protocol import EntityProbe, RatingProbe


def rates(look: Inspection, check: CriterionCheck) -> None:
    """Two people rate a new row; the page and the list show what the host works out."""
    probe = look.probe(check.entity)
    rating = probe.rates
    if rating is None or probe.create == Who.STAFF:
        raise CheckFailure(f"{probe.entity} rates nothing in the check plan")
    target = look.probe(rating.target)
    made = acting.create(look, target, look.role_for(target.create))
    acting.approve(look, target, made.pk)
    numbers = (5, values.number(1, 4))
    for role, number in zip((MEMBER, OTHER), numbers, strict=True):
        said = acting.create(look, probe, role, given(rating, made, number))
        acting.approve(look, probe, said.pk)
    shown(look, target, made, numbers)
    if rating.once:
        again(look, probe, rating, made)


def given(rating: RatingProbe, made: Made, number: int) -> dict[str, Value]:
    return {rating.relation: Value(str(made.pk), made.pk), rating.rating: Value(str(number), number)}


def shown(look: Inspection, target: EntityProbe, made: Made, numbers: tuple[int, ...]) -> None:
    role, path = acting.reader_of(look, target, made), at(target.detail_path, made.pk)
    average = sum(numbers) / len(numbers)
    wanted = [f"{written} ({len(numbers)})" for written in values.shown_number(f"{average:.1f}")]
    text = Page(look.person(role).get(path).text).text
    if not any(each in text for each in wanted):
        raise CheckFailure(f"GET {path} as {role}: rated {' and '.join(map(str, numbers))}, no {wanted[0]!r} there")


def again(look: Inspection, probe: EntityProbe, rating: RatingProbe, made: Made) -> None:
    """The same person, a second time: by page and by API."""
    data = acting.sent({**acting.fill(look, probe, acting.create_form(look, probe, MEMBER)), **given(rating, made, 1)})
    before = look.rows().count(probe.table)
    forged(look.person(MEMBER), probe.create_path, data)
    look.person(MEMBER).api("POST", probe.api_path, {**data, rating.relation: made.pk, rating.rating: 1})
    if look.rows().count(probe.table) != before:
        raise CheckFailure(f"POST {probe.create_path} as {MEMBER}: one person rates the same row twice")
