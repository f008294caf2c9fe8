"""A game is verified when its page holds the questions of the plan as text and its script is served."""

from __future__ import annotations

import pytest

from generation.sandbox.checks.games import Scripts
from generation.sandbox.tests.one_check import report_of
from generation.sandbox.verify import verify
from generation.stacks.django import DjangoStack
from generation.stacks.tests import rowless

STACK = DjangoStack()
pytestmark = pytest.mark.sandbox


def test_a_quiz_with_dangerous_questions_is_verified() -> None:
    blueprint = rowless.quiz()
    report = verify(STACK.render(blueprint), blueprint, STACK.check_plan(blueprint))
    assert report.verified, report.failed
    assert "browser_javascript" in report.not_executed


@pytest.mark.parametrize(
    ("path", "old", "new", "says"),
    [
        (
            "games/templates/games/_game.html",
            '{{ game.content|json_script:"game-content" }}',
            '<script id="game-content" type="application/json">{{ game.content_as_text|safe }}</script>',
            "does not hold what the game is played with",
        ),
        ("games/content.json", '"right": 1', '"right": 0', "does not hold what the game is played with"),
        ("games/catalogue.py", 'f"games/{self.kind}.js"', 'f"games/{self.kind}.mjs"', "does not load"),
        ("games/static/games/quiz.js", '"use strict";', '"use strict;', "cannot be parsed|Unterminated"),
    ],
    ids=["unescaped questions", "another answer", "no script", "a broken script"],
)
def test_a_spoiled_quiz_comes_out_red(path: str, old: str, new: str, says: str) -> None:
    blueprint = rowless.quiz()
    files = STACK.render(blueprint)
    assert old in files[path]
    files[path] = files[path].replace(old, new)
    if "content_as_text" in new:
        files["games/catalogue.py"] = files["games/catalogue.py"].replace(
            "    @property\n    def content(",
            "    @property\n    def content_as_text(self) -> str:\n        return json.dumps(self.content)\n\n"
            "    @property\n    def content(",
        )
    check = "parse" if path.endswith(".js") else "pages"
    report = report_of(check, files, blueprint, STACK.check_plan(blueprint))
    assert not report.verified
    details = "\n".join(check.detail for check in report.failed)
    assert any(word in details for word in says.split("|")), details


def test_scripts_are_taken_apart_as_a_browser_does() -> None:
    found = Scripts(
        '<script id="a" type="application/json">{"x": "\\u003C/script>"}</script><script src="/b.js?1"></script>'
    )
    assert found.content("a") == {"x": "</script>"}
    assert found.sources == ["", "/b.js"]
    assert Scripts('<script id="a" type="application/json">{"x": "</script>"}</script>').content("a") is None
