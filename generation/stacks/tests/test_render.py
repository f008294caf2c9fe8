"""What every rendered project is, whatever its blueprint."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from generation.blueprint.behaviour.orders import with_orders
from generation.blueprint.schema import Blueprint
from generation.stacks.django import DjangoStack
from generation.stacks.django.wording import TEXTS, words
from generation.stacks.tests import samples

ROOT = Path(__file__).resolve().parents[3]
PROMISED = {
    "manage.py",
    "start.py",
    "requirements.txt",
    "Dockerfile",
    "compose.yaml",
    "railway.json",
    "vercel.json",
    ".env.example",
    ".gitignore",
    ".dockerignore",
    "README.md",
    "ARCHITECTURE.md",
    "blueprint.json",
    ".github/workflows/ci.yml",
    "config/settings.py",
    "core/migrations/0001_initial.py",
    "core/management/commands/seed.py",
    "core/api/openapi.json",
    "core/tests/test_acceptance.py",
    "static/css/app.css",
}


@pytest.fixture(scope="module", params=sorted(samples.ALL))
def blueprint(request: pytest.FixtureRequest) -> Blueprint:
    return samples.ALL[request.param]()


@pytest.fixture(scope="module")
def files(blueprint: Blueprint) -> dict[str, str]:
    return DjangoStack().render(blueprint)


def test_every_promised_file_is_there(files: dict[str, str]) -> None:
    assert set(files) >= PROMISED


def test_every_entity_has_its_own_files(blueprint: Blueprint, files: dict[str, str]) -> None:
    for entity in blueprint.entities:
        name = entity.name.lower()
        assert {f"core/models/{name}.py", f"core/forms/{name}.py", f"core/views/{name}.py"} <= set(files)
        assert {f"core/templates/core/{name}/{page}.html" for page in ("list", "detail")} <= set(files)
        assert f"class {entity.name}Admin" in files["core/admin.py"]


def test_every_file_parses(files: dict[str, str]) -> None:
    for path, text in files.items():
        if path.endswith(".py"):
            ast.parse(text, path)
        elif path.endswith(".json"):
            json.loads(text)
        elif path.endswith((".yaml", ".yml")):
            yaml.safe_load(text)
        assert text == "" or (text.endswith("\n") and not text.endswith("\n\n")), path


def test_no_mark_of_the_generator_is_left(files: dict[str, str]) -> None:
    for path, text in files.items():
        assert "[%" not in text, path
        assert "[#" not in text, path
        assert "autocrea" not in text.lower(), path


def test_the_blueprint_travels_with_the_project(blueprint: Blueprint, files: dict[str, str]) -> None:
    assert Blueprint.model_validate_json(files["blueprint.json"]) == with_orders(blueprint)


def test_rendering_is_the_same_whatever_the_hash_seed() -> None:
    code = (
        "import hashlib, json; from generation.stacks.django import DjangoStack; "
        "from generation.stacks.tests import samples; "
        "files = {n: DjangoStack().render(make()) for n, make in samples.ALL.items()}; "
        "print(hashlib.sha256(json.dumps(files).encode()).hexdigest())"
    )
    digests = set()
    for seed in ("1", "31337"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, check=True)
        digests.add(done.stdout)
    assert len(digests) == 1


def test_two_apps_do_not_look_the_same() -> None:
    sheets = [DjangoStack().render(make())["static/css/app.css"] for make in samples.ALL.values()]
    assert len(set(sheets)) == len(sheets)


def test_both_languages_have_the_same_texts() -> None:
    assert set(words("es")) == set(words("en"))
    for path in TEXTS.glob("*.yaml"):
        for key, value in words(path.stem).items():
            assert value not in (None, ""), f"{path.stem}: {key}"


def test_the_bundle_pins_what_the_project_requires() -> None:
    bundle = (ROOT / "generation/stacks/django/bundle.txt").read_text().split()
    required = DjangoStack().render(samples.todo())["requirements.txt"].splitlines()
    assert set(bundle) <= set(required)


def _imports(source: str) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add((node.module or "").split(".")[0])
    return found


def test_projects_import_only_what_the_bundle_holds(files: dict[str, str]) -> None:
    allowed = {*sys.stdlib_module_names, "django", "dj_database_url", "config", "core", "accounts", "figures", "shop"}
    for path, text in files.items():
        if path.endswith(".py"):
            assert _imports(text) <= allowed, path


def test_pages_hold_no_inline_code_or_style(files: dict[str, str]) -> None:
    """The content security policy would refuse it."""
    for path, text in files.items():
        if path.endswith(".html"):
            assert " style=" not in text, path
            assert re.sub(r'<script src="[^"]+" defer></script>', "", text).count("<script") == 0, path
            assert " onclick" not in text, path
