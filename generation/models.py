"""What a project is made of and how far its runs have come. Postgres is the truth; everything else is a hint.

Only `pipeline/lifecycle.py` writes a status, a fence or an event.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Project(models.Model):
    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="projects")
    name = models.CharField(_("name"), max_length=80)
    language = models.CharField(max_length=2, choices=[("es", _("Spanish")), ("en", _("English"))])
    current_revision = models.ForeignKey(
        "Revision",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("current version"),
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("project")
        verbose_name_plural = _("projects")

    def __str__(self) -> str:
        return self.name


class RunStatus(models.TextChoices):
    QUEUED = "queued", _("Queued")
    RUNNING = "running", _("Running")
    SUCCEEDED = "succeeded", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class Engine(models.TextChoices):
    BUILTIN = "builtin", _("Built-in engine (no AI)")
    JOXCODER = "joxcoder", "JoxCoder"
    OPENAI = "openai", _("OpenAI-compatible model")


class RunKind(models.TextChoices):
    APP = "app", _("App")
    EDIT = "edit", _("Change")
    FILE = "file", _("File")


class Run(models.Model):
    """One paid piece of work. Claimed with a lease; every write of a worker carries the fence it was given."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="runs")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="runs")
    kind = models.CharField(max_length=8, choices=RunKind, default="app")
    prompt = models.TextField()
    engine = models.CharField(max_length=16, choices=Engine, default=Engine.BUILTIN)
    submit_key = models.UUIDField()  # one per form: the same key again is the same run
    status = models.CharField(max_length=10, choices=RunStatus, default=RunStatus.QUEUED)
    cap = models.PositiveIntegerField()  # tokens held; never more is charged
    charged = models.PositiveIntegerField(default=0)
    fence = models.BigIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    hinted_at = models.DateTimeField(null=True, blank=True)  # last message that asked a worker to look at it
    deadline = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)  # of the step at hand; anew on each commit
    cancel_requested = models.BooleanField(default=False)
    next_seq = models.PositiveIntegerField(default=1)
    error_code = models.CharField(max_length=40, blank=True)
    error_detail = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("run")
        verbose_name_plural = _("runs")
        constraints = [
            models.UniqueConstraint(fields=["owner", "submit_key"], name="run_once_per_form"),
            models.CheckConstraint(condition=models.Q(charged__lte=models.F("cap")), name="run_charged_within_cap"),
        ]
        indexes = [
            models.Index(
                fields=["lease_until"], name="run_unfinished", condition=models.Q(status__in=["queued", "running"])
            )
        ]

    def __str__(self) -> str:
        return f"{self.project_id}/{self.public_id}"

    @property
    def is_active(self) -> bool:
        return self.status in (RunStatus.QUEUED, RunStatus.RUNNING)


class StepStatus(models.TextChoices):
    PENDING = "pending", _("Pending")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class Step(models.Model):
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="steps")
    key = models.CharField(max_length=16)  # architecture backend frontend devops verification security
    position = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=StepStatus, default=StepStatus.PENDING)
    price = models.PositiveIntegerField(default=0)
    charged = models.PositiveIntegerField(null=True, blank=True)  # None until it is settled
    note = models.CharField(max_length=40, blank=True)  # code of the reason when it was charged at 0
    output = models.JSONField(default=dict)  # what the following steps need; files are content-addressed below
    summary = models.JSONField(default=dict)  # counts and names for the live line
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["run", "key"], name="step_once_per_run")]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.key}"


class ModelUse(models.Model):
    """What was asked of models for one person on one day, whether it was paid for or not."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    day = models.DateField(_("day"))
    tokens = models.BigIntegerField(default=0)  # read and written, with those booked for calls under way
    calls = models.PositiveIntegerField(_("calls"), default=0)

    class Meta:
        ordering = ["-day", "-tokens"]
        verbose_name = _("use of models")
        verbose_name_plural = _("use of models")
        constraints = [models.UniqueConstraint(fields=["day", "owner"], name="model_use_once_per_day")]

    def __str__(self) -> str:
        return f"{self.owner_id} {self.day}"


class Event(models.Model):
    """Something a watching page must learn; numbered without gaps within its run."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="events")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=24)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["run", "seq"], name="event_once_per_seq")]

    def __str__(self) -> str:
        return f"{self.run_id}#{self.seq} {self.kind}"


class Revision(models.Model):
    """An immutable version of a project: its files, the plan they follow and the evidence."""

    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    run = models.ForeignKey(Run, on_delete=models.SET_NULL, null=True, related_name="revisions")
    digest = models.CharField(max_length=64)  # over paths and contents
    blueprint = models.JSONField()
    report = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = [models.UniqueConstraint(fields=["project", "number"], name="revision_number")]

    def __str__(self) -> str:
        return f"{self.project_id} v{self.number}"

    @property
    def verified(self) -> bool:
        return bool(self.report.get("verified"))


class Blob(models.Model):
    """A file's text, stored once whatever number of versions hold it."""

    digest = models.CharField(max_length=64, primary_key=True)  # SHA-256 of the UTF-8 bytes
    text = models.TextField()
    size = models.PositiveIntegerField()  # bytes

    def __str__(self) -> str:
        return self.digest[:12]


class File(models.Model):
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="files")
    path = models.CharField(max_length=240)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["path"]
        constraints = [models.UniqueConstraint(fields=["revision", "path"], name="file_once_per_revision")]

    def __str__(self) -> str:
        return self.path
