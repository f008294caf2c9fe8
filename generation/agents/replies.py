"""The files in a model's answer. Pure: text in, blocks out; what they may do to a project is screening's business.

Understood are `<file path="…">` blocks and fences that say which file they are: in their first line, in the line above
or in a comment at their top. Everything works line by line and takes time in proportion to the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

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
_FENCE = re.compile(r"(`{3,}|~{3,})(.*)")
_PARTS = re.compile(r"[\s`*\"'=:(){}<>#,\[\]!]+")
_PATH = re.compile(r"[\w.@+/-]{3,160}")
_ENDING = re.compile(r"[\w-]\.\w{1,12}")
MOST_WORDS = 5  # of a line that names a file: "File: core/models.py (new)"


def blocks(text: str) -> tuple[Block, ...]:
    """All files of an answer, in its order. Raises UnusableReply."""
    if len(text) > MAX_TEXT:
        raise UnusableReply(Why.TOO_BIG, f"The answer is longer than {MAX_TEXT} characters.")
    if not text.strip():
        raise UnusableReply(Why.EMPTY, "The answer is empty.")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff").split("\n")
    found: list[Block] = []
    for block in _Lines(lines).blocks():
        if len(found) == MOST_BLOCKS:
            raise UnusableReply(Why.TOO_MANY, f"The answer has more than {MOST_BLOCKS} files.")
        found.append(block)
    if not found:
        raise UnusableReply(
            Why.NO_FILES, 'The answer holds no file. Write each between `<file path="the/path.py">` and `</file>`.'
        )
    return tuple(found)


class _Lines:
    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._at = 0
        self._in_talk = False  # within a fence that names no file

    def blocks(self) -> Iterator[Block]:
        above = ""
        while self._at < len(self._lines):
            line = self._lines[self._at].strip()
            self._at += 1
            short = len(line) <= LONGEST_MARK
            if short and (opened := _OPEN.match(line)):
                yield self._tagged(opened[1].strip("\"'"), line[opened.end() :])
                above = ""
            elif short and (fence := _FENCE.fullmatch(line)):
                if self._in_talk and not fence[2].strip():
                    self._in_talk = False
                else:
                    yield from self._fenced(fence[1], fence[2], above)
                above = ""
            elif line:
                above = line if short else ""

    def _tagged(self, path: str, rest: str) -> Block:
        """Up to the line that closes it; another file's opening says that the end is missing."""
        body = [rest] if rest.strip() else []
        while self._at < len(self._lines):
            line = self._lines[self._at]
            tail = line[-LONGEST_MARK:].strip() if "</" in line[-LONGEST_MARK:] else ""
            if tail and (closed := _CLOSE.search(tail)) and not tail[closed.end() :].strip():
                self._at += 1
                if before := line[: line.lower().rindex("</file")].rstrip():
                    body.append(before)
                return Block(path.strip(), _unfenced(body))
            if len(line) <= LONGEST_MARK and line.startswith("<file ") and _OPEN.fullmatch(line.strip()):
                break
            body.append(line)
            self._at += 1
        return Block(path.strip(), "\n".join(body), cut=True)

    def _fenced(self, mark: str, info: str, above: str) -> Iterator[Block]:
        """A fence that names its file; others are talk and are passed over, a whole answer in a fence is not."""
        path = _named(info, above, self._lines[self._at] if self._at < len(self._lines) else "")
        self._in_talk = not path
        if not path:
            return
        body: list[str] = []
        while self._at < len(self._lines):
            line = self._lines[self._at]
            self._at += 1
            if line.startswith(mark) and not line.strip().strip(mark[0]):
                yield Block(path, "\n".join(body) + "\n")
                return
            body.append(line)
        yield Block(path, "\n".join(body), cut=True)


def _named(info: str, above: str, first: str) -> str:
    """The one path that a fence's first line, the line above it or a comment at its top speaks of."""
    if path := _path_in(info):
        return path
    if path := _path_in(above):
        return path
    comment = first.strip().startswith(("#", "//", "/*", "<!--", "{#"))
    return _path_in(first.replace("*/", " ").replace("//", " ").replace("/*", " ")) if comment else ""


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
    if len(body) > 1 and (fence := _FENCE.fullmatch(body[0][:LONGEST_MARK].strip())) and body[-1].strip() == fence[1]:
        body = body[1:-1]
    return "\n".join(body) + "\n" if body else ""
