"""Labels that try to break out of the file they land in stay text."""

from __future__ import annotations

import ast
import html
import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pytest
import yaml

from generation.blueprint.schema import Blueprint, Choice, Entity, Field, Item, Page, PageKind, Question, Unmet
from generation.blueprint.schema import FieldType as T
from generation.stacks.django import DjangoStack, literals
from generation.stacks.tests import rowless, samples
from generation.stacks.tests.projects import assert_runs, manage, write

HOSTILE = [
    """quotes ' and " and \"\"\" and '''""",
    "back\\slash \\n \\x41 \\",
    "{{ settings.SECRET_KEY }} {% now 'Y' %} {# gone #}",
    "[[ name ]] [% if x %] [# note #]",
    "<script>alert(1)</script> & <b>",
    "first line\nimport os  # second line",
    "emoji 🦊 and right-to-left \u202e kcab",
    "%s %(name)s {0} {label} ${HOME} `id` $(id)",
    "a | table # heading * star _ under [link](javascript:1)",
]


def hostile(text: str) -> Blueprint:
    """The to-do sample with `text` in every place a person's words can reach."""
    base = samples.todo()
    rows = tuple({"title": text, "priority": "high", "done": False} for _ in range(2))
    entities = tuple(_hostile_entity(entity, text) for entity in base.entities)
    return base.model_copy(
        update={
            "name": text[:80],
            "purpose": text,
            "entities": entities,
            "pages": (
                Page(kind=PageKind.LANDING, slug="", title=text, text=text),
                Page(kind=PageKind.STATIC, slug="about", title=text, text=text),
                Page(kind=PageKind.DASHBOARD, slug="board", title=text),
            ),
            "roles": tuple(role.model_copy(update={"label": text}) for role in base.roles),
            "unmet": (Unmet(asked=text, why=text, instead=text),),
            "criteria": tuple(item.model_copy(update={"text": text}) for item in base.criteria),
            "seed": {"Task": rows, "Project": ({"name": text, "notes": text},)},
        }
    )


def hostile_without_rows(text: str) -> Blueprint:
    """A calculator, games and a page in one, with `text` wherever their words go."""
    tool, quiz, memory, page = rowless.MORTGAGE, rowless.QUIZ, rowless.MEMORY, rowless.YOGA
    numbers = tuple(each.model_copy(update={"label": text, "unit": text}) for each in tool.inputs)
    results = tuple(each.model_copy(update={"label": text, "unit": text}) for each in tool.outputs)
    questions = tuple(Question(text=text, answers=(text, "2"), right=1) for _ in range(3))
    sections = tuple(
        each.model_copy(update={"title": text, "text": text, "items": (Item(label=text, value=text),)})
        for each in page.sections
    )
    contacts = tuple(each.model_copy(update={"label": text, "value": text}) for each in page.contacts)
    return rowless.yoga().model_copy(
        update={
            "name": text[:80],
            "purpose": text,
            "assumptions": (text,),
            "pages": (
                Page(kind=PageKind.LANDING, slug="", title=text),
                Page(kind=PageKind.TOOL, slug=tool.slug, title=text),
                *(Page(kind=PageKind.WIDGET, slug=each.slug, title=text) for each in (quiz, memory)),
            ),
            "tools": (tool.model_copy(update={"title": text, "text": text, "inputs": numbers, "outputs": results}),),
            "widgets": (
                quiz.model_copy(update={"title": text, "questions": questions}),
                memory.model_copy(update={"title": text, "faces": (text, "b")}),
            ),
            "landing": page.model_copy(
                update={"headline": text, "phrase": text, "sections": sections, "contacts": contacts, "button": None}
            ),
        }
    )


def _hostile_entity(entity: Entity, text: str) -> Entity:
    fields = tuple(_hostile_field(field, text) for field in entity.fields)
    return entity.model_copy(update={"label": text, "label_plural": text, "fields": fields})


def _hostile_field(field: Field, text: str) -> Field:
    choices = tuple(Choice(value=choice.value, label=text) for choice in field.choices)
    return field.model_copy(update={"label": text, "help": text, "choices": choices})


@cache
def rendered(make: Callable[[str], Blueprint], text: str) -> Mapping[str, str]:
    return DjangoStack().render(make(text))


@pytest.mark.parametrize("text", HOSTILE)
def test_every_file_still_parses_and_none_gains_code(text: str) -> None:
    plain, files = rendered(hostile, "Label"), rendered(hostile, text)
    assert set(plain) == set(files)
    for path, content in files.items():
        if path.endswith(".py"):
            assert _shape(content) == _shape(plain[path]), path
        elif path.endswith(".json"):
            json.loads(content)
        elif path.endswith((".yaml", ".yml")):
            assert yaml.safe_load(content) == yaml.safe_load(plain[path])
        elif path in {"Dockerfile", ".env.example", "requirements.txt", ".gitignore"}:
            assert content == plain[path], path


@pytest.mark.parametrize("text", HOSTILE)
def test_apps_without_rows_gain_no_code_either(text: str) -> None:
    plain, files = rendered(hostile_without_rows, "Label"), rendered(hostile_without_rows, text)
    assert set(plain) == set(files)
    for path, content in files.items():
        if path.endswith(".py") and path != "core/tests/test_landing.py":  # it lists the links that there are
            assert _shape(content) == _shape(plain[path]), path
        elif path.endswith(".json"):
            json.loads(content)
        elif path.endswith(".js"):
            assert content == plain[path], path


@pytest.mark.slow
@pytest.mark.parametrize("text", [HOSTILE[0], HOSTILE[4], HOSTILE[5]])
def test_apps_without_rows_still_work(text: str, tmp_path: Path) -> None:
    done = manage(write(DjangoStack().render(hostile_without_rows(text)), tmp_path), "test")
    assert done.returncode == 0, done.stderr[-3000:]


def _shape(source: str) -> list[str]:
    """The kinds of a module's syntax nodes: labels may change their values, never their number or order.

    Joined pieces and sorted imports aside, hostile text must give exactly the tree that harmless text gives.
    """
    return [type(node).__name__ for node in ast.walk(ast.parse(source))]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_template_gains_a_tag(text: str) -> None:
    plain, files = rendered(hostile, "Label"), rendered(hostile, text)
    for path, content in files.items():
        if path.endswith((".html", ".txt", ".svg")):
            for mark in ("{{", "{%", "{#", "<script", "<b>"):
                assert content.count(mark) == plain[path].count(mark), (path, mark)


@pytest.mark.slow
def test_a_project_of_hostile_labels_runs_and_shows_them_as_text(tmp_path: Path) -> None:
    text = "".join(HOSTILE)[:290]
    folder = write(DjangoStack().render(hostile(text)), tmp_path)
    assert_runs(folder, "makemigrations", "--check", "--dry-run")
    assert_runs(folder, "migrate", "--verbosity", "0")
    assert_runs(folder, "seed")
    done = manage(folder, "test")
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_python_literal_reads_back_as_the_text(text: str) -> None:
    assert ast.literal_eval(literals.python(text)) == text
    assert ast.literal_eval(literals.python((text,))) == (text,)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_template_shows_the_text_and_nothing_else(text: str) -> None:
    escaped = literals.template(text)
    assert "{" not in escaped
    assert "<" not in escaped
    assert html.unescape(escaped) == text


@pytest.mark.parametrize("text", HOSTILE)
def test_a_comment_is_one_line_that_ends_no_docstring(text: str) -> None:
    made = literals.line(text)
    assert made.splitlines() == [made]
    assert '"' not in made
    assert "\\" not in made


@pytest.mark.parametrize("name", ["Class", "List", "Form", "Base", "Match", "Object", "Import"])
def test_entities_named_like_the_language_still_work(name: str) -> None:
    base = samples.todo()
    task = base.entities[0].model_copy(
        update={
            "name": name,
            "fields": tuple(
                Field(name=word, label=word, type=T.TEXT)
                for word in ("class", "save", "check", "page", "title", "owner")
            ),
            "search": ("title", "class"),
            "filters": ("save", "page"),
        }
    )
    blueprint = base.model_copy(update={"entities": (task,), "seed": {}, "criteria": ()})
    for path, content in DjangoStack().render(blueprint).items():
        if path.endswith(".py"):
            ast.parse(content, path)
