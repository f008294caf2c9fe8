"""What was asked and will not be built: an honest list, and how far the whole request fits."""

from __future__ import annotations

from generation.blueprint.draft import Findings
from generation.blueprint.inflection import Language
from generation.blueprint.lexicon import tables
from generation.blueprint.schema import Feature, Fit, Unmet

ASKED_LIMIT = 200


def fit_and_unmet(
    found: Findings, words: frozenset[str], language: Language, *, empty: bool, unpaid: bool
) -> tuple[Fit, list[Unmet]]:
    """`empty`: nothing to keep was found; `unpaid`: payments were asked for, but nothing has a price."""
    unmet = [*_wishes(found, language), *_stacks(found, language)]
    if unpaid and not empty:
        unmet.append(_said("unpaid", found.features[Feature.PAYMENTS], language))
    outside = any(_is_outside(wish.number, words) for wish in found.wishes)
    if empty and not outside:
        unmet.append(_said("nothing", "datos que guardar" if language == "es" else "things to keep", language))
    if outside or empty:
        return Fit.OUTSIDE, unmet
    return (Fit.PARTIAL if unmet else Fit.FULL), unmet


def is_outside(found: Findings, words: frozenset[str]) -> bool:
    return any(_is_outside(wish.number, words) for wish in found.wishes)


def _is_outside(number: int, words: frozenset[str]) -> bool:
    wish = tables("wishes")[number]
    return wish["fit"] == "outside" and not words & set(wish.get("guards", ()))


def _wishes(found: Findings, language: Language) -> list[Unmet]:
    table = tables("wishes")
    seen: dict[int, Unmet] = {}
    for wish in found.wishes:
        why, instead = table[wish.number][language]
        asked = f"{seen[wish.number].asked}, {wish.asked}" if wish.number in seen else wish.asked
        if wish.number in seen and wish.asked.lower() in seen[wish.number].asked.lower():
            continue
        seen[wish.number] = Unmet(asked=asked[:ASKED_LIMIT], why=why, instead=instead or "")
    return list(seen.values())


def _stacks(found: Findings, language: Language) -> list[Unmet]:
    data = tables("stacks")
    return [
        Unmet(asked=name, why=data["why"][language].format(name=name), instead=data["instead"][language])
        for name in found.stacks
    ]


def _said(what: str, asked: str, language: Language) -> Unmet:
    phrases = tables("phrases")[what]
    return Unmet(asked=asked[:ASKED_LIMIT], why=phrases["why"][language], instead=phrases["instead"][language])
