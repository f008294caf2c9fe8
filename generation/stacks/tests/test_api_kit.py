"""An app for programs: its home page leads to keys and documentation, and the API is what it is about."""

from __future__ import annotations

from pathlib import Path

import pytest

from generation.blueprint.schema import Kit
from generation.stacks.django import DjangoStack
from generation.stacks.tests import samples
from generation.stacks.tests.projects import assert_runs, manage, write

STACK = DjangoStack()


def test_the_home_page_says_how_to_get_a_key_and_names_no_page_of_rows() -> None:
    files = STACK.render(samples.service())
    home = files["core/templates/core/home.html"]
    assert "python manage.py api_key" in home
    assert "{% url 'api:docs' %}" in home
    assert "/api/tasks/" in home
    assert "_list" not in files["core/context.py"]


def test_every_kit_has_a_look() -> None:
    base = samples.todo()
    for kit in Kit:
        themed = base.model_copy(update={"theme": base.theme.model_copy(update={"kit": kit})})
        assert "--page: #" in STACK.render(themed)["static/css/app.css"]


@pytest.mark.slow
def test_the_command_gives_a_key_that_works_and_nobody_a_key_of_somebody_unknown(tmp_path: Path) -> None:
    folder = write(STACK.render(samples.service()), tmp_path)
    assert_runs(folder, "migrate", "--verbosity", "0")
    assert_runs(folder, "seed")
    assert len(assert_runs(folder, "api_key", "member@example.com").strip()) > 30
    assert manage(folder, "api_key", "stranger@example.com").returncode != 0
    done = manage(folder, "test", "core.tests.test_api")
    assert done.returncode == 0, done.stderr[-3000:]
