"""The names of the checks in the reader's language; the stored report speaks that of the app."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import get_language

from generation.sandbox.checks.titles import TITLES

__all__ = ["TITLES", "following", "title"]


def following(done: Collection[str]) -> str | None:
    """The check that is under way once these are done; they go in the order of TITLES."""
    return next((check_id for check_id in TITLES if check_id not in done), None)


def title(check_id: str, reported: str) -> str:
    """A check nobody here knows keeps the report's own words."""
    return TITLES.get(check_id, {}).get((get_language() or "")[:2]) or reported or check_id
