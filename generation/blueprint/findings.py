"""Reads a whole description once: phrases, things, fields and people."""

from __future__ import annotations

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


def gather(description: str, listed: list[Sentence], language: Language, domain: Domain | None) -> Findings:
    found = Findings()
    named = name_span(description)
    for sentence in listed:
        look = find_look(sentence, language, found.look)
        sentence.use(*look)
        masked = _phrases(sentence, description, found, look) | _within(sentence, named) | look
        marks = mark(sentence, masked, language, domain)
        found.marked.append((sentence, marks))
        Scanner(sentence, marks, language, domain, found).run()
        note_permissions(sentence, marks, language, found)
    _aliases(listed, language, domain, found)
    tokens = [token for sentence in listed for token in sentence.tokens if token.is_word]
    found.openness = openness([token.folded for token in tokens], [token.lemma for token in tokens])
    return found


def _aliases(listed: list[Sentence], language: Language, domain: Domain | None, found: Findings) -> None:
    """ "los lectores pueden comentar": a word that means a thing of the domain without naming it."""
    for entity in domain.entities.values() if domain else ():
        named = any(key in entity.words or key in entity.aliases for key in found.mentions)
        tokens = [t for s in listed for t in s.tokens if t.folded in entity.aliases or t.lemma in entity.aliases]
        if tokens and not named:
            one, many = (label.lower() for label in entity.labels[language])
            found.mentions[fold(one)] = Mention(fold(one), one, many, KNOWN, position=tokens[0].start)


def _phrases(sentence: Sentence, description: str, found: Findings, look: frozenset[int]) -> frozenset[int]:
    masked: set[int] = set()
    for hit in find(sentence):
        numbers = range(hit.first, hit.last + 1)
        if look.intersection(numbers):
            continue
        if _apply(hit, _written(sentence, hit, description), sentence.tokens[hit.first].start, found):
            masked.update(numbers)
            sentence.use(*numbers)
    return frozenset(masked)


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
    if kind == "feature" and value:
        found.features.setdefault(value, written)
    elif kind == "other":
        found.stacks.setdefault(value, written)
    elif kind == "wish":
        found.wishes.append(Wish(written, value, start))
    return True
