"""Maps: where rows are, drawn on the server."""

from __future__ import annotations

from dataclasses import dataclass, replace

from generation.blueprint.schema import PageKind
from generation.stacks.django import naming
from generation.stacks.django.agreement import agree
from generation.stacks.django.entities import EntityView
from generation.stacks.django.fields import TEXTUAL
from generation.stacks.django.literals import within
from generation.stacks.django.outcomes import without_row
from generation.stacks.django.parts.part import NavLink, Outline, Part
from generation.stacks.protocol import CheckPlan, EntityProbe, PageProbe, PlaceProbe


@dataclass(frozen=True)
class MapView:
    """One map: the table whose rows it shows and the attributes of their coordinates."""

    title: str
    path: str
    entity: EntityView
    new_label: str

    @property
    def name(self) -> str:
        return self.entity.module

    @property
    def latitude(self) -> str:
        return self._attribute("latitude")

    @property
    def longitude(self) -> str:
        return self._attribute("longitude")

    @property
    def note(self) -> str:
        """What stands under a row's name in the list beside the map: an address, a phone, a state."""
        state = self.entity.workflow_field
        texts = [
            f
            for f in self.entity.fields
            if f.type in TEXTUAL and f is not self.entity.display and f not in self.entity.prose
        ]
        return state.name if state else texts[0].name if texts else ""

    def _attribute(self, which: str) -> str:
        place = self.entity.entity.place
        assert place is not None
        return self.entity.by_blueprint_name[getattr(place, which)].name


@dataclass(frozen=True)
class GeographyView:
    maps: list[MapView]


class GeographyPart(Part):
    name = "geography"

    def view(self, outline: Outline) -> GeographyView | None:
        maps = [_map(outline, view) for view in outline.views if view.entity.place]
        return GeographyView(maps) if maps else None

    def links(self, outline: Outline) -> list[NavLink]:
        return [
            NavLink(m.title, f"geography:{m.name}", "map", m.entity.rules.read, opens=(("read", m.entity.name),))
            for m in _maps(self, outline)
        ]

    def pages(self, outline: Outline) -> list[PageProbe]:
        return [PageProbe(f"/{m.path}/", without_row(m.entity.rules.read)) for m in _maps(self, outline)]

    def probes(self, plan: CheckPlan, outline: Outline) -> CheckPlan:
        by_name = {each.entity.name: each for each in _maps(self, outline)}
        return replace(plan, entities=tuple(_with_place(probe, by_name.get(probe.entity)) for probe in plan.entities))


def _maps(part: GeographyPart, outline: Outline) -> list[MapView]:
    view = part.view(outline)
    return view.maps if view else []


def _map(outline: Outline, view: EntityView) -> MapView:
    """The plan's page for that table, or one of the table's own address."""
    pages = (page for page in outline.blueprint.pages if page.kind is PageKind.MAP and page.entity == view.name)
    page, t = next(pages, None), outline.t
    path = naming.address(page.slug.strip("/")) if page else f"{view.path}-{t['path_map']}"
    title = page.title if page else f"{t['map']} · {view.plural}"
    label = agree(view.label, t, "new_named").format(label=within(view.label))
    return MapView(title, path, view, label)


def _with_place(probe: EntityProbe, shown: MapView | None) -> EntityProbe:
    if shown is None:
        return probe
    return replace(probe, place=PlaceProbe(shown.latitude, shown.longitude, f"/{shown.path}/"))
