"""Uploads: pictures and documents that people send, served to those alone who may read the row they belong to."""

from __future__ import annotations

from dataclasses import dataclass, replace

from generation.blueprint.schema import FieldType as T
from generation.stacks.django.entities import EntityView
from generation.stacks.django.fields import FieldView
from generation.stacks.django.parts.part import Outline, Part
from generation.stacks.protocol import CheckPlan, EntityProbe, UploadProbe


@dataclass(frozen=True)
class UploadTable:
    """A table whose rows carry files."""

    view: EntityView
    fields: list[FieldView]


@dataclass(frozen=True)
class UploadsView:
    path: str
    tables: list[UploadTable]

    @property
    def first(self) -> UploadTable:
        """The table that the project's own tests try out."""
        return self.tables[0]


class UploadsPart(Part):
    name = "uploads"
    locked = ("uploads/files.py", "uploads/views.py")

    def view(self, outline: Outline) -> UploadsView | None:
        tables = [UploadTable(view, uploaded(view)) for view in outline.views if uploaded(view)]
        return UploadsView(outline.t["path_uploads"], tables) if tables else None

    def probes(self, plan: CheckPlan, outline: Outline) -> CheckPlan:
        view = self.view(outline)
        assert view is not None
        found = {table.view.name: _probes(table, view.path) for table in view.tables}
        return replace(plan, entities=tuple(_with_files(probe, found) for probe in plan.entities))


def uploaded(view: EntityView) -> list[FieldView]:
    return [field for field in view.fields if field.uploaded]


def _probes(table: UploadTable, path: str) -> tuple[UploadProbe, ...]:
    base = f"/{path}/{table.view.module}/{{pk}}/"
    return tuple(
        UploadProbe(field.name, field.column, field.type is T.IMAGE, f"{base}{field.name}/", field.field.name)
        for field in table.fields
    )


def _with_files(probe: EntityProbe, found: dict[str, tuple[UploadProbe, ...]]) -> EntityProbe:
    return replace(probe, uploads=found[probe.entity]) if probe.entity in found else probe
