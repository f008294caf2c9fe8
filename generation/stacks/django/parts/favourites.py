"""Favourites: people mark rows that they may read, and find them again on a page of their own."""

from __future__ import annotations

from dataclasses import dataclass, replace

from generation.blueprint.schema import Who
from generation.stacks.django.entities import EntityView
from generation.stacks.django.outcomes import outcomes
from generation.stacks.django.parts.part import NavLink, Outline, Part
from generation.stacks.protocol import CheckPlan, EntityProbe, FavouriteProbe, PageProbe


@dataclass(frozen=True)
class FavouriteTable:
    """The marks of one table."""

    view: EntityView

    @property
    def model(self) -> str:
        return f"Favourite{self.view.name}"

    @property
    def table(self) -> str:
        return f"favourites_{self.model.lower()}"


@dataclass(frozen=True)
class FavouritesView:
    path: str
    tables: list[FavouriteTable]

    @property
    def names(self) -> list[str]:
        """Whose rows can be marked."""
        return [table.view.name for table in self.tables]


class FavouritesPart(Part):
    name = "favourites"
    htmx = True

    def view(self, outline: Outline) -> FavouritesView | None:
        tables = [FavouriteTable(view) for view in outline.views if view.entity.favourites]
        return FavouritesView(outline.t["path_favourites"], tables) if tables else None

    def links(self, outline: Outline) -> list[NavLink]:
        return [NavLink(outline.t["my_favourites"], "favourites:mine", "heart", Who.MEMBER)]

    def pages(self, outline: Outline) -> list[PageProbe]:
        return [PageProbe(f"/{outline.t['path_favourites']}/", outcomes(Who.MEMBER))]

    def probes(self, plan: CheckPlan, outline: Outline) -> CheckPlan:
        view = self.view(outline)
        assert view is not None
        return replace(plan, entities=tuple(_with_marks(probe, view) for probe in plan.entities))


def _with_marks(probe: EntityProbe, favourites: FavouritesView) -> EntityProbe:
    table = next((table for table in favourites.tables if table.view.name == probe.entity), None)
    if table is None:
        return probe
    marks = FavouriteProbe(
        path=f"/{favourites.path}/{table.view.path}/{{pk}}/",
        page_path=f"/{favourites.path}/",
        table=table.table,
        person_column="person_id",
        row_column="row_id",
    )
    return replace(probe, favourites=marks)
