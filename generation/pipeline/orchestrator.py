"""The whole pipeline in memory: for the command line, scripts and tests. No database, no user, no ledger.

The worker's runner does the same steps with the same functions and stores each; nothing is decided here.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable
from typing import Any

from generation.blueprint.schema import Blueprint
from generation.engine.names import BUILTIN, ensure_available
from generation.pipeline import steps, toolbox
from generation.pipeline.inputs import checked_language, cleaned_name
from generation.pipeline.refusals import NotVerified
from generation.pipeline.toolbox import Toolbox

logger = logging.getLogger(__name__)
Progress = Callable[[str], Awaitable[None]]


class _Follower:
    def __init__(self, tell: Callable[[dict[str, Any]], None] | None) -> None:
        self._tell = tell
        self.cancelled = threading.Event()

    def say(self, **item: Any) -> None:
        if self._tell:
            self._tell(item)

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
        work, results = await self._carry(user_prompt, self._engine, on_progress)
        design = results["architecture"].output.get("design", {})
        if "security" not in results and design.get("added"):
            if self._on_item:  # a model can only add to what the built-in engine does; now it did not
                self._on_item(
                    {"kind": "engine", **design, "added": [], "trouble": "the app with its additions does not pass"}
                )
            work, results = await self._carry(user_prompt, BUILTIN, on_progress)
        return _by_parts(work, results)

    async def _carry(
        self, prompt: str, engine: str, on_progress: Progress | None
    ) -> tuple[steps.Work, dict[str, steps.Result]]:
        """All steps, or as far as the verification when that is not passed."""
        tools = self._tools or toolbox.default()
        work = steps.Work(prompt, self._name, self._language, engine=engine)
        results: dict[str, steps.Result] = {}
        for key in steps.ORDER:
            if on_progress:
                await on_progress(str(steps.TITLES[key]))
            try:
                results[key] = await self._step(key, work, tools)
            except NotVerified as failure:
                work.report = failure.report
                break
            work.absorb(results[key].output, results[key].files)
            if key == "architecture" and self._on_plan:
                self._on_plan(work.plan)
        return work, results

    async def _step(self, key: str, work: steps.Work, tools: Toolbox) -> steps.Result:
        follower = _Follower(self._on_item)
        try:
            return await asyncio.to_thread(steps.perform, key, work, tools, follower)
        except asyncio.CancelledError:
            follower.cancelled.set()  # the thread lets go of its sandbox
            raise


def _by_parts(work: steps.Work, results: dict[str, steps.Result]) -> dict[str, Any]:
    report = work.report or {}
    audit = results.get("security", steps.Result())
    return {
        "architecture": work.plan.model_dump(mode="json"),
        **{key: results[key].files for key in ("backend", "frontend", "devops")},
        "security_audit": {
            "verified": bool(report.get("verified")) and "security" in results,
            "report": report,
            "findings": audit.output.get("findings", []),
            "files": audit.files,
        },
    }
