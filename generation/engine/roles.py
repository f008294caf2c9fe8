"""What each role is asked with: system prompt, temperature, size of the answer, times. All of it is data (roles/)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from generation.engine import prompting
from generation.engine.errors import UnknownRole
from generation.engine.prompting import Prompt
from generation.engine.values import Ask, Budget, Limits, Message

FOLDER = Path(__file__).with_name("roles")


@dataclass(frozen=True)
class Role:
    name: str
    system: Prompt
    temperature: float
    max_tokens: int
    stream: bool
    limits: Limits
    budget: Budget

    def question(self, messages: tuple[Message, ...]) -> Ask:
        return Ask(
            self.name,
            messages,
            self.max_tokens,
            self.temperature,
            stream=self.stream,
            limits=self.limits,
            budget=self.budget,
        )


def of(name: str) -> Role:
    """Raises UnknownRole."""
    found = _all().get(name)
    if found is None:
        raise UnknownRole(f"Unknown role {name!r}: choose one of {', '.join(_all())}.")
    return found


@lru_cache(maxsize=1)
def _all() -> Mapping[str, Role]:
    said = yaml.safe_load((FOLDER / "roles.yaml").read_text(encoding="utf-8"))
    return {name: _role(name, {**said["every"], **(own or {})}) for name, own in said["roles"].items()}


def _role(name: str, data: dict[str, Any]) -> Role:
    """Raises TypeError for a word in the data that means nothing."""
    times = {key: float(value) for key, value in data.pop("seconds").items()}
    budget = Budget(seconds=times.pop("call"), attempts=data.pop("attempts"))
    limits = Limits(**times)  # type: ignore[arg-type]  # the caps on sizes are no times
    return Role(name=name, system=prompting.render(FOLDER, name), limits=limits, budget=budget, **data)
