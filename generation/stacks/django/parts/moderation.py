"""Moderation: what members write is seen by others once the staff have approved it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from generation.blueprint.schema import Who
from generation.stacks.django.entities import EntityView
from generation.stacks.django.outcomes import outcomes
from generation.stacks.django.parts.part import NavLink, Outline, Part
from generation.stacks.protocol import CheckPlan, EntityProbe, ModerationProbe, PageProbe


@dataclass(frozen=True)
class ModerationView:
    path: str
    tables: list[EntityView]

    @property
    def names(self) -> list[str]:
        return [view.name for view in self.tables]


class ModerationPart(Part):
    name = "moderation"
    locked = ("moderation/views.py",)

    def view(self, outline: Outline) -> ModerationView | None:
        tables = [view for view in outline.views if view.entity.moderated]
        return ModerationView(outline.t["path_moderation"], tables) if tables else None

    def links(self, outline: Outline) -> list[NavLink]:
        return [NavLink(outline.t["moderation"], "moderation:queue", "shield", Who.STAFF)]

    def pages(self, outline: Outline) -> list[PageProbe]:
        return [PageProbe(f"/{outline.t['path_moderation']}/", outcomes(Who.STAFF))]

    def probes(self, plan: CheckPlan, outline: Outline) -> CheckPlan:
        view = self.view(outline)
        assert view is not None
        return replace(plan, entities=tuple(_with_queue(probe, view) for probe in plan.entities))


def _with_queue(probe: EntityProbe, moderation: ModerationView) -> EntityProbe:
    table = next((view for view in moderation.tables if view.name == probe.entity), None)
    if table is None:
        return probe
    queue = ModerationProbe(
        queue_path=f"/{moderation.path}/",
        path=f"/{moderation.path}/{table.module}/{{pk}}/",
        param="decision",
        column="moderation",
        pending="pending",
        approved="approved",
        rejected="rejected",
    )
    return replace(probe, moderation=queue)
