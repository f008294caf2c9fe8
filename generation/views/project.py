"""A project's workspace, its cancel button and its ZIP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from autocrea.errors import wants_json
from autocrea.moment import one_moment
from generation import access, fragments
from generation.delivery import archive
from generation.models import Project, Revision
from generation.pipeline import lifecycle, reaper
from generation.presentation import workspace as workspaces
from generation.presentation.workspace import Workspace
from generation.views.access import Request, signed_in

VIEWS = (
    ("code", _("Code"), "code"),
    ("plan", _("Plan"), "layers"),
    ("evidence", _("Evidence"), "list-checks"),
    ("versions", _("Versions"), "history"),
)
SCREENS = ("conversation", "bench")


@signed_in
@require_GET
def workspace(request: Request, public_id: UUID) -> HttpResponse:
    """The page, or one file of it when htmx asks for the file view."""
    with one_moment():
        shown = workspaces.load(_project(request, public_id))
        page = _page(request, shown)
    if shown.active:
        reaper.reap()  # whoever looks at a stuck run sets it going again
    return page


def _page(request: Request, shown: Workspace) -> HttpResponse:
    wanted = request.GET.get("file", "")
    opened = shown.open(wanted)
    context: dict[str, Any] = {"workspace": shown, "open": opened, "missing": bool(wanted) and opened is None}
    if request.htmx and request.htmx.target == "file-view":
        return render(request, "generation/_file.html", context)
    return render(request, "generation/workspace.html", context | _frame(request, shown))


@signed_in
@require_POST
def cancel(request: Request, public_id: UUID) -> HttpResponse:
    project = _project(request, public_id)
    run = project.runs.order_by("-created_at").first()
    if run is not None:
        run = lifecycle.request_cancel(run)
    if wants_json(request):
        return JsonResponse({"status": run.status if run else None})
    if request.htmx:
        with one_moment():
            shown = workspaces.load(_project(request, public_id))
            return HttpResponse(fragments.render(shown, fragments.ALL, user=request.user))
    return HttpResponseRedirect(resolve_url("workspace", public_id))


@signed_in
@require_GET
def download(request: Request, public_id: UUID) -> HttpResponse:
    """The ZIP of the current version or of `?revision=`; only what was verified is handed out."""
    revision = _revision(_project(request, public_id), request.GET.get("revision", ""))
    name = f"{revision.blueprint['slug']}-v{revision.number}.zip"
    headers = {"Content-Disposition": content_disposition_header(True, name) or "attachment"}
    return HttpResponse(archive.build(revision), content_type="application/zip", headers=headers)


def _project(request: Request, public_id: UUID) -> Project:
    try:
        return access.get_project(request.user, public_id)
    except Http404:
        raise Http404(f"Project {public_id} not found") from None


def _revision(project: Project, wanted: str) -> Revision:
    """Raises Http404, also for a version that did not pass its checks."""
    if wanted and not (wanted.isascii() and wanted.isdigit() and len(wanted) < 9):
        raise Http404("Version not found")
    revision = access.get_revision(project, int(wanted) if wanted else None)
    if not revision.verified:
        raise Http404("Version not found")
    return revision


def _frame(request: Request, shown: Workspace) -> dict[str, Any]:
    """What of the page the address may choose; anything else is as if nobody had chosen."""
    view, screen = request.GET.get("view", ""), request.GET.get("screen", "")
    chosen = view in workspaces.VIEWS
    return {
        "project": shown.project,
        "now": timezone.now(),
        "view": view if chosen else shown.view,
        "chosen": chosen,
        "views": VIEWS,
        "screen": screen if screen in SCREENS else "bench" if chosen else "conversation",
    }
