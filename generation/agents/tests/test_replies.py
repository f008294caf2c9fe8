"""Files in a model's answer: every shape that models write is understood, all else is refused with a reason."""

from __future__ import annotations

import random
import time

import pytest

from generation.agents.extraction import ReplyError
from generation.agents.replies import Block, UnusableReply, Why, blocks
from generation.agents.screening import Screened, may_write, screened
from generation.stacks.django import DjangoStack

MODEL = "from django.db import models\n\n\nclass Plant(models.Model):\n    name = models.CharField(max_length=80)\n" * 6
FILES = {
    "core/models/plant.py": MODEL,
    "core/tests/test_pages.py": "def test_home():\n    assert True\n\n\ndef test_list():\n    assert True\n",
    "core/access.py": "rules = {}\n",
    "core/templates/core/home.html": "<h1>Home</h1>\n",
}
ANSWER = f"""Here it is.
<file path="core/rules.py">
RATE = 10


def discount(amount: int) -> int:
    return amount * RATE // 100
</file>
<file path="core/models/plant.py">
<<<<<<< SEARCH
RATE = 1
=======
RATE = 2
>>>>>>> REPLACE
</file>
```python core/more.py
{MODEL}```
"""


def backend(path: str) -> Why | None:
    return may_write("backend", path, DjangoStack(), FILES)


def taken(answer: str, **more: str) -> Screened:
    return screened(blocks(answer), {**FILES, **more}, backend)


def file(path: str, text: str) -> str:
    return f'<file path="{path}">\n{text}\n</file>\n'


@pytest.mark.parametrize(
    "answer",
    [
        '<file path="core/rules.py">\nA = 1\n</file>',
        "<file path='core/rules.py'>\r\nA = 1\r\n</file>\r\n",
        "Sure!\n\n<file path=core/rules.py>\n```python\nA = 1\n```\n</file>\nDone.",
        '```\n<file path="core/rules.py">\nA = 1\n</file>\n```',
        '<file path="core/rules.py">A = 1\n</file>',
        '<file path="core/rules.py">\nA = 1</file>',
        "```python core/rules.py\nA = 1\n```",
        '```python title="core/rules.py"\nA = 1\n```',
        "```python:core/rules.py\nA = 1\n```",
        "### `core/rules.py`\n\n```python\nA = 1\n```",
        "**core/rules.py**:\n```py\nA = 1\n```",
        "1. File: core/rules.py (new)\n~~~\nA = 1\n~~~",
    ],
)
def test_a_file_is_found_in_every_shape_that_models_write(answer: str) -> None:
    assert blocks(answer) == (Block("core/rules.py", "A = 1\n"),)


def test_a_comment_at_the_top_names_the_file_and_stays() -> None:
    assert blocks("```python\n# core/rules.py\nA = 1\n```") == (Block("core/rules.py", "# core/rules.py\nA = 1\n"),)


def test_fences_without_a_name_are_talk() -> None:
    assert [block.path for block in blocks("Run:\n```\npython start.py\n```\n" + file("core/a.py", "A = 1"))] == [
        "core/a.py"
    ]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("", Why.EMPTY),
        (" \n\t\n", Why.EMPTY),
        ("I cannot do that.", Why.NO_FILES),
        ("x" * 10_000_000, Why.TOO_BIG),
        ("".join(file(f"core/a{n}.py", "A = 1") for n in range(200)), Why.TOO_MANY),
    ],
)
def test_an_answer_without_usable_files_says_why(answer: str, why: Why) -> None:
    with pytest.raises(UnusableReply) as refused:
        blocks(answer)
    assert refused.value.why == why


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ('<file path="core/rules.py">\nA = 1\n', Why.CUT),
        ("```python core/rules.py\nA = 1\n", Why.CUT),
        ('<file path="core/rules.py">\nA = 1\n' + file("core/other.py", "B = 1"), Why.CUT),
        (file("core/rules.py", "A = 1\n# ... rest of the code unchanged"), Why.PLACEHOLDER),
        (file("core/rules.py", "A = 1\n    # ..."), Why.PLACEHOLDER),
        (file("core/rules.py", "A = 1\n# … existing methods …"), Why.PLACEHOLDER),
        (file("core/rules.py", "A = 1\n// rest unchanged"), Why.PLACEHOLDER),
        (file("core/rules.py", "A = 1\n# ... el resto del código sin cambios"), Why.PLACEHOLDER),
        (file("core/models/plant.py", "A = 1"), Why.SHRUNK),
        (file("core/models/plant.py", ""), Why.EMPTY),
        (file("core/access.py", "rules = {'all': True}"), Why.LOCKED),
        (file("config/settings.py", "DEBUG = True"), Why.LOCKED),
        (file("core/templates/core/home.html", "<p>Hi</p>"), Why.OUTSIDE),
        (file("../core/rules.py", "A = 1"), Why.BAD_PATH),
        (file("/etc/passwd", "root"), Why.BAD_PATH),
        (file("core\\rules.py", "A = 1"), Why.BAD_PATH),
        (file("core/.git/config", "A = 1"), Why.BAD_PATH),
        (file("core/ru\u202eles.py", "A = 1"), Why.BAD_PATH),
        (file("core/con.py", "A = 1"), Why.BAD_PATH),
        (file("core/Models/plant.py", "A = 1"), Why.BAD_PATH),
        (file("core/models/Plant.py", "A = 1"), Why.BAD_PATH),
        (file("core/models/plant.py/x.py", "A = 1"), Why.BAD_PATH),
        (file("core/rules.py", "A = 1") + file("core/rules.py", "A = 2"), Why.DUPLICATE),
        (file("core/rules.py", "A = '\ud800'"), Why.NOT_TEXT),
        (file("core/rules.py", "A = '\x00'"), Why.NOT_TEXT),
        (file("core/rules.py", "A = 1\n" * 40_000), Why.TOO_BIG),
        (file("core/tests/test_pages.py", "def test_home():\n    assert True"), Why.OLD_TEST),
        (file("core/models/plant.py", "<<<<<<< SEARCH\nnowhere\n=======\nA\n>>>>>>> REPLACE"), Why.NOT_FOUND),
        (file("core/models/plant.py", "<<<<<<< SEARCH\nfrom django.db import models\n=======\nA\n"), Why.NOT_FOUND),
        (file("core/new.py", "<<<<<<< SEARCH\nA\n=======\nB\n>>>>>>> REPLACE"), Why.NOT_FOUND),
        (
            file(
                "core/models/plant.py",
                "<<<<<<< SEARCH\nfrom django.db import models\n=======\nimport models\n>>>>>>> REPLACE",
            ),
            Why.NOT_FOUND,
        ),
    ],
)
def test_a_file_that_breaks_a_rule_is_refused_and_the_others_stand(answer: str, why: Why) -> None:
    made = taken(answer + file("core/good.py", "GOOD = True"))
    assert [refused.why for refused in made.refused][:1] == [why]
    assert why == Why.CUT or made.files["core/good.py"] == "GOOD = True\n"
    assert set(made.files) <= {"core/good.py", "core/other.py"}


def test_pieces_are_replaced_where_they_stand_once() -> None:
    before = "a = 1  \nb = 2\nc = 3\n"
    first = "<<<<<<< SEARCH\na = 1\nb = 2\n=======\na = 10\n>>>>>>> REPLACE\n"
    body = first + "<<<<<<< SEARCH\nc = 3\n=======\nc = 30\nd = 4\n>>>>>>> REPLACE"
    made = taken(file("core/rules.py", body), **{"core/rules.py": before})
    assert made.files == {"core/rules.py": "a = 10\nc = 30\nd = 4\n"}


def test_a_part_that_lost_its_indentation_is_found_and_gets_it_back() -> None:
    before = "def f():\n    if x:\n        return 1\n"
    body = "<<<<<<< SEARCH\nif x:\n    return 1\n=======\nif x:\n    y = 2\n\n    return y\n>>>>>>> REPLACE"
    made = taken(file("core/rules.py", body), **{"core/rules.py": before})
    assert made.files == {"core/rules.py": "def f():\n    if x:\n        y = 2\n\n        return y\n"}


def test_what_stays_as_it_was_is_no_work() -> None:
    assert taken(file("core/models/plant.py", MODEL.rstrip("\n"))) == Screened()


def test_a_comment_that_was_there_before_is_no_placeholder() -> None:
    before = "# ... and the rest is the same\nA = 1\n"
    assert taken(file("core/rules.py", before.replace("1", "2")), **{"core/rules.py": before}).refused == []


def mutated(answer: str, chance: random.Random) -> str:
    """The answer as a bad day leaves it."""
    marks = ["</file>", "```", '<file path="', "<<<<<<< SEARCH", "=======", ">>>>>>> REPLACE", "core/", "\n"]
    hostile = [
        "../" * 30, "\ud800", "\x00", "\u202e", "a" * 2000, "`" * 3000, "<file " * 500, "/" * 1000, "." * 1000,
        '<file path="core/a.py">\n', "```python core/x.py\n", "# ...\n", "\ufeff", "<" * 500, "=" * 500, " " * 3000,
    ]  # fmt: skip
    for _ in range(chance.randint(1, 6)):
        at, to = sorted(chance.randrange(len(answer) + 1) for _ in range(2))
        match chance.randrange(7):
            case 0:
                answer = answer[:at]
            case 1:
                answer = answer[:at] + answer[to:]
            case 2:
                answer = answer[:at] + chance.choice(hostile) + answer[at:]
            case 3:
                answer = answer.replace(chance.choice(marks), chance.choice([*marks, *hostile]), chance.randint(1, 9))
            case 4:
                answer = answer[:to] + answer[at:]
            case 5:
                answer = answer[:at] + chance.choice(hostile) * chance.randint(1, 400) + answer[at:]
            case _:
                answer = (answer * chance.randint(2, 30))[:3_000_000]
    return answer


def survive(answer: str) -> float:
    """Seconds an answer takes; nothing but the typed errors, and no file outside the scope, comes of it."""
    started = time.perf_counter()
    try:
        made = taken(answer)
    except ReplyError:
        made = Screened()
    seconds = time.perf_counter() - started
    assert all(backend(path) is None and ".." not in path for path in made.files)
    for path, text in made.files.items():
        (path + text).encode()
    return seconds


def test_hostile_answers_take_no_time_and_leave_nothing_outside() -> None:
    chance = random.Random(5)
    assert max(survive(mutated(ANSWER, chance)) for _ in range(300)) < 1


@pytest.mark.parametrize(
    "answer",
    [
        "```" + "a/b." * 400_000,
        "`" * 1_900_000,
        ("core/" + "a." * 90 + "\n```\n") * 8000,
        ("- " + "1.-" * 60 + "\n```\n") * 9000,
        '<file path="' + "a/" * 900_000,
        ('<file path="core/a.py">\n' * 70_000),
        file("core/a.py", "# " + "." * 1_000_000),
        file("core/a.py", ("# ... " + "existing " * 15 + "\n") * 1200),
        file("core/models/plant.py", "<<<<<<< SEARCH\n" * 10_000),
        file("core/models/plant.py", "<<<<<<< SEARCH\n\n=======\n\n>>>>>>> REPLACE\n" * 4_000),
        file("core/a.py", " " * 199_000),
        "<file path=" + " " * 1_900_000,
        ("</file " * 250_000),
        file("core/a.py", "</file " * 25_000),
    ],
)
def test_answers_made_to_be_slow_are_not(answer: str) -> None:
    assert survive(answer) < 1


@pytest.mark.proof
def test_five_thousand_hostile_answers() -> None:
    chance = random.Random(11)
    slowest = max(survive(mutated(ANSWER, chance)) for _ in range(5000))
    assert slowest < 1
