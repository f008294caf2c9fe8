"""The backend agent: models, permissions, pages' logic and the API."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from generation.blueprint.schema import Blueprint
from generation.engine.providers import builtin
from generation.stacks.protocol import Stack

ROLE: Final = "backend"
TITLE = _("Generating the backend")


def write(blueprint: Blueprint, stack: Stack) -> dict[str, str]:
    """The files of this agent's scope, by path."""
    return builtin.files_of(ROLE, blueprint, stack)
