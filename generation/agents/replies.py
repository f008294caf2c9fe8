"""The files in a model's answer. Pure: text in, blocks out; what they may do to a project is screening's business.

Understood are `<file path="…">` blocks and fences that say which file they are: in their first line, in the line above
or in a comment at their top. Everything works line by line and takes time in proportion to the answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from generation.agents.extraction import ReplyError

MAX_TEXT = 2_000_000  # characters of a whole answer; no agent's work needs as many
MOST_BLOCKS = 60
LONGEST_MARK = 400  # characters of a line that opens a block


class Why(StrEnum):
    """Why an answer, or a file of it, is not taken."""

    EMPTY = "empty"
    NO_FILES = "no_files"
    CUT = "cut"
    TOO_BIG = "too_big"
    TOO_MANY = "too_many"
    BAD_PATH = "bad_path"
    OUTSIDE = "outside"
    LOCKED = "locked"
    DUPLICATE = "duplicate"
    PLACEHOLDER = "placeholder"
    SHRUNK = "shrunk"
    NOT_TEXT = "not_text"
    NOT_FOUND = "not_found"
    OLD_TEST = "old_test"
    BROKEN = "broken"  # a file that cannot be read, or holds a plain mistake


class UnusableReply(ReplyError):
    """An answer no file can be taken from."""

    def __init__(self, why: Why, problem: str) -> None:
        super().__init__(problem)
        self.why = why


@dataclass(frozen=True)
class Block:
    """A file as the answer gives it: its whole text, or edits of it. A block that never ended is `cut`."""

    path: str
    body: str
    cut: bool = False


_OPEN = re.compile(r"<file\s+(?:path|name)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+)[^>]*>", re.IGNORECASE)
_CLOSE = re.compile(r"</file\s*>", re.IGNORECASE)
FENCE = re.compile(r"(`{3,}|~{3,})(.*)")
_PARTS = re.compile(r"[\s`*\"'=:(){}<>#,\[\]!]+")
_PATH = re.compile(r"[\w.@+/-]{3,160}")
_ENDING = re.compile(r"[\w-]\.\w{1,12}")
MOST_WORDS = 5  # of a line that names a file: "File: core/models.py (new)"


class Sink(Protocol):
    """Who is told what the lines of an answer mean."""

    def opened(self, path: str, fenced: bool) -> None: ...

    def wrote(self, line: str) -> None: ...

    def closed(self, *, cut: bool) -> None: ...


def blocks(text: str) -> tuple[Block, ...]:
    """All files of an answer, in its order. Raises UnusableReply."""
    if len(text) > MAX_TEXT:
        raise UnusableReply(Why.TOO_BIG, f"The answer is longer than {MAX_TEXT} characters.")
    if not text.strip():
        raise UnusableReply(Why.EMPTY, "The answer is empty.")
    collected = _Collected()
    lines = Lines(collected)
    for line in text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff").split("\n"):
        lines.read(line)
    lines.end()
    if not collected.blocks:
        raise UnusableReply(
            Why.NO_FILES, 'The answer holds no file. Write each between `<file path="the/path.py">` and `</file>`.'
        )
    return tuple(collected.blocks)


class _Collected:
    """The files of an answer. Raises UnusableReply when they are too many."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._path = ""
        self._fenced = False
        self._body: list[str] = []

    def opened(self, path: str, fenced: bool) -> None:
        self._path, self._fenced, self._body = path, fenced, []

    def wrote(self, line: str) -> None:
        self._body.append(line)

    def closed(self, *, cut: bool) -> None:
        if len(self.blocks) == MOST_BLOCKS:
            raise UnusableReply(Why.TOO_MANY, f"The answer has more than {MOST_BLOCKS} files.")
        text = "\n".join(self._body) if cut else body_of(self._body, fenced=self._fenced)
        self.blocks.append(Block(self._path, text, cut))


class Lines:
    """An answer line by line, as it comes or all at once: `read` each, then `end`."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._above = ""
        self._in_talk = False  # within a fence that names no file
        self._mark = ""  # of the fence that holds a file, or may
        self.read: Callable[[str], None] = self._talk

    def end(self) -> None:
        if self.read in (self._tagged, self._fenced):
            self._sink.closed(cut=True)
        self.read = self._talk

    def _talk(self, raw: str) -> None:
        line = raw.strip()
        if not line:
            return
        above, self._above = self._above, ""
        if len(line) > LONGEST_MARK:
            return
        if opened := _OPEN.match(line):
            self._sink.opened(opened[1].strip("\"'").strip(), False)
            self.read = self._tagged
            if (rest := line[opened.end() :]).strip():
                self._sink.wrote(rest)
        elif fence := FENCE.fullmatch(line):
            self._fence(fence[1], fence[2], above)
        else:
            self._above = line

    def _fence(self, mark: str, info: str, above: str) -> None:
        """A fence that names its file; others are talk and are passed over, a whole answer in a fence is not."""
        if self._in_talk and not info.strip():
            self._in_talk = False
            return
        self._mark = mark
        if path := _path_in(info) or _path_in(above):
            self._into_fence(path)
        else:
            self.read = self._first_of_fence

    def _first_of_fence(self, raw: str) -> None:
        """A comment at its top may still name the file."""
        path = _path_of_comment(raw)
        if path:
            self._into_fence(path)
        else:
            self._in_talk = True
            self.read = self._talk
        self.read(raw)

    def _into_fence(self, path: str) -> None:
        self._in_talk = False
        self._sink.opened(path, True)
        self.read = self._fenced

    def _fenced(self, raw: str) -> None:
        if raw.startswith(self._mark) and not raw.strip().strip(self._mark[0]):
            self._sink.closed(cut=False)
            self.read = self._talk
        else:
            self._sink.wrote(raw)

    def _tagged(self, raw: str) -> None:
        """Up to the line that closes it; another file's opening says that the end is missing."""
        tail = raw[-LONGEST_MARK:].strip() if "</" in raw[-LONGEST_MARK:] else ""
        if tail and (closed := _CLOSE.search(tail)) and not tail[closed.end() :].strip():
            if before := raw[: raw.lower().rindex("</file")].rstrip():
                self._sink.wrote(before)
            self._sink.closed(cut=False)
            self.read = self._talk
        elif len(raw) <= LONGEST_MARK and raw.startswith("<file ") and _OPEN.fullmatch(raw.strip()):
            self._sink.closed(cut=True)
            self.read = self._talk
            self.read(raw)
        else:
            self._sink.wrote(raw)


def body_of(lines: list[str], *, fenced: bool) -> str:
    """The text of a file that came to its end."""
    return "\n".join(lines) + "\n" if fenced else _unfenced(lines)


def _path_of_comment(line: str) -> str:
    comment = line.strip().startswith(("#", "//", "/*", "<!--", "{#"))
    return _path_in(line.replace("*/", " ").replace("//", " ").replace("/*", " ")) if comment else ""


def _path_in(line: str) -> str:
    if not line or len(line) > LONGEST_MARK:
        return ""
    words = [word for word in _PARTS.split(line) if word]
    paths = [word for word in words if _PATH.fullmatch(word) and _ENDING.search(word[-14:]) and _is_one(word)]
    return paths[0] if len(paths) == 1 and len(words) <= MOST_WORDS else ""


def _is_one(word: str) -> bool:
    """A path with folders, or a name that only a file at the top has."""
    return "/" in word or word.endswith((".md", ".json", ".yaml", ".yml", ".py", ".html", ".css", ".example"))


def _unfenced(body: list[str]) -> str:
    """The text of a block; a fence all around it belongs to the answer and not to the file."""
    while body and not body[0].strip():
        body = body[1:]
    while body and not body[-1].strip():
        body = body[:-1]
    if len(body) > 1 and (fence := FENCE.fullmatch(body[0][:LONGEST_MARK].strip())) and body[-1].strip() == fence[1]:
        body = body[1:-1]
    return "\n".join(body) + "\n" if body else ""
