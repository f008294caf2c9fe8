"""Reads a whole description once: phrases, things, fields and people."""

from __future__ import annotations

from dataclasses import dataclass

from generation.blueprint.domains import Domain
from generation.blueprint.draft import KNOWN, Findings, Mention, Wish
from generation.blueprint.inflection import Language, fold
from generation.blueprint.look import find_look
from generation.blueprint.marks import mark
from generation.blueprint.openness import openness
from generation.blueprint.permissions import note_permissions
from generation.blueprint.phrases import Hit, find
from generation.blueprint.scanner import Scanner
from generation.blueprint.title import name_span
from generation.blueprint.tokens import Sentence

_BEFORE_WISH = frozenset(
    {
        ",",
        "y",
        "e",
        "o",
        "and",
        "or",
        "con",
        "with",
        "&",
        "+",
        "un",
        "una",
        "a",
        "an",
        "plus",
        "ademas",
        "incluya",
        "include",
        "includes",
        "incluye",
    }
)
_AFTER_WISH = frozenset({"", ",", "y", "e", "o", "and", "or", "&", "+", ")", "para", "for", "entre", "between"})


@dataclass(frozen=True)
class _Around:
    """What a phrase is judged by besides its words."""

    look: frozenset[int]
    domain: Domain | None


def gather(description: str, listed: list[Sentence], language: Language, domain: Domain | None) -> Findings:
    found = Findings()
    named = name_span(description)
    for sentence in listed:
        look = find_look(sentence, language, found.look)
        sentence.use(*look)
        masked = _phrases(sentence, description, found, _Around(look, domain)) | _within(sentence, named) | look
        marks = mark(sentence, masked, language, domain)
        found.marked.append((sentence, marks))
        Scanner(sentence, marks, language, domain, found).run()
        note_permissions(sentence, marks, language, found)
    _aliases(listed, language, domain, found)
    said = frozenset(token.folded for sentence in listed for token in sentence.tokens)
    found.openness = openness(_title_words(found), said)
    return found


def _title_words(found: Findings) -> list[str]:
    """The words before the first list or clause: what the app calls itself."""
    if not found.marked:
        return []
    sentence, marks = found.marked[0]
    end = next((n for n, each in enumerate(marks) if each in ("with", "that", "colon", "sep", "open")), len(marks))
    return [token.folded for token in sentence.tokens[:end]]


def _aliases(listed: list[Sentence], language: Language, domain: Domain | None, found: Findings) -> None:
    """ "los lectores pueden comentar": a word that means a thing of the domain without naming it."""
    for entity in domain.entities.values() if domain else ():
        named = any(key in entity.words or key in entity.aliases for key in found.mentions)
        tokens = [t for s in listed for t in s.tokens if t.folded in entity.aliases or t.lemma in entity.aliases]
        if tokens and not named:
            one, many = (label.lower() for label in entity.labels[language])
            found.mentions[fold(one)] = Mention(fold(one), one, many, KNOWN, position=tokens[0].start)


def _phrases(sentence: Sentence, description: str, found: Findings, around: _Around) -> frozenset[int]:
    masked: set[int] = set()
    for hit in find(sentence):
        numbers = range(hit.first, hit.last + 1)
        if around.look.intersection(numbers) or not _is_asked(hit, sentence, around.domain):
            continue
        if _apply(hit, _written(sentence, hit, description), sentence.tokens[hit.first].start, found):
            masked.update(numbers)
            sentence.use(*numbers)
    return frozenset(masked)


def _is_asked(hit: Hit, sentence: Sentence, domain: Domain | None) -> bool:
    """Whether the phrase is a wish here: no kind of app that is all about it, and nothing else said of it."""
    if domain is not None and domain.ident in hit.phrase.unless:
        return False
    if not hit.phrase.bare or hit.first != hit.last:
        return True
    tokens = sentence.tokens
    before = tokens[hit.first - 1].folded if hit.first else ""
    after = tokens[hit.last + 1].folded if hit.last + 1 < len(tokens) else ""
    return before in _BEFORE_WISH and after in _AFTER_WISH


def _written(sentence: Sentence, hit: Hit, description: str) -> str:
    return description[sentence.tokens[hit.first].start : sentence.tokens[hit.last].end]


def _within(sentence: Sentence, span: tuple[int, int]) -> frozenset[int]:
    """The app's own name is no part of what it keeps."""
    inside = frozenset(n for n, token in enumerate(sentence.tokens) if span[0] <= token.start < span[1])
    sentence.use(*inside)
    return inside


def _apply(hit: Hit, written: str, start: int, found: Findings) -> bool:
    """Note the phrase; False when its words go on to mean something else as well."""
    kind, value = hit.phrase.kind, hit.phrase.value
    if kind == "charge":
        found.charged = True
        return False
    if kind == "feature" and value:
        found.features.setdefault(value, written)
    elif kind == "other":
        found.stacks.setdefault(value, written)
    elif kind == "wish":
        found.wishes.append(Wish(written, value, start))
    return True
