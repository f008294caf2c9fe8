"""Wishes of a description that are not built, by class; what is refused in the text or only told is no wish."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from generation.blueprint.lexicon import tables
from generation.blueprint.words.hearing import Hearing, Phrases, Spot, phrases, stands_bare
from generation.blueprint.words.tokens import Sentence, Token

Entry = Mapping[str, Any]


@dataclass(frozen=True)
class WishSpot:
    number: int  # in the table
    spot: Spot
    asked: str
    is_wish: bool  # False: its words are understood, but nobody asks for it


def wish_spots(hearing: Hearing, domain: str) -> list[WishSpot]:
    """Every place of a wish, the longest phrase where two stand in one place."""
    found = [each for number, entry in enumerate(tables("wishes")) for each in _of(number, entry, hearing, domain)]
    found.sort(key=lambda each: (each.spot.first - each.spot.last, -bool(tables("wishes")[each.number].get("with"))))
    kept: list[WishSpot] = []
    for each in found:  # of two of one length, the one that more has to be true for
        if not any(_overlap(each.spot, other.spot) for other in kept):
            kept.append(each)
    return sorted(kept, key=lambda each: (each.spot.sentence, each.spot.first))


def _of(number: int, entry: Entry, hearing: Hearing, domain: str) -> Iterator[WishSpot]:
    if domain and domain in entry.get("unless", ()):
        return
    for spot in hearing.finds(_phrases(number)):
        sentence = hearing.sentences[spot.sentence]
        if not _stands(entry, sentence, spot, hearing):
            continue
        asked = hearing.clause(spot) if entry.get("clause") else hearing.written(spot)
        yield WishSpot(number, spot, asked, _is_asked(entry, hearing, spot))


def _is_asked(entry: Entry, hearing: Hearing, spot: Spot) -> bool:
    refused = (hearing.is_refused(spot) or hearing.is_had(spot)) and not entry.get("asked_anyway")
    return not refused and (bool(entry.get("told")) or spot.sentence not in hearing.told)


def _stands(entry: Entry, sentence: Sentence, spot: Spot, hearing: Hearing) -> bool:
    """Whether the words around it make it this wish."""
    tokens = sentence.tokens
    others = [token for n, token in enumerate(tokens) if not spot.first <= n <= spot.last]
    if entry.get("with") and not _any(others, entry["with"]):
        return False
    if entry.get("unless_with") and _near(tokens, spot, entry["unless_with"]):
        return False
    if entry["fit"] == "outside" and not (hearing.is_head(spot) and not hearing.words & set(entry.get("guards", ()))):
        return False
    if _is_choice(tokens, spot) or _keeps(tokens, spot):
        return False
    return not entry.get("bare") or stands_bare(sentence, spot.first, spot.last)


def _keeps(tokens: list[Token], spot: Spot) -> bool:
    """ "The app stores kites": what it does, and no shop of apps."""
    named = [token.folded for token in tokens[spot.first : spot.last + 1]] == ["app", "stores"]
    return (
        named
        and spot.last + 1 < len(tokens)
        and tokens[spot.last + 1].is_word
        and (tokens[spot.last + 1].folded not in tables("words")["small"])
    )


def _is_choice(tokens: list[Token], spot: Spot) -> bool:
    """ "estilo (IPA, stout, porter)": one of several words between brackets, and no "avisos (email, whatsapp)"."""
    opened = next((n for n in range(spot.first - 1, -1, -1) if tokens[n].text in "()"), -1)
    closed = next((n for n in range(spot.last + 1, len(tokens)) if tokens[n].text in "()"), len(tokens))
    if opened < 1 or tokens[opened].text != "(" or closed == len(tokens) or tokens[closed].text != ")":
        return False
    parts = (",", "/", ";", "o", "u", "or", "y", "and", "(", ")")
    whole = tokens[spot.first - 1].folded in parts and tokens[spot.last + 1].folded in parts
    several = any(tokens[n].folded in parts for n in range(opened + 1, closed))
    tells = tokens[opened - 1].folded.startswith(tuple(tables("hearing")["telling"]))
    return whole and several and not tells


def _any(tokens: list[Any], words: list[str]) -> bool:
    """One of the words, or a word that begins like "record*"."""
    starts = tuple(word[:-1] for word in words if str(word).endswith("*"))
    whole = {str(word) for word in words}
    return any(t.folded in whole or t.lemma in whole or (starts and t.folded.startswith(starts)) for t in tokens)


def _near(tokens: list[Any], spot: Spot, words: list[str]) -> bool:
    """One of the words within six of it: what is said at the other end of a sentence is about something else."""
    around = tokens[max(0, spot.first - 6) : spot.first] + tokens[spot.last + 1 : spot.last + 7]
    text = f" {' '.join(token.folded for token in around)} "
    return any(f" {word} " in text for word in words)


def _overlap(one: Spot, other: Spot) -> bool:
    return one.sentence == other.sentence and one.first <= other.last and other.first <= one.last


@lru_cache(maxsize=128)
def _phrases(number: int) -> Phrases:
    return phrases(tables("wishes")[number]["words"])
