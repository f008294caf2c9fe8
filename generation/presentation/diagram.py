"""The entity diagram: boxes in columns by dependency, one line per relation. Geometry only; the template draws it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generation.blueprint.schema import Entity, FieldType

WIDTH, HEAD, ROW, GAP_X, GAP_Y, EDGE = 176, 30, 20, 72, 28, 8
MAX_FIELDS = 7
MAX_ENTITIES = 24  # beyond that a drawing explains nothing; the cards do


@dataclass(frozen=True)
class Row:
    label: str
    y: int
    relation: bool


@dataclass(frozen=True)
class Box:
    name: str
    label: str
    x: int
    y: int
    height: int
    rows: tuple[Row, ...]
    more: int

    @property
    def text_x(self) -> int:
        return self.x + 12

    @property
    def right(self) -> int:
        return self.x + WIDTH

    @property
    def head_y(self) -> int:
        return self.y + 20

    @property
    def line_y(self) -> int:
        return self.y + HEAD

    @property
    def more_y(self) -> int:
        return self.y + self.height - 9


@dataclass(frozen=True)
class Link:
    path: str
    many: bool


@dataclass(frozen=True)
class Diagram:
    width: int
    height: int
    box_width: int
    boxes: tuple[Box, ...]
    links: tuple[Link, ...]


def draw(entities: Sequence[Entity]) -> Diagram | None:
    """None where there is nothing to connect: the cards say it all then."""
    if not 2 <= len(entities) <= MAX_ENTITIES:
        return None
    boxes = _place(entities, _ranks(entities))
    width = max(box.x for box in boxes.values()) + WIDTH + EDGE
    height = max(box.y + box.height for box in boxes.values()) + EDGE
    return Diagram(width, height, WIDTH, tuple(boxes.values()), tuple(_links(entities, boxes)))


def _targets(entity: Entity) -> list[str]:
    return [field.target for field in entity.fields if field.target]


def _ranks(entities: Sequence[Entity]) -> dict[str, int]:
    """Column of each entity: one to the right of everything it points to; cycles stop at the number of entities."""
    ranks = {entity.name: 0 for entity in entities}
    for _round in entities:
        for entity in entities:
            wanted = [ranks[name] + 1 for name in _targets(entity) if name in ranks and name != entity.name]
            ranks[entity.name] = min(max([ranks[entity.name], *wanted]), len(entities) - 1)
    order = sorted(set(ranks.values()))
    return {name: order.index(rank) for name, rank in ranks.items()}


def _as_referred_to(entities: Sequence[Entity]) -> list[Entity]:
    """In the order in which the others name them: the lines that leave one box do not cross then."""
    named = list(dict.fromkeys(name for entity in entities for name in _targets(entity)))
    return sorted(entities, key=lambda entity: named.index(entity.name) if entity.name in named else len(named))


def _place(entities: Sequence[Entity], ranks: Mapping[str, int]) -> dict[str, Box]:
    boxes: dict[str, Box] = {}
    next_y: dict[int, int] = {}
    for entity in _as_referred_to(entities):
        column = ranks[entity.name]
        top = next_y.get(column, EDGE)
        box = _box(entity, EDGE + column * (WIDTH + GAP_X), top)
        next_y[column] = top + box.height + GAP_Y
        boxes[entity.name] = box
    return boxes


def _box(entity: Entity, x: int, y: int) -> Box:
    shown = entity.fields[:MAX_FIELDS]
    more = len(entity.fields) - len(shown)
    rows = tuple(
        Row(field.label, y + HEAD + 15 + index * ROW, field.type in (FieldType.RELATION, FieldType.RELATIONS))
        for index, field in enumerate(shown)
    )
    return Box(entity.name, entity.label, x, y, HEAD + 8 + ROW * (len(shown) + bool(more)), rows, more)


def _links(entities: Sequence[Entity], boxes: Mapping[str, Box]) -> list[Link]:
    links = []
    for entity in entities:
        for index, field in enumerate(entity.fields):
            if field.target in boxes and field.target != entity.name:
                row = min(index, MAX_FIELDS)
                path = _curve(boxes[entity.name], HEAD + 11 + row * ROW, boxes[field.target or ""])
                links.append(Link(path, field.type == FieldType.RELATIONS))
    return links


def _curve(source: Box, offset: int, target: Box) -> str:
    """From the field's row to the head of the entity it points to."""
    start_y, end_y = source.y + offset, target.y + HEAD // 2
    if source.x > target.x:
        start_x, end_x, bend = source.x, target.x + WIDTH, -GAP_X // 2
    elif source.x < target.x:
        start_x, end_x, bend = source.x + WIDTH, target.x, GAP_X // 2
    else:  # the same column: leave and arrive on the right
        start_x, end_x = source.x + WIDTH, target.x + WIDTH
        return f"M{start_x},{start_y} C{start_x + 40},{start_y} {end_x + 40},{end_y} {end_x},{end_y}"
    return f"M{start_x},{start_y} C{start_x + bend},{start_y} {end_x - bend},{end_y} {end_x},{end_y}"
