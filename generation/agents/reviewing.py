"""The security agent with a model: it looks at what the others changed and at what was found, and mends it.

What it says is a reading and stands in SECURITY.md as one; its changes pass the same gates as everybody's.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from generation.agents import contexts
from generation.agents.consulting import Ask, fitted
from generation.agents.extraction import ReplyError
from generation.agents.replies import blocks
from generation.agents.screening import may_write, screened
from generation.agents.writing import PROMPTS, Dropped, Task, Written, says_nothing
from generation.engine import Message, ModelError, prompting, roles
from generation.engine.prompting import Prompt, fenced

ROLE: Final = "security"
MOST_NOTES: Final = 10
LONGEST_NOTE: Final = 300
ROOM: Final = contexts.ROOM * 9 // 10  # characters: two fifths for the changes, the rest for the files
_NOTE = re.compile(r"[-*] +(\S.{4,})")
_HARMFUL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Found:
    """What is known before the model is asked."""

    report: Mapping[str, Any]
    findings: Sequence[Mapping[str, Any]]
    first: Mapping[str, str]  # the app as it was before the agents


@dataclass(frozen=True)
class Review:
    written: Written
    notes: tuple[str, ...] = ()
    answered: bool = False  # a model has looked, whether it found something or not


def review(task: Task, found: Found, ask: Ask) -> Review:
    """Raises CallCancelled."""
    digests = (roles.of(ROLE).system.digest, _question(task, found, 0).digest)
    try:
        reply, _ = fitted(ask, ROLE, lambda room: (Message("user", _question(task, found, room).text),), ROOM)
    except ModelError as error:
        return Review(Written({}, trouble=f"{error.code}: {error}", prompts=digests))
    made = Written({}, (reply,), prompts=digests)
    if says_nothing(reply.text):
        return Review(made, answered=True)
    notes = tuple(_notes(reply.text))
    if "<file" not in reply.text:
        return Review(made, notes, answered=bool(notes))
    return _mended(task, made, notes)


def _mended(task: Task, made: Written, notes: tuple[str, ...]) -> Review:
    allowed = partial(may_write, ROLE, stack=task.stack, project=task.project)
    try:
        taken = screened(blocks(made.replies[-1].text), task.project, lambda path: allowed(path=path))
    except ReplyError as error:
        unread = Written({}, made.replies, trouble="; ".join(error.problems), prompts=made.prompts)
        return Review(unread, notes, answered=bool(notes))
    faults = task.look({**task.project, **taken.files}, sorted(taken.files)) if taken.files else {}
    files = {path: text for path, text in taken.files.items() if not faults.get(path)}
    dropped = [Dropped(refused.path, refused.why.value, refused.told) for refused in taken.refused]
    dropped += [Dropped(path, "broken", told[0][:300]) for path, told in faults.items() if told]
    return Review(Written(files, made.replies, tuple(dropped), prompts=made.prompts), notes, answered=True)


def _question(task: Task, found: Found, room: int) -> Prompt:
    return prompting.render(PROMPTS, "review", **_told(task, found, room))


def _told(task: Task, found: Found, room: int) -> dict[str, str]:
    checks = [
        f"{check['title']}: {check['status']} {check['detail'][:200]}".rstrip() for check in found.report["checks"]
    ]
    findings = [f"{each['path']}:{each['line']} {each['message']}" for each in found.findings]
    changed = [path for path, text in task.project.items() if found.first.get(path) != text]
    named = dict.fromkeys([*sorted(changed), *(each["path"] for each in found.findings)])
    return {
        "checks": fenced("checks", "\n".join(checks)),
        "findings": fenced("findings", "\n".join(findings) or "(nothing)"),
        "changes": fenced("changes", difference(found.first, task.project)[: room * 2 // 5] or "(nothing)"),
        "files": contexts.shown([path for path in named if path in task.project], task.project, room * 3 // 5).text,
    }


def difference(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    parts: list[str] = []
    for path in sorted(after):
        if before.get(path) != after[path]:
            old, new = before.get(path, "").splitlines(), after[path].splitlines()
            parts += difflib.unified_diff(old, new, f"a/{path}", f"b/{path}", lineterm="")
    return "\n".join(parts)


def _notes(text: str) -> Iterator[str]:
    """The lines of the answer that are findings, as far as they stand outside of files."""
    said = 0
    for line in text.partition("<file")[0].split("\n"):
        note = _NOTE.fullmatch(line.strip()[:2000])
        if note and said < MOST_NOTES:
            said += 1
            yield _HARMFUL.sub(" ", note[1])[:LONGEST_NOTE]
