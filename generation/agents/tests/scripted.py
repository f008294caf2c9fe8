"""A model that answers what it is told to, one answer after the other."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from generation.engine import Message, Reply
from generation.engine.values import Usage


class Model:
    """Answers by role, or the same list for all; an exception is raised, an object becomes JSON."""

    def __init__(self, *answers: object, engine: str = "joxcoder", **by_role: list[object]) -> None:
        self._answers = list(answers)
        self._by_role = {role: list(each) for role, each in by_role.items()}
        self._engine = engine
        self.asked: list[tuple[str, tuple[Message, ...]]] = []

    def __call__(self, role: str, messages: tuple[Message, ...], schema: Mapping[str, Any] | None) -> Reply:
        self.asked.append((role, messages))
        waiting = self._by_role.get(role, self._answers)
        answer = waiting.pop(0) if waiting else "NOTHING"
        if isinstance(answer, Exception):
            raise answer
        text = answer if isinstance(answer, str) else json.dumps(answer)
        return Reply(text, self._engine, "jox", "", "stop", Usage(10, 5), 0.5, 0.1, ())

    def questions(self, role: str) -> list[tuple[Message, ...]]:
        return [messages for asked, messages in self.asked if asked == role]


def file(path: str, text: str) -> str:
    return f'<file path="{path}">\n{text.rstrip()}\n</file>\n'


def edit(path: str, *pairs: tuple[str, str]) -> str:
    pieces = [f"<<<<<<< SEARCH\n{old}\n=======\n{new}\n>>>>>>> REPLACE" for old, new in pairs]
    return file(path, "\n".join(pieces))
