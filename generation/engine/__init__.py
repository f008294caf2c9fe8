"""Engines: who writes. Knows no Django model, no user and no ledger."""

from generation.engine.client import JoxCoderClient
from generation.engine.errors import EngineError, EngineUnavailable, ModelError, UnknownEngine, UnknownRole
from generation.engine.values import Budget, Message, Reply

__all__ = [
    "Budget",
    "EngineError",
    "EngineUnavailable",
    "JoxCoderClient",
    "Message",
    "ModelError",
    "Reply",
    "UnknownEngine",
    "UnknownRole",
]
