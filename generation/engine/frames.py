"""What one JSON object of the chat-completions protocol says, streamed or whole.

Everything in it was written by somebody else: each value is looked at before it is used.
"""

from __future__ import annotations

import json
import math
from typing import Any, NamedTuple

from generation.engine.errors import BadAnswer, ModelError
from generation.engine.faults import from_error_object
from generation.engine.values import Usage

# Some servers tell which of their own signs ended the answer; that, too, is the model's own stop.
SAME_AS_STOP = frozenset({"eos_token", "stop_sequence", "end_turn"})


class Frame(NamedTuple):
    text: str = ""
    thought: str = ""  # what a reasoning model says to itself: a sign of life, no part of the answer
    finish_reason: str | None = None
    usage: Usage | None = None
    model: str = ""
    revision: str = ""


def read(data: str, secret: str = "") -> Frame:
    """Raises BadAnswer, or what the server says went wrong."""
    try:
        body = json.loads(data)
    except (ValueError, RecursionError):
        raise BadAnswer("the answer is broken JSON") from None
    if not isinstance(body, dict):
        raise BadAnswer("the answer is no JSON object")
    if body.get("error"):
        raise from_error_object(body["error"], secret)
    choice = _first_choice(body)
    said = _dict(choice.get("delta")) or _dict(choice.get("message"))
    return Frame(
        text=_words(said.get("content")),
        thought=_words(said.get("reasoning_content") or said.get("reasoning")),
        finish_reason=_finish(choice.get("finish_reason")),
        usage=_usage(body.get("usage")),
        model=_name(body.get("model")),
        revision=_name(body.get("system_fingerprint")),
    )


def failed(data: str, secret: str = "") -> ModelError:
    """What an `error` event says."""
    try:
        body = json.loads(data)
    except (ValueError, RecursionError):
        body = data
    inner = body.get("error", body) if isinstance(body, dict) else body
    return from_error_object(inner, secret)


class SurrogateJoiner:
    """Puts together characters that a server cut in two; a half without its other half becomes U+FFFD."""

    def __init__(self) -> None:
        self._half = ""

    def feed(self, text: str) -> str:
        text = self._half + text
        self._half = ""
        if text and "\ud800" <= text[-1] <= "\udbff":
            self._half, text = text[-1], text[:-1]
        return mended(text)

    def close(self) -> str:
        half, self._half = self._half, ""
        return mended(half)


def mended(text: str) -> str:
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _first_choice(body: dict[str, Any]) -> dict[str, Any]:
    choices = body.get("choices")
    if choices in (None, []):
        return {}  # the frame that carries the usage
    if not isinstance(choices, list) or not isinstance(choices[0], dict):
        raise BadAnswer("the answer has no choices")
    return choices[0]


def _finish(reason: object) -> str | None:
    if reason is None:
        return None
    if not isinstance(reason, str):
        raise BadAnswer("the answer ends for no known reason")
    return "stop" if reason in SAME_AS_STOP else reason


def _words(content: object) -> str:
    """Text, or the text parts of a list of parts."""
    if isinstance(content, list):
        return "".join(_words(part.get("text")) for part in content if isinstance(part, dict))
    if content is None or isinstance(content, str):
        return content or ""
    raise BadAnswer("the answer's content is no text")


def _usage(said: object) -> Usage | None:
    if not isinstance(said, dict):
        return None
    sent, came = _count(said.get("prompt_tokens")), _count(said.get("completion_tokens"))
    return None if sent is None or came is None else Usage(sent, came)


def _count(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
        return None
    return min(int(value), 2**31 - 1)


def _name(value: object) -> str:
    return mended(value)[:200] if isinstance(value, str) else ""


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
