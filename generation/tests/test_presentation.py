"""Words, colours and drawings: pure functions from stored values to what the page shows."""

from __future__ import annotations

import re
import time
from html import unescape
from typing import Any

import pytest
from django.utils import translation

from generation.blueprint.schema import Entity, Field, FieldType
from generation.presentation import checks, diagram, evidence, files, highlight
from generation.sandbox.checks.titles import TITLES
from generation.templatetags.measures import named, seconds, tokens

EVIL = '<script>alert("1")</script> & \'x\' <!-- {{ y }} {# z #} -->\n# "quoted" <b>\n"""open'
KINDS = ("comment", "string", "keyword", "name", "number")
SUFFIXES = ("py", "html", "css", "js", "json", "yml", "md", "svg", "bin")


@pytest.mark.parametrize(
    "path",
    ["a.py", "a.html", "a.css", "a.js", "a.json", "a.yml", "a.md", "Dockerfile", "a.bin", ".env.example", "a.svg"],
)
def test_no_file_can_become_markup(path: str) -> None:
    html = "\n".join(highlight.lines(path, EVIL))
    assert set(re.findall(r"<[^>]*>", html)) <= {"</span>", *(f'<span class="tok-{kind}">' for kind in KINDS)}


@pytest.mark.parametrize("path", [f"a.{kind}" for kind in SUFFIXES])
def test_colouring_changes_no_letter(path: str) -> None:
    shown = [unescape(re.sub(r"</?span[^>]*>", "", line)) for line in highlight.lines(path, EVIL)]
    assert "\n".join(shown) == EVIL


def test_every_line_stands_alone() -> None:
    for line in highlight.lines("a.py", 'x = """one\ntwo\n\nthree"""\n'):
        assert line.count("<span") == line.count("</span>")


def test_what_is_coloured_is_what_it_says() -> None:
    (line,) = highlight.lines("a.py", 'def f(): return "if 1"  # if\n')
    assert '<span class="tok-keyword">def</span> <span class="tok-name">f</span>' in line
    assert '<span class="tok-string">&quot;if 1&quot;</span>' in line
    assert '<span class="tok-comment"># if</span>' in line


@pytest.mark.parametrize(
    "piece",
    ["'", '"', '\\"', '"\\', "{%", "{#", "<!--", "/*", '"""', "`", "```", "a", "-", " ", "1", '="', "**", "# ", "a:"],
)
def test_no_text_makes_the_colouring_slow(piece: str) -> None:
    text = (piece * highlight.MAX_COLOURED)[: highlight.MAX_COLOURED]
    for suffix in SUFFIXES:
        started = time.process_time()
        highlight.lines(f"a.{suffix}", text)
        assert time.process_time() - started < 3, suffix


def entity(name: str, *targets: str, fields: int = 1) -> Entity:
    own = [Field(name=f"f{index}", label=f"F{index}", type=FieldType.TEXT) for index in range(fields)]
    relations = [Field(name=t.lower(), label=t, type=FieldType.RELATION, target=t) for t in targets]
    return Entity(name=name, label=name, label_plural=name, slug=name.lower(), fields=(*own, *relations), display="f0")


def test_what_points_to_another_thing_stands_to_its_right() -> None:
    drawn = diagram.draw([entity("Line", "Order"), entity("Order", "Client"), entity("Client")])
    assert drawn
    place = {box.name: box.x for box in drawn.boxes}
    assert place["Client"] < place["Order"] < place["Line"]
    assert len(drawn.links) == 2


def test_boxes_do_not_overlap_and_stay_inside() -> None:
    drawn = diagram.draw([entity(f"E{i}", *([f"E{i - 1}"] if i % 3 else []), fields=i) for i in range(1, 20)])
    assert drawn
    for box in drawn.boxes:
        assert box.right <= drawn.width
        assert box.y + box.height <= drawn.height
        for other in drawn.boxes:
            apart = box.x != other.x or box.y + box.height <= other.y or other.y + other.height <= box.y
            assert box is other or apart


def test_circles_end_and_unknown_targets_draw_nothing() -> None:
    drawn = diagram.draw([entity("A", "B", "A"), entity("B", "A", "Nowhere")])
    assert drawn
    assert len(drawn.links) == 2


def test_one_thing_needs_no_drawing() -> None:
    assert diagram.draw([entity("A")]) is None


def test_the_checks_so_far_are_followed_by_those_to_come() -> None:
    first, second, third = list(TITLES)[:3]
    told = evidence.so_far([{"id": first, "status": "passed", "seconds": 1.0}])
    assert [(line.id, line.status) for line in told.checks[:3]] == [
        (first, "passed"),
        (second, "running"),
        (third, "pending"),
    ]
    assert (told.passed, told.total, told.finished) == (1, len(TITLES), False)
    stopped = evidence.so_far([{"id": first, "status": "passed", "seconds": 1.0}], going=False)
    assert {line.status for line in stopped.checks[1:]} == {"skipped"}


def test_a_check_that_does_not_apply_is_listed_and_not_counted() -> None:
    report: dict[str, Any] = {
        "verified": True,
        "checks": [
            {"id": "parse", "title": "x", "status": "passed", "required": True, "seconds": 0.1},
            {"id": "crud", "title": "x", "status": "skipped", "required": False, "seconds": 0.0},
        ],
        "runtime": {"name": "pyodide 1", "python": "3.14", "django": "5.2", "database": "sqlite", "bundle": "0f"},
        "not_executed": ["postgresql", "something_new"],
    }
    shown = evidence.read(report)
    assert (shown.passed, shown.total, len(shown.checks)) == (1, 1, 2)
    assert shown.runtime == ("pyodide 1", "Python 3.14", "Django 5.2", "SQLite")
    assert shown.not_executed[1] == "something_new"


def test_checks_are_named_in_the_readers_language() -> None:
    with translation.override("es"):
        assert checks.title("migrate", "whatever") == TITLES["migrate"]["es"]
    assert checks.title("brand_new", "Brand new") == "Brand new"


def test_files_stand_in_their_folders() -> None:
    found = files.folders(files.line(path, digest="") for path in ("b/x.py", "README.md", "b/a.py", "b/c/d.py"))
    assert [(folder.path, [line.name for line in folder.files]) for folder in found] == [
        ("", ["README.md"]),
        ("b", ["a.py", "x.py"]),
        ("b/c", ["d.py"]),
    ]


def test_the_first_file_is_one_worth_reading() -> None:
    def first(*paths: str) -> str:
        return files.first(files.line(path, digest="") for path in paths)

    assert first("a/__init__.py", "a/models.py", "README.md") == "README.md"
    assert first("a/__init__.py", "a/models.py") == "a/models.py"
    assert first("a/__init__.py") == "a/__init__.py"
    assert first() == ""


def test_a_long_file_is_cut_and_says_so() -> None:
    shown = files.opened(files.line("a.txt", digest=""), "x\n" * files.MAX_SHOWN, 2)
    assert shown.cut
    assert len(shown.lines) == files.MAX_SHOWN // 2


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""),
        (0.0424, "42 ms"),
        (2.44, "2,4 s"),
        (9, "9 s"),
        (15.2, "15 s"),
        (59.9, "1 min 00 s"),
        (72, "1 min 12 s"),
    ],
)
def test_durations_have_their_unit(value: float | None, words: str) -> None:
    with translation.override("es"):
        assert seconds(value) == words


def test_tokens_and_lists_of_names() -> None:
    with translation.override("en"):
        assert (tokens(1), tokens(2500)) == ("1 token", "2,500 tokens")
        assert named(["a", "b"], 2) == "a, b"
        assert named(["a", "b", "c", "d"], 2) == "a, b and 2 more"
