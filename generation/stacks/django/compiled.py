"""Keeps compiled template files where Python keeps its compiled modules, so that not every process compiles them.

Only an aid: a folder that cannot be read or written costs time, nothing else. A template that changed is compiled anew.
"""

from __future__ import annotations

import pickle
from contextlib import suppress
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket


class CompiledTemplates(jinja2.FileSystemBytecodeCache):
    def __init__(self) -> None:
        super().__init__(str(Path(__file__).parent / "__pycache__"), "%s.j2c")

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            super().load_bytecode(bucket)
        except (OSError, EOFError, ValueError, TypeError, pickle.UnpicklingError):
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            Path(self.directory).mkdir(exist_ok=True)
            super().dump_bytecode(bucket)
