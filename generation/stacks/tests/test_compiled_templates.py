"""Compiled template files save time and change nothing."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest

from generation.stacks.django.compiled import CompiledTemplates


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "greeting.j2").write_text("Hola {{ name }}", encoding="utf-8")
    return tmp_path / "templates"


def rendered(templates: Path, kept: Path) -> str:
    cache = CompiledTemplates()
    cache.directory = str(kept)
    made = jinja2.Environment(loader=jinja2.FileSystemLoader(templates), bytecode_cache=cache, autoescape=True)
    return made.get_template("greeting.j2").render(name="Ana")


def test_a_template_is_compiled_once(templates: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert rendered(templates, tmp_path) == "Hola Ana"
    assert len(list(tmp_path.glob("*.j2c"))) == 1
    monkeypatch.setattr(jinja2.Environment, "_generate", lambda *_, **__: pytest.fail("it was compiled again"))
    assert rendered(templates, tmp_path) == "Hola Ana"


def test_a_template_that_changed_is_compiled_anew(templates: Path, tmp_path: Path) -> None:
    rendered(templates, tmp_path)
    (templates / "greeting.j2").write_text("Adiós {{ name }}", encoding="utf-8")
    assert rendered(templates, tmp_path) == "Adiós Ana"


def test_a_spoilt_copy_is_not_used(templates: Path, tmp_path: Path) -> None:
    rendered(templates, tmp_path)
    [copy] = tmp_path.glob("*.j2c")
    copy.write_bytes(copy.read_bytes()[:30])
    assert rendered(templates, tmp_path) == "Hola Ana"


def test_the_folder_is_made_where_python_makes_none(templates: Path, tmp_path: Path) -> None:
    assert rendered(templates, tmp_path / "__pycache__") == "Hola Ana"
    assert list((tmp_path / "__pycache__").glob("*.j2c"))


def test_a_folder_that_cannot_be_made_costs_only_time(templates: Path, tmp_path: Path) -> None:
    assert rendered(templates, tmp_path / "nowhere" / "__pycache__") == "Hola Ana"
