"""SECURITY.md of a generated project."""

from __future__ import annotations

from collections.abc import Mapping

from generation.blueprint.schema import Blueprint


def notes(blueprint: Blueprint, checks: Mapping[str, str]) -> str:
    return "\n".join(f"- {name}: {status}" for name, status in checks.items()) + "\n"
