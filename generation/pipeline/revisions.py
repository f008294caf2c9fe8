"""Stores files by content and makes a run's immutable version of them. Called by the lifecycle, in its transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django.db.models import Max
from django.db.models.functions import Now

from generation.delivery import paths
from generation.models import Blob, File, Project, Revision, Run


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def store(files: Mapping[str, str]) -> dict[str, str]:
    """Keep the texts; their digests by path. Raises paths.UnsafePath."""
    paths.check(files)
    digests = {path: digest_of(text) for path, text in files.items()}
    texts = {digests[path]: text for path, text in files.items()}
    # in one order everywhere: two runs that store the same texts must not wait for each other in a circle
    Blob.objects.bulk_create(
        [Blob(digest=digest, text=texts[digest], size=len(texts[digest].encode())) for digest in sorted(texts)],
        ignore_conflicts=True,
    )
    return digests


def load(digests: Mapping[str, str]) -> dict[str, str]:
    """The texts of stored files, by path."""
    texts = dict(Blob.objects.filter(digest__in=set(digests.values())).values_list("digest", "text"))
    return {path: texts[digest] for path, digest in digests.items()}


def publish(run: Run, digests: Mapping[str, str], blueprint: dict[str, Any], report: dict[str, Any]) -> Revision:
    """The next version of the run's project, made current."""
    project = Project.objects.select_for_update(no_key=True).get(pk=run.project_id)
    paths.check_together(digests)
    last = project.revisions.aggregate(last=Max("number"))["last"] or 0
    revision = Revision.objects.create(
        project=project,
        number=last + 1,
        run=run,
        digest=_digest_of_all(digests),
        blueprint=blueprint,
        report=report,
    )
    File.objects.bulk_create(File(revision=revision, path=path, blob_id=digests[path]) for path in sorted(digests))
    Project.objects.filter(pk=project.pk).update(current_revision=revision, updated_at=Now())
    return revision


def _digest_of_all(digests: Mapping[str, str]) -> str:
    return digest_of("".join(f"{digests[path]} {path}\n" for path in sorted(digests)))
