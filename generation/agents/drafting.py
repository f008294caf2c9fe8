"""The files of an answer while it is still being written: what of each can be shown already. Pure.

It reads with the same `Lines` as `replies.blocks`, so what it shows of a file that came to its end is that file.
Nothing here is ever part of a project: what counts is the whole answer, screened and tried out.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from generation.agents import edits
from generation.agents.replies import FENCE, LONGEST_MARK, MAX_TEXT, MOST_BLOCKS, Lines, body_of
from generation.agents.screening import LARGEST_FILE, UNREADABLE

BETWEEN: Final = "⋯"  # stands between two changed places of a file
_BREAKS = re.compile(r"\r\n?|\n")


@dataclass(frozen=True)
class Part:
    """Lines of a draft, the next ones after `offset`. A draft that begins anew has a higher `take`."""

    path: str
    take: int
    offset: int = 0
    lines: tuple[str, ...] = ()
    pieces: bool = False  # the new lines of changed places, not a whole file
    done: bool = False  # its end has come
    gone: bool = False  # it is taken back


@dataclass
class _Draft:
    take: int
    pieces: bool
    shown: int = 0  # lines


class Drafts:
    """Fed with one answer piece by piece, hands out what can be shown. `number` counts upwards, over all answers."""

    def __init__(self, may_show: Callable[[str], bool], number: Callable[[], int]) -> None:
        self._may_show = may_show
        self._number = number
        self._drafts: dict[str, _Draft] = {}
        self._parts: list[Part] = []
        self._file: _File | None = None
        self._files = self._length = 0
        self._lines = Lines(self)
        self._rest: list[str] = []  # of a line whose end has not come
        self._half = False  # the last character may be half of a line's end
        self._begun = False

    def feed(self, text: str) -> list[Part]:
        """What can be shown since the last time. Of an answer longer than any may be no more is read."""
        self._length += len(text)
        if text and self._length <= MAX_TEXT:
            self._take_in(text)
        return self._handed_out()

    def end(self) -> list[Part]:
        """Nothing follows: the last line has no end of its own."""
        self._line("")
        self._lines.end()
        return self._handed_out()

    def forget(self) -> list[Part]:
        """The answer broke off: nothing of it counts."""
        return [Part(path, draft.take, gone=True) for path, draft in self._drafts.items()]

    def _take_in(self, text: str) -> None:
        if self._half and text[0] == "\n":
            text = text[1:]
        self._half = text.endswith("\r")
        *whole, rest = _BREAKS.split(text)
        for line in whole:
            self._line(line)
        self._rest.append(rest)

    def _line(self, last: str) -> None:
        line = "".join([*self._rest, last])
        self._rest.clear()
        self._lines.read(line if self._begun else line.lstrip("\ufeff"))
        self._begun = True

    def _handed_out(self) -> list[Part]:
        parts, self._parts = self._parts, []
        return parts

    # What the lines mean, told by `Lines`

    def opened(self, path: str, fenced: bool) -> None:
        self._files += 1
        shown = self._files <= MOST_BLOCKS and self._may_show(path)
        self._file = _File(path, fenced) if shown else None

    def wrote(self, line: str) -> None:
        if (file := self._file) is None:
            return
        file.length += len(line) + 1
        if file.length > LARGEST_FILE:  # it will be refused: nothing of it is worth showing
            self._take_back(file.path)
            self._file = None
        else:
            self._show(file, file.told(line))

    def closed(self, *, cut: bool) -> None:
        file, self._file = self._file, None
        if file is None:
            return
        if not cut:
            self._show(file, file.ended())
        if file.begun:
            draft = self._drafts[file.path]
            self._parts.append(Part(file.path, draft.take, draft.shown, pieces=draft.pieces, done=True))

    def _show(self, file: _File, lines: Sequence[str]) -> None:
        if not lines:
            return
        draft = self._drafts.get(file.path)
        if draft is None or not file.begun:
            if draft and draft.pieces and file.pieces:  # changes of one file in several blocks
                lines = [BETWEEN, *lines]
            else:
                draft = self._drafts[file.path] = _Draft(self._number(), file.pieces)
            file.begun = True
        clean = tuple(UNREADABLE.sub("\ufffd", line) for line in lines)
        self._parts.append(Part(file.path, draft.take, draft.shown, clean, pieces=draft.pieces))
        draft.shown += len(clean)

    def _take_back(self, path: str) -> None:
        if draft := self._drafts.pop(path, None):
            self._parts.append(Part(path, draft.take, gone=True))


@dataclass
class _File:
    """One block that is being read: which of its lines can be shown."""

    path: str
    fenced: bool
    length: int = 0  # characters
    begun: bool = False  # something of it was shown, and it goes on from there
    pieces: bool = False
    body: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)  # may turn out not to belong to the file
    fence: str = ""
    edit: _Pieces = field(default_factory=lambda: _Pieces())

    def told(self, line: str) -> list[str]:
        self.body.append(line)
        if not self.pieces and edits.begins(line):
            self.pieces, self.begun = True, False  # what came before it is talk
        if self.pieces:
            return self.edit.told(line)
        lines = [line] if self.fenced else self._unfenced(line)
        self.shown += lines
        return lines

    def _unfenced(self, line: str) -> list[str]:
        """Blank lines around a file, and a fence around it, belong to the answer."""
        first = not self.shown and not self.fence
        if not line.strip():
            self.held += [] if first else [line]
            return []
        if first and (fence := FENCE.fullmatch(line[:LONGEST_MARK].strip())):
            self.fence = fence[1]
            return []
        if self.fence and line.strip() == self.fence:
            self.held.append(line)
            return []
        lines, self.held = [*self.held, line], []
        return lines

    def ended(self) -> list[str]:
        """What is still to be shown now that all of it is known; all of it anew when that differs."""
        if self.pieces:
            return []
        whole = body_of(self.body, fenced=self.fenced).split("\n")[:-1]
        if whole[: len(self.shown)] == self.shown:
            return whole[len(self.shown) :]
        self.begun = False
        return whole


@dataclass
class _Pieces:
    """SEARCH/REPLACE pieces: shown is what is new."""

    inside: str = ""  # "", "search" or "replace"
    count: int = 0
    first: bool = False

    def told(self, line: str) -> list[str]:
        if edits.begins(line):
            self.inside = "search"
        elif self.inside == "search" and edits.turns(line):
            self.inside, self.first = "replace", True
        elif self.inside == "replace" and edits.ends(line):
            self.inside = ""
        elif self.inside == "replace":
            return self._new(line)
        return []

    def _new(self, line: str) -> list[str]:
        between = [BETWEEN] if self.first and self.count else []
        self.count += self.first
        self.first = False
        return [*between, line]


class Reading:
    """Reads an agent's answers one after the other, and hands on what can be shown of each."""

    def __init__(self, may_show: Callable[[str], bool], show: Callable[[Sequence[Part]], None]) -> None:
        self._may_show = may_show
        self._show = show
        self._drafts = Drafts(may_show, _numbers)

    def read(self, text: str) -> None:
        self._hand_on(self._drafts.feed(text))

    def forget(self) -> None:
        self._hand_on(self._drafts.forget())
        self._drafts = Drafts(self._may_show, _numbers)

    def end(self) -> None:
        self._hand_on(self._drafts.end())
        self._drafts = Drafts(self._may_show, _numbers)

    def _hand_on(self, parts: Sequence[Part]) -> None:
        if parts:
            self._show(parts)


class _Numbers:
    """Always a higher one, in any process that comes later as well: the clock in milliseconds, or one more."""

    def __init__(self) -> None:
        self._last = 0
        self._lock = threading.Lock()

    def __call__(self) -> int:
        with self._lock:
            self._last = max(self._last + 1, time.time_ns() // 1_000_000)
            return self._last


_numbers = _Numbers()
