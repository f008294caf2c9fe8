"""What people may hand in beside the description; description and name are checked by the reader."""

from __future__ import annotations

from generation.pipeline.refusals import BadInput

LANGUAGES = ("es", "en")


def cleaned_name(name: str | None) -> str | None:
    """The name without outer spaces, None when there is none."""
    return (name or "").strip() or None


def checked_language(language: str | None) -> str | None:
    """Raises BadInput."""
    if language and language not in LANGUAGES:
        raise BadInput(f"Unknown language {language!r}: choose one of {', '.join(LANGUAGES)}.")
    return language or None
