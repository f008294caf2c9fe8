"""The one door to each object: somebody else's and a missing one give the same 404."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from generation.models import Project, Revision, Run

Person = AbstractBaseUser | AnonymousUser


def projects(user: Person) -> QuerySet[Project]:
    """A person's own projects."""
    return Project.objects.filter(owner_id=user.pk) if user.pk else Project.objects.none()


def get_project(user: Person, public_id: UUID) -> Project:
    """Raises Http404."""
    return get_object_or_404(projects(user).select_related("current_revision"), public_id=public_id)


def get_revision(project: Project, number: int | None = None) -> Revision:
    """That version of a project, the current one without a number. Raises Http404."""
    if number is not None:
        return get_object_or_404(Revision.objects.filter(project=project), number=number)
    if project.current_revision is None:
        raise Http404("no version yet")
    return project.current_revision


def queue_position(run: Run) -> int:
    """How many runs are before it, and itself; 0 when it does not wait."""
    if run.status != "queued":
        return 0
    return Run.objects.filter(status="queued", created_at__lte=run.created_at).count()
