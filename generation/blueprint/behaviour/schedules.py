"""What takes up time: bookings of a room, appointments with a doctor, events of a calendar.

Takes a plan whose entities stand and completes it: which fields say when, of what no two rows may overlap, and the
calendar. Words are in `lexicon/schedules.yaml`; nothing is scheduled that has no date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from generation.blueprint.drafts.completed import address_free, completed, has_pages
from generation.blueprint.drafts.draft import Findings
from generation.blueprint.drafts.nearest import nearest, phrases, places
from generation.blueprint.lexicon import tables
from generation.blueprint.schema import (
    Blueprint,
    CheckKind,
    CriterionCheck,
    Entity,
    Field,
    FieldType,
    Page,
    PageKind,
    Schedule,
    Who,
)
from generation.blueprint.words.inflection import fold, singular
from generation.blueprint.words.tokens import Sentence

_MINUTES = re.compile(r"\b(\d{1,3})[ -]?(?:min|minutos|minutes?)\b")
_LONGEST = 8 * 60
MOST_FIELDS = 38
Said = tuple[str, dict[str, str], CriterionCheck]  # sentence, its words, how it is checked


def with_schedules(blueprint: Blueprint, found: Findings, text: str) -> Blueprint:
    """The plan with its times, a calendar when there is one to show, and what must hold of both."""
    if not has_pages(blueprint):
        return blueprint
    sentences = [sentence for sentence, _ in found.marked]
    blueprint = with_resources(blueprint)
    timed = {entity.name: plan for entity in blueprint.entities if (plan := _times(entity))}
    once = _given_once(blueprint, timed, sentences)
    planned = {name: _exclusive(blueprint, blueprint.entity(name), timed[name], name in once, text) for name in timed}
    shown = {name: plan for name, plan in planned.items() if plan is not None}
    if _asks_for_calendar(found):
        for name in _in_calendar(blueprint, found, timed, shown):
            plan = timed[name]
            shown.setdefault(name, plan.model_copy(update={"exclusive": False, "inclusive": plan.end is not None}))
    if not shown:
        return blueprint
    entities = [each.model_copy(update={"schedule": shown.get(each.name)}) for each in blueprint.entities]
    return completed(blueprint, entities, [_page(blueprint, shown)], _criteria(entities))


def with_resources(blueprint: Blueprint) -> Blueprint:
    """The plan in which a booking says of what it is, where the app keeps one kind of thing that can be booked."""
    for entity in blueprint.entities:
        thing = _unlinked_resource(blueprint, entity)
        if thing is not None and len(entity.fields) < MOST_FIELDS:
            name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", thing.name).lower()
            field = Field(name=name, label=thing.label, type=FieldType.RELATION, target=thing.name)
            changed = entity.model_copy(update={"fields": (field, *entity.fields)})
            rows, examples = blueprint.seed.get(entity.name, ()), max(1, len(blueprint.seed.get(thing.name, ())))
            seed = tuple({name: number % examples + 1, **row} for number, row in enumerate(rows))
            blueprint = blueprint.model_copy(
                update={
                    "entities": tuple(changed if each is entity else each for each in blueprint.entities),
                    "seed": {**blueprint.seed, entity.name: seed},
                }
            )
    return blueprint


def _unlinked_resource(blueprint: Blueprint, entity: Entity) -> Entity | None:
    """The one kind of thing that can be taken up, when rows that take time name none and it names none of them."""
    if not _is(blueprint, entity, "takes_time") or _times(entity) is None or _has_room_for_many(entity):
        return None
    if _resource(blueprint, entity) is not None:
        return None
    names = {field.name for field in entity.fields}
    things = [each for each in blueprint.entities if each is not entity and _is(blueprint, each, "resources")]
    if len(things) != 1 or things[0].name.lower() in names:
        return None
    linked = {field.target for field in entity.fields} | {field.target for field in things[0].fields}
    return None if {things[0].name, entity.name} & linked else things[0]


def _times(entity: Entity) -> Schedule | None:
    """Which fields say when a row takes place; None when none does."""
    moments = [field for field in entity.fields if field.type is FieldType.DATETIME and not field.formula]
    days = [field for field in entity.fields if field.type is FieldType.DATE and not field.formula]
    hours = [field for field in entity.fields if field.type is FieldType.TIME]
    start = _start(moments)
    if start is not None:
        return Schedule(start=start.name, end=_end(moments, start))
    start = _start(days)
    if start is None:
        return None
    last, hour = _end(days, start), _start(hours)
    if last is not None or hour is None:
        return Schedule(start=start.name, end=last)
    return Schedule(start=start.name, time=hour.name, end=_end(hours, hour))


def _start(fields: list[Field]) -> Field | None:
    return next((each for each in fields if not _says(each, "ends") and not _says(each, "not_starts")), None)


def _end(fields: list[Field], start: Field) -> str | None:
    return next((each.name for each in fields if each is not start and _says(each, "ends")), None)


def _says(field: Field, what: str) -> bool:
    return bool(_words(field.label) & _listed(what))


def _exclusive(blueprint: Blueprint, entity: Entity, plan: Schedule, asked: bool, text: str) -> Schedule | None:
    """The times of rows that take something up; None where several may stand side by side."""
    takes = asked or _is(blueprint, entity, "takes_time")
    resource = _resource(blueprint, entity) if takes else None
    if resource is None and not asked:
        return None
    if resource is None and _has_room_for_many(entity):
        return None
    return plan.model_copy(
        update={
            "resource": resource,
            "free": _free_states(entity),
            "minutes": _minutes(text),
            "length": None if plan.end else _length(blueprint, entity),
        }
    )


def _resource(blueprint: Blueprint, entity: Entity) -> str | None:
    """The relation to what cannot be in two places; a thing of which there are several units can."""
    kinds = ("resources", "workers") if _is(blueprint, entity, "shifts") else ("resources",)
    targets = [field.target for field in entity.fields]
    for field in entity.fields:
        alone = targets.count(field.target) == 1  # two teams play each other, and neither is what is taken up
        if field.type is FieldType.RELATION and field.required and field.target and alone:
            target = blueprint.entity(field.target)
            counted = any(_words(each.label) & _listed("counted") for each in target.fields)
            if not counted and any(_is(blueprint, target, kind) for kind in kinds):
                return field.name
    return None


def _has_room_for_many(entity: Entity) -> bool:
    return any(_words(each.label) & _listed("shared") for each in entity.fields)


def _free_states(entity: Entity) -> tuple[str, ...]:
    flow = entity.workflow
    field = next((each for each in entity.fields if flow and each.name == flow.field), None)
    starts = tuple(tables("schedules")["free"])
    choices = field.choices if field else ()
    return tuple(each.value for each in choices if fold(each.label).startswith(starts) or each.value.startswith(starts))


def _minutes(text: str) -> int:
    """How long one lasts, when the text gives one length and no other."""
    said = {int(found) for found in _MINUTES.findall(fold(text))}
    minutes = said.pop() if len(said) == 1 else 0
    return minutes if 5 <= minutes <= _LONGEST else 60


def _length(blueprint: Blueprint, entity: Entity) -> tuple[str, str] | None:
    """The service, or whatever the row points to, that says how many minutes it takes."""
    for field in entity.fields:
        if field.type is not FieldType.RELATION or not field.required or not field.target:
            continue
        for each in blueprint.entity(field.target).fields:
            words = _words(each.label)
            if each.type is FieldType.INTEGER and words & _listed("minutes") and not words & _listed("not_minutes"):
                return field.name, each.name
    return None


def _given_once(blueprint: Blueprint, timed: dict[str, Schedule], sentences: list[Sentence]) -> set[str]:
    """The entities of which the text says that no two may be at the same time."""
    wanted = phrases(tables("schedules")["once"])
    if not any(True for sentence in sentences for _ in places(sentence, wanted)):
        return set()
    candidates = [blueprint.entity(name) for name in timed]
    named = {entity.name for entity in nearest(sentences, wanted, candidates)}
    if named:
        return named
    bookings = [each.name for each in candidates if _is(blueprint, each, "takes_time")]
    return set(bookings[:1] or [each.name for each in candidates[:1]])


def _asks_for_calendar(found: Findings) -> bool:
    return any(tables("wishes")[wish.number].get("built") == "page:calendar" for wish in found.wishes)


def _in_calendar(
    blueprint: Blueprint, found: Findings, timed: dict[str, Schedule], shown: dict[str, Schedule]
) -> Iterable[str]:
    """What the text wants to see there: the things named beside the word, else what takes time, else the first."""
    spots = [wish.first for wish in found.wishes if tables("wishes")[wish.number].get("built") == "page:calendar"]
    beside: list[str] = []
    for sentence, _ in found.marked:
        if any(sentence.tokens[0].start <= spot < sentence.tokens[-1].end for spot in spots if sentence.tokens):
            said = {word for token in sentence.tokens for word in (token.folded, token.lemma)}
            beside += [name for name in timed if {*_both_heads(blueprint.entity(name))} & said]
    if any(name in shown for name in beside):
        return [name for name in beside if _is(blueprint, blueprint.entity(name), "takes_time")]
    if beside:
        return beside
    busy = [name for name in timed if _is(blueprint, blueprint.entity(name), "takes_time")]
    return [] if shown else (busy or list(timed))[:1]


def _both_heads(entity: Entity) -> tuple[str, str]:
    return fold(entity.label).split()[0], fold(entity.label_plural).split()[0]


def _page(blueprint: Blueprint, shown: dict[str, Schedule]) -> Page:
    words, language = tables("schedules"), blueprint.language
    first = next((name for name, plan in shown.items() if plan.exclusive), next(iter(shown)))
    slug = address_free(blueprint, words["slug"][language])
    access = blueprint.entity(first).access.read
    reached = Who.MEMBER if access is Who.OWNER else access
    return Page(kind=PageKind.CALENDAR, slug=slug, title=words["title"][language], entity=first, access=reached)


def _criteria(entities: list[Entity]) -> list[Said]:
    found: list[Said] = []
    for entity in entities:
        if entity.schedule is None:
            continue
        names = {"one": entity.label, "many": entity.label_plural}
        kinds = [CheckKind.BOOKS, CheckKind.DATES] if entity.schedule.exclusive else [CheckKind.DATES]
        role = Who.MEMBER if entity.access.create is Who.OWNER else entity.access.create
        found += [(kind.value, names, CriterionCheck(kind=kind, entity=entity.name, role=role)) for kind in kinds]
    return found


def _is(blueprint: Blueprint, entity: Entity, what: str) -> bool:
    """Whether the entity is of a kind that the list names: by its first word in Spanish, by its last in English."""
    words = fold(entity.label).split()
    if not words:
        return False
    head = words[0] if blueprint.language == "es" else words[-1]
    return bool({head, fold(singular(head, blueprint.language)), " ".join(words)} & _listed(what))


def _words(label: str) -> set[str]:
    return set(re.findall(r"[^\W_]+(?:-[^\W_]+)*", fold(label)))


@lru_cache(maxsize=16)
def _listed(what: str) -> frozenset[str]:
    return frozenset(map(str, tables("schedules")[what]))
