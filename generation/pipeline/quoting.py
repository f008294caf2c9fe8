"""What a run would build and what it costs at most, told before it starts. The plan is read by the real reader."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.conf import settings

from generation.blueprint.schema import Blueprint, Fit, Unmet
from generation.engine.names import BUILTIN, ensure_available
from generation.models import Run, RunStatus
from generation.pipeline import steps, toolbox
from generation.pipeline.inputs import checked_language, cleaned_name

FREE = ("verification", "download")  # keys; pages have the words
LEARN_FROM = 20


@dataclass(frozen=True)
class Quote:
    blueprint: Blueprint
    lines: tuple[tuple[str, int], ...]  # step key, price
    expected_seconds: int | None  # None until there are runs to learn from
    engine: str = BUILTIN
    free: tuple[str, ...] = FREE

    @property
    def fit(self) -> Fit:
        return self.blueprint.fit

    @property
    def unmet(self) -> tuple[Unmet, ...]:
        return self.blueprint.unmet

    @property
    def not_understood(self) -> tuple[str, ...]:
        return self.blueprint.not_understood

    @property
    def total(self) -> int:
        return sum(price for _, price in self.lines)

    @property
    def cap(self) -> int:
        """Never more than this is taken."""
        return self.total


def quote(description: str, *, name: str | None, language: str | None, engine: str = BUILTIN) -> Quote:
    """Raises DescriptionError, BadInput, UnknownEngine or EngineUnavailable."""
    ensure_available(engine)
    blueprint = toolbox.default().read(description, name=cleaned_name(name), language=checked_language(language))
    return Quote(blueprint, tuple(prices().items()), expected_seconds(engine), engine)


def prices() -> Mapping[str, int]:
    """Price of each step of a whole app; what is not listed is free."""
    return MappingProxyType({key: settings.TOKEN_PRICES[key] for key in steps.AGENTS})


def expected_seconds(engine: str) -> int | None:
    """What runs with this engine usually took lately; those in which no model answered say nothing about one."""
    runs = Run.objects.filter(engine=engine, status=RunStatus.SUCCEEDED)
    if engine != BUILTIN:
        runs = runs.filter(steps__key="backend", steps__summary__by__answers__gt=0)
    times = (
        runs.filter(started_at__isnull=False, finished_at__isnull=False)
        .order_by("-finished_at")
        .values_list("started_at", "finished_at")[:LEARN_FROM]
    )
    seconds = [(finished - started).total_seconds() for started, finished in times if started and finished]
    return max(1, round(statistics.median(seconds))) if seconds else None
