"""Questions and answers written in a description, as a quiz needs them.

    1. ¿Cuál es la capital del Chocó? Quibdó / Riohacha / Mocoa
    Which planet is the largest? a) Mars b) Jupiter* c) Venus

Owns which answer is the right one and how that is known; writes no question of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generation.blueprint.lexicon import tables
from generation.blueprint.schema import Question
from generation.blueprint.words.inflection import Language, fold

MOST_QUESTIONS, _MOST_ANSWERS = 60, 6
_QUESTION = re.compile(r"(?:^|(?<=[\n.;:/,)]))\s*(?:[-*•]|\d{1,2}\s*[.)-])?\s*(¿?[^?¿\n]{4,250}\?)", re.MULTILINE)
_LETTERED = re.compile(r"(?:^|\s)\(?[a-fA-F]\s*[).]\s*")
_SEPARATOR = re.compile(r"\s*(?:/|\||;|\n+\s*[-*•]\s*)\s*")
_LABEL = re.compile(r"^(?:Q|P|Pregunta|Question)\s*\d*\s*[:.)-]\s*", re.IGNORECASE)
_ENOUGH = 3


@dataclass(frozen=True)
class Quiz:
    questions: tuple[Question, ...] = ()
    assumption: str = ""  # key of the sentence that says what was taken for granted


def written_questions(text: str, language: Language) -> Quiz:
    """The questions of the text with their answers; none unless there are three of them that can be asked."""
    first = _says_first(text)
    read = [(question, *_answers(after)) for question, after in _with_rest(text)]
    several = [(question, answers, right) for question, answers, right in read if len(answers) >= 2]
    if len(several) >= _ENOUGH:
        guessed = any(right is None for _, _, right in several) and not first
        questions = tuple(_question(question, answers, right or 0) for question, answers, right in several)
        return Quiz(questions[:MOST_QUESTIONS], "assumed_questions" if guessed else "")
    single = [(question, answers[0]) for question, answers, _ in read if len(answers) == 1]
    if len(single) >= _ENOUGH and len({fold(answer) for _, answer in single}) >= _ENOUGH:
        return Quiz(tuple(_among_others(single))[:MOST_QUESTIONS], "assumed_answers")
    return Quiz()


def bank(text: str, language: Language) -> tuple[tuple[Question, ...], str]:
    """The questions that come with the app on the subject that the text names, and that subject."""
    said = f" {' '.join(re.findall(r'[a-z0-9]+', fold(text)))} "
    for entry in tables("games")["banks"].values():
        word = next((word for word in entry["words"] if f" {word} " in said), None)
        if word is not None:
            return tuple(_question(text_, list(answers), 0) for text_, *answers in entry[language]), word
    return (), ""


def _with_rest(text: str) -> Iterator[tuple[str, str]]:
    """Each question with what stands between it and the next one."""
    found = list(_QUESTION.finditer(text))
    for match, following in zip(found, [*found[1:], None], strict=False):
        rest = text[match.end() : following.start() if following else match.end() + 400]
        yield _LABEL.sub("", " ".join(match.group(1).split())), rest


def _answers(rest: str) -> tuple[list[str], int | None]:
    """The answers and the number of the one that is marked as right."""
    block = re.split(r"\n\s*\n", rest.strip("\n"))[0]
    lettered = [piece.strip(" ,.;\n") for piece in _LETTERED.split(block)]
    if len(lettered) >= 3:
        listed = lettered[1:]
    else:
        listed = [piece.strip(" ,.\n-–—=:→>") for piece in _SEPARATOR.split(block.replace("\n-", "\n- "))]
        if len(listed) == 1 and (by_comma := [each.strip(" .\n") for each in re.split(r",|\n", listed[0])])[1:]:
            listed = by_comma
    listed = [_without_word(each) for each in listed if each.strip()][:_MOST_ANSWERS]
    listed = list({fold(_bare(each)): each for each in listed if _bare(each)}.values())
    marked = [n for n, each in enumerate(listed) if _is_marked(each)]
    return [_bare(each) for each in listed], (marked[0] if len(marked) == 1 else None)


def _without_word(answer: str) -> str:
    """ "Respuesta: París" is París."""
    head, sign, rest = answer.partition(":")
    return rest.strip() if sign and fold(head.strip(" (")) in tables("games")["answer_words"] else answer


def _is_marked(answer: str) -> bool:
    return any(mark in answer.lower() for mark in tables("games")["right_marks"])


def _bare(answer: str) -> str:
    for mark in tables("games")["right_marks"]:
        answer = re.sub(re.escape(mark), "", answer, flags=re.IGNORECASE)
    return " ".join(answer.split())[:120].strip(" .-–")


def _says_first(text: str) -> bool:
    said = " ".join(fold(text).split())
    return any(phrase in said for phrase in tables("games")["right_first"])


def _question(text: str, answers: list[str], right: int) -> Question:
    kept = list(dict.fromkeys(answers))
    return Question(text=text, answers=tuple(kept), right=kept.index(answers[right]))


def _among_others(single: list[tuple[str, str]]) -> Iterator[Question]:
    """A question with its answer alone gets the answers of the next ones beside it."""
    for number, (text, answer) in enumerate(single):
        others = [other for _, other in single[number + 1 :] + single[:number] if fold(other) != fold(answer)]
        yield _question(text, [answer, *dict.fromkeys(others)][:4], 0)
