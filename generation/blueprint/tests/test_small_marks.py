"""What small words and signs mean where they stand: "w/", "=", and "from" alone between commas."""

from __future__ import annotations

import pytest

from generation.blueprint.reader import read


def labels(text: str, name: str) -> list[str]:
    entity = next(entity for entity in read(text).entities if entity.name == name)
    return [field.label for field in entity.fields]


def test_a_shortened_with_opens_a_list() -> None:
    assert labels("Skippers w/ licence number, email and hourly rate", "Skipper")[-3:] == [
        "Licence number",
        "Email",
        "Hourly rate",
    ]


def test_small_words_alone_between_commas_are_fields() -> None:
    assert {"From", "Until"} <= set(labels("Each freeze has a reason, from, until and a person.", "Freeze"))


@pytest.mark.parametrize("word", ["pay per day", "pay"])
def test_a_word_for_a_field_that_is_a_verb_elsewhere_is_one_inside_a_list(word: str) -> None:
    listed = labels(f"Vacancies (trade, location, {word}, start date and description)", "Vacancy")
    assert {word.capitalize(), "Start date", "Description"} <= set(listed)
