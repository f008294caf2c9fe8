"""An app in which people mark, rate, approve, answer and send files: it runs, and passes its own tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from generation.blueprint.validation import validate
from generation.stacks.django import DjangoStack
from generation.stacks.tests.neighbours import neighbours
from generation.stacks.tests.projects import PASSWORD, assert_runs, manage, write

RUFF = Path(sys.executable).with_name("ruff")


def test_the_plan_is_valid() -> None:
    assert validate(neighbours()) == []


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_code_is_as_the_linter_and_the_formatter_want_it(language: str, tmp_path: Path) -> None:
    write(DjangoStack().render(neighbours().model_copy(update={"language": language})), tmp_path)
    rules = ["--isolated", "--select", "E,F,I,B,S,W", "--ignore", "S101", "--line-length", "120", "."]
    done = subprocess.run([RUFF, "check", *rules], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:]
    shape = ["--isolated", "--line-length", "120", "--diff", "."]
    done = subprocess.run([RUFF, "format", *shape], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.slow
def test_it_migrates_seeds_answers_every_role_and_passes_its_own_tests(tmp_path: Path) -> None:
    project = write(DjangoStack().render(neighbours()), tmp_path)
    assert_runs(project, "makemigrations", "--check", "--dry-run")
    assert_runs(project, "migrate", "--verbosity", "0")
    assert_runs(project, "seed")
    walk = Path(__file__).with_name("walk.py")
    environment = {"PATH": os.environ["PATH"], "DEMO_PASSWORD": PASSWORD}
    done = subprocess.run([sys.executable, str(walk)], cwd=project, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    assert json.loads(done.stdout)["wrong"] == []
    done = manage(project, "test")
    assert done.returncode == 0, done.stderr[-4000:]


def test_an_app_has_only_what_its_plan_asks_for() -> None:
    plan = neighbours()
    request = plan.entities[3]
    plain = request.model_copy(update={"fields": tuple(field for field in request.fields if not field.uploaded)})
    bare = plan.model_copy(update={"features": (), "criteria": (), "entities": (plain,), "seed": {}})
    folders = {path.split("/")[0] for path in DjangoStack().render(bare)}
    assert not folders & {"favourites", "moderation", "newsletter", "notices", "uploads"}
    assert {"favourites", "moderation", "newsletter", "notices", "uploads"} <= {
        path.split("/")[0] for path in DjangoStack().render(plan)
    }


def test_what_waits_for_approval_is_seen_in_one_place_alone() -> None:
    """The rule stands in core/access.py; no page asks on its own."""
    files = DjangoStack().render(neighbours())
    asking = {path for path, text in files.items() if 'moderation="approved"' in text and "/tests/" not in path}
    assert asking == {"core/access.py", "core/templatetags/ratings.py"}
