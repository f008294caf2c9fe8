"""The devops agent: start script, container, workflow and hosts."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from generation.blueprint.schema import Blueprint
from generation.engine.providers import builtin
from generation.stacks.protocol import Stack

ROLE: Final = "devops"
TITLE = _("Setting up deployment")


def write(blueprint: Blueprint, stack: Stack) -> dict[str, str]:
    """The files of this agent's scope, by path."""
    return builtin.files_of(ROLE, blueprint, stack)
