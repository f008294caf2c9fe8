"""Reads a whole description once: phrases, things, fields and people."""

from __future__ import annotations

from dataclasses import dataclass

from generation.blueprint.drafts.draft import KNOWN, Findings, Mention, Wish
from generation.blueprint.drafts.evidence import ENOUGH, count_repeats
from generation.blueprint.drafts.look import find_look
from generation.blueprint.kinds.wishes import WishSpot, wish_spots
from generation.blueprint.lexicon import tables
from generation.blueprint.people.openness import openness
from generation.blueprint.people.ownership import note_public
from generation.blueprint.things.described import described, find_descriptions
from generation.blueprint.things.line import Line
from generation.blueprint.things.marks import mark
from generation.blueprint.things.scanner import Scanner
from generation.blueprint.title import name_span
from generation.blueprint.words.domains import Domain
from generation.blueprint.words.hearing import Hearing, Spot, stands_bare
from generation.blueprint.words.inflection import Language, fold
from generation.blueprint.words.phrases import Hit, find
from generation.blueprint.words.tokens import Sentence
from generation.blueprint.words.wanted import refused, wanted


@dataclass(frozen=True)
class _Around:
    """What a phrase is judged by besides its words."""

    number: int  # of the sentence
    look: frozenset[int]
    hearing: Hearing
    wishes: list[WishSpot]
    domain: Domain | None = None


def gather(hearing: Hearing, domain: Domain | None) -> Findings:
    found = Findings()
    description, listed, language = hearing.text, list(hearing.sentences), hearing.language
    wishes = wish_spots(hearing, domain.ident if domain else "")
    named = name_span(description)
    found.spoken = frozenset(token.lemma for sentence in listed for token in sentence.tokens)
    marked: list[tuple[Sentence, list[str]]] = []
    for number, sentence in enumerate(listed):
        look = find_look(sentence, language, found.look)
        sentence.use(*look)
        around = _Around(number, look, hearing, [wish for wish in wishes if wish.spot.sentence == number], domain)
        masked = _phrases(sentence, description, found, around) | _within(sentence, named) | look
        marked.append((sentence, mark(sentence, masked, language, domain)))
    _walk(marked, language, domain, found)
    count_repeats(found.mentions.values(), found.marked, language)
    _aliases(listed, language, domain, found)
    found.features = {
        name: said for name, said in {**wanted(listed), **found.features}.items() if name not in refused(listed)
    }
    said = frozenset(token.folded for sentence in listed for token in sentence.tokens)
    found.openness = openness(_title_words(found), said)
    return found


def _walk(marked: list[tuple[Sentence, list[str]]], language: Language, domain: Domain | None, found: Findings) -> None:
    """Finds what is described anywhere, then goes through the sentences with that in mind."""
    lines = [Line(sentence, marks, language, domain) for sentence, marks in marked]
    found.described = described(lines)
    for line, each in zip(lines, find_descriptions(lines, found.described), strict=True):
        found.marked.append((line.sentence, line.marks))
        Scanner(line, found, each).run()
        note_public(line.sentence, line.marks, language, found)


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
            found.mentions[fold(one)] = Mention(fold(one), one, many, KNOWN, position=tokens[0].start, evidence=ENOUGH)


def _phrases(sentence: Sentence, description: str, found: Findings, around: _Around) -> frozenset[int]:
    """Notes the phrases of a sentence; of two in one place the longer one is meant, a wish before a feature."""
    masked: set[int] = set()
    taken: set[int] = set()  # by wishes that nothing can meet
    hits = [hit for hit in find(sentence) if not around.look.intersection(range(hit.first, hit.last + 1))]
    hits = [hit for hit in hits if not _is_listed_thing(sentence, hit, around.domain)]
    wishes = [wish for wish in around.wishes if not any(_is_longer(hit, wish.spot) for hit in hits)]
    for wish in wishes:
        known = tables("wishes")[wish.number]
        if known["fit"] != "outside" and not known.get("kept"):  # of nothing else than this nothing is built
            masked.update(range(wish.spot.first, wish.spot.last + 1))
        if "built" not in tables("wishes")[wish.number]:
            taken.update(range(wish.spot.first, wish.spot.last + 1))
        if wish.is_wish:
            start = sentence.tokens[wish.spot.first].start
            found.wishes.append(Wish(wish.asked, wish.number, start, around.hearing.written(wish.spot)))
    for hit in hits:
        numbers = range(hit.first, hit.last + 1)
        if taken.intersection(numbers) or (hit.phrase.bare and not stands_bare(sentence, hit.first, hit.last)):
            continue
        if _apply(hit, _written(sentence, hit, description), found, is_meant=_is_meant(hit, around)):
            masked.update(numbers)
    sentence.use(*masked)
    return frozenset(masked)


def _is_listed_thing(sentence: Sentence, hit: Hit, domain: Domain | None) -> bool:
    """ "horarios, turnos y permisos" of people who work: a thing of such apps, and no rights of accounts."""
    token = sentence.tokens[hit.first]
    before = sentence.tokens[hit.first - 1].folded if hit.first else ""
    named = domain is not None and hit.first == hit.last and domain.names(token.lemma)
    return named and hit.phrase.kind == "feature" and token.lemma != token.folded and before in (",", "y", "e", "and")


def _is_longer(hit: Hit, spot: Spot) -> bool:
    return hit.first <= spot.last and spot.first <= hit.last and hit.last - hit.first > spot.last - spot.first


def _is_meant(hit: Hit, around: _Around) -> bool:
    """Another technology is no wish where the text refuses it or only tells what there is today."""
    if hit.phrase.kind != "other":
        return True
    spot = Spot(around.number, hit.first, hit.last)
    hearing = around.hearing
    told = around.number in hearing.told or hearing.is_had(spot)
    return not hearing.is_refused(spot) and not told and _is_technology(hearing, spot)


def _is_technology(hearing: Hearing, spot: Spot) -> bool:
    """ "in Rust", and no "express delivery"."""
    words = tables("stacks")
    folded = " ".join(token.folded for token in hearing.tokens(spot))
    if folded not in words["ambiguous"]:
        return True
    before = hearing.sentences[spot.sentence].tokens[max(0, spot.first - 2) : spot.first]
    sure = {word for word in words["other"] if word not in words["ambiguous"]}
    return bool({token.folded for token in before} & set(words["behind"])) or bool(hearing.words & sure)


def _written(sentence: Sentence, hit: Hit, description: str) -> str:
    return description[sentence.tokens[hit.first].start : sentence.tokens[hit.last].end]


def _within(sentence: Sentence, span: tuple[int, int]) -> frozenset[int]:
    """The app's own name is no part of what it keeps."""
    inside = frozenset(n for n, token in enumerate(sentence.tokens) if span[0] <= token.start < span[1])
    sentence.use(*inside)
    return inside


def _apply(hit: Hit, written: str, found: Findings, *, is_meant: bool) -> bool:
    """Note the phrase; False when its words go on to mean something else as well."""
    kind, value = hit.phrase.kind, hit.phrase.value
    if kind == "charge":
        found.charged = True
        return False
    if kind == "feature" and value:
        found.features.setdefault(value, written)
    elif kind == "other" and is_meant:
        found.stacks.setdefault(value, written)
    return True
