"""The whole pipeline in memory: for the command line, scripts and tests. No database, no user, no ledger.

The worker's runner does the same steps with the same functions and stores each; nothing is decided here.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from django.conf import settings

from generation.agents import security
from generation.agents.drafting import Part
from generation.blueprint.schema import Blueprint
from generation.engine.names import BUILTIN, ensure_available
from generation.pipeline import steps, toolbox
from generation.pipeline.inputs import checked_language, cleaned_name
from generation.pipeline.refusals import NotVerified
from generation.pipeline.toolbox import Toolbox
from generation.stacks.protocol import Stack

logger = logging.getLogger(__name__)
Progress = Callable[[str], Awaitable[None]]


class _Follower:
    def __init__(self, tell: Callable[[dict[str, Any]], None] | None) -> None:
        self._tell = tell
        self.cancelled = threading.Event()

    def say(self, **item: Any) -> None:
        if self._tell:
            self._tell(item)

    def show(self, parts: Sequence[Part]) -> None:
        pass

    def stopped(self) -> bool:
        return self.cancelled.is_set()


class CodeGenerationOrchestrator:
    """Builds an app from a description and verifies it."""

    def __init__(
        self,
        *,
        engine: str = BUILTIN,
        name: str | None = None,
        language: str | None = None,
        tools: Toolbox | None = None,
        on_item: Callable[[dict[str, Any]], None] | None = None,
        on_plan: Callable[[Blueprint], None] | None = None,
    ) -> None:
        """`on_item` hears what the steps say while they work, from their thread; `on_plan` may refuse by raising.

        Raises EngineError, BadInput.
        """
        ensure_available(engine)
        self._engine = engine
        self._name = cleaned_name(name)
        self._language = checked_language(language)
        self._tools = tools
        self._on_item = on_item
        self._on_plan = on_plan

    async def generate_full_app(
        self, user_prompt: str, project_id: str, on_progress: Progress | None = None
    ) -> dict[str, Any]:
        """The app by parts. Whether it may be called done stands in `security_audit["verified"]`.

        Raises DescriptionError, OutsideScope, and SandboxUnavailable when nothing could be verified.
        """
        logger.debug("generating %s", project_id)
        work, results = await self._carry(user_prompt, on_progress)
        return _by_parts(work, results, self._stack())

    async def _carry(self, prompt: str, on_progress: Progress | None) -> tuple[steps.Work, dict[str, steps.Result]]:
        """All steps, or as far as the verification when that is not passed."""
        tools = self._tools or toolbox.default()
        until = time.monotonic() + settings.RUN_DEADLINE_SECONDS
        work = steps.Work(prompt, self._name, self._language, engine=self._engine, until=until)
        results: dict[str, steps.Result] = {}
        for stage in steps.stages(self._engine):
            for key in stage:
                if on_progress:
                    await on_progress(str(steps.TITLES[key]))
            try:
                made = await self._stage(stage, work, tools)
            except NotVerified as failure:
                work.report = failure.report
                if self._on_plan and work.blueprint and "architecture" not in results:
                    self._on_plan(work.plan)
                break
            for key, result in zip(stage, made, strict=True):
                results[key] = result
                work.absorb(result.output, result.files)
                if key == "architecture" and self._on_plan:
                    self._on_plan(work.plan)
        return work, results

    async def _stage(self, stage: tuple[str, ...], work: steps.Work, tools: Toolbox) -> list[steps.Result]:
        """Steps that are done at the same time; when one fails the others are let go of."""
        tasks = [asyncio.create_task(self._step(key, work, tools)) for key in stage]
        try:
            return await asyncio.gather(*tasks)
        except BaseException:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            raise

    def _stack(self) -> Stack:
        return (self._tools or toolbox.default()).stack

    async def _step(self, key: str, work: steps.Work, tools: Toolbox) -> steps.Result:
        follower = _Follower(self._on_item)
        try:
            return await asyncio.to_thread(steps.perform, key, work, tools, follower)
        except asyncio.CancelledError:
            follower.cancelled.set()  # the thread lets go of its sandbox
            raise


def _by_parts(work: steps.Work, results: dict[str, steps.Result], stack: Stack) -> dict[str, Any]:
    """What is in the app, sorted by whose scope it is; what nobody may change comes with the deployment."""
    report = work.report or {}
    audit = results.get("security", steps.Result())
    parts: dict[str, dict[str, str]] = {"backend": {}, "frontend": {}, "devops": {}}
    for path, text in work.files.items():
        if path != security.NOTES_PATH:
            parts[stack.scope_of(path) or "devops"][path] = text
    return {
        "architecture": work.blueprint.model_dump(mode="json") if work.blueprint else None,
        **parts,
        "security_audit": {
            "verified": bool(report.get("verified")) and "security" in results,
            "report": report,
            "findings": audit.output.get("findings", []),
            "files": {path: text for path, text in audit.files.items() if path == security.NOTES_PATH},
        },
        "agents": _agents(results),
    }


def _agents(results: Mapping[str, steps.Result]) -> dict[str, Any]:
    """What a model did in each step, at what cost, and what of it is in the app; empty without a model."""
    told = dict(results["verification"].output.get("agents", {})) if "verification" in results else {}
    for key, name in (("architecture", "design"), ("security", "review")):
        if key in results and name in results[key].output:
            told[key] = results[key].output[name]
    return told
