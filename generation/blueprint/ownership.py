"""Recognises the clauses that keep a row to the person it belongs to: "cada dueño ve solo sus mascotas".

Says where in the sentence the kept things begin, and notes that the subject is a person who uses the app.
"""

from __future__ import annotations

from generation.blueprint.draft import Findings
from generation.blueprint.inflection import Language
from generation.blueprint.lexicon import tables
from generation.blueprint.marks import verb_kind
from generation.blueprint.tokens import Sentence
from generation.blueprint.vocabulary import vocabulary


def only_own(sentence: Sentence, marks: list[str], language: Language, found: Findings) -> int | None:
    """The number of the token from which the clause names what is kept to its owner; None without such a clause."""
    after = _own_alone(sentence, marks, found)
    if after is None and (_nobody_elses(sentence, marks, language) or _for_its_author(sentence, marks, language)):
        after = 0
    return after


def _own_alone(sentence: Sentence, marks: list[str], found: Findings) -> int | None:
    """ "los socios solo ven sus reservas", "each client sees only their orders", "cada uno ve lo suyo"."""
    for number, found_mark in enumerate(marks):
        if found_mark != "own":
            continue
        subject = _subject(sentence, marks, number)
        if subject is None:
            continue
        clause = marks[max(0, subject - 2) : number]
        if not {"each", "only"} & {*clause, *_behind(marks, number)}:
            continue
        token = sentence.tokens[subject]
        staff = vocabulary_level(token.folded, token.lemma) == "staff"
        if staff and "each" not in clause and "only" in marks[max(0, subject - 2) : subject]:
            continue  # "only the editors may change their articles" says who may, not what they see
        if marks[subject] == "person" and token.lemma not in vocabulary("es").never_kept:
            found.people[token.lemma] = "member"
        if _names_something(sentence, marks, number) or "verb" in clause:
            return marks.index("only", subject) if "only" in marks[subject:number] else number
    return None


def _behind(marks: list[str], own: int) -> list[str]:
    """ "their own children only": the words up to the end of the clause."""
    end = next((n for n in range(own, len(marks)) if marks[n] in ("sep", "verb", "that", "colon", "can")), len(marks))
    return marks[own:end]


def vocabulary_level(folded: str, lemma: str) -> str:
    people = vocabulary("es").people
    return people.get(folded) or people.get(lemma, "member")


def _subject(sentence: Sentence, marks: list[str], before: int) -> int | None:
    """The nearest person before that token, or a word that stands for everybody ("cada uno")."""
    alone = tables("words")["clauses"]["alone"]
    numbers = range(before - 1, -1, -1)
    return next((n for n in numbers if marks[n] == "person" or sentence.tokens[n].folded in alone), None)


def _names_something(sentence: Sentence, marks: list[str], own: int) -> bool:
    return any(mark in ("noun", "person") for mark in marks[own + 1 : own + 4])


def _nobody_elses(sentence: Sentence, marks: list[str], language: Language) -> bool:
    """ "no puede ver las citas de otros", "cannot see other people's notes", "cannot see each other's files"."""
    others = tables("words")["clauses"]["others"]
    denied = next((n for n, mark in enumerate(marks) if mark == "not"), None)
    if denied is None:
        return False
    reads = [n for n in range(denied, len(marks)) if marks[n] == "verb" and _reads(sentence, n, language)]
    return bool(reads) and any(
        token.folded.removesuffix("'s").removesuffix("’s") in others for token in sentence.tokens[reads[0] :]
    )


def _for_its_author(sentence: Sentence, marks: list[str], language: Language) -> bool:
    """ "visible solo para su autor", "only the owner can see them"."""
    authors = tables("words")["clauses"]["authors"]
    folded = [token.folded for token in sentence.tokens]
    only = next((n for n, mark in enumerate(marks) if mark == "only"), None)
    if only is None or not any(word in authors for word in folded[only : only + 5]):
        return False
    return "visible" in folded or any(mark == "verb" and _reads(sentence, n, language) for n, mark in enumerate(marks))


def _reads(sentence: Sentence, number: int, language: Language) -> bool:
    return verb_kind(sentence.tokens[number], language) == "read"
