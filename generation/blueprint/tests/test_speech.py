"""What kind of word a word is by itself, where forms of different words look alike."""

from __future__ import annotations

import pytest

from generation.blueprint.reader import read
from generation.blueprint.words.speech import Kind, kind_of


@pytest.mark.parametrize("word", ["dogs", "wines", "beds", "pages", "budgets", "flats"])
def test_a_plural_is_no_form_of_a_shorter_verb(word: str) -> None:
    assert kind_of(word, "en") not in (Kind.VERB, Kind.MAYBE)
    assert len(read(f"App to track {word} with name and weight").entities[0].fields) == 2


@pytest.mark.parametrize("word", ["watches", "goes", "fixes", "flies", "studies", "does"])
def test_verbs_that_end_in_es_are_still_known(word: str) -> None:
    assert kind_of(word, "en") in (Kind.VERB, Kind.MAYBE, Kind.ADVERB)
