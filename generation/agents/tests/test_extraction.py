"""The JSON in an answer is found whatever stands around it; what is none is said, quickly."""

from __future__ import annotations

import random
import time

import pytest

from generation.agents.extraction import MAX_TEXT, ReplyError, json_object

GOOD = '{"things": [], "fields": [{"thing": "A", "fields": [{"label": "B {x}", "type": "text"}]}]}'


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        f"\ufeff{GOOD}\n",
        f"```json\n{GOOD}\n```",
        f"Sure! Here {{it}} is:\n\n```\n{GOOD}\n```\nI hope {{this}} helps.",
        f'<think>maybe {{}} or {{"a": 1}}</think>\n{GOOD}',
        f"The plan: {GOOD} — as asked.",
    ],
)
def test_the_object_is_found(text: str) -> None:
    assert list(json_object(text)) == ["things", "fields"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no JSON object"),
        ("I cannot help with that.", "no JSON object"),
        (GOOD[:-4], "no JSON: "),
        ('{"a": 1,}', "line 1, column"),
        ('{"a": 1, "a": 2}', "stands twice"),
        ('{"a": NaN}', "NaN is no number"),
        ('{"a": "\\ud83d"}', "half characters"),
        ('{"a":' * 70_000, "nested too deeply"),
        ("x" * (MAX_TEXT + 1), "longer than"),
        ('{"a": ' + "1" * 5000 + "}", "a number is too long"),
    ],
)
def test_what_is_no_object_is_said_in_words(text: str, words: str) -> None:
    with pytest.raises(ReplyError, match=words):
        json_object(text)


def test_no_mutated_answer_brings_another_error_or_takes_long() -> None:
    dice = random.Random(5)
    pieces = ["{", "}", "[", "]", '"', ",", ":", "\\", "```\n", "\ud800", "null", "1e999", "\x00", "🎈"]
    for _ in range(3000):
        text = list(GOOD * dice.randint(1, 3))
        for _change in range(dice.randint(1, 8)):
            at = dice.randrange(len(text))
            text[at : at + dice.randint(0, 6)] = dice.choice(pieces)
        began = time.monotonic()
        try:
            assert isinstance(json_object("".join(text)), dict)
        except ReplyError as error:
            assert error.problems  # noqa: PT017 - either outcome is fine
        assert time.monotonic() - began < 1
