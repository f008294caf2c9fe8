"""What can be wrong with an engine, each with a sentence for the person who asked."""

from __future__ import annotations


class EngineError(Exception):
    """An engine could not answer; the message is for the log, `for_user` for the page."""

    code = "engine_error"

    def __init__(self, detail: str, *, for_user: str = "") -> None:
        super().__init__(detail)
        self.for_user = for_user or detail


class UnknownEngine(EngineError):
    code = "unknown_engine"


class UnknownRole(EngineError):
    code = "unknown_role"


class EngineUnavailable(EngineError):
    """The engine exists but nothing is configured for it here."""

    code = "engine_unavailable"
