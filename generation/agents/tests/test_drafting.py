"""An answer that is read while it comes shows, once it is whole, the very files that are read from the whole of it."""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Iterator, Sequence

import pytest

from generation.agents import edits
from generation.agents.drafting import BETWEEN, Drafts, Part
from generation.agents.extraction import ReplyError
from generation.agents.replies import MAX_TEXT, blocks
from generation.agents.screening import LARGEST_FILE, UNREADABLE, may_be_shown
from generation.agents.tests.scripted import edit, file

# Whole lines that mean something, and ends of lines of every kind: cuts fall anywhere between them.
LINES = [
    '<file path="core/a.py">',
    "<file path='core/b.py'>A = 1", "</file>", "A = 2</file>", "<file path=core/c.py>", "```",
    "```python", "```py core/d.py", "~~~", "### `core/e.py`", "# core/f.py", "", "   ", "A = 3", "    return ñ 😀",
    "<<<<<<< SEARCH", "=======", ">>>>>>> REPLACE", "NOTHING", "\ufeff", "\u202e",
]  # fmt: skip
ENDS = ["\n", "\n", "\r\n", "\r"]


def answers(seed: int, count: int) -> Iterator[tuple[str, random.Random]]:
    dice = random.Random(seed)
    for _ in range(count):
        yield "".join(dice.choice(LINES) + dice.choice(ENDS) for _ in range(dice.randrange(1, 24))), dice


def drafts(may_show: object = None) -> Drafts:
    counter = itertools.count(1)
    return Drafts(lambda path: may_show is None or path == may_show, lambda: next(counter))


def read(answer: str, cuts: Sequence[int] = ()) -> Iterator[Part]:
    reader = drafts()
    at = [0, *sorted(cuts), len(answer)]
    for begin, end in itertools.pairwise(at):
        yield from reader.feed(answer[begin:end])
    yield from reader.end()


def shown(parts: Iterator[Part]) -> dict[str, tuple[str, ...]]:
    """What somebody sees who was told these parts, by file; each must fit to the last."""
    seen: dict[str, tuple[int, tuple[str, ...]]] = {}
    for part in parts:
        take, lines = seen.get(part.path, (0, ()))
        assert part.take >= take
        lines = lines if part.take == take else ()
        assert part.offset == len(lines)
        seen[part.path] = (part.take, lines + part.lines)
    return {path: lines for path, (_, lines) in seen.items()}


def meant(answer: str) -> dict[str, tuple[str, ...]]:
    """The same from the whole answer, of those files that came whole and to their end."""
    try:
        found = blocks(answer)
    except ReplyError:
        return {}
    odd = {block.path for block in found if block.cut or edits.are_in(block.body)}
    files = {block.path: tuple(block.body.split("\n")[:-1]) for block in found if block.body and block.path not in odd}
    return {path: tuple(UNREADABLE.sub("\ufffd", line) for line in lines) for path, lines in files.items()}


@pytest.mark.parametrize("seed", range(4))
def test_whatever_the_cuts_a_file_that_ended_is_shown_as_it_is(seed: int) -> None:
    looked = 0
    for answer, dice in answers(seed, 1500):
        cuts = [dice.randrange(len(answer) + 1) for _ in range(dice.randrange(12))]
        seen = shown(read(answer, cuts))
        for path, lines in meant(answer).items():
            assert seen[path] == lines, answer
            looked += 1
    assert looked > 300


def test_byte_by_byte_is_the_same_as_all_at_once() -> None:
    for answer, _ in answers(9, 1500):
        assert shown(read(answer, range(len(answer)))) == shown(read(answer)), answer


def test_of_changes_the_new_lines_are_shown_with_a_mark_between() -> None:
    dice = random.Random(3)
    for _ in range(200):
        count = dice.randrange(1, 7)
        pieces = [(dice.choice(["old", "a\nb"]), dice.choice(["new", "x\n\ny"])) for _ in range(count)]
        cut = dice.randrange(count)
        answer = "".join(edit("core/a.py", *some) for some in (pieces[:cut], pieces[cut:]) if some)
        wanted = f"\n{BETWEEN}\n".join(new for _, new in pieces).split("\n")
        assert shown(read(answer, range(len(answer)))) == {"core/a.py": tuple(wanted)}


def test_lines_are_shown_as_soon_as_they_end() -> None:
    reader = drafts()
    assert reader.feed('Here:\n<file path="core/a.py">\n```python\nA =') == []
    [part] = reader.feed(" 1\nB")
    assert (part.path, part.lines, part.offset, part.done) == ("core/a.py", ("A = 1",), 0, False)
    [part] = reader.feed(" = 2\n```\n")
    assert (part.lines, part.offset) == (("B = 2",), 1)
    assert [(part.done, part.lines) for part in reader.feed("</file>\n")] == [(True, ())]


def test_a_file_that_may_not_stand_there_is_not_shown() -> None:
    reader = drafts("core/b.py")
    parts = reader.feed(file("../core/a.py", "A = 1") + file("core/b.py", "B = 1"))
    assert {part.path for part in parts} == {"core/b.py"}
    project = {"core/a.py": "", "core/tests/test_a.py": ""}
    assert may_be_shown("core/c.py", project, lambda path: None)
    assert not may_be_shown("../c.py", project, lambda path: None)
    assert not may_be_shown("core/A.py", project, lambda path: None)


def test_an_answer_that_broke_off_is_taken_back() -> None:
    reader = drafts()
    reader.feed('<file path="core/a.py">\nA = 1\n')
    assert [(part.path, part.gone) for part in reader.forget()] == [("core/a.py", True)]


@pytest.mark.parametrize("long", ["x" * 300 + "\n", "x" * (LARGEST_FILE + 1)])
def test_a_file_that_is_too_long_is_taken_back_and_nothing_grows(long: str) -> None:
    reader = drafts()
    reader.feed('<file path="core/a.py">\nA = 1\n')
    parts = [part for _ in range(LARGEST_FILE // len(long) + 2) for part in reader.feed(long)]
    assert (parts + reader.feed("\n"))[-1].gone
    assert reader.feed(long * 3) == []


def test_a_very_long_answer_takes_time_in_proportion() -> None:
    reader = drafts()
    began = time.monotonic()
    for _ in range(MAX_TEXT // 4 + 10):
        reader.feed("abc ")
    reader.end()
    assert time.monotonic() - began < 3
