"""The files of a version, or of a run on its way, as a tree of folders."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.html import escape
from django.utils.safestring import SafeString

from generation.pipeline.drafts import Draft
from generation.presentation import highlight

WRITING, WRITTEN = "writing", "written"  # states of a file that is not checked yet
FIRST_READ = ("README.md",)  # what a person most likely wants to see first
MAX_SHOWN = 400_000  # characters of one file in the page; the archive has all of it


@dataclass(frozen=True)
class FileLine:
    path: str
    name: str
    digest: str
    step: str  # key of the step that wrote it, "" in a finished version
    state: str = ""  # "writing" or "written" while nothing of it is checked

    @property
    def version(self) -> str:
        return version(self.digest, self.state)

    @property
    def id(self) -> str:
        """For an element's id: paths may hold signs an id should not."""
        return hashlib.sha256(self.path.encode()).hexdigest()[:12]


@dataclass
class Folder:
    path: str
    files: list[FileLine] = field(default_factory=list)

    @property
    def id(self) -> str:
        return hashlib.sha256(self.path.encode()).hexdigest()[:12]


@dataclass(frozen=True)
class OpenFile:
    path: str
    size: int
    lines: list[SafeString]
    cut: bool
    digest: str = ""
    state: str = ""
    pieces: bool = False  # only the new lines of changed places

    @property
    def version(self) -> str:
        return version(self.digest, self.state)

    @property
    def prose(self) -> bool:
        """Long lines are meant to be wrapped."""
        return self.path.endswith((".md", ".txt"))


def folders(files: Iterable[FileLine]) -> list[Folder]:
    """The root first, then every folder that holds files, in order of their path."""
    found: dict[str, Folder] = {}
    for line in sorted(files, key=lambda line: line.path):
        path = line.path.rpartition("/")[0]
        found.setdefault(path, Folder(path)).files.append(line)
    return [found[path] for path in sorted(found)]


def version(digest: str, state: str) -> str:
    """What an open file is compared by with its line in the list; a draft may end without the list being told."""
    return digest if digest.startswith("draft-") else digest + state


def line(path: str, *, digest: str, step: str = "", state: str = "") -> FileLine:
    return FileLine(path, path.rpartition("/")[2], digest, step, state)


def drafted(draft: Draft) -> FileLine:
    return line(draft.path, digest=f"draft-{draft.take}", step=draft.step, state=WRITTEN if draft.done else WRITING)


def first(files: Iterable[FileLine]) -> str:
    """The path shown when nobody chose one; "" when there is no file."""
    paths = sorted(entry.path for entry in files)
    telling = [path for path in paths if not path.endswith("__init__.py")]
    return next((path for path in (*FIRST_READ, *telling, *paths) if path in paths), "")


def opened(entry: FileLine, text: str, size: int) -> OpenFile:
    lines = highlight.lines(entry.path, text[:MAX_SHOWN])
    return OpenFile(entry.path, size, lines, len(text) > MAX_SHOWN, entry.digest, entry.state)


def opened_draft(draft: Draft, text: str) -> OpenFile:
    """Without colours: the page goes on with the lines that come."""
    entry = drafted(draft)
    lines = [escape(each) for each in text.split("\n")[:-1]]
    return OpenFile(draft.path, len(text.encode()), lines, False, entry.digest, entry.state, draft.pieces)
