"""What was asked and will not be built: an honest list, and how far the whole request fits."""

from __future__ import annotations

from generation.blueprint.drafts.draft import Findings, Wish
from generation.blueprint.kinds.kinds import Kinds
from generation.blueprint.kinds.rows import keeps_rows, names
from generation.blueprint.lexicon import tables
from generation.blueprint.schema import Blueprint, Feature, Fit, Unmet
from generation.blueprint.words.inflection import Language

ASKED_LIMIT = 200


def fit_and_unmet(
    found: Findings, words: frozenset[str], language: Language, kinds: Kinds, *, empty: bool, unpaid: str
) -> tuple[Fit, list[Unmet]]:
    """`empty`: nothing to keep was found; `unpaid`: why payments were asked for and are not made."""
    if kinds.refused:
        return Fit.OUTSIDE, kinds.unmet
    unmet = [*kinds.unmet, *_wishes(found, language), *_stacks(found, language)]
    if unpaid and not empty and not kinds.alone:
        unmet.append(_said(unpaid, found.features[Feature.PAYMENTS], language))
    outside = not kinds.anything and is_outside(found)
    nothing = empty and not kinds.anything
    if nothing and not unmet:
        unmet.append(_said("nothing", "datos que guardar" if language == "es" else "things to keep", language))
    if outside or nothing:
        return Fit.OUTSIDE, unmet
    return (Fit.PARTIAL if unmet else Fit.FULL), unmet


def is_outside(found: Findings) -> bool:
    """Whether what the text asks for is no web application at all, and nothing in it keeps rows."""
    table = tables("wishes")
    return any(table[wish.number]["fit"] == "outside" for wish in found.wishes) and not keeps_rows(found)


def _wishes(found: Findings, language: Language) -> list[Unmet]:
    """What no app has; wishes for what this one may have are looked at once it is planned."""
    table = tables("wishes")
    seen: dict[int, Unmet] = {}
    rows = keeps_rows(found)
    for wish in found.wishes:
        if "built" in table[wish.number] or (rows and table[wish.number]["fit"] == "outside"):
            continue
        why, instead = table[wish.number][language]
        asked = f"{seen[wish.number].asked}, {wish.asked}" if wish.number in seen else wish.asked
        if wish.number in seen and wish.asked.lower() in seen[wish.number].asked.lower():
            continue
        seen[wish.number] = Unmet(asked=asked[:ASKED_LIMIT], why=why, instead=instead or "")
    return list(seen.values())


def held_to(blueprint: Blueprint, found: Findings) -> Blueprint:
    """The plan with every wish named that it could have met and does not."""
    if blueprint.fit is Fit.OUTSIDE:
        return blueprint
    blueprint = _without_names(blueprint, found)
    blueprint = blueprint.model_copy(update={"unmet": tuple(_true_of(blueprint, wish) for wish in blueprint.unmet)})
    lacking = [wish for wish in found.wishes if not _has(blueprint, tables("wishes")[wish.number].get("built", ""))]
    said = {wish.number: wish for wish in reversed(lacking)}
    unmet = [_unbuilt(wish, blueprint.language) for wish in reversed(said.values())]
    named = _once([*blueprint.unmet, *unmet])
    return blueprint.model_copy(update={"fit": Fit.PARTIAL if unmet else blueprint.fit, "unmet": named})


def _once(unmet: list[Unmet]) -> tuple[Unmet, ...]:
    """ "recordatorio por WhatsApp": what two classes say of the same words is said together."""
    kept: list[Unmet] = []
    for each in unmet:
        asked = each.asked.casefold()
        same = next((n for n, one in enumerate(kept) if _is_same(one.asked.casefold(), asked)), None)
        if same is None:
            kept.append(each)
            continue
        one = kept[same]
        parts = [one.instead, each.instead] if one.instead != each.instead else [one.instead]
        kept[same] = Unmet(
            asked=max(one.asked, each.asked, key=len),
            why=f"{one.why} {each.why}" if one.why != each.why else one.why,
            instead=" ".join(filter(None, parts)),
        )
    return tuple(kept)


def _is_same(one: str, other: str) -> bool:
    """Whole clauses: a single word may stand in the clause of another wish."""
    shorter, longer = sorted((one, other), key=len)
    return shorter == longer or (len(shorter.split()) > 2 and shorter in longer.split(", "))


def _without_names(blueprint: Blueprint, found: Findings) -> Blueprint:
    """What the plan has as a choice or a field was no wish."""
    named = [wish for wish in found.wishes if wish.phrase and _is_named(blueprint, wish)]
    if not named:
        return blueprint
    found.wishes = [wish for wish in found.wishes if wish not in named]
    said = {tables("wishes")[wish.number][blueprint.language][0] for wish in named}
    said -= {tables("wishes")[wish.number][blueprint.language][0] for wish in found.wishes}
    unmet = tuple(each for each in blueprint.unmet if each.why not in said)
    return blueprint.model_copy(update={"unmet": unmet, "fit": Fit.PARTIAL if unmet else Fit.FULL})


def _is_named(blueprint: Blueprint, wish: Wish) -> bool:
    return names(blueprint, wish.phrase, field=bool(tables("wishes")[wish.number].get("field")))


def _true_of(blueprint: Blueprint, unmet: Unmet) -> Unmet:
    """What there is instead, as far as this plan has it."""
    for entry in tables("wishes"):
        if entry[blueprint.language][0] == unmet.why and not _has(blueprint, entry.get("needs", "")):
            return unmet.model_copy(update={"instead": entry["otherwise"][blueprint.language]})
    return unmet


def _unbuilt(wish: Wish, language: Language) -> Unmet:
    why, instead = tables("wishes")[wish.number][language]
    return Unmet(asked=wish.asked[:ASKED_LIMIT], why=why, instead=instead)


def _has(blueprint: Blueprint, built: str) -> bool:
    """Whether the plan has one of "feature:charts|page:report"; what needs nothing is had."""
    kinds = {f"page:{page.kind.value}" for page in blueprint.pages}
    have = kinds | {f"feature:{feature.value}" for feature in blueprint.features}
    have |= {"alert:stock" for entity in blueprint.entities for field in entity.fields if field.alert}
    return not built or bool(have & set(built.split("|")))


def _stacks(found: Findings, language: Language) -> list[Unmet]:
    data = tables("stacks")
    return [
        Unmet(asked=name, why=data["why"][language].format(name=name), instead=data["instead"][language])
        for name in found.stacks
    ]


def _said(what: str, asked: str, language: Language) -> Unmet:
    phrases = tables("phrases")[what]
    return Unmet(asked=asked[:ASKED_LIMIT], why=phrases["why"][language], instead=phrases["instead"][language])
