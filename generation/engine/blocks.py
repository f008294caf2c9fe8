"""The form in which engines hand over files: one `<file path="…">` block each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping


def blocks(files: Mapping[str, str]) -> Iterator[str]:
    """One block per file, by path; a file's text stands unchanged between the two lines of its block."""
    for path in sorted(files):
        text = files[path]
        end = "" if text.endswith("\n") else "\n"
        yield f'<file path="{path}">\n{text}{end}</file>\n'
