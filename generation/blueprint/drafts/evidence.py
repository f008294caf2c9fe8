"""Weighs how surely a word of the text is a thing to keep: by what brings it up, and never by what it means alone.

A noun in background prose, in a comparison or behind a preposition weighs nothing; fields of its own, "each", a list of
what the app has, or somebody who keeps it weigh enough. Owns the weights and the limit; the scanner says what it saw.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from generation.blueprint.drafts.draft import Mention
from generation.blueprint.lexicon import tables
from generation.blueprint.words.inflection import Language, is_plural
from generation.blueprint.words.tokens import Sentence

ENOUGH = 2  # what a mention must weigh to be kept
_FIRM = frozenset({"manage", "create", "sell"})  # verbs of keeping
_REQUEST = frozenset({"container", "can", "each"})


@dataclass(frozen=True)
class Sight:
    """One mention as the scanner saw it."""

    opener: str = ""  # what opened the list it stands in: a verb's kind, "with", "container", "colon", "for" or nothing
    loose: bool = False  # a preposition or another clause stands between the opener and the word
    plural: bool = False
    view: bool = False  # "informe", "panel": it only shows other things
    known: bool = False  # the lexicon has it as a thing
    expected: bool = False  # the app's domain does
    each: bool = False  # "cada visita", "a visit has …", "pertenece a una visita"
    own: bool = False
    counted: bool = False  # "un pago", "a payment", "several payments"
    title: bool = False  # in the first sentence, which says what the app is
    background: bool = False  # the sentence tells of the people and asks for nothing


def weight(sight: Sight) -> int:
    """What one sight of a thing weighs."""
    if sight.view and not (sight.plural and sight.opener in _FIRM):
        return 0
    if sight.each:
        return ENOUGH
    base = _opened(sight)
    if sight.background:
        base = min(base, 1) if sight.plural else 0
    elif sight.own and sight.plural:
        base += 1
    if base and not sight.plural and not (sight.known or sight.expected or sight.counted):
        base -= 1
    if sight.opener == "deed" and sight.known:
        base = max(base, 1) + 1 - sight.plural
    return base + (sight.expected and (sight.plural or base > 0)) + (sight.known and sight.plural)


def _opened(sight: Sight) -> int:
    if not sight.opener or (sight.opener == "for" and not sight.title):
        return 0
    if sight.loose:
        return 1 if sight.plural else 0
    if sight.opener in ("container", "with", "colon", "for") or sight.opener in _FIRM:
        return ENOUGH
    if sight.opener == "act" and sight.plural:
        return ENOUGH  # "alquila salas"
    return 1


def is_background(sentence: Sentence, marks: list[str]) -> bool:
    """ "Llevo doce años…", "We run three shops": about the people, with nothing asked for and nothing described."""
    near = tables("words")["story"]
    words = {token.folded for token in sentence.tokens}
    if words & set(near["asking"]) or _REQUEST & set(marks) or {"colon", "open"} & set(marks) or sentence.bullet:
        return False
    first = [token.folded for token in sentence.tokens[:12]]
    pairs = {f"{one} {two}" for one, two in pairwise(first)}
    return bool(set(first) & set(near["telling"]) or pairs & set(near["telling_pairs"]))


def count_repeats(mentions: Iterable[Mention], marked: list[tuple[Sentence, list[str]]], language: Language) -> None:
    """A plural that several sentences speak of weighs one more."""
    spoken: Counter[str] = Counter()
    several: set[str] = set()
    for sentence, marks in marked:
        nouns = [token for token, mark in zip(sentence.tokens, marks, strict=True) if mark in ("noun", "person")]
        spoken.update({token.lemma for token in nouns})
        several |= {token.lemma for token in nouns if is_plural(token.text, language)}
    for mention in mentions:
        head = mention.key.split(" ")[0 if language == "es" else -1]
        if spoken[head] > 1 and head in several:
            mention.evidence += 1
