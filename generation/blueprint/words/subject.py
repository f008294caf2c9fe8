"""What the text calls the app, and whose it is: "reservas" and "peluquería" in a system of bookings for a salon."""

from __future__ import annotations

from dataclasses import dataclass

from generation.blueprint.lexicon import tables
from generation.blueprint.words.tokens import Sentence
from generation.blueprint.words.vocabulary import vocabulary

_OPENING = frozenset({"stop", "verb", "of", "sign", "own", "for", "can"})
_LONGEST = 45  # characters of a name
_NAMING = frozenset({"noun", "person", "place", "container", "of", "for", "stop", "number"})
_THINGS = frozenset({"noun", "person", "place", "container"})
_WORDS = 9  # a title has no more


@dataclass(frozen=True)
class Subject:
    """`title` names the app, `place` is the business it is for, `whole` is both as the text has them."""

    title: str = ""
    place: str = ""
    whole: str = ""


def subject(marked: list[tuple[Sentence, list[str]]], text: str) -> Subject:
    if not marked:
        return Subject()
    sentence, marks = marked[0]
    numbers = _title(sentence, marks)
    place = next((found for each, its in marked if (found := _place(each, its, text))), "")
    if not numbers:
        return Subject(place=place)
    for_at = next((n for n in numbers if marks[n] == "for"), numbers[-1] + 1)
    named = _trimmed([n for n in numbers if n < for_at], sentence, marks)
    while len(title := _written(named, sentence, text)) > _LONGEST and any(marks[n] == "of" for n in named[1:]):
        named = _trimmed(named[: max(i for i, n in enumerate(named) if marks[n] == "of")], sentence, marks)
    if named and marks[named[0]] == "place":
        place = title
    return Subject(title, place, _written(_trimmed(numbers, sentence, marks), sentence, text))


def opening(text: str, marked: list[tuple[Sentence, list[str]]]) -> str:
    """The first few words that ask for something, as written: the name of what cannot be built."""
    if not marked:
        return ""
    sentence, marks = marked[0]
    start = next((n for n, mark in enumerate(marks) if mark not in ("stop", "verb", "sign", "own")), 0)
    end = start
    while end < len(marks) and end < start + 6 and marks[end] not in ("sep", "colon", "that", "open"):
        end += 1
    kept = list(range(start, end))
    while kept and marks[kept[-1]] in ("of", "for", "stop", "prep", "with"):
        kept.pop()
    return _written(kept or list(range(min(5, len(marks)))), sentence, text)


def _title(sentence: Sentence, marks: list[str]) -> list[int]:
    """The numbers of the words that open the text and name the app or what it keeps."""
    at = 0
    while at < len(marks) and (marks[at] in _OPENING or _is_generic(sentence, marks, at) or _orders(sentence, at)):
        at += 1
    numbers: list[int] = []
    while (
        at < len(marks)
        and len(numbers) < _WORDS
        and (marks[at] in _NAMING or _says_which(marks, at) or _joins(sentence, marks, at, numbers))
    ):
        numbers.append(at)
        at += 1
    follows = marks[at] if at < len(marks) else ""
    greets = len(numbers) == 1 and marks[numbers[0]] == "noun" and at < len(marks) and sentence.tokens[at].text == ","
    acts = follows in ("can", "verb", "only", "not") and bool(numbers) and marks[numbers[-1]] == "person"
    return [] if acts or greets or [marks[n] for n in numbers] == ["person"] else _trimmed(numbers, sentence, marks)


def _says_which(marks: list[str], at: int) -> bool:
    """ "Wiki interna", "portal inmobiliario": part of the name."""
    return marks[at] == "adj" and at > 0 and marks[at - 1] == "container"


def _joins(sentence: Sentence, marks: list[str], at: int, numbers: list[int]) -> bool:
    """The one "y" or "and" of "tickets de alta y baja"; a longer list is no title."""
    joined = any(marks[n] == "sep" for n in numbers)
    last = not any(sentence.tokens[n].text == "," for n in range(at, min(at + 4, len(marks))))
    return bool(numbers) and marks[at] == "sep" and sentence.tokens[at].text != "," and not joined and last


def _orders(sentence: Sentence, at: int) -> bool:
    """ "vender velas": the verb asks, though a domain may know it as its own word."""
    folded = sentence.tokens[at].folded
    return folded in vocabulary("es").verbs or (folded in vocabulary("en").verbs and not folded.endswith("ing"))


def _trimmed(numbers: list[int], sentence: Sentence, marks: list[str]) -> list[int]:
    kept = list(numbers)
    while (
        kept
        and not _says_which(marks, kept[-1])
        and (marks[kept[-1]] not in _THINGS or (len(kept) > 1 and _is_generic(sentence, marks, kept[-1])))
    ):
        kept.pop()
    return kept


def _is_generic(sentence: Sentence, marks: list[str], at: int) -> bool:
    return marks[at] == "container" and sentence.tokens[at].folded in tables("words")["generic"]


def _place(sentence: Sentence, marks: list[str], text: str) -> str:
    """ "…para una clínica veterinaria": the business behind "for", with the words that say which."""
    for number, mark in enumerate(marks):
        start = number + 1
        while mark == "for" and start < len(marks) and marks[start] in ("stop", "own"):
            start += 1
        end = start
        while mark == "for" and end < len(marks) and marks[end] in ("noun", "place", "of", "container"):
            end += 1
        numbers = _trimmed(list(range(start, end)), sentence, marks)
        if len(numbers) <= 5 and any(marks[n] in ("place", "container") for n in numbers):
            return _written(numbers, sentence, text)
    return ""


def _written(numbers: list[int], sentence: Sentence, text: str) -> str:
    if not numbers:
        return ""
    return " ".join(text[sentence.tokens[numbers[0]].start : sentence.tokens[numbers[-1]].end].split())
