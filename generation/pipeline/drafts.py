"""What a model is writing at this moment: kept in Redis while the run goes, told to watching pages line by line.

Drafts are no truth and no events: a model writes some hundred lines a minute, most of which are gone with the next
answer, and rows are for ever. The events only say which file is being written. So without Redis nothing is lost but the
watching, and no draft can get into a version: those are made of what the steps store.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from uuid import UUID

import redis
from django.conf import settings

from autocrea import pokes
from autocrea.circuit import circuit, client
from generation.agents.drafting import Part

EVERY = 0.1  # seconds between two frames of a step, at least
MOST_TOLD = 8_000  # characters in one frame; a page that misses more reads the draft anew
MINUTE = 60


@dataclass(frozen=True)
class Draft:
    """A file of a step that is being written, or was written by an answer that is not taken in yet."""

    path: str
    step: str
    take: int
    pieces: bool
    done: bool


def of(run: UUID) -> list[Draft]:
    """The drafts of a run, the newest last; none when Redis is away."""
    if circuit.is_open():
        return []
    try:
        found = client().hvals(_index(run))
    except redis.RedisError as error:
        circuit.failed(f"drafts of {run}", error)
        return []
    return sorted((Draft(**json.loads(each)) for each in found), key=lambda draft: draft.take)


def text(run: UUID, draft: Draft) -> str:
    if circuit.is_open():
        return ""
    try:
        found = client().get(_text(run, draft.take))
    except redis.RedisError as error:
        circuit.failed(f"draft of {run}", error)
        return ""
    return found.decode() if isinstance(found, bytes) else ""


@contextmanager
def kept(run: UUID) -> Iterator[None]:
    """Drafts of a run as long as one worker has it: none of another worker's, and none when it leaves."""
    forget(run)
    try:
        yield
    finally:
        forget(run)


def forget(run: UUID) -> None:
    keys = [_index(run), *(_text(run, draft.take) for draft in of(run))]
    if circuit.is_open():
        return
    try:
        client().delete(*keys)
    except redis.RedisError as error:  # they expire
        circuit.failed(f"drafts of {run}", error)


class Publisher:
    """Shows the drafts of one step. Used by the step's own thread, which may wait for Redis."""

    def __init__(self, run: UUID, group: str, step: str) -> None:
        self._run, self._group, self._step = run, group, step
        self._waiting: list[Part] = []
        self._told = 0.0
        self._takes: dict[str, int] = {}  # that stand in Redis, by path
        self._lost: set[int] = set()  # takes of which lines may be missing in Redis

    def show(self, parts: Sequence[Part]) -> None:
        self._waiting += parts
        self.pass_on()

    def pass_on(self, *, at_once: bool = False) -> None:
        """Tell what is new, unless something was told a moment ago."""
        if not self._waiting or (not at_once and time.monotonic() - self._told < EVERY):
            return
        parts = [part for part in joined(self._waiting) if part.take not in self._lost]
        self._waiting = []
        if parts and self._stored(parts):
            frames = [_frame(part) for part in bounded(parts)]
            message = {"type": "run.draft", "run": str(self._run), "step": self._step, "files": frames}
            pokes.send(self._group, message)
        elif parts:
            self._lost |= {*self._takes.values(), *(part.take for part in parts)}
        self._told = time.monotonic()

    def _stored(self, parts: Sequence[Part]) -> bool:
        if circuit.is_open():
            return False
        lasts = settings.RUN_DEADLINE_SECONDS + MINUTE
        try:
            with client().pipeline(transaction=True) as pipe:
                for part in parts:
                    self._store(pipe, part, lasts)
                pipe.expire(_index(self._run), lasts)
                pipe.execute()
        except redis.RedisError as error:
            circuit.failed(f"draft of {self._run}", error)
            return False
        return True

    def _store(self, pipe: redis.client.Pipeline, part: Part, lasts: int) -> None:
        key = _text(self._run, part.take)
        before = self._takes.get(part.path, part.take)
        if before != part.take:
            pipe.delete(_text(self._run, before))
        self._takes[part.path] = part.take
        if part.gone:
            pipe.hdel(_index(self._run), part.path)
            pipe.delete(key)
            return
        draft = Draft(part.path, self._step, part.take, part.pieces, part.done)
        pipe.hset(_index(self._run), part.path, json.dumps(asdict(draft)))
        if part.lines:
            pipe.append(key, _as_text(part.lines))
            pipe.expire(key, lasts)


def joined(parts: Sequence[Part]) -> list[Part]:
    """Parts that follow one another in the same draft as one."""
    found: list[Part] = []
    for part in parts:
        last = found[-1] if found else None
        if last and not last.done and not part.gone and (last.path, last.take) == (part.path, part.take):
            found[-1] = replace(last, lines=last.lines + part.lines, done=part.done)
        else:
            found.append(part)
    return found


def bounded(parts: Sequence[Part]) -> list[Part]:
    """What does not fit into a frame is left out: the offset tells the page what it misses."""
    told = 0
    found = []
    for part in parts:
        told += sum(len(line) + 1 for line in part.lines)
        fits = told <= MOST_TOLD
        found.append(part if fits else replace(part, offset=part.offset + len(part.lines), lines=()))
    return found


def _frame(part: Part) -> dict[str, object]:
    return {
        "file": part.path,
        "take": part.take,
        "offset": part.offset,
        "text": _as_text(part.lines),
        "done": part.done,
        "gone": part.gone,
    }


def _as_text(lines: Sequence[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _index(run: UUID) -> str:
    return f"draft:{run}"


def _text(run: UUID, take: int) -> str:
    return f"draft:{run}:{take}"
