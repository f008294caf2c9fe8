"""Projects, runs and versions for staff to look at; nothing is changed here."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from autocrea.staff_pages import LookOnly, figure, when
from generation.models import ModelUse, Project, Revision, Run, Step


class StepInline(LookOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = Step
    fields = ("key", "status", "price", "charged", "note", "started_at", "finished_at")
    extra = 0


@admin.register(Project)
class ProjectAdmin(LookOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "owner", "language", "current_revision", when(_("when")))
    list_filter = ("language", "created_at")
    search_fields = ("name", "owner__email", "public_id")
    list_select_related = ("owner", "current_revision")


@admin.register(Run)
class RunAdmin(LookOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = (when(_("when")), "project", "owner", "state", "made_by", "charged", "error_code")
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


@admin.register(ModelUse)
class ModelUseAdmin(LookOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Today's first, the busiest first."""

    list_display = ("day", "owner", figure("tokens", _("model tokens")), "calls", "left")
    list_filter = ("day",)
    search_fields = ("owner__email",)
    list_select_related = ("owner",)

    @admin.display(description=_("may use more"), boolean=True)
    def left(self, use: ModelUse) -> bool:
        return not settings.MODEL_TOKENS_PER_PERSON or use.tokens < settings.MODEL_TOKENS_PER_PERSON


@admin.register(Revision)
class RevisionAdmin(LookOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("project", "number", "verified", when(_("when")))
    search_fields = ("project__name", "public_id", "digest")
    list_select_related = ("project",)

    @admin.display(description=_("verified"), boolean=True)
    def verified(self, revision: Revision) -> bool:
        return revision.verified
