"""The notes project with a view that runs one attack by name."""

from __future__ import annotations

import json
from pathlib import Path

from generation.sandbox.session import Session
from generation.sandbox.tests import notes

VIEW = """
from django.http import JsonResponse
from core import attacks
urlpatterns += [path("attack/<name>/", lambda request, name: JsonResponse(attacks.attempt(name, request.GET["at"])))]
"""
ENVIRONMENT = {"DJANGO_SETTINGS_MODULE": "config.settings", "SECRET_KEY": "x"}


def files() -> dict[str, str]:
    found = notes.files()
    found["core/attacks.py"] = (Path(__file__).parent / "projects" / "attacks.py").read_text()
    found["config/urls.py"] += VIEW
    return found


def attack(session: Session, name: str, target: str = "") -> dict[str, str]:
    """What the attack came to: `refused` with the reason, or `done` with what it got."""
    response = session.request("GET", f"/attack/{name}/?at={target}", {"Host": "localhost"})
    assert response.status == 200, response
    return json.loads(response.body)
