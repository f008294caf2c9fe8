"""The body of a question, and what a server that does not know all of it can do without.

Servers differ in which optional parts they take. What one refuses is left out from then on, for as long as the process
lives; nothing a part asks for is ever taken for granted, so the answer is checked anyhow.
"""

from __future__ import annotations

import re
from typing import Any

from generation.engine.values import Ask, Message

OPTIONAL = ("response_format", "stream_options", "temperature")
UNKNOWN_PARTS = ("400:", "422:", "501:")
_refused: dict[str, frozenset[str]] = {}


def body(ask: Ask, model: str, identity: str) -> dict[str, Any]:
    """The JSON to send to the target of this identity."""
    written: dict[str, Any] = {
        "model": model,
        "messages": [_message(message) for message in ask.messages],
        "max_tokens": ask.max_tokens,
        "temperature": ask.temperature,
        "stream": ask.stream,
    }
    if ask.stream:
        written["stream_options"] = {"include_usage": True}
    if ask.schema is not None:
        # in the form servers know; huggingface_hub rewrites it to one that many ignore without a word
        written["response_format"] = {
            "type": "json_schema",
            "json_schema": {"name": ask.role, "schema": dict(ask.schema)},
        }
    refused = known(identity)
    if "max_tokens" in refused:
        written["max_completion_tokens"] = written.pop("max_tokens")
    return {part: value for part, value in written.items() if part not in refused}


def learn(identity: str, sent: dict[str, Any], words: str) -> bool:
    """Whether the refusal (its words begin with the status) may be about optional parts of what was sent.

    They are left out from now on.
    """
    if not words.startswith(UNKNOWN_PARTS):
        return False
    named = {part for part in (*OPTIONAL, "max_tokens") if part in sent and _names(words, part)}
    if not named:
        named = {part for part in ("response_format", "stream_options") if part in sent}
    if named:
        _refused[identity] = known(identity) | named
    return bool(named)


def known(identity: str) -> frozenset[str]:
    """The parts this server does without."""
    return _refused.get(identity, frozenset())


def restore(identity: str, parts: frozenset[str]) -> None:
    _refused[identity] = parts


def forget() -> None:
    """Ask every server for everything again."""
    _refused.clear()


def _names(words: str, part: str) -> bool:
    spoken = {"response_format": r"response.?format|json.?schema|grammar|guided"}.get(part, re.escape(part))
    return bool(re.search(spoken, words, re.IGNORECASE))


def _message(message: Message) -> dict[str, str]:
    return {"role": message.speaker, "content": message.text}
