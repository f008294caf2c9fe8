"""Gives each kind of staff what the text gives it: the limits of a plan's entities, and what cannot be limited.

A limit that would leave somebody unable to do what they are told to do is widened, never silently: a form's field that
may not be seen becomes optional. Single fields are not hidden from anybody; such wishes are named as unmet.
"""

from __future__ import annotations

from collections.abc import Iterator

from generation.blueprint import staff_rules
from generation.blueprint.drafts.criteria import of_team
from generation.blueprint.drafts.draft import EntityDraft
from generation.blueprint.drafts.names import identifier
from generation.blueprint.lexicon import tables
from generation.blueprint.people.duties import WRITES, Duties, apart
from generation.blueprint.schema import Blueprint, Criterion, Entity, Field, FieldType, Fit, Role, StaffOnly, Unmet, Who
from generation.blueprint.staff_rules import ACTIONS, Action
from generation.blueprint.words.inflection import fold

Allowed = dict[tuple[Action, int], set[str]]


def with_team(blueprint: Blueprint, drafts: list[EntityDraft], duties: Duties | None) -> Blueprint:
    """The plan with what the text keeps to some of its staff."""
    if duties is None or not blueprint.entities:
        return blueprint
    blueprint = _with_unmet(blueprint, drafts, duties)
    team = _Team(blueprint, drafts, duties)
    entities = tuple(team.limited(entity) for entity in blueprint.entities)
    limited = blueprint.model_copy(update={"entities": entities, "roles": team.roles})
    if not staff_rules.is_limited(limited):
        return blueprint
    found = of_team(limited, limited.language)
    first = len(limited.criteria) + 1
    added = (Criterion(id=f"c{n:02d}", text=text[:300], check=check) for n, (text, check) in enumerate(found, first))
    return limited.model_copy(update={"criteria": (*limited.criteria, *added)})


class _Team:
    """Who of the staff may do what with which thing."""

    def __init__(self, blueprint: Blueprint, drafts: list[EntityDraft], duties: Duties) -> None:
        self.duties, self.blueprint = duties, blueprint
        self.number = {draft.class_name: number for number, draft in enumerate(drafts)}
        self.full_names = set(tables("duties")["full"][blueprint.language])
        self.roles = tuple(self._with_rank(role) for role in blueprint.roles)
        self.keys = {identifier(key): key for key in duties.of}
        self.names = [role.name for role in staff_rules.staff(self.roles) if not role.full and role.name in self.keys]
        self.apart = apart(duties, {self.keys[name] for name in self.names})
        self.allowed = {entity.name: self._allowed(entity) for entity in blueprint.entities}

    def _with_rank(self, role: Role) -> Role:
        duty = next((duty for key, duty in self.duties.of.items() if identifier(key) == role.name), None)
        told = duty is not None and (duty.merely or duty.never)
        first = staff_rules.staff(self.blueprint.roles)[0]
        full = (role.name in self.full_names and not told) or role is first or (duty is not None and duty.full)
        return role.model_copy(update={"full": True}) if role.level is Who.STAFF and full else role

    def _allowed(self, entity: Entity) -> dict[Action, set[str]]:
        found: dict[Action, set[str]] = {}
        number = self.number.get(entity.name, -1)
        for action in ACTIONS:
            found[action] = {name for name in self.names if self._may(self.keys[name], action, number)}
        if entity.access.read is not Who.VISITOR:
            for action in WRITES:
                kept = found[action] & found["read"]
                found[action] = kept | {name for name in found["create"] if self._told(name, action, number)}
                found["read"] |= found[action] if action != "create" else set()
        return found

    def _told(self, name: str, action: Action, number: int) -> bool:
        return (action, number) in self.duties.of[self.keys[name]].does

    def _may(self, key: str, action: Action, number: int) -> bool:
        """What is refused in so many words, then what is kept to others, then what is theirs alone."""
        duty, read = self.duties.of[key], ("read", number)
        touches = any(thing == number for _, thing in duty.does)
        if (action, number) in duty.never or (read in duty.never and not touches):
            return (action, number) in duty.does or (action == "read" and touches)
        only = [self.duties.only[deed] for deed in dict.fromkeys((read, (action, number))) if deed in self.duties.only]
        if duty.merely or any(key not in named for named in only):
            return self._is_part(duty.does, action, number)
        return action == "read" or (key, number) not in self.apart

    def _is_part(self, does: set[tuple[Action, int]], action: Action, number: int) -> bool:
        """Whether it is what they are told to do, or goes with it: who writes a row reads and mends it."""
        writes = any((each, number) in does for each in WRITES)
        return (action, number) in does or (writes and action in ("read", "edit"))

    def limited(self, entity: Entity) -> Entity:
        """The entity with its limits; what somebody fills in without seeing it is no longer required."""
        access, allowed = entity.access, self.allowed[entity.name]
        limits = {
            action: self._named(allowed[action])
            for action in ACTIONS
            if getattr(access, action) is not Who.VISITOR and allowed[action] != set(self.names)
        }
        fields = tuple(self._loosened(field, allowed["create"]) for field in entity.fields)
        update = {"access": access.model_copy(update={"staff": StaffOnly(**limits)}), "fields": fields}
        return entity.model_copy(update=update)

    def _named(self, names: set[str]) -> tuple[str, ...]:
        full = [role.name for role in self.roles if role.full]
        return tuple(name for name in self.names if name in names) or tuple(full[:1])

    def _loosened(self, field: Field, makers: set[str]) -> Field:
        target = next((each for each in self.blueprint.entities if each.name == field.target), None)
        if target is None or not field.required or field.type is not FieldType.RELATION:
            return field
        is_kept = target.access.read is not Who.VISITOR and not makers <= self.allowed[target.name]["read"]
        return field.model_copy(update={"required": False}) if is_kept else field


def _with_unmet(blueprint: Blueprint, drafts: list[EntityDraft], duties: Duties) -> Blueprint:
    """ "The handyman sees the jobs but not the price": named, because no field is hidden from part of the staff."""
    said, language = tables("duties")["unmet"], blueprint.language
    wishes = dict.fromkeys(asked for asked in _spared(blueprint, drafts, duties))
    unmet = [Unmet(asked=asked[:200], why=said["why"][language], instead=said["instead"][language]) for asked in wishes]
    if not unmet:
        return blueprint
    fit = Fit.PARTIAL if blueprint.fit is Fit.FULL else blueprint.fit
    return blueprint.model_copy(update={"unmet": (*blueprint.unmet, *unmet), "fit": fit})


def _spared(blueprint: Blueprint, drafts: list[EntityDraft], duties: Duties) -> Iterator[str]:
    """What is kept back of things somebody may see; money that stands in tables of its own is kept from them there."""
    known = tables("duties")
    number = {draft.class_name: place for place, draft in enumerate(drafts)}
    for duty in duties.of.values():
        for asked, words in duty.spares:
            is_money = bool(words & set(known["money"]))
            about_money = is_money or bool(words & set(known["amounts"]))
            for entity in blueprint.entities:
                thing = number.get(entity.name, -1)
                holds = any(_is_meant(field, words, about_money) for field in entity.fields)
                if holds and is_money and all(told != thing for _, told in duty.does):
                    duty.never |= {(action, thing) for action in ACTIONS}
                elif holds:
                    yield asked


def _is_meant(field: Field, words: set[str], about_money: bool) -> bool:
    named = {fold(word) for word in field.label.split()} & words
    return bool(named) or (about_money and field.type is FieldType.MONEY)
