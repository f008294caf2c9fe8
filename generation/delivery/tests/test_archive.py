"""The ZIP: one folder, everything in it, the same bytes each time."""

from __future__ import annotations

import io
import json
import subprocess
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

from generation.delivery import archive, folder
from generation.delivery.paths import UnsafePath
from generation.models import Revision
from generation.pipeline import runner
from generation.pipeline.tests.conftest import MakeRun, hinted, make_run, workshop

__all__ = ["hinted", "make_run", "workshop"]  # fixtures


@pytest.fixture
def revision(transactional_db: None, make_run: MakeRun) -> Revision:
    runner.execute(make_run().pk)
    return Revision.objects.get()


def test_the_zip_holds_one_folder_with_every_file_the_plan_and_the_evidence(revision: Revision) -> None:
    opened = zipfile.ZipFile(io.BytesIO(archive.build(revision)))
    assert opened.testzip() is None
    names = opened.namelist()
    assert {name.split("/")[0] for name in names} == {"notes"}
    stored = {f"notes/{file.path}": file.blob.text for file in revision.files.select_related("blob")}
    assert set(names) == set(stored) | {"notes/blueprint.json", "notes/verification.json"}
    assert all(opened.read(name).decode() == text for name, text in stored.items())
    assert json.loads(opened.read("notes/blueprint.json")) == revision.blueprint
    assert json.loads(opened.read("notes/verification.json"))["verified"] is True


def test_what_is_to_be_started_may_be_and_nothing_else(revision: Revision) -> None:
    opened = zipfile.ZipFile(io.BytesIO(archive.build(revision)))
    modes = {info.filename: oct(info.external_attr >> 16) for info in opened.infolist()}
    started = {name for name, mode in modes.items() if mode == "0o100755"}
    assert started == {"notes/start.py", "notes/manage.py"}
    assert set(modes.values()) == {"0o100755", "0o100644"}


def test_the_same_version_gives_the_same_bytes(revision: Revision) -> None:
    first = archive.build(revision)
    time.sleep(2.1)  # a ZIP counts time in steps of two seconds
    assert archive.build(Revision.objects.get()) == first


def test_other_tools_can_open_it(revision: Revision, tmp_path: Path) -> None:
    made = tmp_path / "notes.zip"
    made.write_bytes(archive.build(revision))
    done = subprocess.run(["python3", "-m", "zipfile", "-e", made, tmp_path / "out"], capture_output=True, check=False)
    assert done.returncode == 0
    assert (tmp_path / "out" / "notes" / "start.py").read_text() == "print('start')\n"


@pytest.mark.parametrize(("name", "path"), [("notes", "../../etc/passwd"), ("../up", "ok.py"), ("notes", "/abs.py")])
def test_nothing_unsafe_is_packed(name: str, path: str) -> None:
    with pytest.raises(UnsafePath):
        archive.pack(name, {path: ""})


def test_a_folder_is_written_once_and_never_over_something(tmp_path: Path) -> None:
    files = {"start.py": "print()\n", "core/x.py": "x = 1\n"}
    folder.write(tmp_path / "new", files)
    assert (tmp_path / "new/core/x.py").read_text() == "x = 1\n"
    assert (tmp_path / "new/start.py").stat().st_mode & 0o777 == 0o755
    with pytest.raises(folder.NotEmpty):
        folder.write(tmp_path / "new", files)
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(folder.NotEmpty):
        folder.write(tmp_path / "taken", files)


def test_unsafe_paths_are_found_before_anything_is_written(tmp_path: Path) -> None:
    bad: dict[str, Any] = {"a.py": "x", "../b.py": "y"}
    with pytest.raises(UnsafePath):
        folder.write(tmp_path / "new", bad)
    assert not (tmp_path / "new").exists()
