"""The engine without a model: a general reader plans the app, the stack renders it.

Owns the built-in way of doing each role's work; the agents use the same functions. Never guesses beyond what the
reader understood, and the same prompt always gives the same answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterator, Mapping

from generation.blueprint.schema import Blueprint
from generation.engine.blocks import blocks
from generation.engine.errors import UnknownRole
from generation.engine.names import BUILTIN
from generation.engine.values import STOP, Ask, End, Usage
from generation.stacks.protocol import Scope, Stack

SCOPES: Mapping[str, Scope] = {"backend": "backend", "frontend": "frontend", "devops": "devops"}
ROLES = ("architect", *SCOPES, "security")


def files_of(role: str, blueprint: Blueprint, stack: Stack) -> dict[str, str]:
    """The files a role answers for. Locked files belong to nobody's scope and come with the deployment."""
    scope = SCOPES[role]
    return {path: text for path, text in stack.render(blueprint).items() if (stack.scope_of(path) or "devops") == scope}


class BuiltinProvider:
    """Answers at once and completely: `max_tokens` bounds models, and no model writes here."""

    name = BUILTIN
    identity = ""

    async def stream(self, ask: Ask) -> AsyncGenerator[str | End, None]:
        for piece in await asyncio.to_thread(lambda: list(self._answer(ask))):
            yield piece
        yield End(STOP, Usage(), BUILTIN)

    def _answer(self, ask: Ask) -> Iterator[str]:
        from generation.blueprint.reader import read
        from generation.stacks.django import DjangoStack

        if ask.role not in ROLES:
            raise UnknownRole(f"Unknown role {ask.role!r}: choose one of {', '.join(ROLES)}.")
        blueprint = read(ask.prompt)
        stack = DjangoStack()
        if ask.role == "architect":
            yield blueprint.model_dump_json(indent=2)
        elif ask.role == "security":
            yield from blocks({"SECURITY.md": stack.security_notes(blueprint, {})})
        else:
            yield from blocks(files_of(ask.role, blueprint, stack))
