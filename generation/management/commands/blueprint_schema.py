"""Prints the JSON schema of the blueprint."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand

from generation.blueprint.schema import Blueprint


class Command(BaseCommand):
    help = "Print the JSON schema of the blueprint, the plan every generated app follows."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(json.dumps(Blueprint.model_json_schema(), ensure_ascii=False, indent=2))
