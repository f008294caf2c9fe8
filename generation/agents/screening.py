"""What of an answer may stand in a project: mechanical rules, before anything is run. Pure.

A file that breaks a rule is refused with a sentence for the model; the other files of the same answer are kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from generation.agents import edits
from generation.agents.replies import Block, Why
from generation.stacks.protocol import Stack

LARGEST_FILE = 200_000  # characters
FRACTION, WORTH = 0.4, 400  # a file of that size is not replaced by less than that part of it
DEEPEST, LONGEST_PATH = 8, 120
_SEGMENT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.\-]*")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_COMMENT = re.compile(r"\s*(?:#|//|/\*+|\*|<!--|\{#|\{% comment %\})\s*(.*?)\s*(?:\*/|-->|#\}|\{% endcomment %\})?\s*")
_DOTS = re.compile(r"[\[(]?\s*(?:\.{3,}|…)\s*[\])]?\s*(.*)")
_REST = re.compile(
    r"\b(?:rest|remaining|remainder|existing|previous|other|everything else|resto|restante|demás|existente|anterior)\b",
    re.IGNORECASE,
)
_SAME = re.compile(
    r"\b(?:unchanged|same|as (?:is|before)|omitted|stays?|remains?|goes here|here|sin cambios|igual|omitid[oa]s?|"
    r"no cambia|aquí|se mantiene)\b",
    re.IGNORECASE,
)

MayWrite = Callable[[str], Why | None]  # None where the agent may write


@dataclass(frozen=True)
class Refused:
    path: str
    why: Why
    told: str  # for the model

    def __str__(self) -> str:
        return f"{self.path}: {self.told}"


@dataclass
class Screened:
    """Files that may stand, by path, and what was refused. What stays as it was is in neither."""

    files: dict[str, str] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)


def screened(blocks: Collection[Block], project: Mapping[str, str], may_write: MayWrite) -> Screened:
    """`project` is what the agent was shown, its own earlier work included."""
    made = Screened()
    known = {path.casefold(): path for path in project}
    doubled = _doubled(blocks)
    for block in blocks:
        try:
            text = _text(block, made.files.get(block.path, project.get(block.path)), known, may_write, doubled)
        except _Refusal as refusal:
            made.refused.append(Refused(block.path[:LONGEST_PATH], refusal.why, refusal.told))
            made.files.pop(block.path, None)
            continue
        known.setdefault(block.path.casefold(), block.path)
        if text != project.get(block.path):
            made.files[block.path] = text
    for refused in made.refused:
        made.files.pop(refused.path, None)  # half of a file's changes is not what was meant
    return made


class _Refusal(Exception):
    def __init__(self, why: Why, told: str) -> None:
        super().__init__(told)
        self.why, self.told = why, told


def _doubled(blocks: Collection[Block]) -> set[str]:
    """Paths with two different whole texts; several edits of one file are one piece of work."""
    seen: dict[str, str] = {}
    doubled = set()
    for block in blocks:
        if edits.are_in(block.body):
            continue
        if seen.setdefault(block.path, block.body) != block.body:
            doubled.add(block.path)
    return doubled


def _text(
    block: Block, before: str | None, known: Mapping[str, str], may_write: MayWrite, doubled: Collection[str]
) -> str:
    _ensure_path(block.path, known)
    if why := may_write(block.path):
        raise _Refusal(why, TOLD[why])
    if block.cut:
        raise _Refusal(Why.CUT, "the answer ends within this file; write the whole file, or SEARCH/REPLACE blocks")
    if block.path in doubled:
        raise _Refusal(Why.DUPLICATE, "stands twice in the answer with different texts")
    if len(block.body) > LARGEST_FILE:
        raise _Refusal(Why.TOO_BIG, f"is longer than {LARGEST_FILE} characters")
    if UNREADABLE.search(block.body):
        raise _Refusal(Why.NOT_TEXT, "holds characters that no source file has")
    edited = edits.are_in(block.body)
    text = _edited(block, before) if edited else block.body
    _ensure_whole(text, before or "", edited)
    return text


def may_be_shown(path: str, project: Collection[str], may_write: MayWrite) -> bool:
    """Whether a file an answer has begun may stand where it says."""
    try:
        _ensure_path(path, {each.casefold(): each for each in project})
    except _Refusal:
        return False
    return may_write(path) is None


TOLD = {
    Why.OUTSIDE: "is not among the files that you may write",
    Why.LOCKED: "is locked: nobody may change it",
    Why.OLD_TEST: "was there before; tests that exist stay as they are, put yours into a new file beside it",
}
REVIEWED = ("backend", "frontend")  # whose files the security agent may mend


def may_write(role: str, path: str, stack: Stack, project: Mapping[str, str]) -> Why | None:
    """Why that agent may not write the file; `project` is the one it was given, without its own work."""
    scope = stack.scope_of(path)
    if scope is None:
        return Why.LOCKED
    if "tests" in path.split("/") and path in project:
        return Why.OLD_TEST
    if scope == role or (role == "security" and scope in REVIEWED):
        return None
    # a page of its own needs a template; those that exist are the frontend's
    new_page = role == "backend" and scope == "frontend" and path.endswith(".html") and path not in project
    return None if new_page else Why.OUTSIDE


def _ensure_path(path: str, known: Mapping[str, str]) -> None:
    if path in known.values():
        return
    parts = path.split("/")
    odd = len(path) > LONGEST_PATH or len(parts) > DEEPEST or path.endswith(".")
    if odd or not all(_SEGMENT.fullmatch(part) and not _RESERVED.fullmatch(part) for part in parts):
        raise _Refusal(Why.BAD_PATH, "is no path of this project; letters, digits, - _ . and / alone")
    if (other := known.get(path.casefold())) is not None and other != path:
        raise _Refusal(Why.BAD_PATH, f"differs from {other} in capital letters alone")
    if any("/".join(parts[:depth]).casefold() in known for depth in range(1, len(parts))):
        raise _Refusal(Why.BAD_PATH, "goes through a file as if it were a folder")


def _edited(block: Block, before: str | None) -> str:
    if before is None:
        raise _Refusal(Why.NOT_FOUND, "does not exist, so nothing can be replaced in it: write the whole file")
    try:
        return edits.applied(before, edits.edits_of(block.body))
    except edits.EditError as error:
        raise _Refusal(Why.NOT_FOUND, str(error)) from None


def _ensure_whole(text: str, before: str, edited: bool) -> None:
    if not text.strip() and before.strip():
        raise _Refusal(Why.EMPTY, "would be empty")
    if line := placeholder(text, before):
        raise _Refusal(Why.PLACEHOLDER, f"leaves something out ({line!r}); write every line, or SEARCH/REPLACE blocks")
    if not edited and len(before) >= WORTH and len(text) < FRACTION * len(before):
        raise _Refusal(
            Why.SHRUNK, f"shrinks from {len(before)} to {len(text)} characters; use SEARCH/REPLACE for small changes"
        )


def placeholder(text: str, before: str) -> str:
    """The first line that stands for something left out; "" when every line is meant."""
    had: set[str] | None = None
    for line in text.split("\n"):
        if len(line) > 160 or not _leaves_out(line):
            continue
        had = {each.strip() for each in before.split("\n")} if had is None else had
        if line.strip() not in had:
            return line.strip()[:80]
    return ""


def _leaves_out(line: str) -> bool:
    comment = _COMMENT.fullmatch(line)
    if comment is None:
        return False
    said = comment[1]
    if dots := _DOTS.fullmatch(said):
        return not dots[1].strip(".… ") or bool(_REST.search(dots[1]) or _SAME.search(dots[1]))
    return bool(
        _REST.search(said)
        and _SAME.search(said)
        and len(said) < 80
        and re.search(r"\.{3}|…|unchanged|sin cambios|omit", said, re.I)
    )
