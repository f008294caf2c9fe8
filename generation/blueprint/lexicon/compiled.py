"""Keeps what a YAML file holds where Python keeps its compiled modules: reading YAML takes twenty times as long.

Only an aid: a folder that cannot be read or written costs time, nothing else. A file that changed is read anew, by its
time and size, as Python does with its modules.
"""

from __future__ import annotations

import marshal
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

FORMAT = 1  # of what `read` makes of a file; another number leaves what was kept aside


def kept(path: Path, read: Callable[[Path], Any]) -> Any:
    """What `read` makes of that file: plain dicts, lists, strings, numbers, truth values and None."""
    found = path.stat()
    key = (FORMAT, found.st_mtime_ns, found.st_size)
    place = path.parent / "__pycache__" / f"{path.name}c"
    with suppress(OSError, EOFError, ValueError, TypeError):
        stamp, content = marshal.loads(place.read_bytes())  # noqa: S302 - ours, as the modules beside it
        if stamp == key:
            return content
    content = read(path)
    with suppress(OSError, ValueError):
        _put(place, marshal.dumps((key, content)))
    return content


def _put(place: Path, data: bytes) -> None:
    """Whole or not at all: other processes read it meanwhile. Raises OSError."""
    place.parent.mkdir(exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
