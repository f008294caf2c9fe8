"""Adds to what a check says the file and line that answer the address it speaks of. Knows only what the plan says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from generation.stacks.protocol import Source

_ADDRESS = re.compile(r"\b(?:GET|POST|PUT|PATCH|DELETE) (/[^\s:?]*)")
_PLACE = re.compile(r"[\w./-]+\.(?:py|html|css|js|ya?ml|json|toml|txt):\d+")


def pointed(detail: str, sources: Sequence[Source], files: Mapping[str, str]) -> str:
    """The detail, each line of it that names an address but no place in a file followed by that place."""
    return "\n".join(_pointed(line, sources, files) for line in detail.split("\n"))


def _pointed(line: str, sources: Sequence[Source], files: Mapping[str, str]) -> str:
    address = _ADDRESS.search(line)
    if address is None or _PLACE.search(line):
        return line
    place = _place(address[1], sources, files)
    return f"{line} [{place}]" if place else line


def _place(path: str, sources: Sequence[Source], files: Mapping[str, str]) -> str:
    for source in sources:
        if source.file in files and re.fullmatch(re.escape(source.path).replace(r"\{pk\}", "[^/]+"), path):
            lines = files[source.file].splitlines()
            number = next((n for n, text in enumerate(lines, 1) if source.text and source.text in text), 1)
            return f"{source.file}:{number}"
    return ""
