"""From what a server or a connection did to the typed error for it.

A server's own words may repeat what it was sent, the key above all: they are cut short and the key is taken out.
"""

from __future__ import annotations

import json
import math
import re
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Any

from generation.engine.errors import (
    Busy,
    ContextTooLong,
    ModelError,
    NotAuthorised,
    RequestRefused,
    ServerFault,
    TooSlow,
)

MAX_WORDS = 300
TOO_LONG = re.compile(
    r"context.{0,20}(length|size|window|exceed)|maximum context|too (long|many tokens)|exceed_context|max_input|"
    r"inputs?`? tokens? \+",
    re.IGNORECASE,
)
LIMIT = re.compile(r"""context (?:length|size|window)\D{0,24}?(\d{3,8})|<= ?(\d{3,8})|"n_ctx": ?(\d{3,8})""")
# What looks like a key, wherever it comes from: a server may quote one that is not even ours.
KEY_LIKE = re.compile(r"\b(?:hf_|sk-|sk_|gsk_|rk_|key-)[A-Za-z0-9_*.-]{4,}|\bBearer\s+\S+", re.IGNORECASE)
MAX_HINT = 3600.0
WRAPPED = ("error", "message", "detail")


def from_status(status: int, headers: Mapping[str, str], body: bytes, secret: str = "") -> ModelError:
    """What a status other than 200 means."""
    said = _json(body)
    words = f"{status}: {_words(said if said is not None else body.decode(errors='replace'), secret)}"
    hint = wait_hint(headers, said)
    if status in (401, 402, 403):
        return NotAuthorised(words)
    if status in (413, 400, 422) and (status == 413 or TOO_LONG.search(words)):
        return ContextTooLong(words, limit=context_limit(body.decode(errors="replace")))
    if status in (408, 504):
        return TooSlow(words, retry_after=hint)
    if status in (425, 429) or (status in (503, 529) and hint is not None):
        return Busy(words, retry_after=hint)
    if status >= 500 and status != 501:
        return ServerFault(words, retry_after=hint)
    return RequestRefused(words)


def from_error_object(said: object, secret: str = "") -> ModelError:
    """What an `error` in place of an answer means."""
    code = said.get("code") or said.get("status") or said.get("http_status_code") if isinstance(said, dict) else None
    status = code if isinstance(code, int) and not isinstance(code, bool) and 400 <= code < 600 else 500
    words = _words(said, secret)
    if TOO_LONG.search(words):
        return ContextTooLong(words, limit=context_limit(json.dumps(said)))
    return from_status(status, {}, json.dumps({"error": words}).encode(), secret)


def wait_hint(headers: Mapping[str, str], body: object = None) -> float | None:
    """The seconds a server asks to wait, by header (a number or a date) or by Hugging Face's `estimated_time`."""
    said = headers.get("retry-after", "").strip()
    found = _seconds(said) if said else None
    if found is None and isinstance(body, dict):
        found = _seconds(body.get("estimated_time"))
    return found


def context_limit(words: str) -> int | None:
    """How many tokens fit into a model that says so when it refuses a question."""
    found = LIMIT.search(words[: 10 * MAX_WORDS])
    return int(next(filter(None, found.groups()))) if found else None


def scrubbed(text: str, secret: str = "") -> str:
    """Somebody else's words on one line, short, and without a key."""
    if secret:
        text = text.replace(secret, "***")
    text = KEY_LIKE.sub("***", text[: 4 * MAX_WORDS])
    return " ".join(text.encode("utf-8", "replace").decode().split())[:MAX_WORDS]


def _seconds(value: Any) -> float | None:
    try:
        found = float(value)
    except (TypeError, ValueError, OverflowError):
        found = _until(value)
    return min(max(found, 0.0), MAX_HINT) if math.isfinite(found) else None


def _until(value: object) -> float:
    try:
        return parsedate_to_datetime(str(value)).timestamp() - time.time()
    except (TypeError, ValueError, OverflowError):
        return math.nan


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _words(said: object, secret: str) -> str:
    """The message inside whatever shape it came in."""
    for _ in range(4):
        inner = next((said[key] for key in WRAPPED if said.get(key)), None) if isinstance(said, dict) else None
        said = said if inner is None else inner
    if not isinstance(said, str):
        try:
            said = json.dumps(said)
        except (ValueError, RecursionError):
            said = ""
    return scrubbed(said, secret)
