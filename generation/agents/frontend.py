"""The frontend agent: templates, style and pictures."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from generation.blueprint.schema import Blueprint
from generation.engine.providers import builtin
from generation.stacks.protocol import Stack

ROLE: Final = "frontend"
TITLE = _("Generating the frontend")


def write(blueprint: Blueprint, stack: Stack) -> dict[str, str]:
    """The files of this agent's scope, by path."""
    return builtin.files_of(ROLE, blueprint, stack)
