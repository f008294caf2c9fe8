"""A real Celery worker with doubles in its toolbox; `celery -A` loads it in a process of its own."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "autocrea.settings_test")
django.setup()

from autocrea.celery import app  # noqa: E402
from generation.pipeline import draining, toolbox  # noqa: E402
from generation.pipeline.tests.workshop import Workshop  # noqa: E402

tools = Workshop(slow=float(os.environ["WORKSHOP_SLOW"])).toolbox()
toolbox.default = lambda: tools  # type: ignore[assignment]
draining.PATIENCE_SECONDS = float(os.environ.get("WORKSHOP_PATIENCE", "15"))

__all__ = ["app"]
