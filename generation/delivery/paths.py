"""Which paths a project may hold. A path that is not allowed is refused, never rewritten."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping

LONGEST = 240  # bytes
DEEPEST = 12
MOST_FILES = 300
LARGEST_FILE = 1024 * 1024
LARGEST_PROJECT = 10 * 1024 * 1024
# Letters of any language, digits and the signs that frameworks put into names: [id] (group) @slot $id +page ~ ,
SEGMENT = re.compile(r"[\w.\-+@$~,()\[\] ]+")
RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\..*)?", re.IGNORECASE)


class UnsafePath(ValueError):
    """A path, or a set of files, that no project may hold; the message says which and why."""


def check(files: Mapping[str, str]) -> None:
    """Paths, contents and how the paths stand to each other. Raises UnsafePath."""
    check_together(files)
    total = 0
    for path, text in files.items():
        try:
            size = len(text.encode())
        except UnicodeEncodeError as error:
            raise UnsafePath(f"{path!r} holds text that is no Unicode") from error
        if "\x00" in text:
            raise UnsafePath(f"{path!r} holds a NUL character")
        if size > LARGEST_FILE:
            raise UnsafePath(f"{path!r} is larger than {LARGEST_FILE} bytes")
        total += size
    if total > LARGEST_PROJECT:
        raise UnsafePath(f"the project is larger than {LARGEST_PROJECT} bytes")


def check_together(paths: Collection[str]) -> None:
    """Each path alone, and no two that one file system would take for the same. Raises UnsafePath."""
    if len(paths) > MOST_FILES:
        raise UnsafePath(f"more than {MOST_FILES} files")
    seen: dict[str, str] = {}
    for path in paths:
        check_path(path)
        other = seen.setdefault(_key(path), path)
        if other != path:
            raise UnsafePath(f"{path!r} and {other!r} are the same file on some systems")
    for path in paths:
        parts = _key(path).split("/")
        for depth in range(1, len(parts)):
            if (parent := "/".join(parts[:depth])) in seen:
                raise UnsafePath(f"{seen[parent]!r} is a file and a folder")


def check_path(path: str) -> None:
    """Raises UnsafePath."""
    if reason := _refusal(path):
        raise UnsafePath(f"{path!r}: {reason}")


def _key(path: str) -> str:
    return unicodedata.normalize("NFKC", path).casefold()


def _refusal(path: str) -> str:
    try:
        size = len(path.encode())
    except UnicodeEncodeError:
        return "no Unicode"
    segments = path.split("/")
    if not path or size > LONGEST:
        return f"1 to {LONGEST} bytes"
    if unicodedata.normalize("NFC", path) != path:
        return "not in normal form NFC"
    if len(segments) > DEEPEST:
        return f"deeper than {DEEPEST}"
    return next((reason for segment in segments if (reason := _segment_refusal(segment))), "")


def _segment_refusal(segment: str) -> str:
    if segment in ("", ".", ".."):
        return "absolute, or with empty or dotted parts"
    if not SEGMENT.fullmatch(segment):
        return "a character that is not allowed"
    if segment != segment.strip(" ") or segment.endswith("."):
        return "a space or dot at the end of a part"
    if RESERVED.fullmatch(segment) or RESERVED.fullmatch(segment.split(".")[0].strip()):
        return "a reserved name"
    if unicodedata.normalize("NFKC", segment).casefold() == ".git":
        return "a reserved name"
    return ""
