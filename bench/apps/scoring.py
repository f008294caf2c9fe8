"""How well a plan answers a description, against expectations written by hand; nothing here is known to the reader.

Labels are compared without case and accents. What an expectation lists as alternatives ("precio|importe") counts once.
"""

from __future__ import annotations

import colorsys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from bench.apps.rowless import score_examples, score_inputs, score_kind
from generation.blueprint.schema import Blueprint, Entity, FieldType

LINKS = (FieldType.RELATION, FieldType.RELATIONS)
Spec = dict[str, Any]


@dataclass
class Tally:
    """Right answers out of those asked for, and what was missed."""

    right: int = 0
    asked: int = 0
    missed: list[str] = field(default_factory=list)

    def note(self, holds: bool, what: str) -> None:
        self.asked += 1
        self.right += holds
        if not holds:
            self.missed.append(what)

    @property
    def share(self) -> float:
        return self.right / self.asked if self.asked else 1.0


KINDS = (
    "entities", "precision", "fields", "types", "relations", "roles", "privacy", "states", "pages", "features", "look",
    "fit", "unmet", "kind", "inputs", "examples",
)  # fmt: skip
Score = dict[str, Tally]


def fold(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.casefold())
    kept = "".join(char if char.isalnum() else " " for char in plain if not unicodedata.combining(char))
    return " ".join(kept.split())


def bare(text: str) -> str:
    """Without number and gender, so that "confirmada" is "confirmados"."""
    words = (word.removesuffix("s") for word in fold(text).split())
    return " ".join(word[:-1] if len(word) > 4 and word[-1] in "aoe" else word for word in words)


def score(spec: Spec, plan: Blueprint) -> Score:
    """Every figure of one description."""
    found: Score = {kind: Tally() for kind in KINDS}
    pairs = _pairs(spec, plan)
    _entities(spec, plan, pairs, found)
    for expected in spec.get("entities") or ():
        entity = pairs.get(expected["is"][0])
        _fields(expected, entity, found)
        _privacy(expected, entity, found)
    _relations(spec, plan, pairs, found)
    _people(spec, plan, found)
    _states(spec, pairs, found)
    for kind in spec.get("pages") or ():
        found["pages"].note(any(page.kind == kind for page in plan.pages), kind)
    for name in spec.get("features") or ():
        found["features"].note(any(feature == name for feature in plan.features), name)
    _look(spec, plan, found["look"])
    _fit(spec, plan, found)
    score_kind(spec, plan, found["kind"])
    score_inputs(spec, plan, found["inputs"], fold)
    score_examples(spec, plan, found["examples"], fold)
    return found


def is_called(label: str, names: Iterable[str]) -> bool:
    """The label, or a longer one that begins or ends with the name, as "vintage watch" is a "watch"."""
    said = bare(label)
    return any(f"{said} ".startswith(f"{bare(name)} ") or f" {said}".endswith(f" {bare(name)}") for name in names)


def _pairs(spec: Spec, plan: Blueprint) -> dict[str, Entity]:
    """First name of each expected entity → the entity of the plan, exact names before longer ones."""
    found: dict[str, Entity] = {}
    for exact in (True, False):
        for expected in spec.get("entities") or ():
            key = expected["is"][0]
            free = [entity for entity in plan.entities if entity not in found.values()]
            fits = (
                entity
                for name in expected["is"]
                for entity in free
                if (bare(entity.label) == bare(name) if exact else is_called(entity.label, [name]))
            )
            if key not in found and (entity := next(fits, None)):
                found[key] = entity
    return found


def _entities(spec: Spec, plan: Blueprint, pairs: dict[str, Entity], found: Score) -> None:
    for expected in spec.get("entities") or ():
        found["entities"].note(expected["is"][0] in pairs, expected["is"][0])
    named = [name for expected in spec.get("entities") or () for name in expected["is"]]
    fine = [*named, *(spec.get("allowed") or ())]
    for entity in plan.entities:
        found["precision"].note(entity in pairs.values() or is_called(entity.label, fine), entity.label)


def _fields(expected: Spec, entity: Entity | None, found: Score) -> None:
    for wanted in expected.get("fields") or ():
        names, _, kind = str(wanted).partition(":")
        has = _field(entity, names.split("|")) if entity else None
        found["fields"].note(has is not None, f"{expected['is'][0]}.{names}")
        if kind and has is not None:
            found["types"].note(has.type == kind, f"{expected['is'][0]}.{has.label} is {has.type}, not {kind}")


def _field(entity: Entity, names: list[str]) -> Any:
    """The field whose label has the words of a name."""
    for name in map(bare, names):
        for each in entity.fields:
            if f" {name} " in f" {bare(each.label)} ":
                return each
    return None


def _privacy(expected: Spec, entity: Entity | None, found: Score) -> None:
    for action in ("read", "create", "edit", "delete"):
        if action in expected and entity is not None:
            wanted, level = expected[action], getattr(entity.access, action).value
            holds = level in ([wanted] if isinstance(wanted, str) else wanted)
            found["privacy"].note(holds, f"{entity.label}: {action} by {level}, not {wanted}")


def _relations(spec: Spec, plan: Blueprint, pairs: dict[str, Entity], found: Score) -> None:
    for relation in spec.get("relations") or ():
        one, _, other = relation.replace(">>", ">").partition(">")
        ends = [_entity(name.strip(), plan, pairs) for name in (one, other)]
        if None not in ends:  # a missing entity was counted already
            found["relations"].note(_related(plan, *ends, many=">>" in relation), relation)


def _entity(name: str, plan: Blueprint, pairs: dict[str, Entity]) -> Any:
    return pairs.get(name) or next((entity for entity in plan.entities if is_called(entity.label, [name])), None)


def _related(plan: Blueprint, one: Entity, other: Entity, *, many: bool) -> bool:
    """`one` points at `other`; many to many also the other way round, or by way of a third."""
    if _points(one, other) or (many and _points(other, one)):
        return True
    return many and any(_points(third, one) and _points(third, other) for third in plan.entities)


def _points(one: Entity, other: Entity) -> bool:
    return any(each.type in LINKS and each.target == other.name for each in one.fields)


def _people(spec: Spec, plan: Blueprint, found: Score) -> None:
    for name, level in (spec.get("roles") or {}).items():
        role = next((role for role in plan.roles if is_called(role.label, [name])), None)
        wanted = [level] if isinstance(level, str) else level
        holds = role is not None and role.level.value in wanted
        found["roles"].note(holds, f"{name}: {role.level.value if role else 'no such role'}, not {level}")


def _states(spec: Spec, pairs: dict[str, Entity], found: Score) -> None:
    for key, states in (spec.get("states") or {}).items():
        entity = pairs.get(key)
        labels = {bare(c.label) for each in entity.fields for c in each.choices} if entity else set()
        for state in states:
            found["states"].note(bare(state) in labels, f"{key}: {state}")


def _look(spec: Spec, plan: Blueprint, tally: Tally) -> None:
    wanted, theme = spec.get("look") or {}, plan.theme
    for part in ("primary", "background"):
        if part in wanted:
            value = getattr(theme, part)
            is_light = part == "background" and value is None and theme.mode != "dark" and wanted[part] == "white"
            holds = is_light or (value is not None and family(value, wanted[part]))
            tally.note(holds, f"{part} is {value}, not {wanted[part]}")
    if "mode" in wanted:
        tally.note(theme.mode == wanted["mode"], f"mode is {theme.mode}, not {wanted['mode']}")


_HUES = {  # degrees
    "red": (345, 15), "orange": (12, 45), "yellow": (40, 65), "green": (70, 170), "teal": (160, 195),
    "turquoise": (160, 195), "cyan": (170, 200), "blue": (195, 255), "navy": (205, 250), "indigo": (225, 265),
    "purple": (250, 310), "violet": (250, 300), "pink": (300, 350), "magenta": (290, 335), "burgundy": (325, 20),
    "maroon": (325, 20), "brown": (10, 45), "gold": (35, 60), "terracotta": (5, 30), "coral": (0, 25),
    "mustard": (35, 60), "olive": (50, 90), "beige": (20, 60), "cream": (30, 65), "salmon": (0, 25),
    "lilac": (250, 310),
}  # fmt: skip


def family(value: str, name: str) -> bool:
    """Whether a colour is one people would call by that name."""
    red, green, blue = (int(value[at : at + 2], 16) / 255 for at in (1, 3, 5))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    match name:
        case "white":
            return light > 0.93
        case "black":
            return light < 0.15
        case "grey" | "gray":
            return saturation < 0.25
    low, high = _HUES[name]
    degrees = hue * 360
    return low <= degrees <= high if low < high else degrees >= low or degrees <= high


def _fit(spec: Spec, plan: Blueprint, found: Score) -> None:
    wanted = spec.get("fit", "full")
    found["fit"].note(
        plan.fit.value in ([wanted] if isinstance(wanted, str) else wanted), f"{plan.fit.value}, not {wanted}"
    )
    said = [fold(wish.asked) for wish in plan.unmet]
    for names in spec.get("must_unmet") or spec.get("unmet") or ():
        holds = any(fold(name) in asked for name in names.split("|") for asked in said)
        found["unmet"].note(holds, f"{names} is not named")


def added(scores: Iterable[Score]) -> Score:
    total: Score = {kind: Tally() for kind in KINDS}
    for each in scores:
        for kind, tally in each.items():
            total[kind].right += tally.right
            total[kind].asked += tally.asked
    return total


def misses(found: Score) -> Iterator[str]:
    for kind, tally in found.items():
        yield from (f"{kind}: {what}" for what in tally.missed)
