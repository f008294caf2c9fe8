"""Prompts are files; code fills them strictly. A prompt's digest tells which wording an answer came from.

`@@name` marks a place: generated code is full of `$` and of braces. Text that people or models wrote enters as fenced
data, never as part of the instructions, and nothing in a prompt is secret.
"""

from __future__ import annotations

import hashlib
import string
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True)
class Prompt:
    name: str
    text: str
    digest: str  # of the file as it is written, not of what was filled in


class _Template(string.Template):
    delimiter = "@@"


def render(folder: Path, name: str, **values: str) -> Prompt:
    """The prompt of `<folder>/<name>.md`. Raises ValueError when places and values are not the same."""
    template, digest = _load(folder / f"{name}.md")
    places = set(template.get_identifiers())
    if places != set(values) or not template.is_valid():
        raise ValueError(f"prompt {name!r} takes {sorted(places)}, got {sorted(values)}")
    return Prompt(name, template.substitute(values), digest)


def fenced(name: str, text: str) -> str:
    """Data between two lines that cannot stand in it."""
    mark = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]
    return f"<<<{name} {mark}\n{text}\n{name} {mark}>>>"


@lru_cache(maxsize=64)
def _load(path: Path) -> tuple[_Template, str]:
    text = path.read_text(encoding="utf-8")
    return _Template(text), hashlib.sha256(text.encode()).hexdigest()[:16]
