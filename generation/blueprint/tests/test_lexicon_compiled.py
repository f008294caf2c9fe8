"""What is kept of a YAML file is what the file says, whatever became of the copy."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generation.blueprint import lexicon
from generation.blueprint.lexicon import compiled

WORDS = "plural: {libro: libros, año: años}\nlimits: [1, 2.5, true, null]\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "words.yaml"
    made.write_text(WORDS, encoding="utf-8")
    return made


def copies(file: Path) -> list[Path]:
    return list((file.parent / "__pycache__").iterdir())


def test_a_file_is_read_once_by_all_processes(file: Path) -> None:
    first = lexicon.load(file)
    assert first == {"plural": {"libro": "libros", "año": "años"}, "limits": [1, 2.5, True, None]}
    again = compiled.kept(file, lambda _: pytest.fail("it was read again"))
    assert again == first


def test_a_file_that_changed_is_read_anew(file: Path) -> None:
    lexicon.load(file)
    before = file.stat()
    file.write_text(WORDS.replace("libros", "librox"), encoding="utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
    assert lexicon.load(file)["plural"]["libro"] == "librox"


@pytest.mark.parametrize("content", [b"", b"\0", b"nonsense", b"(\x02\x00\x00\x00"])
def test_a_spoilt_copy_is_made_anew(file: Path, content: bytes) -> None:
    whole = lexicon.load(file)
    [copy] = copies(file)
    good = copy.read_bytes()
    copy.write_bytes(content)
    assert lexicon.load(file) == whole
    assert copy.read_bytes() == good


def test_a_folder_that_cannot_be_written_costs_only_time(file: Path) -> None:
    (file.parent / "__pycache__").write_text("no folder", encoding="utf-8")
    assert lexicon.load(file)["limits"] == [1, 2.5, True, None]
    assert [path.name for path in file.parent.iterdir() if path.name.startswith("tmp")] == []
