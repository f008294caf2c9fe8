"""A row's place is on the map: where its degrees say, for those who may read it, and nowhere off the earth."""

from __future__ import annotations

import re
from itertools import pairwise

from generation.blueprint.schema import CriterionCheck
from generation.sandbox import acting
from generation.sandbox.acting import Made, at
from generation.sandbox.checks.crud import payload
from generation.sandbox.checks.dates import kept_back, strangers
from generation.sandbox.inspection import CheckFailure, Inspection, told
from generation.sandbox.values import Value
from generation.stacks.protocol import EntityProbe, PlaceProbe

MARKS = 3
SLACK = 0.02  # of the greatest distance between two marks: places are rounded
ELSEWHERE = (("latitude", "90.5"), ("latitude", "-91"), ("longitude", "180.5"), ("longitude", "-181"))
Point = tuple[float, float]


def maps(look: Inspection, check: CriterionCheck) -> None:
    probe = look.probe(check.entity)
    place = probe.place
    if place is None or place.map_path is None:
        raise CheckFailure(f"{probe.entity} is on no map of the check plan")
    role = look.role_for(probe.create)
    rows = [acting.create(look, probe, role) for _ in range(MARKS)]
    reader = acting.reader_of(look, probe, rows[0])
    response = look.person(reader).get(place.map_path)
    if response.status != 200:
        raise CheckFailure(f"GET {place.map_path} as {reader}: {told(response)}")
    in_order(place, [(made, mark_of(response.text, probe, made, place.map_path)) for made in rows])
    for stranger in strangers(probe):
        kept_back(look, probe, rows[0], stranger, place.map_path)
    for name, value in ELSEWHERE:
        off_the_earth(look, probe, getattr(place, name), value)


def mark_of(text: str, probe: EntityProbe, made: Made, path: str) -> Point:
    """Where the drawing has the link to that row."""
    target = re.escape(at(probe.detail_path, made.pk))
    found = re.search(rf'href="{target}"[^>]*transform="translate\(([-\d.]+)[ ,]+([-\d.]+)\)"', text)
    if found is None:
        raise CheckFailure(f"GET {path}: {made.values[probe.place.latitude].sent if probe.place else ''} is not marked")
    return float(found[1]), float(found[2])


def in_order(place: PlaceProbe, marks: list[tuple[Made, Point]]) -> None:
    """North is up, and distances from west to east are in proportion, as in every map whose meridians are parallel."""
    north = sorted(marks, key=lambda pair: -degrees(pair[0], place.latitude))
    if any(one[1][1] >= other[1][1] for one, other in pairwise(north)):
        raise CheckFailure("on the map a place stands south of one that is more southern")
    west = sorted(marks, key=lambda pair: degrees(pair[0], place.longitude))
    (first, (left, _)), (middle, (x, _)), (last, (right, _)) = west
    whole = degrees(last, place.longitude) - degrees(first, place.longitude)
    part = (degrees(middle, place.longitude) - degrees(first, place.longitude)) / whole
    if right <= left or abs((x - left) / (right - left) - part) > SLACK:
        raise CheckFailure("on the map places do not stand from west to east as their longitudes say")


def degrees(made: Made, name: str) -> float:
    return float(str(made.values[name].sent))


def off_the_earth(look: Inspection, probe: EntityProbe, field: str, value: str) -> None:
    role = look.role_for(probe.create)
    browser, before = look.person(role), look.rows().keys(probe.table)
    form = acting.create_form(look, probe, role)
    wrong = {**acting.fill(look, probe, form), field: Value(value, value)}
    browser.submit(form, probe.create_path, acting.sent(wrong))
    browser.api("POST", probe.api_path, payload(probe, wrong))
    if look.rows().keys(probe.table) != before:
        raise CheckFailure(f"{probe.entity}: {field} {value} was stored, which is nowhere on earth")
