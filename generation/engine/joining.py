"""A long answer in two parts: how they fit together, and whether the whole can be believed.

A model that is asked to go on likes to repeat its last words, to open its code fence again, or to begin anew.
"""

from __future__ import annotations

import json
import re

from generation.engine.errors import TooLong
from generation.engine.values import Message

GO_ON = (
    "Continue exactly where you stopped, with the next character. Repeat nothing, explain nothing, open no new fence."
)
OVERLAP = (12, 400)  # characters at the seam that may have been said twice
OPENING = 60  # characters by which an answer that begins anew is known
FENCE = re.compile(r"^\s*(```|~~~)", re.MULTILINE)
FENCE_LINE = re.compile(r"\A\s*(```|~~~)[^\n]*\n")
BLOCK = re.compile(r"^<file path=|^</file>", re.MULTILINE)


def follow_up(messages: tuple[Message, ...], said: str) -> tuple[Message, ...]:
    return (*messages, Message("assistant", said), Message("user", GO_ON))


def joined(first: str, second: str, *, is_json: bool) -> str:
    """Both parts as one answer. Raises TooLong when they are none."""
    if len(first) >= OPENING and second.lstrip().startswith(first.lstrip()[:OPENING]):
        raise TooLong("asked to go on, the model began anew")
    if len(FENCE.findall(first)) % 2:
        second = FENCE_LINE.sub("", second, count=1)
    text = first + second[overlap(first, second) :]
    _believed(text, is_json)
    return text


def overlap(first: str, second: str) -> int:
    """How many characters at the start of the second part the first one ends with."""
    shortest, longest = OVERLAP
    for size in range(min(longest, len(first), len(second)), shortest - 1, -1):
        if first.endswith(second[:size]):
            return size
    return 0


def _believed(text: str, is_json: bool) -> None:
    if is_json:
        try:
            json.loads(text)
        except (ValueError, RecursionError):
            raise TooLong("the two parts of the answer make no JSON") from None
    inside = False
    for mark in BLOCK.findall(text):
        if inside == mark.startswith("<file"):
            raise TooLong("the two parts of the answer make no whole files")
        inside = not inside
    if inside or len(FENCE.findall(text)) % 2:
        raise TooLong("the two parts of the answer leave something open")
