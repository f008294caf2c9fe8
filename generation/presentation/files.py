"""The files of a version, or of a run on its way, as a tree of folders."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from generation.presentation import highlight

FIRST_READ = ("README.md",)  # what a person most likely wants to see first
MAX_SHOWN = 400_000  # characters of one file in the page; the archive has all of it


@dataclass(frozen=True)
class FileLine:
    path: str
    name: str
    digest: str
    step: str  # key of the step that wrote it, "" in a finished version

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


def line(path: str, *, digest: str, step: str = "") -> FileLine:
    return FileLine(path, path.rpartition("/")[2], digest, step)


def first(files: Iterable[FileLine]) -> str:
    """The path shown when nobody chose one; "" when there is no file."""
    paths = sorted(entry.path for entry in files)
    telling = [path for path in paths if not path.endswith("__init__.py")]
    return next((path for path in (*FIRST_READ, *telling, *paths) if path in paths), "")


def opened(path: str, text: str, size: int) -> OpenFile:
    return OpenFile(path, size, highlight.lines(path, text[:MAX_SHOWN]), len(text) > MAX_SHOWN)
