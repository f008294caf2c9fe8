"""Engines: who writes. Knows no Django model, no user and no ledger."""

from generation.engine.client import JoxCoderClient
from generation.engine.errors import EngineError, EngineUnavailable, UnknownEngine, UnknownRole

__all__ = ["EngineError", "EngineUnavailable", "JoxCoderClient", "UnknownEngine", "UnknownRole"]
