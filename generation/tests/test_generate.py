"""`manage.py generate`: the same pipeline without web, user, ledger or database."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from generation.blueprint.schema import Blueprint
from generation.pipeline import toolbox
from generation.pipeline.tests.conftest import workshop
from generation.pipeline.tests.workshop import Workshop

__all__ = ["workshop"]  # a fixture
ROOT = Path(__file__).resolve().parents[2]
TODO = "Create a simple todo app"
KEYS = {
    "verified", "engine", "fit", "unmet", "seconds", "blueprint", "criteria", "checks", "not_executed", "files",
}  # fmt: skip


def generate(*arguments: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr, with nothing of the environment but the path."""
    done = subprocess.run(
        [sys.executable, "manage.py", "generate", *arguments],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
            "REDIS_URL": "redis://127.0.0.1:1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def called(*arguments: str) -> tuple[int, Any, str]:
    """The same in this process: exit code, the printed object, the message."""
    out, code, message = StringIO(), 0, ""
    try:
        call_command("generate", *arguments, "--json", stdout=out, stderr=StringIO())
    except CommandError as error:
        code, message = error.returncode, str(error)
    return code, json.loads(out.getvalue()), message


def tree(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.slow
@pytest.mark.sandbox
def test_a_real_app_is_verified_without_services_and_identical_twice(tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda name: generate(TODO, "--json", "--out", str(tmp_path / name)), ("one", "two"))
    assert first[0] == second[0] == 0, first[2] + second[2]
    told = json.loads(first[1])
    assert set(told) == KEYS
    assert (told["verified"], told["engine"], told["fit"], told["unmet"]) == (True, "builtin", "full", [])
    assert all(check["status"] == "passed" for check in told["checks"] if check["required"])
    assert all(criterion["status"] == "passed" for criterion in told["criteria"])
    Blueprint.model_validate(told["blueprint"])
    one, two = tree(tmp_path / "one"), tree(tmp_path / "two")
    assert {entry["path"]: entry["sha256"] for entry in told["files"]} == one
    assert {"blueprint.json", "verification.json", "SECURITY.md", "manage.py"} <= set(one)
    assert {path for path in one if one[path] != two.get(path)} <= {"verification.json"}
    assert json.loads((tmp_path / "one/verification.json").read_text())["verified"] is True
    assert "Verifying" in first[2] or "Verificando" in first[2]


@pytest.mark.parametrize(
    "arguments", [(), (TODO, "--engine", "oracle"), (TODO, "--language", "fr"), (TODO, "--engine", "joxcoder")]
)
def test_the_process_ends_with_two_for_what_it_cannot_take(arguments: tuple[str, ...], tmp_path: Path) -> None:
    code, out, error = generate(*arguments, "--out", str(tmp_path / "app"))
    assert (code, out) == (2, "")
    assert "Traceback" not in error
    assert error.strip()
    assert not (tmp_path / "app").exists()


@pytest.mark.parametrize("text", ["", "   ", "x" * 20_000, "a\x00b", "!!! ???", "blog \x07"])
def test_text_nothing_can_be_read_from_is_bad_input(text: str, tmp_path: Path) -> None:
    code, told, message = called(text, "--out", str(tmp_path / "app"))
    assert code == 2
    assert told["error"]["code"] in ("empty", "too_long", "control_characters", "no_letters")
    assert message == told["error"]["detail"]
    assert set(told) == KEYS | {"error"}
    assert not (tmp_path / "app").exists()


def test_a_folder_that_holds_something_is_refused_before_any_work(workshop: Workshop, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("precious")
    code, told, message = called("Notes", "--out", str(tmp_path))
    assert (code, told["error"]["code"]) == (2, "not_empty")
    assert "not empty" in message
    assert list(tmp_path.iterdir()) == [tmp_path / "mine.txt"]
    assert not workshop.verifying.is_set()


def test_a_folder_that_cannot_be_made_is_refused_before_any_work(workshop: Workshop, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("precious")
    code, told, message = called("Notes", "--out", str(tmp_path / "file/app"))
    assert (code, told["error"]["code"]) == (2, "unwritable")
    assert "choose another folder" in message
    assert not workshop.verifying.is_set()


def test_ctrl_c_ends_with_a_sentence_and_leaves_nothing(
    workshop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pressed(target: Path, files: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("generation.delivery.folder.write", pressed)
    with pytest.raises(CommandError, match="nothing was written") as stopped:
        call_command("generate", "Notes", "--out", str(tmp_path / "app"), stdout=StringIO(), stderr=StringIO())
    assert stopped.value.returncode == 130
    assert list(tmp_path.iterdir()) == []


def test_the_default_folder_is_the_slug_and_is_refused_as_well(
    workshop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert called("Notes")[0] == 0
    assert json.loads((tmp_path / "notes/verification.json").read_text())["verified"] is True
    assert (tmp_path / "notes/start.py").stat().st_mode & 0o111
    workshop.verifying.clear()
    assert called("Notes")[0] == 2
    assert not workshop.verifying.is_set()


def test_a_request_outside_what_can_be_built_says_what_could_be(workshop: Workshop, tmp_path: Path) -> None:
    code, told, message = called("outside", "--out", str(tmp_path / "app"))
    assert (code, told["fit"], told["verified"]) == (2, "outside", False)
    assert told["unmet"] == [{"asked": "teleport", "why": "nobody can", "instead": "a train"}]
    assert "a train" in message
    assert not (tmp_path / "app").exists()


def test_what_is_not_verified_is_not_written(workshop: Workshop, tmp_path: Path) -> None:
    workshop.passes = False
    code, told, message = called("Notes", "--out", str(tmp_path / "app"))
    assert (code, told["verified"]) == (1, False)
    assert "Pages answer: failed /: 500" in message
    assert not (tmp_path / "app").exists()


def test_without_a_sandbox_nothing_is_delivered(
    workshop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.SANDBOX_BUNDLE = tmp_path / "missing"
    from generation.sandbox.verify import verify

    tools = workshop.toolbox()
    real = type(tools)(**{**vars(tools), "verify": verify})
    monkeypatch.setattr(toolbox, "default", lambda: real)
    code, told, message = called("Notes", "--out", str(tmp_path / "app"))
    assert (code, told["verified"], told["error"]["code"]) == (1, False, "sandbox_unavailable")
    assert message.endswith("Run `make setup`.")
    assert not (tmp_path / "app").exists()


def test_name_and_language_are_taken_over(workshop: Workshop, tmp_path: Path) -> None:
    code, told, _ = called("Notes", "--out", str(tmp_path / "app"), "--name", "My notes", "--language", "en")
    assert code == 0
    assert (told["blueprint"]["name"], told["blueprint"]["language"]) == ("My notes", "en")


def test_without_json_a_person_reads_where_it_is_and_what_was_not_built(workshop: Workshop, tmp_path: Path) -> None:
    out, error = StringIO(), StringIO()
    call_command("generate", "partial", "--out", str(tmp_path / "app"), stdout=out, stderr=error)
    assert "Verified 2/2" in out.getvalue()
    assert "Not built: teleport (nobody can)" in out.getvalue()
    assert "core/models.py" in error.getvalue()


def test_the_schema_is_printed_as_json() -> None:
    out = StringIO()
    call_command("blueprint_schema", stdout=out)
    assert json.loads(out.getvalue()) == Blueprint.model_json_schema()
