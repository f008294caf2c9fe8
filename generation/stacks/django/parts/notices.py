"""Notices: who owns a row is told when somebody else changes its state or adds something to it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from generation.blueprint.schema import Feature, Who
from generation.blueprint.schema import FieldType as T
from generation.stacks.django.entities import EntityView
from generation.stacks.django.literals import python
from generation.stacks.django.outcomes import outcomes
from generation.stacks.django.parts.part import Outline, Part
from generation.stacks.protocol import CheckPlan, NoticesProbe, PageProbe


@dataclass(frozen=True)
class Reply:
    """Rows that say something about a row of somebody's, by one of their relations."""

    source: EntityView
    relation: str
    target: EntityView


@dataclass(frozen=True)
class NoticesView:
    path: str
    moving: list[EntityView]  # owned rows with states
    replies: list[Reply]
    arrivals: list[EntityView]  # what members send to the staff
    dated: list[EntityView]  # owned rows with a day, of which their owners are reminded

    @property
    def days(self) -> list[str]:
        """What is reminded of, as the project writes it down."""
        return [f"({view.name}, {python(view.day.name)})" for view in self.dated if view.day]

    @property
    def reply_calls(self) -> list[str]:
        """The relations as the project writes them down."""
        return [f"({reply.source.name}, {python(reply.relation)})" for reply in self.replies]


class NoticesPart(Part):
    name = "notices"
    processors = ("notices.context.unread",)

    def view(self, outline: Outline) -> NoticesView | None:
        if not outline.blueprint.has(Feature.NOTIFICATIONS):
            return None
        moving = [view for view in outline.views if view.owned and view.workflow_field]
        replies = [reply for view in outline.views for reply in _replies(view, outline)]
        arrivals = [view for view in outline.views if _is_sent(view)]
        dated = [view for view in outline.views if view.owned and view.day]
        if not (moving or replies or arrivals):
            return None
        return NoticesView(outline.t["path_notices"], moving, replies, arrivals, dated)

    def pages(self, outline: Outline) -> list[PageProbe]:
        return [PageProbe(f"/{outline.t['path_notices']}/", outcomes(Who.MEMBER))]

    def probes(self, plan: CheckPlan, outline: Outline) -> CheckPlan:
        path = f"/{outline.t['path_notices']}/"
        probe = NoticesProbe(
            page_path=path,
            open_path=f"{path}{{pk}}/",
            table="notices_notice",
            recipient_column="recipient_id",
            read_column="read_at",
        )
        return replace(plan, notices=probe)


def _is_sent(view: EntityView) -> bool:
    """Whether members make such rows for the staff to deal with: requests, bookings, messages."""
    handled = view.workflow_field is not None or view.rules.read in (Who.OWNER, Who.STAFF)
    return handled and view.rules.create in (Who.VISITOR, Who.MEMBER)


def _replies(view: EntityView, outline: Outline) -> list[Reply]:
    """By every single relation to rows that people own: comments, answers, applications, bookings."""
    fields = [field for field in view.fields if field.type is T.RELATION and field.field.target != view.name]
    targets = [(field.name, outline.by_name[str(field.field.target)]) for field in fields]
    return [Reply(view, name, target) for name, target in targets if target.owned]
