"""The Celery application. Tasks carry ids only; see generation/tasks.py."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "autocrea.settings")

app = Celery("autocrea")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
