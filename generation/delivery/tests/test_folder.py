"""A project's folder: written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from generation.delivery import folder

FILES = {"a/b.py": "x = 1\n", "start.py": "print()\n", "z.py": "y = 2\n"}


@pytest.mark.parametrize("name", ["file/sub", "n" * 300, "file/a/b", "a\0b"])
def test_a_place_where_nothing_can_be_written_is_told_before_any_work(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(folder.Unwritable, match="choose another folder"):
        folder.ensure_free(tmp_path / name)


@pytest.mark.parametrize("name", ["new", "empty", "deep/er/still"])
def test_looking_leaves_no_trace(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    folder.ensure_free(tmp_path / name)
    assert [path.name for path in tmp_path.rglob("*")] == ["empty"]


@pytest.mark.parametrize("name", ["new", "empty", "deep/er/still"])
@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_what_is_interrupted_leaves_no_half_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, error: BaseException
) -> None:
    (tmp_path / "empty").mkdir()
    write = Path.write_text

    def stopped(self: Path, text: str, **options: str) -> int:
        if self.name == "z.py":
            raise error
        return write(self, text, **options)

    monkeypatch.setattr(Path, "write_text", stopped)
    with pytest.raises(folder.Unwritable if isinstance(error, OSError) else KeyboardInterrupt):
        folder.write(tmp_path / name, FILES)
    assert [path.name for path in tmp_path.rglob("*")] == ["empty"]


def test_a_link_to_an_empty_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to("empty")
    folder.write(tmp_path / "link", FILES)
    assert (tmp_path / "empty/start.py").exists()
