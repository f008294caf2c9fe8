"""A sentence with the marks of its words: what every reader of its lists and owners looks at. Writes nothing."""

from __future__ import annotations

from generation.blueprint.words.domains import Domain
from generation.blueprint.words.inflection import Language
from generation.blueprint.words.noun_phrases import NounPhrase, noun_phrase
from generation.blueprint.words.tokens import Sentence
from generation.blueprint.words.vocabulary import vocabulary


class Line:
    """Outside of the sentence every mark and every word is empty."""

    def __init__(self, sentence: Sentence, marks: list[str], language: Language, domain: Domain | None) -> None:
        self.sentence, self.tokens, self.marks = sentence, sentence.tokens, marks
        self.language, self.domain, self.words = language, domain, vocabulary(language)

    def __len__(self) -> int:
        return len(self.marks)

    def mark(self, number: int) -> str:
        return self.marks[number] if 0 <= number < len(self.marks) else ""

    def folded(self, number: int) -> str:
        return self.tokens[number].folded if 0 <= number < len(self.tokens) else ""

    def phrase(self, at: int) -> NounPhrase:
        return noun_phrase(self.sentence, self.marks, at, self.language, self.domain)
