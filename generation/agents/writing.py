"""How backend and frontend work with a model: they ask, screen the answer, have it looked at, and ask for repairs.

What they hand back are changes of a project that passed its checks. Nothing is run here; whoever gave the task has the
files looked at and tried out. Whatever a model says, what is left over is a set of files that may stand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from generation.agents import contexts
from generation.agents.consulting import Ask, fitted, told_of
from generation.agents.extraction import ReplyError
from generation.agents.replies import Why, blocks
from generation.agents.screening import may_write, screened
from generation.blueprint.schema import Blueprint
from generation.engine import Message, ModelError, Reply, prompting, roles
from generation.engine.blocks import blocks as written_blocks
from generation.engine.prompting import Prompt, fenced
from generation.stacks.protocol import Stack

PROMPTS: Final = Path(__file__).with_name("prompts")
REPAIRS: Final = 2
MOST_PROBLEMS: Final = 12
LONGEST_PROBLEM: Final = 1500
NOTHING: Final = "NOTHING"
PARTS: Final = {
    "backend": "business rules, computed values, checks, pages with figures of their own, and tests of these",
    "frontend": "wording, order and look of the pages, and sections that the description speaks of",
}

# The project and the paths that are new in it → what is wrong with each of these files
Look = Callable[[Mapping[str, str], Sequence[str]], Mapping[str, Sequence[str]]]


@dataclass(frozen=True)
class Task:
    role: str
    description: str
    blueprint: Blueprint
    stack: Stack
    project: Mapping[str, str]  # it passed its checks
    look: Look


@dataclass(frozen=True)
class Dropped:
    """A file of a model's that is not in the app."""

    path: str
    why: str  # of Why, or "reverted"
    told: str = ""


@dataclass(frozen=True)
class Written:
    """Changes, and how they came about."""

    files: dict[str, str]
    replies: tuple[Reply, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    trouble: str = ""  # why there is nothing, or less than was answered
    prompts: tuple[str, ...] = ()
    repairs: int = 0

    def told(self) -> dict[str, Any]:
        """Who answered, at what cost, and what became of it."""
        return {
            **told_of(self.replies),
            "prompts": list(self.prompts),
            "changed": sorted(self.files),
            "dropped": [{"path": each.path, "why": each.why} for each in self.dropped],
            "repairs": self.repairs,
            "trouble": self.trouble[:500],
        }


def write(task: Task, ask: Ask) -> Written:
    """What a model adds to the project. Raises CallCancelled."""
    digests = (roles.of(task.role).system.digest, _question(task, 0).digest)
    try:
        first, room = _asked(task, ask, contexts.ROOM)
    except ModelError as error:
        return Written({}, trouble=f"{error.code}: {error}", prompts=digests)
    return _repaired(task, Written({}, (first,), prompts=digests), ask, room)


def _asked(task: Task, ask: Ask, room: int, *rest: Message) -> tuple[Reply, int]:
    """The answer, and with how much room for files the question fitted. Raises ModelError, CallCancelled."""
    return fitted(ask, task.role, lambda room: (Message("user", _question(task, room).text), *rest), room)


def mend(task: Task, written: Written, problems: Sequence[str], ask: Ask) -> Written:
    """The same work after a repair of what the checks found; as it was when there is none. Raises CallCancelled."""
    so_far = "".join(written_blocks(written.files))
    try:
        reply, _ = _asked(task, ask, contexts.ROOM // 2, *_repair(so_far, written.files, problems))
    except ModelError as error:
        return replace(written, repairs=written.repairs + 1, trouble=f"{error.code}: {error}")
    made, _ = _taken_in(task, replace(written, replies=(*written.replies, reply), repairs=written.repairs + 1))
    faults = task.look({**task.project, **made.files}, sorted(made.files))
    return _without(made, faults)


def _repaired(task: Task, made: Written, ask: Ask, room: int) -> Written:
    """The first answer, and up to two repairs of what can be seen without running it."""
    before: frozenset[str] = frozenset()
    while True:
        made, problems = _taken_in(task, made)
        faults = task.look({**task.project, **made.files}, sorted(made.files)) if made.files else {}
        problems += [told for path in sorted(faults) for told in faults[path]]
        again = frozenset(problems) == before  # the same failure twice: no further question helps
        if not problems or again or made.repairs == REPAIRS:
            return _without(made, faults)
        before = frozenset(problems)
        try:
            reply, room = _asked(task, ask, room, *_repair(made.replies[-1].text, made.files, problems))
        except ModelError as error:
            return replace(_without(made, faults), trouble=f"{error.code}: {error}")
        made = replace(made, replies=(*made.replies, reply), repairs=made.repairs + 1)


def _taken_in(task: Task, made: Written) -> tuple[Written, list[str]]:
    """The work with the files of its last reply, and what is wrong with that reply."""
    text = made.replies[-1].text
    if says_nothing(text):
        return made, []
    try:
        found = blocks(text)
    except ReplyError as error:
        return replace(made, trouble="; ".join(error.problems)), list(error.problems)
    allowed = partial(may_write, task.role, stack=task.stack, project=task.project)
    taken = screened(found, {**task.project, **made.files}, lambda path: allowed(path=path))
    files = {path: body for path, body in {**made.files, **taken.files}.items() if body != task.project.get(path)}
    again = {*taken.files, *(refused.path for refused in taken.refused)}
    dropped = [each for each in made.dropped if each.path not in again]
    dropped += [Dropped(refused.path, refused.why.value, refused.told) for refused in taken.refused]
    # of a file that was refused now, what stood before stays
    trouble = "; ".join(str(refused) for refused in taken.refused)
    return replace(made, files=files, dropped=tuple(dropped), trouble=trouble), [str(each) for each in taken.refused]


def says_nothing(text: str) -> bool:
    """The one word that means that all is good as it is."""
    return len(text) < 100 and text.strip(" \n`*.'\"").upper() == NOTHING


def _without(made: Written, faults: Mapping[str, Sequence[str]]) -> Written:
    """The work without the files that cannot stand."""
    bad = {path: told for path, told in faults.items() if path in made.files and told}
    if not bad:
        return made
    files = {path: text for path, text in made.files.items() if path not in bad}
    dropped = (*made.dropped, *(Dropped(path, Why.BROKEN.value, told[0][:300]) for path, told in bad.items()))
    return replace(made, files=files, dropped=dropped, trouble="; ".join(told[0] for told in bad.values()))


def _question(task: Task, room: int) -> Prompt:
    briefing = task.stack.briefing(task.role, task.project)
    shown = contexts.shown(briefing.paths, task.project, room)
    return prompting.render(
        PROMPTS,
        "write",
        role=task.role,
        part=PARTS[task.role],
        description=fenced("description", task.description),
        plan=contexts.outline(task.blueprint),
        playbook=briefing.playbook,
        files=shown.text,
        others=shown.others,
    )


def _repair(answer: str, files: Mapping[str, str], problems: Sequence[str]) -> tuple[Message, Message]:
    told = "\n".join(f"- {problem[:LONGEST_PROBLEM]}" for problem in problems[:MOST_PROBLEMS])
    shown = contexts.shown(sorted(files), files, contexts.ROOM // 2)
    repair = prompting.render(PROMPTS, "mend", problems=fenced("problems", told), files=shown.text)
    return Message("assistant", answer[: contexts.ROOM]), Message("user", repair.text)
