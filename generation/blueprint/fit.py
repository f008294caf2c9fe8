"""What was asked and will not be built: an honest list, and how far the whole request fits."""

from __future__ import annotations

from generation.blueprint.draft import Findings
from generation.blueprint.inflection import Language
from generation.blueprint.lexicon import tables
from generation.blueprint.schema import Fit, Unmet

ASKED_LIMIT = 200


def fit_and_unmet(found: Findings, words: set[str], language: Language, *, empty: bool) -> tuple[Fit, list[Unmet]]:
    """`empty`: nothing to keep was found. `words` are the folded words of the description."""
    unmet = [*_wishes(found, language), *_stacks(found, language)]
    outside = any(_is_outside(wish.number, words) for wish in found.wishes)
    if empty and not outside:
        unmet.append(_nothing(language))
    if outside or empty:
        return Fit.OUTSIDE, unmet
    return (Fit.PARTIAL if unmet else Fit.FULL), unmet


def is_outside(found: Findings, words: set[str]) -> bool:
    return any(_is_outside(wish.number, words) for wish in found.wishes)


def _is_outside(number: int, words: set[str]) -> bool:
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


def _nothing(language: Language) -> Unmet:
    nothing = tables("phrases")["nothing"]
    asked = "datos que guardar" if language == "es" else "things to keep"
    return Unmet(asked=asked, why=nothing["why"][language], instead=nothing["instead"][language])
