"""Projects, runs and versions for staff to look at; nothing is changed here."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from generation.models import Project, Revision, Run, Step


class ReadOnly:  # the admin's classes are not subscriptable at run time, hence the ignores below
    """What a run did is evidence: nobody adds, edits or deletes it by hand."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class StepInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = Step
    fields = ("key", "status", "price", "charged", "note", "started_at", "finished_at")
    extra = 0


@admin.register(Project)
class ProjectAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "owner", "language", "current_revision", "created_at")
    list_filter = ("language", "created_at")
    search_fields = ("name", "owner__email", "public_id")
    list_select_related = ("owner", "current_revision")


@admin.register(Run)
class RunAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("public_id", "project", "owner", "status", "engine", "cap", "charged", "error_code", "created_at")
    list_filter = ("status", "engine", "error_code", "created_at")
    search_fields = ("public_id", "project__name", "owner__email")
    list_select_related = ("project", "owner")
    inlines = (StepInline,)


@admin.register(Revision)
class RevisionAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("project", "number", "verified", "digest", "created_at")
    search_fields = ("project__name", "public_id", "digest")
    list_select_related = ("project",)

    @admin.display(boolean=True)
    def verified(self, revision: Revision) -> bool:
        return revision.verified
