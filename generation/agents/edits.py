"""Changes of a large file as pieces to be found and replaced, the way many models write them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MOST_EDITS = 60
_SEARCH = re.compile(r"<{5,9} ?(?:SEARCH|ORIGINAL|BUSCAR)\s*", re.IGNORECASE)
_MIDDLE = re.compile(r"={5,9}\s*")
_REPLACE = re.compile(r">{5,9} ?(?:REPLACE|UPDATED|REEMPLAZAR)\s*", re.IGNORECASE)


class EditError(ValueError):
    """Edits that cannot be read or do not fit the file; the message is written for the model."""


@dataclass(frozen=True)
class Edit:
    search: str
    replace: str


def are_in(body: str) -> bool:
    return any(begins(line) for line in body.split("\n"))


def begins(line: str) -> bool:
    """Whether what is searched begins after this line."""
    return _is(_SEARCH, line)


def turns(line: str) -> bool:
    """Whether what replaces it begins after this line."""
    return _is(_MIDDLE, line)


def ends(line: str) -> bool:
    return _is(_REPLACE, line)


def edits_of(body: str) -> tuple[Edit, ...]:
    """Raises EditError."""
    found = tuple(_read(body))
    if len(found) > MOST_EDITS:
        raise EditError(f"more than {MOST_EDITS} edits")
    return found


def _read(body: str) -> Iterator[Edit]:
    parts: list[list[str]] = []  # what is searched, then what replaces it
    for line in body.split("\n"):
        if begins(line):
            if parts:
                raise EditError("a SEARCH part begins before the last one has ended")
            parts = [[]]
        elif len(parts) == 1 and turns(line):
            parts.append([])
        elif len(parts) == 2 and ends(line):
            yield Edit(*("\n".join(part) for part in parts))
            parts = []
        elif parts:
            parts[-1].append(line)
    if parts:
        raise EditError("a SEARCH part has no end: write =======, the new text and >>>>>>> REPLACE")


def applied(text: str, edits: tuple[Edit, ...]) -> str:
    """The text with every edit. Raises EditError when a part is not there exactly once."""
    for number, edit in enumerate(edits, 1):
        text = _applied(text, edit, number)
    return text


def _applied(text: str, edit: Edit, number: int) -> str:
    if not edit.search.strip():
        if text.strip():
            raise EditError(f"SEARCH part {number} is empty: name the lines that are to be replaced")
        return edit.replace
    lines = text.split("\n")
    begin, shift = _found(lines, edit.search.split("\n"), number)
    after = begin + edit.search.count("\n") + 1
    written = edit.replace.split("\n") if edit.replace else []
    return "\n".join([*lines[:begin], *(_moved(line, shift) for line in written), *lines[after:]])


def _found(lines: list[str], wanted: list[str], number: int) -> tuple[int, str]:
    """Where the part begins, and by what its lines have to be moved to the right. Raises EditError.

    Blanks at the ends of lines are what models lose, and at times the indentation of the whole part.
    """
    for strip in (str.rstrip, str.strip):
        whole = "\n" + "\n".join(map(strip, lines)) + "\n"
        part = "\n" + "\n".join(map(strip, wanted)) + "\n"
        at = whole.find(part)
        if at >= 0 and whole.find(part, at + 1) >= 0:
            raise EditError(f"SEARCH part {number} stands in the file more than once: take more lines around it")
        if at >= 0:
            begin = whole.count("\n", 0, at)
            place = next(n for n, line in enumerate(wanted) if line.strip())
            missing = len(_indent(lines[begin + place])) - len(_indent(wanted[place]))
            return begin, _indent(lines[begin + place])[:missing] if missing > 0 else ""
    raise EditError(f"SEARCH part {number} does not stand in the file; its first line is {_first(wanted)!r}")


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _moved(line: str, shift: str) -> str:
    return shift + line if line.strip() else line


def _first(lines: list[str]) -> str:
    return next((line.strip() for line in lines if line.strip()), "")[:80]


def _is(mark: re.Pattern[str], line: str) -> bool:
    return len(line) < 60 and mark.fullmatch(line.strip()) is not None
