"""Which tables are rated by which: the average and the number of ratings are shown where the rated rows are."""

from __future__ import annotations

from dataclasses import dataclass, replace

from generation.blueprint.schema import FieldType as T
from generation.stacks.protocol import EntityProbe, RatingProbe

from .entities import EntityView
from .fields import FieldView
from .levels import LEVELS


@dataclass(frozen=True)
class Rating:
    """The rows of `source` say by `field` how good the row is that their `relation` points to."""

    source: EntityView
    relation: FieldView
    field: FieldView
    target: EntityView


def ratings(views: list[EntityView]) -> dict[str, Rating]:
    """By the name of what is rated; the first table that rates it counts."""
    by_name = {view.name: view for view in views}
    found: dict[str, Rating] = {}
    for view in views:
        rating = _rating(view, by_name)
        if rating is not None:
            found.setdefault(rating.target.name, rating)
    return found


def _rating(view: EntityView, by_name: dict[str, EntityView]) -> Rating | None:
    """Rows of people with a rating and one relation, which whoever sees the rated row may read."""
    marks = [field for field in view.fields if field.type is T.RATING]
    links = [field for field in view.fields if field.type is T.RELATION and field.required]
    if not view.owned or len(marks) != 1 or len(links) != 1:
        return None
    target = by_name[str(links[0].field.target)]
    is_seen = LEVELS.index(view.rules.read) <= LEVELS.index(target.rules.read) and not view.private
    return Rating(view, links[0], marks[0], target) if is_seen and target is not view else None


def with_ratings(probe: EntityProbe, found: dict[str, Rating]) -> EntityProbe:
    rating = next((each for each in found.values() if each.source.name == probe.entity), None)
    if rating is None:
        return probe
    rates = RatingProbe(rating.target.name, rating.relation.name, rating.field.name, rating.source.once is not None)
    return replace(probe, rates=rates)
