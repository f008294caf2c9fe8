"""What the steps work with, so that tests and other stacks can put something else in its place."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from django.conf import settings

from generation.agents import consulting
from generation.agents.consulting import Ask, Reader
from generation.agents.writing import Look
from generation.blueprint.schema import Blueprint
from generation.stacks.protocol import CheckPlan, Stack


class Evidence(Protocol):
    """What a verification hands back."""

    @property
    def verified(self) -> bool: ...

    def as_dict(self) -> dict[str, Any]: ...


class Verify(Protocol):
    def __call__(
        self,
        files: Mapping[str, str],
        blueprint: Blueprint,
        plan: CheckPlan,
        *,
        on_check: Callable[[Any], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Evidence: ...


def look(files: Mapping[str, str], changed: Sequence[str]) -> dict[str, list[str]]:
    """What is wrong with the changed files as they are read. Raises SandboxUnavailable."""
    from generation.sandbox.checks import static

    found: dict[str, list[str]] = {}
    for finding in static.findings({path: files[path] for path in changed}):
        found.setdefault(finding.path, []).append(str(finding))
    return found


class Asking(Protocol):
    """Questions to an engine, until stopped; somebody may read the answers while they are written."""

    def __call__(self, engine: str, stopped: Callable[[], bool], reader: Reader | None, /) -> Ask: ...


@dataclass(frozen=True)
class Toolbox:
    read: Callable[..., Blueprint]
    stack: Stack
    verify: Verify
    audit: Callable[[Mapping[str, str]], list[dict[str, Any]]]
    availability: Callable[[], tuple[bool, str]]  # whether generated code can be run here, and why not
    ask: Asking = consulting.by
    look: Look = look


@lru_cache(maxsize=1)
def default() -> Toolbox:
    """The real one: built-in reader, Django stack, WebAssembly sandbox. Imported when first needed."""
    from generation.blueprint.reader import read
    from generation.pipeline.audit import audit
    from generation.sandbox.installed import availability
    from generation.sandbox.verify import verify
    from generation.stacks.django import DjangoStack

    return Toolbox(read=read, stack=DjangoStack(), verify=_in_turn(verify), audit=audit, availability=availability)


def _in_turn(verify: Verify) -> Verify:
    """No more sandboxes at once in this process than the settings allow; a cancelled one stops waiting."""
    slots = threading.BoundedSemaphore(settings.SANDBOX_SLOTS)

    def waiting(*args: Any, cancelled: Callable[[], bool] | None = None, **options: Any) -> Evidence:
        while not slots.acquire(timeout=0.2):
            if cancelled is not None and cancelled():
                break
        else:
            try:
                return verify(*args, cancelled=cancelled, **options)
            finally:
                slots.release()
        from generation.sandbox.errors import SandboxCancelled

        raise SandboxCancelled("cancelled while waiting for a sandbox")

    return waiting
