"""The bundle: built once, the same for the same sources, and refused when a byte of it is wrong."""

from __future__ import annotations

import shutil
import time
import zipfile
from pathlib import Path

import pytest

from generation.sandbox import bundle, installed
from generation.sandbox.errors import SandboxUnavailable
from generation.sandbox.installed import availability, bundle_path, load_bundle

pytestmark = pytest.mark.sandbox


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bundle of its own for a test to spoil."""
    target = tmp_path / "bundle"
    shutil.copytree(bundle_path(), target)
    monkeypatch.setattr(installed, "bundle_path", lambda: target)
    monkeypatch.setattr(bundle, "bundle_path", lambda: target)
    return target


def test_a_second_build_does_nothing_and_takes_no_time(copy: Path) -> None:
    before = (copy / "manifest.json").stat().st_mtime_ns
    started = time.monotonic()
    assert bundle.main() == 0
    assert time.monotonic() - started < 1
    assert (copy / "manifest.json").stat().st_mtime_ns == before


def test_a_missing_or_cut_file_asks_for_a_new_build(copy: Path) -> None:
    key = bundle.source_key()
    assert bundle.is_current(copy, key)
    assert not bundle.is_current(copy, "another key")
    (copy / "snapshot.bin").write_bytes(b"cut")
    assert not bundle.is_current(copy, key)
    (copy / "manifest.json").unlink()
    assert not bundle.is_current(copy, key)


def test_the_whole_bundle_is_available() -> None:
    assert availability() == (True, "")
    assert load_bundle().python.startswith("3.14")
    assert len(load_bundle().digest) == 64


@pytest.mark.parametrize("name", ["host.mjs", "snapshot.bin", "pyodide.asm.wasm", "site.bin"])
def test_a_corrupt_bundle_is_refused_with_a_sentence(copy: Path, name: str) -> None:
    content = bytearray((copy / name).read_bytes())
    content[len(content) // 2] ^= 1
    (copy / name).write_bytes(content)
    with pytest.raises(SandboxUnavailable, match=name):
        load_bundle()
    available, reason = availability()
    assert not available
    assert "make setup" in reason


def test_a_bundle_that_is_not_there_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installed, "bundle_path", lambda: tmp_path / "nowhere")
    available, reason = availability()
    assert not available
    assert "missing" in reason


def test_a_manifest_that_is_no_manifest_is_refused(copy: Path) -> None:
    for text in ("", "[]", "{}", '{"files": []}'):
        (copy / "manifest.json").write_text(text)
        with pytest.raises(SandboxUnavailable):
            load_bundle()


def test_without_deno_nothing_is_available(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installed, "executable", lambda name: None)
    available, reason = availability()
    assert not available
    assert "Deno" in reason


def test_tests_and_other_languages_stay_out_of_the_bundle() -> None:
    assert bundle.is_wanted("django/contrib/admin/templates/admin/base.html")
    assert bundle.is_wanted("django/conf/locale/es/LC_MESSAGES/django.mo")
    assert bundle.is_wanted("django/conf/locale/__init__.py")
    assert not bundle.is_wanted("django/conf/locale/fr/LC_MESSAGES/django.mo")
    assert not bundle.is_wanted("django/conf/locale/es/LC_MESSAGES/django.po")
    assert not bundle.is_wanted("django/contrib/gis/admin.py")
    assert not bundle.is_wanted("whitenoise/tests/x.py")


def test_the_site_is_laid_out_as_slices_of_one_file(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "site.zip", "w") as archive:
        archive.writestr("b.txt", "second")
        archive.writestr("a.txt", "first")
    bundle.lay_out(tmp_path / "site.zip", tmp_path)
    assert (tmp_path / "site.bin").read_bytes() == b"firstsecond"
    assert (tmp_path / "site.json").read_text() == '[["a.txt", 0, 5], ["b.txt", 5, 6]]'
