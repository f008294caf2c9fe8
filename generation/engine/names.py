"""The engines there are, and whether one can be asked on this installation."""

from __future__ import annotations

from generation.engine import configuration
from generation.engine.configuration import JOXCODER, OPENAI
from generation.engine.errors import EngineUnavailable, UnknownEngine

BUILTIN = "builtin"
TITLES = {BUILTIN: "Built-in engine", JOXCODER: "JoxCoder", OPENAI: "OpenAI-compatible model"}
NEEDS = {JOXCODER: "JOXCODER_API_URL and JOXCODER_API_KEY", OPENAI: "OPENAI_API_KEY"}


def ensure_known(name: str) -> None:
    """Raises UnknownEngine."""
    if name not in TITLES:
        raise UnknownEngine(f"Unknown engine {name!r}: choose one of {', '.join(TITLES)}.")


def ensure_available(name: str) -> None:
    """Raises UnknownEngine, or EngineUnavailable with what would have to be set."""
    ensure_known(name)
    if name in NEEDS and configuration.of(name) is None:
        raise EngineUnavailable(
            f"{TITLES[name]} is not configured: set {NEEDS[name]}. The built-in engine needs no configuration."
        )


def configured_order() -> tuple[str, ...]:
    """Who is asked, one after the other; the built-in engine is the last that always answers."""
    return (*(name for name in NEEDS if configuration.of(name) is not None), BUILTIN)
