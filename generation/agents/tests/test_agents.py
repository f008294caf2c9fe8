"""Each agent does its own part, by the rules every agent keeps."""

from __future__ import annotations

import pytest

from generation.agents import architect, backend, devops, frontend, security
from generation.blueprint.reader import read
from generation.blueprint.schema import Blueprint
from generation.stacks.django import DjangoStack

AGENTS = (architect, backend, frontend, devops, security)
REPORT = {"checks": [{"id": "isolation", "status": "passed"}, {"id": "csrf", "status": "failed"}]}


@pytest.fixture(scope="module")
def blog() -> Blueprint:
    return architect.plan("Crear un blog con posts y comentarios", name=None, language=None, read=read)


def test_every_agent_has_its_own_role_and_title() -> None:
    assert len({agent.ROLE for agent in AGENTS}) == len({str(agent.TITLE) for agent in AGENTS}) == 5


def test_the_three_writers_share_out_every_file_and_no_file_twice(blog: Blueprint) -> None:
    stack = DjangoStack()
    parts = [agent.write(blog, stack) for agent in (backend, frontend, devops)]
    assert all(parts)
    together = {path: text for part in parts for path, text in part.items()}
    assert sum(len(part) for part in parts) == len(together)
    assert together == stack.render(blog)


def test_the_architect_sums_up_the_plan_in_its_own_words(blog: Blueprint) -> None:
    summary = architect.summary(blog)
    assert [entity["name"] for entity in summary["entities"]] == [entity.name for entity in blog.entities]
    assert (summary["fit"], summary["unmet"], summary["criteria"]) == ("full", [], len(blog.criteria))


@pytest.mark.parametrize(("language", "words"), [("es", "Lectura del código"), ("en", "Reading of the code")])
def test_the_notes_name_every_finding_in_the_apps_language(blog: Blueprint, language: str, words: str) -> None:
    plan = blog.model_copy(update={"language": language})
    finding = {"path": "core/x.py", "line": 3, "message": "S602 shell"}
    notes = security.write(plan, DjangoStack(), REPORT, [finding])["SECURITY.md"]
    assert words in notes
    assert "`core/x.py:3` S602 shell" in notes
    assert "S602" not in security.write(plan, DjangoStack(), REPORT, [])["SECURITY.md"]
