"""What the environment may say: each variable documented, bad values refused by name."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from autocrea import environment

ROOT = Path(__file__).resolve().parent.parent.parent
READERS = {name for name in vars(environment) if name.startswith("env_")}
NOT_FOR_PEOPLE = {"ENV_FILE", "DJANGO_SETTINGS_MODULE", "CI", "COLUMNS", "TERM", "PATH", "HOME"}


def read_by_the_code() -> set[str]:
    names: set[str] = set()
    for app in ("autocrea", "accounts", "billing", "generation"):
        for path in (ROOT / app).rglob("*.py"):
            parts = path.relative_to(ROOT).parts
            if not {"tests", "templates", "guest"} & set(parts) and path.name != "settings_test.py":
                names |= _in(ast.parse(path.read_text()))
    return names - NOT_FOR_PEOPLE


def _in(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
            continue
        called = ast.unparse(node.func)
        if called in READERS or called in ("os.environ.get", "os.getenv"):
            found.add(str(node.args[0].value))
    return found


def documented() -> set[str]:
    return {name for name, _value in environment.ENV_LINE.findall((ROOT / ".env.example").read_text())}


def test_every_variable_is_in_the_example_and_nothing_else() -> None:
    as_files = {f"{name}_FILE" for name in documented()}
    assert read_by_the_code() - as_files == documented()


def test_the_example_itself_is_a_working_environment() -> None:
    done = manage({"ENV_FILE": str(ROOT / ".env.example")})
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"DEBUG": "yes"}, "DEBUG='yes': write True or False"),
        ({"SANDBOX_SLOTS": "two"}, "SANDBOX_SLOTS='two': write a whole number"),
        ({"DEBUG": "False"}, "SECRET_KEY is empty"),
        ({"SECRET_KEY_FILE": "/nowhere"}, "SECRET_KEY_FILE='/nowhere': No such file"),
        ({"ENV_FILE": "/nowhere"}, "ENV_FILE='/nowhere': there is no such file"),
    ],
)
def test_a_bad_value_stops_the_start_and_is_named(variables: dict[str, str], words: str) -> None:
    done = manage(variables)
    assert done.returncode != 0
    assert done.stderr.startswith("Cannot start: ")
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_production_passes_djangos_own_deployment_check() -> None:
    production = {"DEBUG": "False", "SECRET_KEY": "abcdefgh0123" * 5, "ALLOWED_HOSTS": "app.example.org"}
    done = manage(production, "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr


def manage(variables: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    environ = {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull, **variables}
    command = [sys.executable, str(ROOT / "manage.py"), "check", *arguments]
    return subprocess.run(command, env=environ, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("SLOTS", "0", lambda: environment.env_int("SLOTS", 2, at_least=1)),
        ("SLOTS", "-5", lambda: environment.env_int("SLOTS", 2)),
        ("LEVEL", "LOUD", lambda: environment.env_choice("LEVEL", "INFO", ["INFO", "DEBUG"])),
        ("ZONE", "Mars/Base", lambda: environment.env_time_zone("ZONE", "UTC")),
        ("ZONE", "../etc/passwd", lambda: environment.env_time_zone("ZONE", "UTC")),
        ("SERVICE", "http://user:secret@host", lambda: environment.env_address("SERVICE", "redis://host", ["redis"])),
        ("SERVICE", "nonsense", lambda: environment.env_address("SERVICE", "redis://host", ["redis"])),
    ],
)
def test_a_value_that_cannot_work_is_refused_by_name(
    name: str, value: str, read: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=name) as refused:
        read()
    assert "secret" not in str(refused.value)


def test_a_file_that_is_no_text_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_bytes(b"\xff\xfe=1")
    monkeypatch.delenv("ENV_FILE", raising=False)
    with pytest.raises(ImproperlyConfigured, match=r"\.env cannot be read"):
        environment.load_env_file(tmp_path)


def test_the_environment_comes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text(
        "# a comment\nFIRST=from file   # why\nSECOND='quoted value'\nEMPTY=\nURL=postgres://u:p#w@h/d\n"
    )
    for name in ("SECOND", "EMPTY", "URL", "ENV_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("FIRST", "from environment")
    environment.load_env_file(tmp_path)
    try:
        assert os.environ["FIRST"] == "from environment"
        assert os.environ["SECOND"] == "quoted value"
        assert environment.env_str("EMPTY", "default") == "default"
        assert os.environ["URL"] == "postgres://u:p#w@h/d"
    finally:
        for name in ("SECOND", "EMPTY", "URL"):
            os.environ.pop(name, None)


def test_a_secret_may_be_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "key").write_text("hidden\n")
    monkeypatch.setenv("SOME_KEY_FILE", str(tmp_path / "key"))
    assert environment.env_secret("SOME_KEY") == "hidden"


def test_a_missing_secret_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_KEY_FILE", "/nowhere/key")
    with pytest.raises(ImproperlyConfigured, match="SOME_KEY_FILE"):
        environment.env_secret("SOME_KEY")
