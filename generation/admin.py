"""Projects, runs and versions for staff to look at; nothing is changed here."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from generation.models import Project, Revision, Run, Step


class ReadOnly:  # the admin's classes are not subscriptable at run time, hence the ignores below
    """What a run did is evidence: nobody adds, edits or deletes it by hand."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Made:
    """When it was made, short enough for a list."""

    @admin.display(description=_("when"), ordering="created_at")
    def when(self, row: Any) -> str:
        return date_format(localtime(row.created_at), "SHORT_DATETIME_FORMAT")


class StepInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = Step
    fields = ("key", "status", "price", "charged", "note", "started_at", "finished_at")
    extra = 0


@admin.register(Project)
class ProjectAdmin(Made, ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "owner", "language", "current_revision", "when")
    list_filter = ("language", "created_at")
    search_fields = ("name", "owner__email", "public_id")
    list_select_related = ("owner", "current_revision")


@admin.register(Run)
class RunAdmin(Made, ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("when", "project", "owner", "state", "made_by", "charged", "error_code")
    list_filter = ("status", "engine", "error_code", "created_at")
    search_fields = ("public_id", "project__name", "owner__email")
    list_select_related = ("project", "owner")
    inlines = (StepInline,)

    @admin.display(description=_("status"), ordering="status")
    def state(self, run: Run) -> str:
        return run.get_status_display()

    @admin.display(description=_("engine"), ordering="engine")
    def made_by(self, run: Run) -> str:
        return run.get_engine_display()


@admin.register(Revision)
class RevisionAdmin(Made, ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("project", "number", "verified", "when")
    search_fields = ("project__name", "public_id", "digest")
    list_select_related = ("project",)

    @admin.display(description=_("verified"), boolean=True)
    def verified(self, revision: Revision) -> bool:
        return revision.verified
