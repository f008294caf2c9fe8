"""Recognises what a text calls private or public in so many words: "notas privadas", "registro público de árboles"."""

from __future__ import annotations

from generation.blueprint.drafts.draft import Findings
from generation.blueprint.people.rights import Reading
from generation.blueprint.words.inflection import Language
from generation.blueprint.words.tokens import Sentence, Token
from generation.blueprint.words.vocabulary import vocabulary

Marked = list[tuple[Sentence, list[str]]]


def private_things(reading: Reading, marked: Marked, language: Language) -> set[int]:
    """The numbers of the things called private; all of them where the word is said of the whole app."""
    found: set[int] = set()
    for sentence, _ in marked:
        for number, token in enumerate(sentence.tokens):
            if token.folded in vocabulary(language).private and not _is_denied(sentence, number):
                found |= _beside(reading, sentence, number)
    return found


def _is_denied(sentence: Sentence, number: int) -> bool:
    return any(token.folded in ("no", "not", "nada") for token in sentence.tokens[max(0, number - 2) : number])


def _beside(reading: Reading, sentence: Sentence, number: int) -> set[int]:
    """The thing before or behind the word; every thing of the app where none stands there."""
    tokens = sentence.tokens
    for at in (number - 1, number + 1, number - 2):
        if 0 <= at < len(tokens) and (hit := reading.things.at(tokens, at)):
            return {hit[0]}
    if number > 2 and tokens[number - 1].folded in ("es", "is", "son", "are"):
        named = (reading.things.at(tokens, at) for at in range(number - 2, -1, -1))
        hit = next((each for each in named if each), None)
        if hit or tokens[number].folded.startswith("secret"):
            return {hit[0]} if hit else set()  # "un voto, y es secreto"
    if not _is_of_the_app(tokens, number, reading.language):
        return set()
    later = {hit[0] for at in range(number, len(tokens)) if (hit := reading.things.at(tokens, at))}
    return later or set(range(len(reading.drafts)))


def _is_of_the_app(tokens: list[Token], number: int, language: Language) -> bool:
    """ "registro privado de árboles", "privado por favor": no thing that the app does not keep stands beside it."""
    words = vocabulary(language)
    beside = [tokens[at].folded for at in (number - 1, number + 1) if 0 <= at < len(tokens) and tokens[at].is_word]
    plain = words.containers | words.stop | words.tags.keys()
    return all(word in plain for word in beside)


def note_public(sentence: Sentence, marks: list[str], language: Language, found: Findings) -> None:
    """ "registro público", "recetas públicas", "public gallery": against "transporte público", "public transport"."""
    public = vocabulary(language).public
    for number, token in enumerate(sentence.tokens):
        if token.folded not in public or "not" in marks[:number]:
            continue
        beside = [n for n in (number - 1, number + 1) if 0 <= n < len(marks)]
        many = any(marks[n] == "noun" and sentence.tokens[n].lemma != sentence.tokens[n].folded for n in beside)
        if many or any(marks[n] == "container" for n in beside):
            found.public = True
