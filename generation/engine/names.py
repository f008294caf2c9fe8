"""The engines there are, and whether one can be asked on this installation."""

from __future__ import annotations

from generation.engine.errors import EngineUnavailable, UnknownEngine

BUILTIN = "builtin"
TITLES = {BUILTIN: "Built-in engine", "joxcoder": "JoxCoder", "openai": "OpenAI-compatible model"}
NEEDS = {"joxcoder": "JOXCODER_API_URL and JOXCODER_API_KEY", "openai": "OPENAI_API_KEY"}


def ensure_known(name: str) -> None:
    """Raises UnknownEngine."""
    if name not in TITLES:
        raise UnknownEngine(f"Unknown engine {name!r}: choose one of {', '.join(TITLES)}.")


def ensure_available(name: str) -> None:
    """Raises UnknownEngine, or EngineUnavailable with what would have to be set."""
    ensure_known(name)
    if name in NEEDS:
        raise EngineUnavailable(
            f"{TITLES[name]} is not configured: set {NEEDS[name]}. The built-in engine needs no configuration."
        )
