"""The JSON object in a model's answer, whatever stands around it. Pure: text in, a plain dict out, or ReplyError."""

from __future__ import annotations

import json
import re
from typing import Any, Never

MAX_TEXT = 400_000  # characters; no plan needs as many
MOST_TRIES = 20  # braces that are taken for the beginning of an object
_FENCED = re.compile(r"^[ \t]*```[a-zA-Z]*[ \t]*\n(.*?)^[ \t]*```", re.DOTALL | re.MULTILINE)


class ReplyError(ValueError):
    """An answer nothing can be made of; `problems` say why, in words a model can be told."""

    def __init__(self, *problems: str) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def json_object(text: str) -> dict[str, Any]:
    """The largest JSON object of the text, inside a fence or not. Raises ReplyError."""
    if len(text) > MAX_TEXT:
        raise ReplyError(f"The answer is longer than {MAX_TEXT} characters.")
    inside = max(_FENCED.findall(text), key=len, default="")
    found, trouble = _largest(inside)
    if found is None:
        found, trouble = _largest(text)
    if found is None:
        raise ReplyError(trouble or "The answer holds no JSON object.")
    return found


def _largest(text: str) -> tuple[dict[str, Any] | None, str]:
    """The object that takes up most of the text, and what was wrong with the first that could not be read."""
    decoder = json.JSONDecoder(object_pairs_hook=_pairs, parse_constant=_no_number)
    best: dict[str, Any] | None = None
    size, at, trouble = 0, text.find("{"), ""
    for _ in range(MOST_TRIES):
        if at < 0:
            break
        try:
            found, end = decoder.raw_decode(text, at)
        except ReplyError:
            raise
        except (ValueError, RecursionError) as error:
            trouble = trouble or f"The answer is no JSON: {_said(error)}"
            # what was read of it until then is part of a broken whole, and no answer of its own
            at = text.find("{", max(at + 1, error.pos)) if isinstance(error, json.JSONDecodeError) else -1
            continue
        if end - at > size:
            best, size = found, end - at
        at = text.find("{", end)
    return best, trouble


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        names = [name for name, _ in pairs]
        raise ReplyError(f"The key {next(name for name in names if names.count(name) > 1)!r:.60} stands twice.")
    if any(not _is_text(part) for pair in pairs for part in pair if isinstance(part, str)):
        raise ReplyError("The answer holds half characters, which no file can keep.")
    return made


def _is_text(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)


def _no_number(word: str) -> Never:
    raise ReplyError(f"{word} is no number of JSON.")


def _said(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} (line {error.lineno}, column {error.colno})"
    return "it is nested too deeply" if isinstance(error, RecursionError) else "a number is too long"
