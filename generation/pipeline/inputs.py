"""What people may hand in beside the description; the description itself is checked by the reader."""

from __future__ import annotations

from generation.pipeline.refusals import BadInput

LONGEST_NAME = 80
LANGUAGES = ("es", "en")


def checked_name(name: str | None) -> str | None:
    """The name without outer spaces, None when there is none. Raises BadInput."""
    name = (name or "").strip()
    if len(name) > LONGEST_NAME:
        raise BadInput(f"The project name is longer than {LONGEST_NAME} characters.")
    if not name.isprintable():
        raise BadInput("The project name has characters that cannot be shown.")
    return name or None


def checked_language(language: str | None) -> str | None:
    """Raises BadInput."""
    if language and language not in LANGUAGES:
        raise BadInput(f"Unknown language {language!r}: choose one of {', '.join(LANGUAGES)}.")
    return language or None
