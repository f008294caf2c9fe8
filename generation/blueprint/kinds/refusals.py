"""Texts that ask for no app: a poem, an errand, a question, something impossible, or harm to others.

Says which, in the words of the person; what is refused here is not built in part either.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from generation.blueprint.lexicon import tables
from generation.blueprint.schema import Unmet
from generation.blueprint.words.hearing import Hearing, Phrases, Spot, phrases

Entry = Mapping[str, Any]
_OPENING = 3  # words before an order or a question: "hola, dime …"
_COUNTED_WORDS = re.compile(r"\b\d+\s+(?:palabras|words)\b", re.IGNORECASE)


def refusal(hearing: Hearing, *, rows: bool) -> Unmet | None:
    """Why nothing is built of this text; None where it asks for an app. `rows`: it describes things to keep."""
    app = hearing.says(_app_words())
    for entry in tables("refusals")["refusals"]:
        if app and not entry.get("app"):
            continue
        spots = (spot for spot in hearing.asks(_phrases(entry["id"])) if _is_meant(entry, hearing, spot))
        spot = next((spot for spot in spots if not (rows and _is_kept(entry, hearing, spot))), None)
        if spot is not None:
            why, instead = entry[hearing.language]
            return Unmet(asked=hearing.clause(spot)[:200], why=why, instead=instead)
    return None


def _is_meant(entry: Entry, hearing: Hearing, spot: Spot) -> bool:
    if entry.get("with_any") and not hearing.words & set(entry["with_any"]):
        return False
    if entry.get("opens"):
        return _opens(hearing, spot) and (not entry.get("asks") or "?" in hearing.text)
    if entry["id"] == "writing":
        return _is_writing(entry, hearing, spot)
    return not entry.get("head") or hearing.is_head(spot)


def _is_kept(entry: Entry, hearing: Hearing, spot: Spot) -> bool:
    """ "Poemas de mi abuela: título, año", and no "write me a poem with a title and two verses"."""
    if not entry.get("head"):
        return False
    tokens = hearing.sentences[spot.sentence].tokens
    before = tokens[max(0, spot.first - _OPENING) : spot.first]
    ordered = {token.folded for token in before} & set(_verbs())
    return not (ordered or hearing.is_requested(spot)) or hearing.is_passing(spot)


def _opens(hearing: Hearing, spot: Spot) -> bool:
    """Among the first words of the text."""
    words = [token for token in hearing.sentences[spot.sentence].tokens[: spot.first] if token.is_word]
    return spot.sentence == 0 and len(words) <= _OPENING


def _is_writing(entry: Entry, hearing: Hearing, spot: Spot) -> bool:
    """An order to write stands in the text, or a number of words to hand in."""
    ordered = hearing.says(_verbs())
    return bool(_COUNTED_WORDS.search(hearing.text)) or (ordered and (hearing.is_head(spot) or spot.first <= 8))


@lru_cache(maxsize=16)
def _phrases(ident: str) -> Phrases:
    return phrases(next(entry["words"] for entry in tables("refusals")["refusals"] if entry["id"] == ident))


@lru_cache(maxsize=1)
def _verbs() -> Phrases:
    return phrases(next(entry["writes"] for entry in tables("refusals")["refusals"] if "writes" in entry))


@lru_cache(maxsize=1)
def _app_words() -> Phrases:
    return phrases(tables("refusals")["app_words"])
