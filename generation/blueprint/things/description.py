"""A list of what is kept of a thing, as it was found in a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from generation.blueprint.things.field_items import Item
from generation.blueprint.words.noun_phrases import NounPhrase


@dataclass(frozen=True)
class Description:
    """`owner` is None where the thing spoken of before is described; the walk knows which that is."""

    owner: NounPhrase | None
    first: int  # where the walk takes it up, behind its owner
    after: int
    items: tuple[Item, ...]
    inside: bool = False  # between brackets
    above: NounPhrase | None = None  # what the described thing belongs to
    framed: bool = False  # "cada X tiene …": what else the sentence brings up belongs to the X
    more: bool = False  # things follow: "propuestas con título y texto, votos y asambleas"
    at_colon: bool = False
    after_clause: bool = False  # behind what somebody does: "se prestan piezas a otros: fecha, contacto"
    twin: NounPhrase | None = None  # "perros y gatos con nombre": the other of two that share their fields
